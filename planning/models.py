"""Table of contents of the tenant's tables."""

from planning.course.models import Paper, Step
from planning.delivery.models import ActionItem, ActionPlan, MonitoringRound, Report, YearPicture, YearStep
from planning.groups.models import Group, GroupMember, Person
from planning.structure.models import Level, MeasureService, Node, Plan, Publication, Revision

__all__ = [
    "ActionItem",
    "ActionPlan",
    "Group",
    "GroupMember",
    "Level",
    "MeasureService",
    "MonitoringRound",
    "Node",
    "Paper",
    "Person",
    "Plan",
    "Publication",
    "Report",
    "Revision",
    "Step",
    "YearPicture",
    "YearStep",
]
