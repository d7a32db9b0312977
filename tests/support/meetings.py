"""Groups with people, and meetings of theirs, built by the commands people use."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from support.world import FOUNDED

ZONE = ZoneInfo("Europe/Bratislava")
PEOPLE = (
    ("Anna Nováková", "anna@example.org", "CHAIR", "COMMISSIONER"),
    ("Boris Dlhý", "boris@example.org", "MEMBER", "PROVIDER"),
    ("Cyril Krátky", "", "MEMBER", "USER"),
    ("Dana Malá", "dana@example.org", "MEMBER", "PROVIDER"),
    ("Elena Hosťová", "elena@example.org", "GUEST", "EXPERT"),
)


def moment(day: int, hour: int, minute: int = 0, month: int = 4) -> datetime:
    """A moment of the year 2026 in the time of the municipality."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def person(name: str, email: str = "", account: Any = None) -> Any:
    from planning.groups.models import Person

    return Person.objects.create(name=name, email=email, account=account, created_at=FOUNDED)


def seat(group: Any, who: Any, office: str = "MEMBER", party: str = "USER", **facts: Any) -> Any:
    from planning.groups.models import GroupMember

    facts = {"starts_on": date(2026, 1, 1), "represents": f"Organizácia {who.name}"} | facts
    return GroupMember.objects.create(group=group, person=who, office=office, party=party, **facts)


def empty_group(name: str, **facts: Any) -> Any:
    from planning.groups.models import Group

    return Group.objects.create(kind="WORKING", name=name, started_on=date(2026, 1, 1), **facts)


def group_of_five(name: str = "Seniori", **facts: Any) -> Any:
    """Four members with a vote, one of them without e-mail, and a standing guest."""
    group = empty_group(name, **facts)
    for who, email, office, party in PEOPLE:
        seat(group, person(who, email), office, party)
    return group


def planned(*groups: Any, **facts: Any) -> Any:
    """A meeting on 27 April 2026, planned long before, with two points."""
    from planning.meetings.agenda import add_item
    from planning.meetings.commands import plan_meeting

    facts = {
        "title": "Akčný plán seniorov", "starts_at": moment(27, 12, 30), "ends_at": moment(27, 14, 45),
        "place": "Mestský úrad, č. 290", "call_address": "", "is_open": False, "note": "",
    } | facts  # fmt: skip
    meeting = plan_meeting(groups=groups, by=None, at=moment(1, 9), **facts)
    for title in ("Vyhodnotenie roka 2025", "Akčný plán 2026"):
        add_item(meeting, title=title, kind="DISCUSSION", presenter="", minutes=30, by=None, at=moment(1, 9))
    return meeting


def coming(days: int = 30) -> dict[str, Any]:
    """When a meeting is that lies ahead of the real today."""
    from kernel.clock import now

    at = (now() + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
    return {"starts_at": at, "ends_at": at + timedelta(hours=2)}


def filled(group: Any, **facts: Any) -> dict[str, Any]:
    """The form of a meeting, as a coordinator fills it in."""
    from kernel.clock import now

    day = (now() + timedelta(days=30)).date()
    return {
        "title": "Akčný plán", "groups": [str(group.pk)], "day": f"{day.day}.{day.month}.{day.year}", "starts": "12:30",
        "ends": "14.45", "place": "č. 290", "call_address": "", "note": "",
    } | facts  # fmt: skip


def invited(*groups: Any, **facts: Any) -> Any:
    from planning.meetings.inviting import invite

    meeting = planned(*groups, **facts)
    invite(meeting, by=None, at=moment(2, 9))
    meeting.refresh_from_db()
    return meeting


def came(meeting: Any, *names: str, presence: str = "PRESENT", instead: str = "") -> int:
    """Tick people by their names."""
    from planning.meetings.attending import Came, write_attendance
    from planning.meetings.queries import seats_of

    keys = {each.name: str(each.person) for each in seats_of(meeting)}
    said = {keys[name]: Came(presence, instead) for name in names}
    return write_attendance(meeting, came=said, by=None, at=moment(27, 13))


def held(*groups: Any, names: tuple[str, ...] = ("Anna Nováková", "Boris Dlhý"), **facts: Any) -> Any:
    from planning.meetings.commands import hold_meeting

    meeting = invited(*groups, **facts)
    came(meeting, *names)
    hold_meeting(meeting, by=None, at=moment(27, 15))
    meeting.refresh_from_db()
    return meeting


def minuted(*groups: Any, courses: str = "Hovorilo sa o meste.", **facts: Any) -> Any:
    """Held, and the minutes written."""
    from planning.meetings.minuting import write_minutes

    meeting = held(*groups, **facts)
    return write_minutes(
        meeting,
        head={"written_by": "Anna Nováková", "verified_by": "Boris Dlhý", "number": "1/2026"},
        courses={item.pk: courses for item in meeting.items.all()},
        version=meeting.version,
        by=None,
        at=moment(28, 9),
    )


def published(*groups: Any, **facts: Any) -> Any:
    from planning.meetings import minuting

    meeting = minuted(*groups, **facts)
    minuting.send_minutes_round(meeting, by=None, at=moment(28, 10))
    minuting.approve_minutes(meeting, on=date(2026, 4, 30), by=None, at=moment(30, 10))
    return minuting.publish_minutes(meeting, by=None, at=moment(30, 11))


def deliver() -> None:
    """Bring the events to whoever waits for them, as the relay does after a commit."""
    from kernel.journal.relaying import deliver_pending

    deliver_pending()


def letters() -> list[Any]:
    """What was written to people about meetings, in the order of writing."""
    from kernel.mail.models import OutgoingMail

    return list(OutgoingMail.objects.filter(kind__startswith="planning.").order_by("created_at", "to"))
