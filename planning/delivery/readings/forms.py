"""The form of one indicator in a report. Blank is no data, nought is a value; shares are counted by the server."""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from planning.delivery.readings.models import Reading
from planning.delivery.readings.telling import Given
from planning.delivery.readings.words import counted, plain
from planning.structure.sheet.models import Indicator, Target
from ui.forms import DateField, DecimalField
from ui.typography import date_short

PART = "part_"
NUMBER: dict[str, Any] = {"required": False, "max_digits": 14, "decimal_places": 2}


class ReadingForm(forms.Form):
    """What is said of an indicator: a value or the two numbers of a share, by groups where they are wanted."""

    hide_optional = True

    is_estimated = forms.BooleanField(label=_("It is an estimate"), required=False)
    note = forms.CharField(
        label=_("Note; without a value, why it was not measured"), required=False, max_length=400, strip=True
    )
    source = forms.CharField(label=_("Where the number comes from"), required=False, max_length=300)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        indicator: Indicator,
        held: Given | None,
        last: Reading | None = None,
        year: int,
    ) -> None:
        super().__init__(data, prefix=prefix_of(indicator.pk), initial=_initial(held, indicator))
        self.indicator, self.last, self.summary_name = indicator, last, indicator.name
        self.target = nearest(list(indicator.targets.all()), year)
        numbers = self._numbers()
        if indicator.groups:
            numbers |= {
                f"{PART}{place}": DecimalField(label=gettext("of it: %(group)s") % {"group": group}, **NUMBER)
                for place, group in enumerate(indicator.groups)
            }
            numbers["parts_differ"] = forms.BooleanField(
                label=gettext("The groups do not add up: somebody belongs to several, or one is not known"),
                required=False,
            )
        self.fields.update(numbers)
        self.order_fields([*numbers, "is_estimated", "note", "source"])
        if indicator.source:
            self.fields["source"].help_text = gettext("The plan says: %(source)s. Write only what differs.") % {
                "source": indicator.source
            }

    def _numbers(self) -> dict[str, forms.Field]:
        row = self.indicator
        if row.is_share:
            return {
                "numerator": DecimalField(label=row.numerator or gettext("How many"), min_value=0, **NUMBER),
                "denominator": DecimalField(
                    label=gettext("out of: %(what)s") % {"what": row.denominator or gettext("all")},
                    min_value=0,
                    help_text=gettext("The share is counted from both numbers in per cent."),
                    **NUMBER,
                ),
            }
        return {"value": DecimalField(label=gettext("Value (%(unit)s)") % {"unit": row.unit}, **NUMBER)}

    @property
    def told(self) -> list[tuple[str, str]]:
        """(label, words) of what is known before: the beginning, the last value, the target of the year."""
        row, unit = self.indicator, self.indicator.unit
        known: list[tuple[str, str]] = []
        if row.baseline is not None:
            known.append((gettext("At the beginning"), f"{counted(row.baseline, unit)}, {row.baseline_year}"))
        if self.last is not None and self.last.value is not None:
            known.append((gettext("Last value"), f"{counted(self.last.value, unit)}, {date_short(self.last.on)}"))
        if self.target is not None:
            words = gettext("Target for %(year)s") % {"year": self.target.year}
            known.append((words, counted(self.target.value, unit)))
        return known

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        one, other = cleaned.get("numerator"), cleaned.get("denominator")
        if (one is None) != (other is None):
            self.add_error("denominator" if other is None else "numerator", gettext("Write both numbers, or none."))
        elif other is not None and other <= 0:
            self.add_error("denominator", gettext("The second number must be more than nought."))
        whole = one if self.indicator.is_share else cleaned.get("value")
        self._check_parts(cleaned, whole)
        if whole is None and cleaned.get("is_estimated"):
            self.add_error("is_estimated", gettext("Write the value that you estimate."))
        return cleaned

    def _check_parts(self, cleaned: Mapping[str, Any], whole: Decimal | None) -> None:
        parts = [value for name, value in cleaned.items() if name.startswith(PART) and value is not None]
        if parts and whole is None:
            self.add_error(self._whole, gettext("Write the value of the whole too."))
        elif parts and not cleaned.get("parts_differ") and sum(parts) != whole:
            words = gettext("The groups do not add up to the whole. Mend a number, or tick that they do not add up.")
            self.add_error("parts_differ", words)

    @property
    def _whole(self) -> str:
        return "numerator" if self.indicator.is_share else "value"

    def given(self) -> Given:
        said = self.cleaned_data
        parts = tuple(
            (group, said[f"{PART}{place}"])
            for place, group in enumerate(self.indicator.groups)
            if said.get(f"{PART}{place}") is not None
        )
        return Given(
            value=said.get("value"),
            numerator=said.get("numerator"),
            denominator=said.get("denominator"),
            parts=parts,
            parts_differ=bool(said.get("parts_differ")),
            is_estimated=said["is_estimated"],
            note=said["note"],
            source=said["source"],
        )


class RecordForm(ReadingForm):
    """A value recorded outside a monitoring, for a day."""

    on = DateField(label=_("To which day the value belongs"))

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.order_fields(["on"])


def nearest(targets: list[Target], year: int) -> Target | None:
    """The target of the year, else of the nearest year to come, else the last one; they come in the order of years."""
    ahead = [each for each in targets if each.year >= year]
    return ahead[0] if ahead else targets[-1] if targets else None


def prefix_of(indicator: uuid.UUID) -> str:
    return f"r-{indicator}"


def is_sent(data: QueryDict, indicator: uuid.UUID) -> bool:
    """Whether the form of this indicator was on the page that was sent; what was not asked is not blank."""
    return f"{prefix_of(indicator)}-note" in data


def words_of(given: Given | None) -> str:
    """A reading in one line, for two people to compare."""
    if given is None or given.is_blank:
        return ""
    told = [plain(given.value)] if given.value is not None and given.numerator is None else []
    if given.numerator is not None:
        told.append(f"{plain(given.numerator)} / {plain(given.denominator)}")
    told += [f"{group}: {plain(value)}" for group, value in given.parts]
    if given.is_estimated:
        told.append(gettext("estimate"))
    return "; ".join([*told, *filter(None, (given.note, given.source))])


def _initial(held: Given | None, indicator: Indicator) -> dict[str, Any]:
    if held is None:
        return {}
    by_group = dict(held.parts)
    parts = {f"{PART}{place}": by_group.get(group) for place, group in enumerate(indicator.groups)}
    names = ("numerator", "denominator", "parts_differ", "is_estimated", "note", "source")
    same = {name: getattr(held, name) for name in names}
    return {**same, **parts, "value": held.value}
