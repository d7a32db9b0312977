"""Forms of the plan and its nodes."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from planning.structure.commands import NODE_FIELDS, PLAN_FIELDS
from planning.structure.history import values_of
from planning.structure.imprint import NAMES as IMPRINT
from planning.structure.labels import LABELS
from planning.structure.models import Level, Node, Plan, State
from ui.forms import DateField, Suggest, offer

OF_MEASURES = ("problem", "territory", "staff", "conditions", "guarantor")
LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    Level.PRIORITY: ("implementer", "starts_on", "ends_on", "state", *OF_MEASURES),
    Level.GOAL: ("implementer", "starts_on", "ends_on", "state", *OF_MEASURES),
    Level.ACTIVITY: ("superior", "problem", "conditions", "guarantor"),
}
NOT_OF_THE_ROW = {"version", "base", "why"}


class RevisedForm(forms.ModelForm):
    """A form of a row with a history: the version and the values that were read travel with it, and the reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(
        label=_("Why you change it"),
        required=False,
        max_length=400,
        help_text=_("Stays in the history; you may leave it empty."),
    )


class PlanField(forms.ModelChoiceField):
    """Plans to choose from, each with the years of its period."""

    def label_from_instance(self, obj: Plan) -> str:
        return obj.with_years


class PlanForm(forms.ModelForm):
    """The facts of a plan."""

    kind = forms.ChoiceField(label=_("What kind of plan it is"), choices=Plan.Kind.choices, widget=forms.RadioSelect)
    starts_on = DateField(label=_("Valid from"))
    ends_on = DateField(label=_("Valid to"), help_text=_("The last day of the plan."))

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Plan
        fields = ("title", "kind", "starts_on", "ends_on", "summary", *IMPRINT)
        labels = {
            "title": _("Title of the plan"),
            "summary": _("What the plan is about"),
            "funded_by": _("What the planning is paid from"),
            "project_number": _("Number of the project"),
            "publicity": _("Publicity line"),
            "methodologist": _("Outside methodologist"),
        }
        help_texts = {
            "funded_by": _("For example: European Social Fund Plus and the budget of the municipality."),
            "publicity": _("The sentence that the funder prescribes. It is printed on every document of the plan."),
            "methodologist": _("Name and organisation. Leave it empty where nobody from outside leads you."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, kinds: Iterable[str] = Plan.Kind.values, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(kind, Plan.Kind(kind).label) for kind in kinds]
        offer(self, "kind", offered)
        if len(offered) == 1:
            self.fields["kind"].initial = offered[0][0]
        self.fields["summary"].help_text = _("Two or three sentences that everybody understands.")
        if not self.instance._state.adding:
            del self.fields["kind"]
            self.fields["version"].initial = self.instance.version
            self.fields["base"].initial = json.dumps(values_of(self.instance, PLAN_FIELDS))

    def clean(self) -> dict[str, Any]:
        return _in_order(self, super().clean() or {})

    def changes(self) -> dict[str, Any]:
        """The facts of the plan, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name not in NOT_OF_THE_ROW}


class NodeForm(RevisedForm):
    """One priority, goal, measure or activity; the version that was read travels with the form."""

    starts_on = DateField(label=_("From"), required=False)
    ends_on = DateField(label=_("To"), required=False)
    state = forms.ChoiceField(label=_("How far it has come"), choices=State.choices, required=False)

    class Meta:
        model = Node
        fields = NODE_FIELDS
        labels = LABELS
        help_texts = {
            "implementer": _("Choose a provider of the region's catalogue, or write anybody else."),
            "staff": _("For example: 2 full-time carers."),
            "guarantor": _("Choose a group of the municipality; it is then shown what is reported on the measure."),
        }
        widgets = {
            "title": forms.TextInput,
            "text": forms.Textarea(attrs={"rows": 8}),
            "implementer": Suggest(reverse_lazy("planning:providers")),
            "territory": Suggest(reverse_lazy("planning:territories")),
            "problem": forms.Textarea(attrs={"rows": 3}),
            "conditions": forms.Textarea(attrs={"rows": 3}),
            "superior": forms.Textarea(attrs={"rows": 2}),
            "guarantor": Suggest(reverse_lazy("planning:guarantors")),
        }

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["why"]
        else:
            self.fields["version"].initial = self.instance.version
            self.fields["base"].initial = json.dumps(values_of(self.instance, NODE_FIELDS))
        for name in LEFT_OUT.get(level, ()):
            del self.fields[name]
        if self.instance._state.adding:
            self.fields.pop("state", None)

    def clean(self) -> dict[str, Any]:
        return _in_order(self, super().clean() or {})

    def changes(self) -> dict[str, Any]:
        """The fields of the node, without the version and the reason; a state that was not said stays what it is."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in NOT_OF_THE_ROW}
        return {name: value for name, value in said.items() if name != "state" or value}


class WithdrawForm(forms.Form):
    """Why a plan is taken back from the public."""

    why = forms.CharField(label=_("Why you take the plan back"), max_length=400)


def _in_order(form: forms.BaseForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        form.add_error("ends_on", _("The end must not come before the beginning."))
    return cleaned


def differences(form: forms.ModelForm, now: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    """(label, theirs, yours) of the fields this person changed and that stand there otherwise now."""
    changed = _changed_here(form)
    return [
        (form.fields[name].label, _read(form, name, now[name]), _read(form, name, value))
        for name, value in changed.items()
        if name in now and (now[name] or "") != (value or "")
    ]


def merged(form: forms.ModelForm, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What this person changed over what stands there now, to be sent with the version that stands there now."""
    now = facts["now"]
    values = {name: _shown(now[name]) for name in form.fields if name in now}
    mine = {name: _shown(value) for name, value in _changed_here(form).items()}
    return {**values, **mine, "version": facts["version"], "base": json.dumps(now), "why": form.data.get("why", "")}


def _changed_here(form: forms.ModelForm) -> dict[str, Any]:
    """The fields whose sent value differs from the one this person was shown."""
    form.is_valid()
    base = shown_before(str(form.data.get("base", "")))
    sent = {name: _plain(form.cleaned_data.get(name)) for name in form.fields if name not in NOT_OF_THE_ROW}
    unsaid = {"state"} if not sent.get("state") else set()
    return {
        name: value for name, value in sent.items() if name not in unsaid and (base.get(name) or "") != (value or "")
    }


def _read(form: forms.ModelForm, name: str, value: Any) -> Any:
    """As people read it: the words of a choice, a day as people write it."""
    choices = dict(getattr(form.fields[name], "choices", ()))
    return choices.get(value) or _shown(value)


def shown_before(text: str) -> dict[str, Any]:
    """What a form says that it was shown with (its hidden field `base`); nothing where that is lost."""
    try:
        base = json.loads(text)
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _shown(value: Any) -> Any:
    """Dates as people write them; everything else as it is."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return f"{day.day}. {day.month}. {day.year}"
