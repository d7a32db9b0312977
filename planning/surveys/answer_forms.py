"""The questionnaire as a form: for everybody on the public page, and for whoever types sheets of paper in."""

import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.structure.open_forms import OpenForm
from planning.surveys.answering import fingerprint
from planning.surveys.models import Survey
from planning.surveys.questions import (
    LARGEST,
    LONGEST_OTHER,
    LONGEST_TEXT,
    OTHER,
    Kind,
    Question,
    Said,
    how_many,
    stands_alone,
)
from ui.forms import DecimalField

NUMBER_OF_SHEET = {"autofocus": True, "autocomplete": "off", "inputmode": "numeric", "class": "govuk-input--width-10"}
SEVERAL = re.compile(r"[\s,;.+]+")


class AnswerForm(OpenForm):
    """The questions of a survey in one of its two wordings. Errors stand at their question and nothing is lost."""

    purpose = "planning.survey"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, survey: Survey, easy: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.questions, self.easy = survey.asked, easy
        self.fields["version"].initial = fingerprint(survey)
        self.fields["once"].initial = str(uuid.uuid4())
        for number, question in enumerate(self.questions, 1):
            self.fields[question.id] = _field(question, number, easy=easy)
            if question.other:
                self.fields[f"{question.id}_other"] = forms.CharField(
                    label=_("Something else – which?"), required=False, max_length=LONGEST_OTHER
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.questions:
            if question.other:
                self._check_other(question, cleaned)
            if question.lone and question.contradicts(cleaned.get(question.id) or ()):
                self.add_error(question.id, stands_alone(question.lone_words(easy=self.easy)))
        return cleaned

    def _check_other(self, question: Question, cleaned: dict[str, Any]) -> None:
        """Whoever writes something else has chosen it; with one answer only it cannot stand beside another."""
        text, chosen = cleaned.get(f"{question.id}_other", ""), cleaned.get(question.id)
        if text and not chosen:
            self.errors.pop(question.id, None)
            cleaned[question.id] = [OTHER] if question.kind == Kind.MANY else OTHER
        elif text and question.kind == Kind.MANY and OTHER not in (chosen or []):
            cleaned[question.id] = [*(chosen or []), OTHER]
        elif text and question.kind == Kind.SINGLE and chosen != OTHER:
            self.add_error(question.id, _("You wrote another answer. Choose “something else”, or leave the text out."))
        elif not text and chosen and OTHER in chosen:
            self.add_error(f"{question.id}_other", _("Write which."))

    @property
    def groups(self) -> Iterator[tuple[BoundField, BoundField | None]]:
        """Each question with its field for something else."""
        for question in self.questions:
            yield self[question.id], self[f"{question.id}_other"] if question.other else None

    @property
    def given_once(self) -> uuid.UUID:
        """What tells two sendings of one page from two people; something new where it was lost."""
        try:
            return uuid.UUID(self.cleaned_data["once"])
        except ValueError:
            return uuid.uuid4()

    def said_by_question(self) -> Said:
        return {question.id: _said(question, self.cleaned_data) for question in self.questions}


def _field(question: Question, number: int, *, easy: bool) -> forms.Field:
    common: dict[str, Any] = {
        "label": f"{number}. {question.words(easy=easy)}",
        "help_text": question.help or how_many(question, easy=easy),
        "required": question.required,
    }
    choices = question.spoken(easy=easy)
    missing = {"required": gettext_lazy("Choose an answer.")}
    match question.kind:
        case Kind.MANY:
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=missing, **common
            )
        case Kind.SINGLE | Kind.SCALE:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=missing, **common)
        case Kind.NUMBER:
            return DecimalField(max_value=LARGEST, min_value=-LARGEST, **common)
    return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}), **common)


def _said(question: Question, cleaned: dict[str, Any]) -> dict[str, Any]:
    value = cleaned.get(question.id)
    other = cleaned.get(f"{question.id}_other", "")
    match question.kind:
        case Kind.SINGLE:
            return {"chosen": [value] if value else [], "other": other}
        case Kind.MANY:
            return {"chosen": value or [], "other": other}
        case Kind.SCALE:
            return {"number": int(value) if value else None}
        case Kind.NUMBER:
            return {"number": value}
    return {"text": value or ""}


