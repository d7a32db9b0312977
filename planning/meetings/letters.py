"""The letters of a meeting. Each person is told of each state of it once, whatever events arrive how often."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.mail import send
from kernel.mail.models import OutgoingMail
from planning.meetings import ical
from planning.meetings.calendars import answer_address, answer_path, happening, what_to_know
from planning.meetings.models import Meeting, Participant
from planning.meetings.queries import seats_of
from planning.meetings.stages import TOLD, Stage
from tenants.models import Tenant
from tenants.post import News, tell, tell_now
from ui.typography import clock_time, date_long


@transaction.atomic
def tell_invited(meeting_id: str, site: Tenant, at: datetime) -> int:
    """The invitation, its update or its cancelling to whoever has not got it; answers how many letters."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None or meeting.stage not in (Stage.INVITED, Stage.CANCELLED):
        return 0
    rows = _reachable(meeting).filter(channel=Participant.Channel.EMAIL).exclude(told=meeting.sequence)
    if meeting.stage == Stage.CANCELLED:
        rows = rows.filter(told__isnull=False)
    with translation.override(site.language):
        return sum(_tell(meeting, row, site, at) for row in rows)


def _reachable(meeting: Meeting) -> QuerySet[Participant]:
    """The invited who have an e-mail today, and a mandate on the day of the meeting."""
    sitting = [seat.person for seat in seats_of(meeting)]
    rows = meeting.participants.filter(invited_at__isnull=False, person__in=sitting)
    return rows.exclude(person__email="").select_related("person").order_by("name", "pk")


def _tell(meeting: Meeting, row: Participant, site: Tenant, at: datetime) -> int:
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
            _text(meeting, row, site, address),
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


def _text(meeting: Meeting, row: Participant, site: Tenant, address: str) -> str:
    facts = {
        "meeting": meeting,
        "row": row,
        "site": site,
        "address": address,
        "day": date_long(meeting.starts_at),
        "from": clock_time(meeting.starts_at),
        "to": clock_time(meeting.ends_at),
        "items": list(meeting.items.all()),
        "groups": list(meeting.groups.order_by("name")),
        "is_cancelled": meeting.stage == Stage.CANCELLED,
        "is_update": row.told is not None,
    }
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
            for row in _reachable(meeting)
        )
