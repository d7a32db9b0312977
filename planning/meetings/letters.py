"""The letters of a meeting. Each person is told of each state of it once, whatever events arrive how often."""

from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.mail import send
from kernel.mail.models import OutgoingMail
from planning.meetings import ical
from planning.meetings.calendars import answer_address, answer_path, happening, what_to_know
from planning.meetings.models import Meeting, Participant
from planning.meetings.queries import open_tasks, seats_of, still_sitting
from planning.meetings.stages import TOLD, Stage
from tenants.models import Tenant
from tenants.post import News, tell, tell_now
from ui.typography import clock_time, date_long

AT_ONCE = 50
JOB = "planning.meeting_letters"  # writes them all, where there are more than at once


@transaction.atomic
def tell_invited(meeting_id: str, site: Tenant, at: datetime) -> int:
    """The invitation, its update or its cancelling to whoever has not got it; answers how many letters. At most fifty
    at once: call it again until nobody is left."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None or meeting.stage not in (Stage.INVITED, Stage.CANCELLED):
        return 0
    _mend_channels(meeting, at)
    rows = list(untold(meeting)[:AT_ONCE])
    if not rows:
        return 0
    with translation.override(site.language):
        common = _common(meeting, site)
        return sum(_tell(meeting, row, site, at, common) for row in rows)


def untold(meeting: Meeting) -> QuerySet[Participant]:
    """Who has an e-mail and does not know how the meeting stands."""
    rows = _reachable(meeting).exclude(told=meeting.sequence)
    return rows.filter(told__isnull=False) if meeting.stage == Stage.CANCELLED else rows


def _mend_channels(meeting: Meeting, at: datetime) -> None:
    """Somebody invited on paper who has an e-mail by now gets letters there, and the other way round."""
    if meeting.stage != Stage.INVITED or meeting.starts_at <= at:
        return
    paper, email = Participant.Channel.PAPER, Participant.Channel.EMAIL
    rows = meeting.participants.filter(invited_at__isnull=False, person__isnull=False)
    rows.filter(channel=paper).exclude(person__email="").update(channel=email, version=F("version") + 1)
    rows.filter(channel=email, person__email="").update(channel=paper, version=F("version") + 1)


def coming_of(person_id: UUID, at: datetime) -> list[UUID]:
    """Meetings to which somebody is invited and which lie ahead."""
    rows = Participant.objects.filter(person=person_id, invited_at__isnull=False, meeting__stage=Stage.INVITED)
    return list(rows.filter(meeting__starts_at__gt=at).values_list("meeting_id", flat=True))


def write_anew(person_id: UUID, at: datetime) -> list[UUID]:
    """The e-mail of somebody is another one now, so the links they have lead nowhere: they are invited once more.
    Answers the meetings whose letters have to be written."""
    meetings = coming_of(person_id, at)
    rows = Participant.objects.filter(person=person_id, meeting__in=meetings)
    rows.update(told=None, version=F("version") + 1)
    return meetings


def _reachable(meeting: Meeting, day: date | None = None) -> QuerySet[Participant]:
    """The invited who have an e-mail today, and a mandate on the day of the meeting; with a day, one that has not
    ended before it."""
    sitting = still_sitting(seats_of(meeting), day or day_of(meeting.starts_at))
    rows = meeting.participants.filter(invited_at__isnull=False, person__in=sitting)
    return rows.exclude(person__email="").select_related("person").order_by("name", "pk")


def _tell(meeting: Meeting, row: Participant, site: Tenant, at: datetime, common: Mapping[str, Any]) -> int:
    """The letter of this state of the meeting; a person to whom it went already is not written to again."""
    address = answer_address(row, site)
    organizer = ical.Party(site.name, site.contact.get("email") or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    words = _("Answer here: %(address)s") % {"address": address}
    text = "\n".join(filter(None, (what_to_know(meeting), words)))
    entry = happening(meeting, text, address)

    def write() -> OutgoingMail:
        return send(
            _email(row),
            _subject(meeting, row),
            _text(row, address, common),
            kind="planning.meeting",
            reply_to=site.contact.get("email", ""),
            calendar=ical.request(entry, organizer, ical.Party(row.name, _email(row)), at),
        )

    thing = f"invitation:{meeting.pk}:{row.pk}:{meeting.sequence}"
    is_sent = tell_now(site, _email(row), News("invitation", thing, _subject(meeting, row)), write, at=at)
    row.told = meeting.sequence
    row.version += 1
    row.save(update_fields=["told", "version"])
    return int(is_sent)


def _email(row: Participant) -> str:
    return row.person.email if row.person else ""


def _subject(meeting: Meeting, row: Participant) -> str:
    facts = {"title": " ".join(meeting.title.split()), "day": date_long(meeting.starts_at)}
    if meeting.stage == Stage.CANCELLED:
        return _("Cancelled: %(title)s, %(day)s") % facts
    if row.told is not None:
        return _("Changed: %(title)s, %(day)s") % facts
    return _("Invitation: %(title)s, %(day)s") % facts


def _common(meeting: Meeting, site: Tenant) -> dict[str, Any]:
    """What all letters about a state of the meeting say."""
    return {
        "meeting": meeting,
        "site": site,
        "day": date_long(meeting.starts_at),
        "from": clock_time(meeting.starts_at),
        "to": clock_time(meeting.ends_at),
        "items": list(meeting.items.all()),
        "left": list(open_tasks(meeting)),
        "groups": list(meeting.groups.order_by("name")),
        "is_cancelled": meeting.stage == Stage.CANCELLED,
    }


def _text(row: Participant, address: str, common: Mapping[str, Any]) -> str:
    facts = {**common, "row": row, "address": address, "is_update": row.told is not None}
    return render_to_string("planning/meetings/mail/invitation.txt", facts)


@transaction.atomic
def send_minutes(meeting_id: str, site: Tenant, at: datetime) -> int:
    """The minutes that were sent round, as a link, to everybody invited who has an e-mail now: with the letter of the
    day, or as they wish. Each round of them is told once."""
    meeting = Meeting.objects.filter(pk=meeting_id, stage__in=TOLD, sent_at__isnull=False).first()
    if meeting is None or meeting.sent_at is None:
        return 0
    with translation.override(site.language):
        words = {"title": " ".join(meeting.title.split()), "day": date_long(meeting.starts_at)}
        title = _("Minutes to read: %(title)s, %(day)s. If something is wrong in them, please tell us.") % words
        thing = f"minutes-round:{meeting.pk}:{meeting.sent_at:%Y%m%d%H%M%S}"
        return sum(
            tell(site, [_email(row)], News("minutes", thing, title, answer_path(row)), at=at)
            for row in _reachable(meeting, day_of(meeting.sent_at))
        )