# --- sheets of paper --------------------------------------------------------------------------------------------------
class SheetForm(forms.Form):
    """One sheet, typed with the number keys: 2, or 1 3 4, or 5 and the words of “something else”."""

    sheet = forms.CharField(label=gettext_lazy("Number of the sheet"), max_length=20)

    def __init__(self, data: Any = None, *, survey: Survey, with_number: bool = True, **options: Any) -> None:
        super().__init__(data, **options)
        self.hide_optional = True
        self.questions = survey.asked
        if with_number:
            self.fields["sheet"].widget.attrs.update(NUMBER_OF_SHEET)
        else:
            del self.fields["sheet"]
        for number, question in enumerate(self.questions, 1):
            field = Typed(question, label=f"{number}. {question.text}", help_text=_keys(question))
            self.fields[question.id] = field

    def said_by_question(self) -> Said:
        return {question.id: self.cleaned_data[question.id] for question in self.questions}


class Typed(forms.CharField):
    """An answer as it is typed from paper."""

    def __init__(self, question: Question, **options: Any) -> None:
        is_long = question.kind == Kind.TEXT
        narrow = {"autocomplete": "off", "class": "govuk-input--width-20", "inputmode": "text"}
        widget = forms.Textarea({"rows": 2}) if is_long else forms.TextInput(narrow)
        super().__init__(required=False, max_length=LONGEST_TEXT, widget=widget, **options)
        self.question = question

    def clean(self, value: Any) -> dict[str, Any]:
        text = super().clean(value)
        if not text:
            return {}
        match self.question.kind:
            case Kind.SINGLE | Kind.MANY:
                return self._chosen(text)
            case Kind.SCALE:
                return {"number": self._step(text)}
            case Kind.NUMBER:
                return {"number": DecimalField(max_value=LARGEST, min_value=-LARGEST).clean(text)}
        return {"text": text}

    def _chosen(self, text: str) -> dict[str, Any]:
        codes = [code for code, _words in self.question.choices]
        numbers, words = _keys_and_words(text, len(codes))
        if not numbers or any(not 1 <= number <= len(codes) for number in numbers):
            raise forms.ValidationError(_("Type numbers from 1 to %(last)s.") % {"last": len(codes)})
        chosen = [codes[number - 1] for number in dict.fromkeys(numbers)]
        if self.question.kind == Kind.SINGLE and len(chosen) > 1:
            raise forms.ValidationError(_("This question takes one answer. If two are ticked, leave it empty."))
        if self.question.lone and self.question.contradicts(chosen):
            raise forms.ValidationError(stands_alone(self.question.lone_words(easy=False)))
        if words and OTHER not in chosen:
            raise forms.ValidationError(_("Words stand only behind the number of “something else”."))
        return {"chosen": chosen, "other": words}

    def _step(self, text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= self.question.steps:
            raise forms.ValidationError(_("Type a number from 1 to %(last)s.") % {"last": self.question.steps})
        return int(text)


def _keys_and_words(text: str, last: int) -> tuple[list[int], str]:
    """Numbers first, words behind them. With nine answers at most each key is a number: 134 is 1, 3 and 4."""
    numbers: list[int] = []
    parts = [part for part in SEVERAL.split(text) if part]
    while parts and parts[0].isdecimal():
        part = parts.pop(0)
        numbers += [int(part)] if last > 9 else [int(key) for key in part]
    words = text[text.index(parts[0]) :].strip() if parts else ""
    return numbers, words


def _keys(question: Question) -> str:
    """Which key means what, beside the field."""
    if question.is_choice:
        told = _bold((str(place), words) for place, (_code, words) in enumerate(question.choices, 1))
        return format_html("{}: {}", _("several"), told) if question.kind == Kind.MANY else told
    if question.kind == Kind.SCALE:
        named = {"1": question.low, str(question.steps): question.high}
        return _bold((code, named.get(code, "")) for code, _words in question.choices)
    return _("A number as it is written.") if question.kind == Kind.NUMBER else _("Words as they are written.")


def _bold(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Keys in bold before their words, kept on one line with the first of them."""
    return format_html_join(" · ", "<b>{}</b>\xa0{}", pairs)


def typed(question: Question, said: dict[str, Any]) -> str:
    """What was said, as it would be typed again."""
    if "chosen" in said:
        codes = [code for code, _words in question.choices]
        keys = " ".join(str(codes.index(code) + 1) for code in said["chosen"])
        return f"{keys} {said.get('other', '')}".strip()
    return str(said.get("number", said.get("text", "")))
