"""Table of contents of the tenant's tables."""

from planning.course.models import Paper, Step
from planning.groups.models import Group, GroupMember, Person
from planning.meetings.models import (
    AgendaItem,
    AgendaPaper,
    CalendarFeed,
    Meeting,
    MeetingGroup,
    MeetingTask,
    Participant,
    Resolution,
)
from planning.structure.models import Level, MeasureService, Node, Plan, Publication, Revision

__all__ = [
    "AgendaItem",
    "AgendaPaper",
    "CalendarFeed",
    "Group",
    "GroupMember",
    "Level",
    "MeasureService",
    "Meeting",
    "MeetingGroup",
    "MeetingTask",
    "Node",
    "Paper",
    "Participant",
    "Person",
    "Plan",
    "Publication",
    "Resolution",
    "Revision",
    "Step",
]
