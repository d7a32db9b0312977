"""Forms of the rows of a measure sheet."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from catalogue import feed as catalogue
from planning.structure.models import Node
from planning.structure.sheet.definitions import definitions
from planning.structure.sheet.models import MOST_GROUPS, CapacityChange, Cost, Indicator, Partner, Risk
from planning.structure.sources import source_name, sources_on
from ui.forms import Autocomplete, DecimalField, IntegerField, LinesField, Suggest, offer

TARGET = "target_"
MOST_YEARS = 15


class RowForm(forms.ModelForm):
    """One row; the version that was read travels with the form."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, node: Node, country: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.prepare(node, country, today)

    def prepare(self, node: Node, country: str, today: date) -> None:
        """What the fields offer on this node."""

    def values(self) -> dict[str, Any]:
        """What the command takes, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PartnerForm(RowForm):
    """A provider of the catalogue or anybody else."""

    class Meta:
        model = Partner
        fields = ("name", "part")
        labels = {"name": _("Who"), "part": _("What they do in it")}
        help_texts = {"name": _("Choose a provider of the region's catalogue, or write anybody else.")}
        widgets = {"name": Suggest(reverse_lazy("planning:providers"))}


class CapacityChangeForm(RowForm):
    """What happens to a kind of service."""

    kind = forms.ChoiceField(label=_("Kind of service"), widget=Autocomplete)
    amount = DecimalField(
        label=_("By how many"),
        required=False,
        max_digits=9,
        decimal_places=2,
        help_text=_("With a minus where it is fewer. May be left out where nothing changes."),
    )

    class Meta:
        model = CapacityChange
        fields = ("kind", "way", "amount", "unit")
        labels = {"way": _("What happens"), "unit": _("Counted in")}
        widgets = {"way": forms.RadioSelect}

    def prepare(self, node: Node, country: str, today: date) -> None:
        kinds = [(kind.code, f"{kind.name} ({kind.paragraph})") for kind in catalogue.kinds(country)]
        held = self.instance
        if held.kind and held.kind not in dict(kinds):
            kinds.append((held.kind, held.kind_name))  # the law knows it no longer, the row still does
        offer(self, "kind", [("", ""), *kinds])
        offer(self, "way", CapacityChange.Way.choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("amount") and cleaned.get("way") == CapacityChange.Way.KEPT:
            self.add_error("amount", _("Where nothing changes there is no number."))
        if cleaned.get("amount") is not None and not cleaned.get("unit"):
            self.add_error("unit", _("Say what is counted."))
        return cleaned


class CostForm(RowForm):
    """Money of one year from one source."""

    year = IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    source = forms.ChoiceField(label=_("Where the money comes from"))
    planned = DecimalField(label=_("Planned"), required=False, min_value=0, max_digits=12, decimal_places=2)
    spent = DecimalField(
        label=_("Spent"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("Leave it empty until it is known. Zero means that nothing was spent."),
    )

    class Meta:
        model = Cost
        fields = ("year", "source", "planned", "spent")

    def prepare(self, node: Node, country: str, today: date) -> None:
        offered = [(source.code, source.name) for source in sources_on(today, country)]
        if self.instance.source and self.instance.source not in dict(offered):
            offered.append((self.instance.source, source_name(self.instance.source)))
        offer(self, "source", [("", ""), *offered])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and cleaned.get("planned") is None and cleaned.get("spent") is None:
            self.add_error("planned", _("Write at least one amount."))
        return cleaned


class IndicatorForm(RowForm):
    """What the measure is judged by, with a target for each year of the plan."""

    baseline = DecimalField(label=_("Value at the beginning"), required=False, max_digits=14, decimal_places=2)
    baseline_year = IntegerField(label=_("Year of that value"), required=False, min_value=1990, max_value=2100)
    groups = LinesField(
        label=_("Told for each of these groups as well"),
        required=False,
        most=MOST_GROUPS,
        longest=120,
        help_text=_("One group on a line, for example: seniors, families, people without a home."),
    )

    class Meta:
        model = Indicator
        fields = (
            "name", "kind", "unit", "direction", "baseline", "baseline_year", "source", "is_share", "numerator",
            "denominator", "groups",
        )  # fmt: skip
        labels = {
            "name": _("Indicator"),
            "kind": _("What it measures"),
            "unit": _("Counted in"),
            "direction": _("Which way it should go"),
            "source": _("Where the number comes from"),
            "is_share": _("A share: reported as how many out of how many"),
            "numerator": _("How many of what"),
            "denominator": _("Out of how many of what"),
        }
        help_texts = {
            "name": _("For example: people who moved from a shelter to a flat of their own."),
            "kind": _("Impact says what changed in people's lives; output only what was done."),
            "unit": _("For example people, places, hours, per cent."),
            "is_share": _("The value is then counted in per cent from the two numbers."),
            "numerator": _("For a share, for example: households that kept their flat for a year."),
            "denominator": _("For a share, for example: all households that were helped."),
        }
        widgets = {"kind": forms.RadioSelect, "direction": forms.RadioSelect}

    def prepare(self, node: Node, country: str, today: date) -> None:
        self._offer_definitions()
        known = {each.year: each.value for each in self.instance.targets.all()} if self.instance.pk else {}
        for name, choices in (("kind", Indicator.Kind.choices), ("direction", Indicator.Direction.choices)):
            offer(self, name, choices)
        for year in sorted({*years_of(node), *known}):
            self.fields[f"{TARGET}{year}"] = DecimalField(
                label=_("Target for %(year)s") % {"year": year},
                required=False,
                max_digits=14,
                decimal_places=2,
                initial=known.get(year),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("baseline") is not None and cleaned.get("baseline_year") is None:
            self.add_error("baseline_year", _("Say from which year this value is."))
        if not cleaned.get("is_share"):
            for name in ("numerator", "denominator"):
                if cleaned.get(name):
                    self.add_error(name, _("Only a share has this. Tick that it is one, or empty the field."))
        return cleaned

    def _offer_definitions(self) -> None:
        """Indicators of the region's list, where the region keeps one."""
        offered = [(each.code, each.name) for each in definitions()]
        held = self.instance.definition
        if held and held not in dict(offered):
            offered.append((held, self.instance.definition_name))
        if offered:
            self.fields["definition"] = forms.ChoiceField(
                label=_("Which indicator of the region it is"),
                choices=[("", _("none, it is our own")), *offered],
                required=False,
                initial=held,
                help_text=_("Its values are then counted together with those of other municipalities."),
            )

    def values(self) -> dict[str, Any]:
        said = super().values()
        targets: dict[int, Decimal] = {
            int(name.removeprefix(TARGET)): said.pop(name)
            for name in list(said)
            if name.startswith(TARGET) and (said[name] is not None or said.pop(name))
        }
        return {**said, "targets": targets}


class RiskForm(RowForm):
    """What could go wrong."""

    class Meta:
        model = Risk
        fields = ("title", "probability", "impact", "treatment", "owner")
        labels = {
            "title": _("What could go wrong"),
            "probability": _("How likely it is"),
            "impact": _("How bad it would be"),
            "treatment": _("What is done against it"),
            "owner": _("Who minds it"),
        }
        help_texts = {
            "probability": _("From 1, hardly at all, to 5, almost surely."),
            "impact": _("From 1, little, to 5, the measure fails."),
        }
        widgets = {"treatment": forms.Textarea({"rows": 3})}


def years_of(node: Node) -> list[int]:
    """The years of the plan, at most fifteen."""
    first, last = node.plan.starts_on.year, node.plan.ends_on.year
    return list(range(first, min(last, first + MOST_YEARS - 1) + 1))
