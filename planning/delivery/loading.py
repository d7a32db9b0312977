"""The year of a plan from a file: `year` is begun with everything that runs in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from planning.delivery.commands import begin_year
from planning.delivery.items import fill_year, offered
from planning.structure.models import Plan


def load_year(plan: Plan, content: Mapping[str, Any], *, currency: str, by: Any, at: datetime) -> None:
    if "year" not in content:
        return
    year = begin_year(plan, year=content["year"], currency=currency, by=by, at=at)
    fill_year(year, nodes=[branch.node.pk for branch in offered(year)], by=by, at=at)
