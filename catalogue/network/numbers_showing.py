"""Numbers as pages show them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalogue.models import Capacity, YearlyCost, YearlyNumbers
from catalogue.network.summing import Figure, YearSum, sources
from kernel.money import SIGNS
from ui import charts
from ui.typography import money, number

UNITS = dict(Capacity.Unit.choices)


def _known(written: str) -> str:
    return written or str(_("not given"))


def _counted(value: Any, unit: str) -> str:
    return "" if value is None else f"{number(value)} {unit}".strip()


def lines_of(row: YearlyNumbers) -> list[tuple[str, str]]:
    """Each number of a questionnaire in words; what was not given says so."""
    unit, costs = str(UNITS.get(row.capacity_unit, "")), row.cost_by_source
    figures = [
        (_("Users in the year"), number(row.users)),
        (_("Full-time staff on average"), number(row.staff)),
        (_("Capacity at the end of the year"), _counted(row.capacity, unit)),
        (_("Capacity used on average"), _counted(row.capacity_used, unit)),
    ]
    for code, label in sources():
        figures.append((_("Costs paid by %(source)s") % {"source": label}, money(costs.get(code), row.currency)))
    figures.append((_("Costs altogether"), money(row.total_cost, row.currency)))
    return [(label, _known(written)) for label, written in figures]


@dataclass(frozen=True)
class Course:
    """The years of a service as charts and as one table."""

    users: charts.Chart
    staff: charts.Chart
    costs: charts.Chart | None
    heads: list[int]
    lines: list[tuple[str, list[str]]]


def course_of(rows: Sequence[YearlyNumbers]) -> Course | None:
    """All years from the first to the last; a year without accepted numbers is a gap."""
    if not rows:
        return None
    held = {row.year: row for row in rows}
    years = list(range(min(held), max(held) + 1))

    def over(name: str) -> list[tuple[Any, Any]]:
        return [(str(year), getattr(held[year], name) if year in held else None) for year in years]

    currencies = {row.currency for row in rows}
    costs = None
    if len(currencies) == 1:  # money of two currencies is never drawn on one scale
        costs = charts.bars(
            over("total_cost"), label=_("Year"), value=_("Costs altogether"), unit=_sign(currencies.pop())
        )
    table = [lines_of(held[year]) if year in held else None for year in years]
    labels = [label for label, _written in next(each for each in table if each)]
    lines = [(label, [each[index][1] if each else _known("") for each in table]) for index, label in enumerate(labels)]
    return Course(
        users=charts.line(over("users"), label=_("Year"), value=_("Users in the year")),
        staff=charts.line(over("staff"), label=_("Year"), value=_("Full-time staff on average")),
        costs=costs,
        heads=years,
        lines=lines,
    )


def _sign(currency: str) -> str:
    return SIGNS.get(currency, currency)


@dataclass(frozen=True)
class Cell:
    """A sum and of how many of the asked services it speaks."""

    written: str
    given: int
    asked: int


def sum_lines(sums: Iterable[YearSum], currency: str) -> list[tuple[str, list[Cell]]]:
    """A line for each kind or district: users, staff, used capacity by unit, costs."""
    return [(each.name, list(_cells(each, currency))) for each in sums]


def _cells(each: YearSum, currency: str) -> Iterator[Cell]:
    for figure in each.figures.values():
        yield Cell(_known(number(figure.total)), figure.given, each.asked)
    used = [
        f"{number(figure.total)} {UNITS.get(unit, '')}".strip() for unit, figure in sorted(each.used_by_unit.items())
    ]
    yield Cell(_known(", ".join(used)), sum(figure.given for figure in each.used_by_unit.values()), each.asked)
    yield Cell(_known(money(each.cost.total, currency)), each.cost.given, each.asked)


def cost_lines(whole: YearSum, currency: str) -> list[tuple[str, Cell]]:
    """Who paid how much."""
    empty = Figure()
    return [
        (label, Cell(_known(money(figure.total, currency)), figure.given, whole.asked))
        for code, label in sources()
        for figure in [whole.costs.get(code, empty)]
    ]


def heads() -> list[str]:
    """Heads of the exported table."""
    return [
        _("Service"), _("Provider"), _("Kind"), _("Year"), _("State"), _("Users in the year"),
        _("Full-time staff on average"), _("Capacity at the end of the year"), _("Unit of capacity"),
        _("Capacity used on average"), _("Currency"), *(label for _code, label in sources()), _("Remark"),
    ]  # fmt: skip


def row(numbers: YearlyNumbers) -> list[Any]:
    """One line of the exported table; what was not given is an empty cell, nought is 0."""
    service, costs = numbers.service, numbers.cost_by_source
    return [
        service.name, service.provider.name, service.kind.name, numbers.year, numbers.get_state_display(),
        numbers.users, _plain(numbers.staff), numbers.capacity, str(UNITS.get(numbers.capacity_unit, "")),
        _plain(numbers.capacity_used), numbers.currency,
        *(_plain(costs.get(code)) for code in YearlyCost.Source.values), numbers.remark,
    ]  # fmt: skip


def _plain(value: Decimal | None) -> float | None:
    """Spreadsheets count in floats; two decimal places of such sums are exact enough there."""
    return None if value is None else float(value)
