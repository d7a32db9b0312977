"""Indicators in one cell of the sheet: one on a line, its facts apart by semicolons; the form of people judges them.

What a line leaves out at its end stays as it is; an indicator that stands on no line stays too.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kernel.exports import LONGEST_CELL
from kernel.text import fold
from planning.structure.models import Node, Plan
from planning.structure.sheet.forms import TARGET, IndicatorForm
from planning.structure.sheet.models import Indicator
from planning.structure.workbook.columns import known_directions, known_kinds, known_yes

PARTS = (
    "name", "kind", "unit", "direction", "baseline", "baseline_year", "targets", "source", "is_share", "numerator",
    "denominator", "groups",
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True)
class ToldIndicator:
    """An indicator that would be new or otherwise: what the command takes, and how the line reads before and after."""

    name: str
    values: dict[str, Any]
    before: str
    after: str


class WrongLine(ValueError):
    """A line that cannot be read."""


def lines_of(rows: Iterable[Row]) -> str:
    """The cell of one item, in the reader's language."""
    return "\n".join(_line(row) for row in rows)


def compare(plan: Plan, text: str, standing: list[dict[str, Any]]) -> tuple[list[ToldIndicator], list[str]]:
    """What the cell would change, and what is wrong with it. What the workbook cut short changes nothing."""
    there = {row["name"]: row for row in standing}
    known = lines_of(standing)
    if _plain(text) == _plain(known) or (len(text) >= LONGEST_CELL - 1 and known.startswith(text)):
        return [], []
    found: dict[str, ToldIndicator] = {}
    wrong = []
    for cells in csv.reader(io.StringIO(text), delimiter=";", skipinitialspace=True):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            told = _told(plan, [cell.strip() for cell in cells], there)
            if told.name in found:
                raise WrongLine(_("It stands there twice."))
        except WrongLine as why:
            words = _("This indicator cannot be read: %(line)s. %(why)s")
            wrong.append(words % {"line": "; ".join(cells), "why": why})
            continue
        found[told.name] = told
    return [told for told in found.values() if told.before != told.after], wrong


def _told(plan: Plan, cells: list[str], there: Mapping[str, Row]) -> ToldIndicator:
    if len(cells) > len(PARTS):
        raise WrongLine(_("It has more than %(most)s parts.") % {"most": len(PARTS)})
    said = dict(zip(PARTS, cells, strict=False))
    standing = there.get(said["name"])
    form = IndicatorForm(_sent(said, standing), node=Node(plan=plan), country="", today=date.min)
    if not form.is_valid():
        raise WrongLine(
            " ".join(f"{form.fields[name].label}: {' '.join(map(str, e))}" for name, e in form.errors.items())
        )
    values = form.values()
    kept = {row["year"]: row["value"] for row in standing["targets"]} if standing else {}
    outside = {year for year in {*_targets(said), *kept} if f"{TARGET}{year}" not in form.fields}
    if outside - set(kept):
        raise WrongLine(_("A target of a year outside the plan."))
    values["targets"] |= {year: IndicatorForm.base_fields["baseline"].clean(kept[year]) for year in outside}
    after = dict(values) | {"targets": [{"year": y, "value": str(v)} for y, v in sorted(values["targets"].items())]}
    return ToldIndicator(said["name"], values, _line(standing) if standing else "", _line(after))


def _sent(said: Mapping[str, str], standing: Row | None) -> dict[str, Any]:
    """What the form gets: what stands there, and over it what the line says."""
    base: dict[str, Any] = dict(standing or {})
    targets = {row["year"]: row["value"] for row in base.pop("targets", [])}
    base["groups"] = "\n".join(base.get("groups", []))
    base |= {name: said[name] for name in said if name not in {"targets", "groups", "kind", "direction", "is_share"}}
    for name, known in (("kind", known_kinds()), ("direction", known_directions())):
        if name in said:
            base[name] = known.get(fold(said[name]), said[name])
    if "is_share" in said:
        base["is_share"] = "on" if fold(said["is_share"]) in known_yes() else ""
    if "groups" in said:
        base["groups"] = said["groups"].replace("|", "\n")
    if "targets" in said:
        targets = _targets(said)
    return base | {f"{TARGET}{year}": value for year, value in targets.items()}


def _targets(said: Mapping[str, str]) -> dict[int, str]:
    """`2026=12,5/2027=0`"""
    found: dict[int, str] = {}
    for part in filter(None, (each.strip() for each in said.get("targets", "").split("/"))):
        year, equals, value = part.partition("=")
        if not equals or not year.strip().isdigit() or int(year) in found:
            raise WrongLine(_("Targets are written like this: 2026=12,5/2027=0."))
        found[int(year)] = value.strip()
    return found


def _line(row: Row) -> str:
    targets = "/".join(f"{each['year']}={_number(each['value'])}" for each in row["targets"])
    cells = [
        row["name"], str(Indicator.Kind(row["kind"]).label), row["unit"],
        str(Indicator.Direction(row["direction"]).label), _number(row["baseline"]), row["baseline_year"] or "", targets,
        row["source"], _("yes") if row["is_share"] else "", row["numerator"], row["denominator"],
        "|".join(row["groups"]),
    ]  # fmt: skip
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="").writerow(cells)
    return line.getvalue().rstrip(";")


def _number(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
