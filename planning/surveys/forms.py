"""Forms of those who lead a survey: its facts, its questions, letters and sheets, what becomes of it."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from planning.structure.forms import PlanField
from planning.structure.models import Plan
from planning.surveys.models import Audience, Survey
from planning.surveys.questions import STEPS, Kind, Question, options_of
from ui.forms import DateField, IntegerField, offer

MOST_LETTERS, MOST_SHEETS = 100, 50
USUAL = timedelta(days=21)
APART = re.compile(r"[\s,;]+")


class SurveyForm(forms.ModelForm):
    """The facts of a survey. Once it was opened, what people were told stays as it is."""

    opens_on = DateField(label=_("First day to answer"))
    closes_on = DateField(label=_("Last day to answer"))
    addressed = IntegerField(
        label=_("How many were asked"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=_(
            "The sample: how many people or organisations were addressed. Empty: as many as got letters or sheets."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Survey
        fields = (
            "plan", "title", "audience", "introduction", "introduction_easy", "privacy", "opens_on", "closes_on",
            "one_each", "addressed", "sampling",
        )  # fmt: skip
        labels = {
            "plan": _("For which plan"),
            "title": pgettext_lazy("survey", "Title of the survey"),
            "audience": _("Who is asked"),
            "introduction": _("Introduction"),
            "introduction_easy": _("The same in easy-to-read words"),
            "privacy": _("Note on privacy"),
            "one_each": _("One answer for each person, by a link or a code"),
            "sampling": _("How they were chosen"),
        }
        help_texts = {
            "introduction": _("Why you ask, what becomes of the answers, how long it takes."),
            "introduction_easy": _("Short sentences, one thought in each, for those who choose easy reading."),
            "privacy": _("Added to what the page says by itself: that no name and no network address is kept."),
            "one_each": _("Nobody answers without a link from a letter or a code from paper. Each works once. "
                          "Without it everybody can answer on the public page."),
            "sampling": _("For example: every tenth household from the register; all providers in the town."),
        }  # fmt: skip
        widgets = {
            "audience": forms.RadioSelect,
            "introduction": forms.Textarea({"rows": 5}),
            "introduction_easy": forms.Textarea({"rows": 5}),
            "privacy": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "audience", [(each.value, capfirst(each.label)) for each in Audience])
        if self.instance._state.adding:
            self.fields["plan"] = _plans()
            self.fields["opens_on"].initial, self.fields["closes_on"].initial = today(), today() + USUAL
        else:
            del self.fields["plan"]
            self.fields["version"].initial = self.instance.version

    def close(self, names: Iterable[str]) -> None:
        """Fields that can no longer be changed are not asked for."""
        for name in names:
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens_on, closes_on = cleaned.get("opens_on", self.instance.opens_on), cleaned.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", _("The last day must not come before the first."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CopyForm(forms.Form):
    """A new survey that asks the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"] = _plans()
        self.fields["opens_on"] = DateField(label=_("First day to answer"), initial=today())
        self.fields["closes_on"] = DateField(label=_("Last day to answer"), initial=today() + USUAL)


def _plans() -> PlanField:
    plans = Plan.objects.order_by("-starts_on", "title", "id")
    return PlanField(plans, label=_("For which plan"), empty_label=None)


