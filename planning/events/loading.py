"""Open events from a file: `[[event]]` with `kind title day from until place note capacity announced`, its
`[[event.block]]` with `kind title room from until speakers about` and its `[[event.registered]]` with `name represents
email phone needs needs_note`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kernel.clock import moment
from planning.events.programme import add_block, speakers_of
from planning.events.registering import Said, register, set_registration
from planning.meetings.commands import plan_meeting
from planning.meetings.inviting import invite
from planning.structure.models import Plan


def load_events(plan: Plan, content: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    for row in content.get("event", []):
        _event(row, {"by": by, "at": at})


def _event(row: Mapping[str, Any], who: dict[str, Any]) -> None:
    """An open event with its programme; announced, people may register, unless its day is over."""
    day = row["day"]
    meeting = plan_meeting(
        groups=[], kind=row["kind"], title=row["title"], starts_at=moment(day, row["from"]),
        ends_at=moment(day, row["until"]), place=row.get("place", ""), note=row.get("note", ""), is_open=True, **who,
    )  # fmt: skip
    for block in row.get("block", []):
        add_block(
            meeting, title=block["title"], kind=block["kind"], room=block.get("room", ""),
            about=block.get("about", ""), speakers=speakers_of("\n".join(block.get("speakers", []))),
            starts_at=moment(day, block["from"]), ends_at=moment(day, block["until"]), **who,
        )  # fmt: skip
    if who["at"] < meeting.ends_at:
        places, version = row.get("capacity"), meeting.version
        meeting = set_registration(meeting, takes=True, until=None, capacity=places, version=version, **who)
    if row.get("announced") and who["at"] < meeting.starts_at:
        invite(meeting, although_late=True, **who)
        for one in row.get("registered", []):
            said = {name: value for name, value in one.items() if name != "needs"}
            register(meeting, Said(**said, needs=tuple(one.get("needs", ()))), **who)
