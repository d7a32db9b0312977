"""What is asked for each act on many items."""

import uuid
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from planning.structure.bulk.proposing import MOST_MONTHS, Act
from planning.structure.models import Node, Plan, State
from planning.structure.tree import grow, walk
from ui.forms import DateField, IntegerField, Suggest, offer


class ActForm(forms.Form):
    """The reason, which every act has; what else is asked follows from the act."""

    why = forms.CharField(
        label=_("Why you do it"),
        max_length=400,
        required=False,
        help_text=_("Stays in the history of every item; you may leave it empty."),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(plan)
        self.order_fields([name for name in self.fields if name != "why"])

    def ask(self, plan: Plan) -> None:
        """The fields of the act."""

    def said(self) -> dict[str, Any]:
        """What `proposing.propose` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "why"}


class StateForm(ActForm):
    state = forms.ChoiceField(label=_("How far they have come"), choices=State.choices, widget=forms.RadioSelect)


class ImplementerForm(ActForm):
    implementer = forms.CharField(
        label=_("Who carries it out"),
        max_length=300,
        required=False,
        widget=Suggest(reverse_lazy("planning:providers")),
        help_text=_("Choose a provider of the region's catalogue, or write anybody else. Empty takes the name away."),
    )


class TermForm(ActForm):
    starts_on = DateField(label=_("From"), required=False)
    ends_on = DateField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if not self.errors and not (starts_on or ends_on):
            self.add_error("starts_on", _("Write at least one day. A day that is left empty stays as it is."))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end must not come before the beginning."))
        return cleaned


class ShiftForm(ActForm):
    years = IntegerField(label=_("Years"), required=False, min_value=-20, max_value=20)
    months = IntegerField(
        label=_("Months"),
        required=False,
        min_value=-MOST_MONTHS,
        max_value=MOST_MONTHS,
        help_text=_("With a minus they come earlier. Items without days stay as they are."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self._months(cleaned):
            self.add_error("years", _("Write by how many years or months."))
        return cleaned

    def said(self) -> dict[str, Any]:
        return {"months": self._months(self.cleaned_data)}

    def _months(self, cleaned: dict[str, Any]) -> int:
        return 12 * (cleaned.get("years") or 0) + (cleaned.get("months") or 0)


class GroupsForm(ActForm):
    target_groups = forms.CharField(label=_("For whom"), max_length=400, required=False)


class GuarantorForm(ActForm):
    guarantor = forms.CharField(label=_("Which group stands for it"), max_length=200, required=False)


class TerritoryForm(ActForm):
    territory = forms.CharField(
        label=_("Where"), max_length=300, required=False, widget=Suggest(reverse_lazy("planning:territories"))
    )


class MoveForm(ActForm):
    parent = forms.ChoiceField(label=_("Below which item"), required=False)

    def ask(self, plan: Plan) -> None:
        last = plan.levels[-1]
        nodes = [branch for branch in walk(grow(plan.nodes.all())) if branch.node.level != last]
        named = [(str(branch.node.pk), f"{branch.number} {branch.node.title}") for branch in nodes]
        offer(self, "parent", [("", _("the first level")), *named])

    def said(self) -> dict[str, Any]:
        chosen = self.cleaned_data["parent"]
        return {"parent": uuid.UUID(chosen) if chosen else None}


FORMS: dict[str, type[ActForm]] = {
    Act.STATE: StateForm,
    Act.IMPLEMENTER: ImplementerForm,
    Act.TERM: TermForm,
    Act.SHIFT: ShiftForm,
    Act.TARGET_GROUPS: GroupsForm,
    Act.GUARANTOR: GuarantorForm,
    Act.TERRITORY: TerritoryForm,
    Act.MOVE: MoveForm,
    Act.REMOVE: ActForm,
}


def written(nodes: list[Node]) -> str:
    """The chosen items with the versions that were shown, in one field: hundreds of hidden ones would be refused."""
    return ",".join(f"{node.pk}:{node.version}" for node in nodes)


def read(text: str) -> dict[uuid.UUID, int]:
    """What `written` wrote; anything else is nothing."""
    found: dict[uuid.UUID, int] = {}
    for part in filter(None, text.split(",")):
        name, _colon, version = part.partition(":")
        try:
            found[uuid.UUID(name)] = int(version)
        except ValueError:
            return {}
    return found
