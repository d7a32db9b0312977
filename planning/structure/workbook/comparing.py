"""A verdict for each row that was brought: new, changed, unchanged or wrong, and why."""

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from kernel.exports import LONGEST_CELL
from kernel.text import fold
from planning.structure.commands import NODE_FIELDS
from planning.structure.forms import LEFT_OUT, NodeForm
from planning.structure.history import values_of
from planning.structure.labels import named
from planning.structure.models import Level, Node, Plan
from planning.structure.sheet.queries import sheets_of
from planning.structure.sources import all_sources, is_source, source_name
from planning.structure.workbook import indicators
from planning.structure.workbook.columns import COLUMNS, known_levels, known_states
from planning.structure.workbook.indicators import ToldIndicator
from planning.structure.workbook.reading import Row

LARGEST_AMOUNT = Decimal(10) ** 10  # what the table of costs holds
NEW, CHANGED, UNCHANGED, WRONG = "NEW", "CHANGED", "UNCHANGED", "WRONG"
CostKey = tuple[int, str]
Amounts = tuple[Decimal | None, Decimal | None]


@dataclass
class Verdict:
    """What would become of one row. `changes`: node fields to write; `costs`: planned and
    spent by (year, source) as they would stand, `standing`: as they stand now."""

    line: str
    kind: str
    level: str
    title: str
    node: Node | None = None
    above: "Verdict | None" = None
    changes: dict[str, Any] = field(default_factory=dict)
    costs: dict[CostKey, Amounts] = field(default_factory=dict)
    standing: dict[CostKey, Amounts] = field(default_factory=dict)
    indicators: list[ToldIndicator] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    is_older: bool = False  # the item was changed here after the file was made

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """(name, as it stands, as it would stand) of what changes, short and in the reader's language."""
        told = [
            (str(COLUMNS[name]), _short(getattr(self.node, name, "")), _short(value))
            for name, value in self.changes.items()
        ]
        for (year, source), amounts in self.costs.items():
            before = self.standing.get((year, source), (None, None))
            told.append((f"{year}, {source_name(source)}", _amounts(before), _amounts(amounts)))
        told += [(each.name, _short(each.before), _short(each.after)) for each in self.indicators]
        return told


def verdicts_of(plan: Plan, rows: list[Row]) -> list[Verdict]:
    """In the order of the file; a fixed number of questions whatever it holds."""
    known = {str(node.pk): node for node in plan.nodes.select_related("plan")}
    sheets = sheets_of(plan)
    above: dict[int, Verdict] = {}
    seen: set[str] = set()
    found = []
    for row in rows:
        verdict = _verdict(plan, row, known, sheets, above, seen)
        if verdict.level in plan.levels:
            depth = plan.levels.index(verdict.level)
            above = {step: each for step, each in above.items() if step < depth} | {depth: verdict}
        found.append(verdict)
    return found


def _short(value: Any, most: int = 160) -> str:
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return text if len(text) <= most else f"{text[:most]}…"


def _amounts(amounts: Amounts) -> str:
    return " / ".join("–" if amount is None else str(amount) for amount in amounts)


