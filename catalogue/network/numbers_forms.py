"""Forms of the yearly questionnaire."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Capacity, YearlyCost, YearlyNumbers
from catalogue.network.collecting import FIGURES
from ui.forms import DateField, DecimalField, IntegerField
from ui.typography import money, number


class NumbersForm(forms.Form):
    """The numbers of a year; what is left empty is not known, nought is a number."""

    users = IntegerField(label=gettext_lazy("Users in the year"), min_value=0, max_value=10_000_000, required=False)
    staff = DecimalField(
        label=gettext_lazy("Full-time staff on average"), min_value=Decimal(0), max_digits=8, decimal_places=2,
        required=False,
    )  # fmt: skip
    capacity = IntegerField(
        label=gettext_lazy("Capacity at the end of the year"), min_value=0, max_value=10_000_000, required=False
    )
    capacity_used = DecimalField(
        label=gettext_lazy("Capacity used on average"), min_value=Decimal(0), max_digits=9, decimal_places=2,
        required=False,
    )  # fmt: skip
    remark = forms.CharField(
        label=gettext_lazy("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    are_as_last_year = forms.BooleanField(
        label=gettext_lazy("The numbers really are the same as last year"), required=False
    )
    hide_optional = True

    def __init__(self, data: Any = None, *, numbers: YearlyNumbers, before: YearlyNumbers | None) -> None:
        self.numbers = numbers
        super().__init__(data, initial=_initial(numbers, before))
        for code, label in YearlyCost.Source.choices:
            field = DecimalField(
                label=_("Costs paid by %(source)s, in %(currency)s")
                % {"source": label, "currency": numbers.currency},
                min_value=Decimal(0), max_digits=12, decimal_places=2, required=False,
            )  # fmt: skip
            self.fields[f"cost_{code}"] = field
        costs = [f"cost_{code}" for code in YearlyCost.Source.values]
        self.order_fields([*FIGURES, *costs, "remark", "are_as_last_year"])
        self._hint(before)

    def _hint(self, before: YearlyNumbers | None) -> None:
        """Under each field the number of last year, and the unit of the capacity."""
        units = dict(Capacity.Unit.choices)
        unit = str(units.get(self.numbers.capacity_unit, ""))
        for name, field in self.fields.items():
            hints = [unit] if unit and name in {"capacity", "capacity_used"} else []
            told = _told(before, name) if before else ""
            if told:
                hints.append(_("Last year: %(value)s") % {"value": told})
            field.help_text = ". ".join(hints)
        if before is None:
            del self.fields["are_as_last_year"]

    @property
    def figures(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*FIGURES, "remark")}

    @property
    def costs(self) -> dict[str, Decimal | None]:
        return {code: self.cleaned_data[f"cost_{code}"] for code in YearlyCost.Source.values}


def _initial(numbers: YearlyNumbers, before: YearlyNumbers | None) -> dict[str, Any]:
    """What was saved; before the first saving the capacity from the catalogue and the rest from last year."""
    source = numbers if numbers.saved_at or before is None else before
    costs = {f"cost_{code}": amount for code, amount in source.cost_by_source.items()}
    facts = {name: getattr(source, name) for name in FIGURES} | {"remark": numbers.remark}
    if not numbers.saved_at and numbers.capacity is not None:
        facts["capacity"] = numbers.capacity
    return facts | costs


def _told(before: YearlyNumbers, name: str) -> str:
    if name.startswith("cost_"):
        amount = before.cost_by_source.get(name.removeprefix("cost_"))
        return "" if amount is None else money(amount, before.currency)
    value = getattr(before, name, None)
    return "" if value is None or name in {"remark", "are_as_last_year"} else number(value)


class OpenForm(forms.Form):
    """For which year, and until when."""

    year = IntegerField(label=gettext_lazy("Year"), min_value=1990, max_value=2100)
    due_on = DateField(label=gettext_lazy("To be filled in by"))


class ReturnForm(forms.Form):
    """Why the numbers go back."""

    note = forms.CharField(
        label=gettext_lazy("What is to be mended"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class LinkForm(forms.Form):
    """Where the link is sent."""

    email = forms.EmailField(label=gettext_lazy("E-mail address of the provider"))
