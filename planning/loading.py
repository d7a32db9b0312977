"""Brings in what people do around a plan, from a TOML file, by the same commands that they use.

Shape: `plan` (the title of a plan that is there), and below it what each room reads of its own: `groups`, `knowing`
(needs, SWOT, chapters), `surveys`, `meetings`, `events`, `course` (papers, steps and what came after),
`informing` (notices and the log) and `delivery` (the year and its rounds). Each says in its `loading` what it reads.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from decimal import InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from planning.course.loading import load_course
from planning.delivery.loading import load_year
from planning.events.loading import load_events
from planning.groups.loading import load_groups
from planning.informing.loading import load_told
from planning.knowing.loading import load_knowing
from planning.meetings.loading import load_meetings
from planning.structure.errors import PlanRefused
from planning.structure.models import Plan
from planning.surveys.loading import load_surveys

# In this order: meetings are of groups, a stage asks for groups and chapters, a year for the tree.
LOADERS = (load_groups, load_knowing, load_surveys, load_meetings, load_events, load_course, load_told)


def read_work(path: Path) -> dict[str, Any]:
    """The file as values; raises PlanRefused when it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise PlanRefused(_("The file %(name)s cannot be read as a plan.") % {"name": path.name}) from wrong


@transaction.atomic
def load_work(content: Mapping[str, Any], *, currency: str, by: Any, at: datetime) -> Plan:
    """All that the file tells of a plan; all or nothing."""
    plan = Plan.objects.filter(title=content.get("plan", "")).first()
    if plan is None:
        raise PlanRefused(_("No plan has the title „%(title)s“.") % {"title": content.get("plan", "")})
    try:
        for load in LOADERS:
            load(plan, content, by=by, at=at)
        load_year(plan, content, currency=currency, by=by, at=at)
    except (KeyError, TypeError, ValueError, InvalidOperation, ObjectDoesNotExist) as wrong:
        raise PlanRefused(_("The file lacks or misnames something: %(what)s") % {"what": wrong}) from wrong
    return plan
