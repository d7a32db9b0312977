"""DOOR IN: rooms above offer numbers to the chapters of the analysis.

They enrol in their AppConfig (`offer`) and are asked with a tenant's key and a span of days; small groups are left out.
"""

from planning.knowing.models import ChapterKind
from planning.knowing.offering import FigureSource, Offered, offer

__all__ = ["ChapterKind", "FigureSource", "Offered", "offer"]
