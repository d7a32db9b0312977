"""Forms of the year: beginning, steps, items."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.delivery.items import CONTENT, FIELDS, MANAGED, as_kept, kept
from planning.delivery.models import ActionItem
from planning.delivery.states import ItemState
from planning.structure.forms import RevisedForm
from planning.structure.tree import Branch
from ui.forms import DateField, DecimalField, IntegerField

NOT_OF_THE_ITEM = {"version", "base", "why", "node"}


class BeginYearForm(forms.Form):
    """Which year."""

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = forms.TypedChoiceField(
            label=_("Year"), coerce=int, choices=[(year, year) for year in years]
        )


class CloseForm(forms.Form):
    """The step that was shown when closing was offered."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ItemForm(RevisedForm):
    """One task of the year; the version that was read travels with the form."""

    due_on = DateField(label=_("Until when"), required=False)
    budget = DecimalField(label=_("Budget"), required=False, min_value=0, max_digits=12, decimal_places=2)
    weight = IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=100,
        initial=1,
        help_text=_("How much this task counts in the progress of the year. Leave 1 where all count the same."),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[(state.value, capfirst(state.label)) for state in ItemState], initial="NOT_STARTED"
    )

    class Meta:
        model = ActionItem
        fields = FIELDS
        labels = {
            "title": _("Title"),
            "task": _("Task for the year"),
            "implementer": _("Who carries it out"),
            "result": _("Expected result"),
            "owner_email": pgettext_lazy("item", "Who reports on it (e-mail)"),
        }
        help_texts = {
            "task": _("What exactly is to be done this year."),
            "result": _("How it will be known that it is done; an indicator or a sentence."),
            "owner_email": _("This person is asked how it goes. An account is not needed."),
        }
        widgets = {"title": forms.TextInput, "task": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, currency: str, branches: Iterable[Branch] = (), is_agreed: bool = False, **kw: Any):
        super().__init__(*args, **kw)
        self.fields["budget"].label = f"{self.fields['budget'].label} ({currency})"
        self.fields["budget"].help_text = _("Leave it empty where it is not known; nought means it costs nothing.")
        if self.instance._state.adding:
            del self.fields["why"]
            choices = [("", _("to none of them")), *((str(b.node.pk), f"{b.number} {b.node.title}") for b in branches)]
            self.fields["node"] = forms.ChoiceField(label=_("Belongs to"), choices=choices, required=False)
            self.fields["title"].required = False
            self.fields["title"].help_text = _("May stay empty if the task belongs to a measure or an activity.")
            self.order_fields(["node"])
        else:
            self.fields["version"].initial = self.instance.version
            self.fields["base"].initial = json.dumps(as_kept(self.instance))
        for name in CONTENT if is_agreed else ():
            del self.fields[name]

    def changes(self) -> dict[str, Any]:
        """The fields of the item, without the version and the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name not in NOT_OF_THE_ITEM}


def differences(form: ItemForm, now: Mapping[str, Any]) -> list[tuple[Any, Any, Any]]:
    """(label, theirs, yours) of the fields this person changed and that stand there otherwise now."""
    return [
        (form.fields[name].label, now[name], mine) for name, mine in _changed_here(form).items() if now[name] != mine
    ]


def merged(form: ItemForm, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What this person changed over what stands there now, to be sent with the version that stands there now."""
    now = {name: value for name, value in facts["now"].items() if name in form.fields}
    mine = {name: form.data.get(name) for name in _changed_here(form)}
    return {**now, **mine, "version": facts["version"], "base": json.dumps(facts["now"])} | {
        "why": form.data.get("why", "")
    }


def _changed_here(form: ItemForm) -> dict[str, Any]:
    form.is_valid()
    try:
        base = json.loads(str(form.data.get("base", "")))
    except ValueError:
        base = {}
    base = base if isinstance(base, dict) else {}
    sent = {name: kept(form.cleaned_data.get(name)) for name in (*CONTENT, *MANAGED) if name in form.fields}
    return {name: value for name, value in sent.items() if (base.get(name) or "") != (value or "")}


class OwnersForm(forms.Form):
    """Who reports on the ticked items."""

    email = forms.EmailField(
        label=_("Who reports on the ticked items (e-mail)"),
        required=False,
        max_length=254,
        help_text=_("Empty means nobody yet."),
    )
    hide_optional = True
