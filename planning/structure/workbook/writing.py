"""The tree of a plan as rows of the sheet, in reading order."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst

from planning.structure.models import Level, Plan, State
from planning.structure.sheet.queries import Sheet, sheets_of
from planning.structure.sources import source_name
from planning.structure.tree import Branch, grow, walk
from planning.structure.workbook.columns import COLUMNS
from planning.structure.workbook.indicators import lines_of


def headings() -> list[str]:
    return [str(words) for words in COLUMNS.values()]


def rows_of(plan: Plan) -> Iterator[list[Any]]:
    """One row a node, under `COLUMNS`; what is brought back unchanged changes nothing."""
    sheets = sheets_of(plan)
    for branch in walk(grow(plan.nodes.all())):
        yield _row(plan, branch, sheets.get(branch.node.pk, {}))


def _row(plan: Plan, branch: Branch, sheet: Sheet) -> list[Any]:
    node = branch.node
    told = {
        "number": branch.number,
        "level": str(capfirst(plan.word(node.level))),
        "state": str(State(node.state).label) if node.level in {Level.MEASURE, Level.ACTIVITY} else "",
        "costs": "\n".join(cost_line(cost) for cost in sheet.get("costs", [])),
        "indicators": lines_of(sheet.get("indicators", [])),
        "key": f"{node.pk}:{node.version}",
    }
    return [told[name] if name in told else getattr(node, name) for name in COLUMNS]


def cost_line(cost: dict[str, Any]) -> str:
    """`2026; budget of the municipality; 1200.00; 300.00`; an amount that is not known stays empty."""
    return f"{cost['year']}; {source_name(cost['source'])}; {cost['planned'] or ''}; {cost['spent'] or ''}".rstrip("; ")
