"""What is published of the needs: at each measure the sentences of those it answers, and nothing else of them."""

import uuid

from planning.knowing.tracing import Trace
from planning.structure.models import Plan
from planning.structure.tree import Branch


def needs_by_measure(plan: Plan, roots: list[Branch]) -> dict[uuid.UUID, list[str]]:
    """Needs that count and lead to the measure, the heaviest first."""
    trace = Trace(plan, roots)
    found: dict[uuid.UUID, list[str]] = {}
    for need in trace.standing:
        for branch in trace.measures_of(need):
            found.setdefault(branch.node.pk, []).append(need.title)
    return found