def digest_of(verdicts: list[Verdict]) -> str:
    """The same as long as bringing the file in would do the same."""
    told = [
        [
            each.kind,
            each.line,
            str(each.node.pk) if each.node else "",
            each.node.version if each.node else 0,
            sorted(each.changes),
            sorted(f"{key} {each.standing.get(key)} {amounts}" for key, amounts in each.costs.items()),
            sorted(f"{told.before} {told.values}" for told in each.indicators),
        ]
        for each in verdicts
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def _verdict(
    plan: Plan,
    row: Row,
    known: dict[str, Node],
    sheets: dict[uuid.UUID, Any],
    above: dict[int, Verdict],
    seen: set[str],
) -> Verdict:
    key, _colon, version = row.get("key", "").lower().partition(":")
    node = known.get(key)
    level = node.level if node else _level(plan, row)
    verdict = Verdict(row["line"], NEW, level, row.get("title", ""), node=node)
    verdict.is_older = node is not None and version not in {"", str(node.version)}
    if node is not None and key in seen:
        verdict.reasons.append(_("This item stands in the file twice."))
    seen.add(key)
    if key and node is None:
        verdict.reasons.append(_("This key is not of this plan. Empty the cell, and the row is added as a new item."))
    elif node is None:
        _place(plan, verdict, above)
    if not verdict.reasons:
        _compare_fields(verdict, row)
        sheet = sheets.get(node.pk, {}) if node else {}
        _compare_costs(verdict, row, sheet.get("costs", []))
        _compare_indicators(plan, verdict, row, sheet.get("indicators", []))
    if verdict.reasons:
        verdict.kind = WRONG
    elif node is not None:
        verdict.kind = CHANGED if verdict.changes or verdict.costs or verdict.indicators else UNCHANGED
    return verdict


def _level(plan: Plan, row: Row) -> str:
    """From the column, else from the depth of the number; "" where neither says it."""
    told = row.get("level", "")
    if told:
        own = {fold(word): level for level, word in plan.words.items()}
        return own.get(fold(told)) or known_levels().get(fold(told), "")
    depth = row.get("number", "").strip(".").count(".") if row.get("number") else -1
    return str(plan.levels[depth]) if 0 <= depth < len(plan.levels) else ""


def _place(plan: Plan, verdict: Verdict, above: dict[int, Verdict]) -> None:
    if verdict.level not in plan.levels:
        names = named(plan.words, plan.levels)
        verdict.reasons.append(_("The level is missing or not one of this plan: %(levels)s.") % {"levels": names})
        return
    depth = plan.levels.index(verdict.level)
    if depth == 0:
        return
    verdict.above = above.get(depth - 1)
    if verdict.above is None:
        upper = plan.word(plan.levels[depth - 1])
        verdict.reasons.append(_("No row above it says where it belongs: %(level)s.") % {"level": upper})
    elif verdict.above.kind == WRONG:
        verdict.reasons.append(_("The row it belongs to is wrong."))


def _compare_fields(verdict: Verdict, row: Row) -> None:
    """The form that people use judges the row, so a file may do neither more nor less than they."""
    state = known_states().get(fold(row["state"])) if row.get("state") else None
    if row.get("state") and state is None:
        verdict.reasons.append(_("This state is not known: %(state)s.") % {"state": row["state"]})
        return
    node = verdict.node
    base = values_of(node, NODE_FIELDS) if node else {}
    sent = {**base, **{name: row[name] for name in NODE_FIELDS if name in row}, "state": state or base.get("state", "")}
    form = NodeForm(sent, level=verdict.level)
    if not form.is_valid():
        verdict.reasons.extend(_sentences(form))
        return
    verdict.reasons.extend(_not_kept(verdict, row, sent))
    said = form.changes() | ({"state": state} if state and "state" not in LEFT_OUT.get(verdict.level, ()) else {})
    verdict.changes = {name: value for name, value in said.items() if _differs(node, name, value)}


def _not_kept(verdict: Verdict, row: Row, sent: dict[str, Any]) -> list[str]:
    """Cells that an item of this level has no place for; nothing that somebody wrote vanishes without a word."""
    filled = [
        name for name in LEFT_OUT.get(verdict.level, ()) if row.get(name) and _differs(verdict.node, name, sent[name])
    ]
    if not filled:
        return []
    names = ", ".join(str(COLUMNS[name]) for name in filled)
    return [_("This level has no place for: %(names)s.") % {"names": names}]


def _differs(node: Node | None, name: str, value: Any) -> bool:
    """A workbook holds only so many letters in a cell: what was cut there is no change."""
    there = _plain(getattr(node, name) if node else "")
    mine = _plain(value)
    if isinstance(mine, str) and len(mine) >= LONGEST_CELL - 1 and isinstance(there, str):
        return not there.startswith(mine)
    return bool(there != mine)


def _plain(value: Any) -> Any:
    """Line ends are no change."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else (value or "")


def _sentences(form: NodeForm) -> list[str]:
    return [f"{form.fields[name].label}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()]


def _compare_costs(verdict: Verdict, row: Row, there: list[dict[str, Any]]) -> None:
    told = _costs(verdict, row.get("costs", ""))
    if told and verdict.level not in {Level.MEASURE, Level.ACTIVITY}:
        verdict.reasons.append(_("Only measures and activities have a sheet."))
        return
    verdict.standing = {
        (cost["year"], cost["source"]): (_number(cost["planned"]), _number(cost["spent"])) for cost in there
    }
    verdict.costs = {key: amounts for key, amounts in told.items() if verdict.standing.get(key) != amounts}


def _compare_indicators(plan: Plan, verdict: Verdict, row: Row, there: list[dict[str, Any]]) -> None:
    text = row.get("indicators", "")
    if text and verdict.level not in {Level.MEASURE, Level.ACTIVITY}:
        verdict.reasons.append(_("Only measures and activities have a sheet."))
    elif text:
        verdict.indicators, wrong = indicators.compare(plan, text, there)
        verdict.reasons.extend(wrong)


def _costs(verdict: Verdict, text: str) -> dict[CostKey, Amounts]:
    found: dict[CostKey, Amounts] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        try:
            year, source, *amounts = [part.strip() for part in line.split(";")]
            planned, spent = (_number(part) for part in (*amounts, "", "")[:2])
            if planned is None and spent is None:
                raise ValueError
            key = (_year(year), _source(source))
            if key in found:
                raise ValueError
            found[key] = (planned, spent)
        except (ValueError, InvalidOperation):
            verdict.reasons.append(
                _("These costs cannot be read: %(line)s. Write: year; source; planned; spent.") % {"line": line}
            )
    return found


def _year(text: str) -> int:
    year = int(text)
    if not 1990 <= year <= 2100:
        raise ValueError
    return year


def _source(text: str) -> str:
    for source in all_sources().values():
        if fold(text) in {fold(source.code), fold(source.sk), fold(source.cs), fold(source.en)}:
            is_source(source.code)
            return source.code
    raise ValueError


def _number(text: str | None) -> Decimal | None:
    if text is None or not text.strip():
        return None
    amount = Decimal(text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", ".")).quantize(
        Decimal("0.01")
    )
    if not 0 <= amount < LARGEST_AMOUNT:
        raise ValueError
    return amount
