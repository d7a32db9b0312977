"""The open event of the sample world: announced, with a programme, a paper for everybody, and who registered. In the
tenant."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from support.harness.world import World


@dataclass(frozen=True)
class Events:
    """What routes of open events are asked about."""

    event: Any
    block: Any
    laid: Any
    registered: Any
    came: Any


def fill_events(world: "World", mark: str) -> None:
    """A conference in thirty days; one has a place, another one is ticked already, so that papers can be drawn."""
    from django.core.files.base import ContentFile

    from kernel.clock import now
    from planning.events.programme import add_block
    from planning.events.registering import Said, register, set_registration
    from planning.meetings.agenda import add_paper
    from planning.meetings.commands import plan_meeting
    from planning.meetings.inviting import invite
    from planning.meetings.models import AgendaPaper, Participant

    at, begins = now(), now() + timedelta(days=30)
    who: dict[str, Any] = {"by": None, "at": at}
    facts = {"title": f"{mark} konferencia", "place": f"{mark} sála", "note": f"{mark} oznam", "call_address": ""}
    event = plan_meeting(
        groups=[],
        kind="CONFERENCE",
        is_open=True,
        starts_at=begins,
        ends_at=begins + timedelta(hours=6),
        **facts,
        **who,
    )
    block = add_block(
        event, title=f"{mark} blok", kind="LECTURE", room=f"{mark} klub", about=f"{mark} o čom", starts_at=begins,
        ends_at=begins + timedelta(hours=1), speakers=[{"name": f"{mark} hovorí", "organisation": mark}], **who,
    )  # fmt: skip
    file = ContentFile(f"%PDF-{mark}".encode(), name=f"{mark}.pdf")
    laid = add_paper(block, name=f"{mark} prednáška", file=file, **who)
    AgendaPaper.objects.filter(pk=laid.pk).update(is_public=True)
    event = set_registration(event, takes=True, until=None, capacity=50, version=event.version, **who)
    invite(event, **who)
    rows = [
        register(
            event,
            Said(
                f"{mark} účastník {n}", f"u{n}@example.org", "0905 000 111", f"{mark} org", ("DIET",), f"{mark} jedlo"
            ),
            **who,
        )[0]
        for n in range(2)
    ]
    Participant.objects.filter(pk=rows[1].pk).update(presence="PRESENT")
    world.events = Events(event, block, laid, *rows)
