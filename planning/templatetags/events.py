"""What the pages of a meeting tell of an open event, though meetings themselves know nothing of programmes."""

from collections.abc import Iterable
from typing import Any

from django import template

from planning.events.programme import outside, speaking_twice
from planning.events.queries import days_of
from planning.meetings.models import AgendaItem, Meeting

register = template.Library()


@register.inclusion_tag("planning/events/_programme.html")
def programme(meeting: Meeting, items: Iterable[AgendaItem]) -> dict[str, Any]:
    """The programme day by day, as everybody reads it."""
    return {"meeting": meeting, "days": days_of(items)}


@register.inclusion_tag("planning/events/_look_at.html")
def look_at_programme(meeting: Meeting, items: Iterable[AgendaItem]) -> dict[str, Any]:
    """What is wrong in a programme: somebody in two rooms at once, blocks outside the event."""
    rows = list(items)
    return {"meeting": meeting, "twice": speaking_twice(rows), "outside": outside(meeting, rows)}
