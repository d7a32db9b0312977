"""Table of contents of the tenant's tables."""

from planning.course.models import Paper, Step
from planning.groups.models import Application, Group, GroupMember, Person
from planning.structure.models import Level, MeasureService, Node, Plan, Publication, Revision

__all__ = [
    "Application",
    "Group",
    "GroupMember",
    "Level",
    "MeasureService",
    "Node",
    "Paper",
    "Person",
    "Plan",
    "Publication",
    "Revision",
    "Step",
]
