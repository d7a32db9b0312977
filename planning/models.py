"""Table of contents of the tenant's tables."""

from planning.course.models import Paper, Step
from planning.groups.models import Group, GroupMember, Person
from planning.knowing.models import Chapter, Figure, Link, Need, Statement, Swot
from planning.structure.models import Level, MeasureService, Node, Plan, Publication, Revision

__all__ = [
    "Chapter",
    "Figure",
    "Group",
    "GroupMember",
    "Level",
    "Link",
    "MeasureService",
    "Need",
    "Node",
    "Paper",
    "Person",
    "Plan",
    "Publication",
    "Revision",
    "Statement",
    "Step",
    "Swot",
]
