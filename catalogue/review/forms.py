"""Forms of the review: deciding, answering, filtering, and telling of a mistake."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogue.models import AskedField, ChangeRequest
from catalogue.review.asking import is_legal
from catalogue.review.deciding import Decision
from catalogue.review.mistakes import LONGEST, why_not_acceptable
from catalogue.review.wording import ShownField
from ui.forms import DateField

Decided = AskedField.Decision
USUAL_OVERRIDE = timedelta(days=90)


class QueueFilter(forms.Form):
    """What of the queue is shown."""

    hide_optional = True

    kind = forms.ChoiceField(label=pgettext_lazy("of a request", "Kind"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    q = forms.CharField(label=gettext_lazy("Provider or service"), required=False, max_length=120)

    def __init__(self, data: Any, *, districts: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        everything = [("", _("all"))]
        choices: dict[str, Any] = {
            "kind": everything + list(ChangeRequest.Kind.choices),
            "district": everything + list(districts),
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = options

    def chosen(self) -> dict[str, str]:
        """Nonsense in the address is no filter."""
        self.is_valid()
        found = self.cleaned_data
        return {"kind": found.get("kind", ""), "district": found.get("district", ""), "words": found.get("q", "")}


class DecisionForm(forms.Form):
    """A decision on each field that still waits; those left open go on waiting."""

    hide_optional = True

    def __init__(self, data: Any, *, request: ChangeRequest, shown: Iterable[ShownField], day: date) -> None:
        super().__init__(data)
        self.request, self.day = request, day
        self.shown = [each for each in shown if not each.is_decided]
        for each in self.shown:
            self._add(each)

    def _add(self, each: ShownField) -> None:
        name, is_fact = each.name, self.request.kind == ChangeRequest.Kind.CHANGE and is_legal(each.name)
        self.fields[f"decision_{name}"] = forms.ChoiceField(
            label=_("Decision: %(field)s") % {"field": each.label},
            required=self.request.kind != ChangeRequest.Kind.CHANGE,
            widget=forms.RadioSelect,
            choices=_ways(is_fact=is_fact),
        )
        if is_fact:
            self.fields[f"until_{name}"] = DateField(
                label=_("The region stands behind it until"),
                required=False,
                initial=self.day + USUAL_OVERRIDE,
                help_text=_("Empty: until somebody ends it. Counts only if you accept at once."),
            )
        self.fields[f"reason_{name}"] = forms.CharField(
            label=_("Reason"),
            required=False,
            max_length=400,
            widget=forms.Textarea({"rows": 2}),
            help_text=_("The sender reads it. It is needed where you refuse."),
        )

    def rows(self) -> list[dict[str, Any]]:
        """For the page: each field in words with its controls."""
        return [
            {
                "shown": each,
                "controls": [self[name] for name in self.fields if name.partition("_")[2] == each.name],
            }
            for each in self.shown
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for each in self.shown:
            decision, reason = cleaned.get(f"decision_{each.name}"), cleaned.get(f"reason_{each.name}", "")
            if decision == Decided.REFUSED and not reason.strip():
                self.add_error(f"reason_{each.name}", _("Say why you refuse."))
            until = cleaned.get(f"until_{each.name}")
            if decision == Decided.ACCEPTED and until is not None and until < self.day:
                self.add_error(f"until_{each.name}", _("The last day cannot be in the past."))
        if not self.errors and not any(cleaned.get(f"decision_{each.name}") for each in self.shown):
            raise forms.ValidationError(_("Decide on at least one field."), code="nothing")
        return cleaned

    def decisions(self) -> dict[str, Decision]:
        said = self.cleaned_data
        return {
            each.name: Decision(
                decision=said[f"decision_{each.name}"],
                reason=said.get(f"reason_{each.name}", ""),
                until=said.get(f"until_{each.name}")
                if said[f"decision_{each.name}"] == Decided.ACCEPTED and is_legal(each.name)
                else None,
            )
            for each in self.shown
            if said.get(f"decision_{each.name}")
        }


def _ways(*, is_fact: bool) -> list[tuple[str, str]]:
    if not is_fact:
        return [(Decided.ACCEPTED, _("Accept")), (Decided.REFUSED, _("Refuse"))]
    return [
        (Decided.ACCEPTED, _("Accept at once: the catalogue shows it, the keeper of the register is told")),
        (Decided.WISHED, _("Leave it to the register: the catalogue shows it when the register says the same")),
        (Decided.REFUSED, _("Refuse")),
    ]


class AnswerForm(forms.Form):
    """What became of a reported mistake."""

    hide_optional = True

    answer = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=[each for each in ChangeRequest.Answer.choices if each[0]],
        widget=forms.RadioSelect,
    )
    resolved_by = forms.MultipleChoiceField(
        label=gettext_lazy("Which change corrected it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=gettext_lazy("Answer"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("The sender reads it, if there is an address. It is needed if nothing was changed."),
    )

    def __init__(self, data: Any = None, *, words: list[tuple[int, str]]) -> None:
        super().__init__(data)
        field = self.fields["resolved_by"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(str(number), text) for number, text in words]
        if not words:
            del self.fields["resolved_by"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == ChangeRequest.Answer.REFUSED and not cleaned.get("text", "").strip():
            self.add_error("text", _("Say why nothing was changed."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What the command takes."""
        return {
            "answer": self.cleaned_data["answer"],
            "text": self.cleaned_data["text"],
            "resolved_by": [int(number) for number in self.cleaned_data.get("resolved_by", [])],
        }


class CloseForm(forms.Form):
    """Why a case is closed although the register has not changed."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class MistakeForm(forms.Form):
    """What is wrong, for anybody. `subject_line` is a trap: people do not see it, machines fill it in."""

    what = forms.MultipleChoiceField(
        label=gettext_lazy("What is wrong"),
        choices=ChangeRequest.Wrong.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what is wrong.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What stands there, and how should it be?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("Please write nothing about your health or about other people."),
        error_messages={"required": gettext_lazy("Write what is wrong.")},
    )
    contact = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        required=False,
        help_text=gettext_lazy("Only if you want to know what became of it. We delete it after the answer."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    subject_line = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        refusal = why_not_acceptable(text)
        if refusal:
            raise forms.ValidationError(refusal, code="unfit_words")
        return text

    @property
    def is_machine(self) -> bool:
        """Somebody who sees the page cannot have filled this in."""
        return bool(self.data.get("subject_line"))
