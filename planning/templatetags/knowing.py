"""What the working page of a plan tells of its needs, though the tree itself knows nothing of them."""

import uuid
from typing import Any

from django import template

from planning.knowing.orphans import Survey, orphans_of
from planning.knowing.tracing import Trace
from planning.structure.models import Plan
from planning.structure.tree import Branch

register = template.Library()


@register.inclusion_tag("planning/knowing/_ways.html")
def ways_to_needs(plan: Plan, roots: list[Branch] | None = None, gone: set[uuid.UUID] | None = None) -> dict[str, Any]:
    """Links to needs, SWOT and analyses of a plan, with how much hangs in the air. `roots` and `gone`, where the page
    has them already, spare questions."""
    return {"plan": plan, "orphans": len(orphans_of(Survey(Trace(plan, roots), gone)))}
