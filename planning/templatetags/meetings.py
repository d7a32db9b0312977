"""What the pages of a plan tell of the meetings where something of it was taken on, though plans know no meetings."""

import uuid
from typing import Any

from django import template

from planning.meetings.models import MeetingTask

register = template.Library()


@register.inclusion_tag("planning/meetings/_came_from.html")
def came_from_task(thing: uuid.UUID) -> dict[str, Any]:
    """From which task of which meeting an activity or an item of a year came."""
    return {"task": MeetingTask.objects.select_related("meeting", "person").filter(became=thing).first()}
