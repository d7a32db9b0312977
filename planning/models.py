"""Table of contents of the tenant's tables."""

from planning.course.models import Paper, Step
from planning.delivery.models import ActionItem, ActionPlan, MonitoringRound, Report, YearPicture, YearStep
from planning.delivery.readings.models import Reading
from planning.groups.models import Application, Group, GroupMember, Person
from planning.informing.models import Announcement, Subscription
from planning.knowing.models import Chapter, Figure, Link, Need, Statement, Swot
from planning.meetings.models import (
    AgendaItem,
    AgendaPaper,
    Meeting,
    MeetingGroup,
    MeetingTask,
    Participant,
    Resolution,
)
from planning.standards.models import ChecklistWord
from planning.structure.models import Level, MeasureService, Node, Plan, PrintedPlan, Publication, Revision
from planning.structure.sheet.models import CapacityChange, Cost, Indicator, Partner, Risk, Target
from planning.structure.workbook.models import BroughtFile
from planning.surveys.models import Survey, SurveyAnswer

__all__ = [
    "ActionItem",
    "ActionPlan",
    "AgendaItem",
    "AgendaPaper",
    "Announcement",
    "Application",
    "BroughtFile",
    "CapacityChange",
    "Chapter",
    "ChecklistWord",
    "Cost",
    "Figure",
    "Group",
    "GroupMember",
    "Indicator",
    "Level",
    "Link",
    "MeasureService",
    "Meeting",
    "MeetingGroup",
    "MeetingTask",
    "MonitoringRound",
    "Need",
    "Node",
    "Paper",
    "Participant",
    "Partner",
    "Person",
    "Plan",
    "PrintedPlan",
    "Publication",
    "Reading",
    "Report",
    "Resolution",
    "Revision",
    "Risk",
    "Statement",
    "Step",
    "Subscription",
    "Survey",
    "SurveyAnswer",
    "Swot",
    "Target",
    "YearPicture",
    "YearStep",
]
