"""DOOR OUT: published plans as frozen values, for the search index and for the catalogue's mentions.

Everything here speaks of the tenant whose schema we stand in, and only of what is published.
"""

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
    "PublishedNode",
    "PublishedPlan",
    "mentions_of",
    "plan_version",
    "plan_versions",
    "published_plan",
    "published_plans",
]
