"""The meetings of the sample world: minutes being written, minutes published, and one that is coming. In the tenant."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from support.meetings import moment
from support.world import FOUNDED

if TYPE_CHECKING:
    from support.harness.world import World

BEFORE = moment(2, 9, month=2)
DAY = {"starts_at": moment(27, 12, month=2), "ends_at": moment(27, 15, month=2)}
AFTER = moment(28, 9, month=2)


@dataclass(frozen=True)
class Meetings:
    """What routes of meetings are asked about."""

    drafted: Any
    published: Any
    coming: Any
    item: Any
    laid: Any
    coming_laid: Any
    guest: Any
    resolution: Any
    task: Any
    invited: Any
    informed: Any
    anna: Any


def fill_meetings(world: "World", mark: str) -> None:
    """A group of three, one of them without e-mail, and three meetings of it."""
    from kernel.clock import now
    from planning.meetings.calendars import renew_address

    group, people = _group(mark)
    drafted, item, laid = _drafted(group, mark)
    guest = drafted.participants.get(person__isnull=True)
    published = _published(group, mark)
    soon = now() + timedelta(days=30)
    coming, _item, coming_laid = _invited(group, mark, {"starts_at": soon, "ends_at": soon + timedelta(hours=2)}, now())
    renew_address(people[0], by=None, at=FOUNDED)
    world.meetings = Meetings(
        drafted=drafted,
        published=published,
        coming=coming,
        item=item,
        laid=laid,
        coming_laid=coming_laid,
        guest=guest,
        resolution=item.resolutions.get(),
        task=drafted.tasks.get(),
        invited=coming.participants.get(person=people[0]),
        informed=published.participants.get(person=people[0]),
        anna=people[0],
    )


def _group(mark: str) -> tuple[Any, list[Any]]:
    from support.meetings import empty_group, person, seat

    group = empty_group(f"{mark} skupina stretnutí", about=f"{mark} o čom")
    people = [
        person(f"{mark} osoba {number}", email) for number, email in enumerate(("a@example.org", "", "c@example.org"))
    ]
    for who in people:
        facts = {"represents": f"{mark} organizácia", "name_is_public": True, "agreed_on": date(2026, 1, 2)}
        seat(group, who, "CHAIR" if who == people[0] else "MEMBER", **facts)
    return group, people


def _invited(group: Any, mark: str, when: dict[str, Any], at: Any) -> tuple[Any, Any, Any]:
    from django.core.files.base import ContentFile

    from planning.meetings.agenda import add_item, add_paper
    from planning.meetings.commands import plan_meeting
    from planning.meetings.inviting import invite

    facts = {"title": f"{mark} stretnutie", "place": f"{mark} miestnosť", "note": f"{mark} oznam", "is_open": True,
             "call_address": "https://example.org/call"}  # fmt: skip
    meeting = plan_meeting(groups=[group], by=None, at=at, **facts, **when)
    item = add_item(meeting, title=f"{mark} bod", presenter=f"{mark} uvádza", minutes=10, by=None, at=at)
    file = ContentFile(f"%PDF-{mark}".encode(), name=f"{mark}.pdf")
    laid = add_paper(item, name=f"{mark} podklad", file=file, by=None, at=at)
    invite(meeting, by=None, at=at)
    return meeting, item, laid


def _drafted(group: Any, mark: str) -> tuple[Any, Any, Any]:
    from planning.meetings import minuting
    from planning.meetings.attending import Came, add_guest, write_attendance
    from planning.meetings.commands import hold_meeting
    from planning.meetings.models import Meeting

    meeting, item, laid = _invited(group, mark, DAY, BEFORE)
    came = {str(row.person_id): Came("PRESENT") for row in meeting.participants.all()}
    write_attendance(meeting, came=came, by=None, at=AFTER)
    add_guest(meeting, name=f"{mark} hosť", represents=f"{mark} spolok", party="PUBLIC", by=None, at=AFTER)
    hold_meeting(meeting, by=None, at=AFTER)
    conflicts = [meeting.participants.filter(person__isnull=False).first().pk]
    minuting.resolve(item, text=f"{mark} uznesenie", votes_for=2, conflicts=conflicts, by=None, at=AFTER)
    task = {"what": f"{mark} úloha", "who": f"{mark} úrad", "due_on": date(2026, 6, 1)}
    minuting.give_task(meeting, **task, by=None, at=AFTER)
    minuting.write_minutes(
        meeting,
        head={"written_by": f"{mark} píše", "verified_by": f"{mark} overuje", "number": f"{mark} 1", "next_time": mark},
        courses={item.pk: f"{mark} priebeh"},
        version=Meeting.objects.get(pk=meeting.pk).version,
        by=None,
        at=AFTER,
    )
    return Meeting.objects.get(pk=meeting.pk), item, laid


def _published(group: Any, mark: str) -> Any:
    from planning.meetings import minuting

    meeting, _item, _laid = _drafted(group, mark)
    minuting.send_minutes_round(meeting, by=None, at=AFTER)
    minuting.approve_minutes(meeting, on=AFTER.date(), by=None, at=AFTER)
    return minuting.publish_minutes(meeting, by=None, at=AFTER)