class QuestionForm(forms.Form):
    """One question; what its kind does not need may stay empty."""

    kind = forms.ChoiceField(label=_("What kind of answer it takes"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("Question"), max_length=400, widget=forms.Textarea({"rows": 2}))
    easy = forms.CharField(
        label=_("Question in easy-to-read words"),
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Short and without foreign words. Empty: the question is the same in both versions."),
    )
    help = forms.CharField(label=_("Help beside the question"), required=False, max_length=400)
    options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Each on a line of its own. Only for a question with answers to choose from."),
    )
    easy_options = forms.CharField(
        label=_("The same answers in easy-to-read words"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("In the same order, each on a line of its own. An empty line: the same words as above."),
        strip=False,
    )
    other = forms.BooleanField(label=_("Also “something else, which?” with a field to write in"), required=False)
    alone = forms.BooleanField(
        label=_("The last of the answers stands by itself, such as “none of these”"),
        required=False,
        help_text=_("Only where several answers can be chosen."),
    )
    steps = forms.TypedChoiceField(label=_("Steps of the scale"), coerce=int, required=False)
    low = forms.CharField(label=_("Words at the first step"), required=False, max_length=60)
    high = forms.CharField(label=_("Words at the last step"), required=False, max_length=60)
    required = forms.BooleanField(
        label=_("Has to be answered"), required=False, help_text=_("On paper it may stay empty all the same.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, question: Question | None = None, version: int = 0, **kwargs: Any) -> None:
        initial = _told(question) if question is not None else {"kind": Kind.SINGLE, "steps": 5}
        kwargs["initial"] = initial | {"version": version}
        super().__init__(*args, **kwargs)
        self.question = question
        offer(self, "kind", [(kind.value, capfirst(kind.label)) for kind in Kind])
        offer(self, "steps", [(step, str(step)) for step in STEPS])

    def clean(self) -> dict[str, Any]:
        """What is missing is said at its field; the command refuses it too."""
        cleaned = super().clean() or {}
        lines = [line.strip() for line in cleaned.get("options", "").splitlines() if line.strip()]
        if cleaned.get("kind") in (Kind.SINGLE, Kind.MANY):
            if len(lines) + bool(cleaned.get("other")) < 2:
                self.add_error("options", _("Write at least two answers to choose from, each on a line of its own."))
            if any(len(line) > 200 for line in lines):
                self.add_error("options", _("Shorten each answer to 200 characters."))
        return cleaned

    def asked(self) -> Question:
        """The question as it is wished."""
        facts = {
            name: self.cleaned_data[name]
            for name in ("kind", "text", "easy", "help", "other", "alone", "low", "high", "required")
        }
        options = options_of(self.cleaned_data["options"], self.cleaned_data["easy_options"])
        key = self.question.id if self.question else ""
        return Question(id=key, options=options, steps=self.cleaned_data["steps"] or 5, **facts)


def _told(question: Question) -> dict[str, Any]:
    names = ("kind", "text", "easy", "help", "other", "alone", "steps", "low", "high", "required")
    lines = {
        "options": "\n".join(option.text for option in question.options),
        "easy_options": "\n".join(option.easy for option in question.options),
    }
    return {name: getattr(question, name) for name in names} | lines


class LettersForm(forms.Form):
    """Addresses that get a letter with a link; they are kept nowhere but in the letters."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        widget=forms.Textarea({"rows": 10}),
        help_text=_("Each on a line of its own, or with commas between; at most 100 at once. Whoever has answered gets "
                    "nothing again, so the same list serves as a reminder."),
    )  # fmt: skip

    def clean_addresses(self) -> list[str]:
        found = list(dict.fromkeys(each.lower() for each in APART.split(self.cleaned_data["addresses"]) if each))
        wrong = [each for each in found if not _is_email(each)]
        if wrong:
            told = gettext("These are no e-mail addresses: %(which)s")
            raise ValidationError(told % {"which": ", ".join(wrong[:5])})
        if len(found) > MOST_LETTERS:
            raise ValidationError(gettext("At most %(count)s letters go out at once.") % {"count": MOST_LETTERS})
        return found


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


class SheetsForm(forms.Form):
    """What to print, and for how many."""

    WHAT = (("form", _("the whole questionnaire")), ("letter", _("a short letter with the address and the code only")))

    what = forms.ChoiceField(label=_("What to print"), choices=WHAT, widget=forms.RadioSelect, initial="form")
    count = IntegerField(
        label=_("How many new ones"),
        required=False,
        min_value=1,
        max_value=MOST_SHEETS,
        help_text=_("At most 50 at once. Each gets a number of its own, which is typed in when it comes back."),
    )
    first = IntegerField(label=_("Or print again from number"), required=False, min_value=1)
    last = IntegerField(label=_("to number"), required=False, min_value=1)
    easy = forms.BooleanField(label=_("In easy-to-read words"), required=False)

    def __init__(self, *args: Any, one_each: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not one_each:
            del self.fields["what"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if not self.errors and not cleaned.get("count") and not (first and last):
            self.add_error("count", _("Say how many, or from which number to which it is printed again."))
        if first and last and not 0 <= last - first < MOST_SHEETS:
            self.add_error("last", _("At most 50 at once, and the last number must not come before the first."))
        return cleaned


class PublishForm(forms.Form):
    """What the public sees. `kept`: the question that results were told apart by when they were published before."""

    across = forms.ChoiceField(
        label=_("Tell the results apart by"),
        required=False,
        help_text=_("Small groups are left out here too. Only one such question is published, so that two tables "
                    "together give nobody away."),
    )  # fmt: skip

    def __init__(self, *args: Any, questions: Iterable[Question], kept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(each.id, each.text[:100]) for each in questions if each.kind == Kind.SINGLE and kept in ("", each.id)]
        offer(self, "across", [("", _("nothing, all together")), *told])


class QuoteForm(forms.Form):
    """A text for the public, with everything taken out that tells who wrote it."""

    text = forms.CharField(
        label=_("Text for the public"),
        max_length=600,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Leave out names, addresses, illnesses and whatever else tells who wrote it."),
    )
