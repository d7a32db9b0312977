"""The parts of a measure sheet as one table: what each is called, its rows and how a row reads."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kernel.money import format_money
from planning.structure.models import Node
from planning.structure.sheet.commands import Row
from planning.structure.sheet.forms import (
    CapacityChangeForm,
    CostForm,
    IndicatorForm,
    PartnerForm,
    RiskForm,
    RowForm,
)
from planning.structure.sheet.models import CapacityChange, Cost, Indicator, Partner, Risk
from planning.structure.sheet.queries import Sheet
from planning.structure.sources import source_name


@dataclass(frozen=True)
class Part:
    """One part of the sheet. `cells` reads a plain row (see `queries.sheets_of`) and the currency as texts."""

    key: str
    model: type[Row]
    form: type[RowForm]
    title: Any
    add: Any
    empty: Any
    headings: tuple[Any, ...]
    cells: Callable[[dict[str, Any], str], list[str]]


@dataclass(frozen=True)
class Shown:
    """A part of one sheet as a page draws it: its headings, and of each row its id and (heading, text) of each cell."""

    part: Part
    headings: tuple[Any, ...]
    rows: list[tuple[str, list[tuple[Any, str]]]]


def number(value: str | None) -> str:
    """As the reader's language writes it, without zeros nobody needs; "" where there is none."""
    if value is None:
        return ""
    plain = value.rstrip("0").rstrip(".") if "." in value else value
    return number_format(plain, use_l10n=True, force_grouping=True).replace(" ", "\N{NO-BREAK SPACE}")


def amount(value: str | None, currency: str) -> str:
    return "" if value is None else format_money(Decimal(value), currency, get_language() or "sk")


def _change(row: dict[str, Any], _currency: str) -> list[str]:
    way = str(CapacityChange.Way(row["way"]).label)
    if row["amount"] is None:
        return [row["kind_name"], way, ""]
    sign = "+" if Decimal(row["amount"]) > 0 else ""
    unit = capfirst(CapacityChange.Unit(row["unit"]).label)
    return [row["kind_name"], way, f"{unit}: {sign}{number(row['amount'])}"]


def _cost(row: dict[str, Any], currency: str) -> list[str]:
    return [
        str(row["year"]),
        source_name(row["source"]),
        amount(row["planned"], currency),
        amount(row["spent"], currency) or str(_("not known yet")),
    ]


def _indicator(row: dict[str, Any], _currency: str) -> list[str]:
    began = (
        f"{number(row['baseline'])} ({row['baseline_year']})" if row["baseline"] is not None else str(_("not known"))
    )
    targets = ", ".join(f"{each['year']}: {number(each['value'])}" for each in row["targets"])
    kind = Indicator.Kind(row["kind"]).label
    way = capfirst(Indicator.Direction(row["direction"]).label)
    aim = f"{way}. {targets}" if targets else f"{way}."
    return [row["name"], str(kind), _counted_in(row), began, aim, row["source"]]


def _counted_in(row: dict[str, Any]) -> str:
    """The unit, and how the value is told; what was published before knows only the unit."""
    told = [row["unit"]]
    if row.get("numerator") or row.get("denominator"):
        told.append(
            str(_("%(numerator)s out of %(denominator)s"))
            % {"numerator": row.get("numerator") or "?", "denominator": row.get("denominator") or "?"}
        )
    if row.get("groups"):
        told.append(str(_("also for: %(groups)s")) % {"groups": ", ".join(row["groups"])})
    if row.get("definition_name"):
        told.append(str(_("indicator of the region: %(name)s")) % {"name": row["definition_name"]})
    return "; ".join(told)


def _risk(row: dict[str, Any], _currency: str) -> list[str]:
    weight = str(_("%(weight)s of 25")) % {"weight": row["probability"] * row["impact"]}
    return [row["title"], str(row["probability"]), str(row["impact"]), weight, row["treatment"], row.get("owner", "")]


PARTS = (
    Part(
        "partners", Partner, PartnerForm, _("Who helps to carry it out"), _("Add a partner"),
        _("Nobody else is named."), (_("Who"), _("What they do in it")),
        lambda row, _currency: [row["name"], row["part"]],
    ),
    Part(
        "changes", CapacityChange, CapacityChangeForm, _("What it changes in services"), _("Add a change of services"),
        _("No kind of service changes."), (_("Kind of service"), _("What happens"), _("By how many")), _change,
    ),
    Part(
        "costs", Cost, CostForm, _("What it costs"), _("Add costs"), _("No costs are told."),
        (pgettext_lazy("money", "Year"), _("Where the money comes from"), _("Planned"), _("Spent")), _cost,
    ),
    Part(
        "indicators", Indicator, IndicatorForm, _("What it is judged by"), _("Add an indicator"),
        _("No indicator is told."),
        (
            _("Indicator"), _("What it measures"), _("Counted in"), _("At the beginning"), _("Targets"),
            _("Where the number comes from"),
        ), _indicator,
    ),
    Part(
        "risks", Risk, RiskForm, _("What could go wrong"), _("Add a risk"), _("No risk is told."),
        (
            _("Risk"), _("How likely (1–5)"), _("How bad (1–5)"), _("Weight"),
            _("What is done against it"), _("Who minds it"),
        ), _risk,
    ),
)  # fmt: skip
BY_KEY = {part.key: part for part in PARTS}


def shown(sheet: Sheet, currency: str) -> list[Shown]:
    """The whole sheet as texts; parts without rows too."""
    return [_shown(part, part.headings, sheet, currency) for part in PARTS]


def shown_in_public(sheet: Sheet, currency: str) -> list[Shown]:
    """The parts that hold anything, without columns in which nothing stands."""
    told = [each for each in shown(sheet, currency) if each.rows]
    return [_shown(each.part, _filled(each), sheet, currency) for each in told]


def _shown(part: Part, headings: tuple[Any, ...], sheet: Sheet, currency: str) -> Shown:
    rows = []
    for row in sheet.get(part.key, []):
        cells = zip(part.headings, part.cells(row, currency), strict=True)
        rows.append((row["row"], [cell for cell in cells if cell[0] in headings]))
    return Shown(part, headings, rows)


def _filled(shown: Shown) -> tuple[Any, ...]:
    return tuple(
        heading for place, heading in enumerate(shown.headings) if any(cells[place][1] for _id, cells in shown.rows)
    )


def row_of(part: Part, node: Node, pk: Any) -> Row | None:
    found: Row | None = part.model._default_manager.filter(node=node, pk=pk).select_related("node__plan").first()
    return found
