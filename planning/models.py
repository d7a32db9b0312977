"""Table of contents of the tenant's tables."""

from planning.structure.models import Level, MeasureService, Node, Plan, Publication, Revision

__all__ = ["Level", "MeasureService", "Node", "Plan", "Publication", "Revision"]
