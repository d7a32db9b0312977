"""Which entries of the log are asked for: of a plan, from a day to a day, by a channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from planning.informing.models import Announcement, AnnouncementQuerySet, Channel
from planning.structure.models import Plan
from ui.forms import DateField
from ui.typography import date_long


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What was said wrongly in the address counts as not said; `wrong` tells it."""

    plan: Plan | None = None
    since: date | None = None
    until: date | None = None
    channel: str = ""
    wrong: bool = False

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "LogFilter":
        plan, no_plan = _plan(str(given.get("plan", "")))
        since, no_since = _day(str(given.get("since", "")))
        until, no_until = _day(str(given.get("until", "")))
        channel = str(given.get("channel", ""))
        known = channel if channel in Channel.values else ""
        return cls(plan, since, until, known, no_plan or no_since or no_until or known != channel)

    def rows(self) -> AnnouncementQuerySet:
        rows = Announcement.objects.entries()
        if self.plan:
            rows = rows.of_plan(self.plan)
        if self.since:
            rows = rows.filter(on__gte=self.since)
        if self.until:
            rows = rows.filter(on__lte=self.until)
        return rows.filter(channel=self.channel) if self.channel else rows

    def words(self) -> list[str]:
        """What was asked for, to stand above the list on paper."""
        found = [self.plan.title] if self.plan else []
        if self.since:
            found.append(_("from %(day)s") % {"day": date_long(self.since)})
        if self.until:
            found.append(_("to %(day)s") % {"day": date_long(self.until)})
        if self.channel:
            found.append(str(capfirst(Channel(self.channel).label)))
        return found


def _plan(said: str) -> tuple[Plan | None, bool]:
    if not said:
        return None, False
    try:
        found = Plan.objects.filter(pk=UUID(said)).first()
    except ValueError:
        return None, True
    return found, found is None


def _day(said: str) -> tuple[date | None, bool]:
    if not said.strip():
        return None, False
    try:
        return parse_date(said) or DateField().clean(said), False
    except (ValueError, ValidationError):
        return None, True
