"""Table of contents of the tenant's tables."""

from planning.course.models import Paper, Step
from planning.structure.models import Level, MeasureService, Node, Plan, Publication, Revision

__all__ = ["Level", "MeasureService", "Node", "Paper", "Plan", "Publication", "Revision", "Step"]
