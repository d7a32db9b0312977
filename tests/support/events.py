"""A conference with a programme and people who register, built by the commands people use."""

from datetime import datetime, time, timedelta
from typing import Any

from kernel.clock import now


def ahead(days: int = 30, hour: int = 9) -> datetime:
    """A moment some days from now, at a full hour of the municipality."""
    from django.utils import timezone

    day = timezone.localtime(now() + timedelta(days=days)).date()
    return timezone.make_aware(datetime.combine(day, time(hour)))


def conference(*, capacity: int | None = 2, days: int = 30, announced: bool = True, **facts: Any) -> Any:
    """A conference from nine to four with two parallel blocks; announced, and people may register."""
    from planning.events.programme import add_block
    from planning.events.registering import set_registration
    from planning.meetings.commands import plan_meeting
    from planning.meetings.inviting import invite

    at = min(now(), ahead(days) - timedelta(days=20))
    facts = {
        "kind": "CONFERENCE", "title": "Konferencia o komunitnom plánovaní", "is_open": True, "groups": [],
        "starts_at": ahead(days), "ends_at": ahead(days, 16), "place": "Kultúrny dom", "call_address": "", "note": "",
    } | facts  # fmt: skip
    meeting = plan_meeting(by=None, at=at, **facts)
    speakers = [{"name": "Jana Nová", "organisation": "Charita"}]
    for title, kind, first, last, room, who in (
        ("Otvorenie", "LECTURE", 9, 10, "Sála", speakers),
        ("Dielňa seniori", "WORKSHOP", 10, 12, "Sála", speakers),
        ("Dielňa rodiny", "WORKSHOP", 10, 12, "Klub", []),
        ("Obed", "BREAK", 12, 13, "Sála", []),
    ):
        when = {"starts_at": ahead(days, first), "ends_at": ahead(days, last)}
        add_block(meeting, title=title, kind=kind, room=room, speakers=who, about="", **when, by=None, at=at)
    meeting = set_registration(
        meeting, takes=True, until=None, capacity=capacity, version=meeting.version, by=None, at=at
    )
    if announced:
        invite(meeting, by=None, at=at)
    meeting.refresh_from_db()
    return meeting


def signed_up(meeting: Any, *names: str, **facts: Any) -> list[Any]:
    """People register on their own, one after the other."""
    from planning.events.registering import Said, register

    at = min(now(), meeting.starts_at - timedelta(days=1))
    return [
        register(meeting, Said(name, **{"email": f"{name.split()[0].lower()}@example.org"} | facts), by=None, at=at)[0]
        for name in names
    ]


def over(meeting: Any, days: int = 1) -> Any:
    """As if the event had been some days ago."""
    from planning.meetings.models import AgendaItem, Meeting

    shift = meeting.ends_at - (now() - timedelta(days=days))
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at - shift, ends_at=meeting.ends_at - shift)
    for item in AgendaItem.objects.filter(meeting=meeting, starts_at__isnull=False):
        AgendaItem.objects.filter(pk=item.pk).update(starts_at=item.starts_at - shift, ends_at=item.ends_at - shift)
    meeting.refresh_from_db()
    return meeting
