"""Letters to those who registered. Each is told of each state of it once, whatever events arrive how often."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.mail import send
from planning.events.links import registration_address
from planning.events.queries import place_in_line
from planning.meetings import ical
from planning.meetings.calendars import event_address, happening, what_to_know
from planning.meetings.guards import HERE
from planning.meetings.models import Meeting, Participant
from planning.meetings.papers import when_of
from planning.meetings.stages import Stage
from tenants.models import Tenant
from ui.typography import date_long

Registration = Participant.Registration
AT_ONCE = 50


@transaction.atomic
def tell_registered(meeting_id: str, site: Tenant, at: datetime) -> int:
    """Tell those who do not know how it stands now; answers how many letters. At most fifty at once."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None or at >= meeting.ends_at:
        return 0
    rows = list(untold(meeting)[:AT_ONCE])
    with translation.override(site.language):
        for row in rows:
            _tell(meeting, row, site, at)
    return len(rows)


def untold(meeting: Meeting) -> QuerySet[Participant]:
    """Who has an e-mail and does not know of the state of the registration, or of the last change of the event.

    Before the event is announced nobody is told: its page is not there yet. The invitation posts these letters."""
    if meeting.stage == Stage.PLANNED:
        return meeting.participants.none()
    rows = meeting.participants.registered().exclude(email="")
    stands = ~Q(registration=Registration.WITHDRAWN)
    another = ~Q(registration=F("told_registration"))
    withdrew = Q(registration=Registration.WITHDRAWN) & ~Q(told_registration__in=("", Registration.WITHDRAWN))
    if meeting.stage == Stage.CANCELLED:
        rows = rows.filter(stands & ~Q(told_registration="") & ~Q(told=meeting.sequence))
    else:
        rows = rows.filter((stands & (another | ~Q(told=meeting.sequence) | Q(told__isnull=True))) | withdrew)
    return rows.order_by("number")


def _tell(meeting: Meeting, row: Participant, site: Tenant, at: datetime) -> None:
    address = registration_address(row, site)
    is_off = row.registration == Registration.WITHDRAWN
    facts = {
        "meeting": meeting,
        "row": row,
        "site": site,
        "address": address,
        "public": event_address(meeting, site),
        "when": when_of(meeting),
        "is_cancelled": meeting.stage == Stage.CANCELLED,
        "is_withdrawn": is_off,
        "is_waiting": row.registration == Registration.WAITING,
        "moved_up": row.registration == Registration.TAKEN and row.told_registration == Registration.WAITING,
        "is_update": row.registration == row.told_registration,
        "place": place_in_line(row) if row.registration == Registration.WAITING else 0,
    }
    send(
        row.email,
        _subject(meeting, row),
        render_to_string("planning/events/mail/registration.txt", facts),
        kind="planning.registration",
        reply_to=site.contact.get("email", ""),
        calendar=_calendar(meeting, row, site, address, at),
    )
    row.told_registration, row.told = row.registration, meeting.sequence
    row.version += 1
    row.save(update_fields=["told_registration", "told", "version"])


def _calendar(meeting: Meeting, row: Participant, site: Tenant, address: str, at: datetime) -> str:
    """Whoever has a place gets the entry, and whoever had one gets it taken out; who waits has none."""
    had_place = row.told_registration == Registration.TAKEN
    has_place = row.registration == Registration.TAKEN
    if not has_place and not had_place:
        return ""
    words = _("Your registration, also to cancel it: %(address)s") % {"address": address}
    text = "\n".join(filter(None, (what_to_know(meeting), words)))
    entry = happening(meeting, text, address, is_off=not has_place)
    organizer = ical.Party(site.name, site.contact.get("email") or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    return ical.request(entry, organizer, ical.Party(row.name, row.email), at)


def _subject(meeting: Meeting, row: Participant) -> str:
    facts = {"title": " ".join(meeting.title.split())[:200], "day": date_long(meeting.starts_at)}
    if meeting.stage == Stage.CANCELLED:
        return _("Cancelled: %(title)s, %(day)s") % facts
    if row.registration == Registration.WITHDRAWN:
        return _("Your registration is cancelled: %(title)s, %(day)s") % facts
    if row.registration == Registration.WAITING:
        return _("You are on the waiting list: %(title)s, %(day)s") % facts
    if row.told_registration == Registration.TAKEN:
        return _("Changed: %(title)s, %(day)s") % facts
    return _("You have a place: %(title)s, %(day)s") % facts


@transaction.atomic
def thank_those_who_came(meeting_id: str, site: Tenant, at: datetime) -> int:
    """Thank those who came and agreed that we write to them, each once; at most fifty at once."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None:
        return 0
    rows = list(to_be_thanked(meeting)[:AT_ONCE])
    with translation.override(site.language):
        for row in rows:
            facts = {"meeting": meeting, "row": row, "site": site, "address": registration_address(row, site),
                     "public": event_address(meeting, site), "day": date_long(meeting.starts_at)}  # fmt: skip
            subject = _("Thank you for coming: %(title)s") % {"title": " ".join(meeting.title.split())[:200]}
            text = render_to_string("planning/events/mail/thanks.txt", facts)
            send(row.email, subject, text, kind="planning.thanks", reply_to=site.contact.get("email", ""))
            row.thanked_at = at
            row.version += 1
            row.save(update_fields=["thanked_at", "version"])
    return len(rows)


def to_be_thanked(meeting: Meeting) -> QuerySet[Participant]:
    rows = meeting.participants.filter(may_write=True, presence__in=HERE, thanked_at__isnull=True)
    return rows.exclude(email="").order_by("number")
