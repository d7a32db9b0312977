"""The numbers as pages show them: charts, tables whose numbers lead to their lists, and the letter that asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from catalogue.models import Service
from catalogue.quality.criteria import CRITERIA
from catalogue.quality.reporting import Gap, Group, Quarter, gaps_of
from ui import charts


@dataclass(frozen=True)
class Cell:
    """A number and the list it opens; nought opens nothing."""

    number: int
    address: str


@dataclass(frozen=True)
class Line:
    """A district or a kind in the table."""

    name: str
    services: Cell
    mean: int
    missing: tuple[Cell, ...]


def gap_chart(gaps: Sequence[Gap]) -> charts.Chart:
    """How many entries have all of a criterion, a part, or nothing."""
    rows = [(gap.criterion.title, (gap.missing, gap.partly, gap.whole)) for gap in gaps if gap.asked]
    return charts.stacked(rows, label=_("Criterion"), parts=(_("missing"), _("in part"), _("whole")))


def course_chart(quarters: Sequence[Quarter]) -> charts.Chart:
    points = [(quarter.name, round(quarter.score)) for quarter in quarters]
    return charts.line(points, label=_("Quarter"), value=_("Mean score"), top=100)


def gap_lines(gaps: Sequence[Gap], address: str) -> list[dict[str, Any]]:
    """The table beside the chart."""
    return [
        {
            "criterion": gap.criterion,
            "missing": Cell(gap.missing, _to(address, missing=gap.criterion.code)),
            "partly": Cell(gap.partly, _to(address, partly=gap.criterion.code)),
            "whole": gap.whole,
            "asked": gap.asked,
        }
        for gap in gaps
    ]


def lines(groups: Iterable[Group], by: str, address: str) -> list[Line]:
    """Districts or kinds, each number with the address of its list."""
    return [
        Line(
            group.name or _("district not known, or a wider reach"),
            Cell(group.services, _to(address, **{by: group.key})),
            group.mean,
            tuple(Cell(gap.missing, _to(address, **{by: group.key}, missing=gap.criterion.code)) for gap in group.gaps),
        )
        for group in groups
    ]


def _to(address: str, **asked: str) -> str:
    return f"{address}?{urlencode(asked)}"


@dataclass(frozen=True)
class Listed:
    """An entry in the list, with what it lacks and how its keeper can be asked."""

    service: Service
    score: int
    lacks: tuple[str, ...]
    mends: tuple[str, ...]
    towns: str
    letter: str


def listed(service: Service) -> Listed:
    gaps = [criterion for criterion, _points in gaps_of(service)]
    return Listed(
        service,
        service.quality.score,
        tuple(str(each.title) for each in gaps),
        tuple(str(each.mend) for each in gaps),
        towns_of(service),
        _letter(service, [str(each.mend) for each in gaps]),
    )


def towns_of(service: Service) -> str:
    """The municipalities only: an address has no place in a list for work."""
    names = (at.place.municipality.name for at in service.at_places.all() if at.place.municipality)
    return ", ".join(dict.fromkeys(names))


def _letter(service: Service, mends: Sequence[str]) -> str:
    """An address that opens a letter to the provider; empty where no e-mail is known or nothing is missing."""
    to = next(iter([*service.emails, *service.provider.emails]), "")
    if not to or not mends:
        return ""
    subject = _("Entry of the service %(name)s in the catalogue") % {"name": service.name}
    asks = "\n".join(f"– {each}" for each in mends)
    body = _("Good day,\nplease complete the entry of your service %(name)s:\n%(asks)s\n") % {
        "name": service.name,
        "asks": asks,
    }
    return f"mailto:{quote(to, safe='@+')}?subject={quote(subject)}&body={quote(body)}"


def heads() -> list[str]:
    """Heads of the exported list."""
    facts = [_("Service"), _("Provider"), _("Kind"), _("Municipalities"), _("Telephone"), _("E-mail"), _("Score")]
    return [*facts, *(str(each.title) for each in CRITERIA), _("What to mend")]


def row(service: Service) -> list[Any]:
    """One line of the exported list; what does not apply is an empty cell, not nought."""
    shown = listed(service)
    points = service.quality.criteria
    return [
        service.name,
        service.provider.name,
        service.kind.name,
        shown.towns,
        ", ".join(service.phones or service.provider.phones),
        ", ".join(service.emails or service.provider.emails),
        shown.score,
        *(points.get(each.code) for each in CRITERIA),
        " ".join(shown.mends),
    ]
