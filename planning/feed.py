"""DOOR OUT: published plans, open meetings and notices as frozen values, for the search and the catalogue's mentions.

Everything here speaks of the tenant whose schema we stand in, and only of what is published.
"""

from planning.structure.finding import Announced, announced, announced_ids
from planning.structure.published import (
    PublishedNode,
    PublishedPlan,
    mentions_of,
    plan_version,
    plan_versions,
    published_plan,
    published_plans,
)

__all__ = [
    "Announced",
    "PublishedNode",
    "PublishedPlan",
    "announced",
    "announced_ids",
    "mentions_of",
    "plan_version",
    "plan_versions",
    "published_plan",
    "published_plans",
]
