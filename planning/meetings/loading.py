"""Meetings from a file: `[[meeting]]` with `title groups day from until place open invite` and its `[[meeting.item]]`
with `kind title presenter minutes`. The groups are those of the plan, by name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kernel.clock import moment
from planning.groups.models import Group
from planning.meetings.agenda import add_item
from planning.meetings.commands import plan_meeting
from planning.meetings.inviting import invite
from planning.structure.models import Plan


def load_meetings(plan: Plan, content: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    groups = {group.name: group for group in plan.groups.all()}
    for row in content.get("meeting", []):
        _meeting([groups[name] for name in row["groups"]], row, {"by": by, "at": at})


def _meeting(groups: list[Group], row: Mapping[str, Any], who: dict[str, Any]) -> None:
    meeting = plan_meeting(
        groups=groups,
        title=row["title"],
        starts_at=moment(row["day"], row["from"]),
        ends_at=moment(row["day"], row["until"]),
        place=row.get("place", ""),
        is_open=row.get("open", False),
        **who,
    )
    for item in row.get("item", []):
        add_item(meeting, **item, **who)
    if row.get("invite"):
        invite(meeting, **who)
