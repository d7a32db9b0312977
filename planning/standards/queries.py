"""The checklist of one plan: what it has, what it lacks, what was said of it."""

from dataclasses import dataclass
from datetime import date

from planning.standards.checklist import Item, items_for
from planning.standards.checks import Seen, gather, see
from planning.standards.models import CHECKLIST, ChecklistWord
from planning.structure.models import Plan


@dataclass(frozen=True, slots=True)
class Line:
    """One item: `state` is HAS, PARTLY, LACKS or NOT_APPLICABLE; `law` is "" where it is good practice."""

    item: Item
    law: str
    state: str
    seen: Seen | None
    word: ChecklistWord | None


def checklist_of(plan: Plan, country: str, today: date) -> list[Line]:
    """Every item for a plan of this kind, in the order of a printed plan; a fixed number of questions."""
    facts = gather(plan, today)
    words = {word.item: word for word in ChecklistWord.objects.filter(plan=plan, list=CHECKLIST)}
    lines = []
    for item in items_for(plan.kind):
        seen, word = see(item.check, facts), words.get(item.code)
        lines.append(Line(item, item.law_of(country, today), _state(seen, word), seen, word))
    return lines


def _state(seen: Seen | None, word: ChecklistWord | None) -> str:
    if seen and seen.of and seen.have >= seen.of:
        return "HAS"
    if word:
        return "HAS" if word.verdict == ChecklistWord.Verdict.IS_THERE else "NOT_APPLICABLE"
    return "PARTLY" if seen and seen.have else "LACKS"
