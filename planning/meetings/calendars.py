"""The calendars of a municipality: the public one, and a person's own by a secret address."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.journal import record
from kernel.mail import send
from kernel.signing import fits, seal, sign, unsign
from planning.groups.models import GroupMember, Person
from planning.meetings import ical
from planning.meetings.models import Meeting, Participant
from planning.meetings.stages import TOLD, Stage
from planning.structure.errors import PlanRefused
from tenants.addresses import URLS, address_of
from tenants.models import Tenant

CALENDAR, ANSWER = "planning.meetings.calendar", "planning.meetings.answer"
FOR_YEARS = timedelta(days=3660)
ANSWERED_FOR = timedelta(days=365)
PAST = timedelta(days=400)


def open_meetings() -> QuerySet[Meeting]:
    """What everybody may know of: open to the public, and people were told. A closed meeting is never here."""
    told = Q(stage__in=TOLD) | Q(stage=Stage.CANCELLED, invited_at__isnull=False)
    return Meeting.objects.filter(told, is_open=True)


def meetings_of(person: uuid.UUID) -> QuerySet[Meeting]:
    """To which a person was invited, cancelled ones too."""
    asked = Participant.objects.filter(person=person, invited_at__isnull=False)
    return Meeting.objects.filter(pk__in=asked.values("meeting_id"))


def event_address(meeting: Meeting, site: Tenant) -> str:
    """Where everybody reads of an open meeting."""
    return address_of(site, _public_page(meeting))


def _public_page(meeting: Meeting) -> str:
    return reverse("planning:public_meeting", args=[meeting.pk], urlconf=URLS)


def happening(meeting: Meeting, text: str = "", address: str = "", *, is_off: bool = False) -> ical.Happening:
    """The entry of a calendar; `is_off` takes it out of the calendar of one person only."""
    return ical.Happening(
        uid=f"{meeting.pk}@opora",
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=meeting.title,
        changed_at=meeting.changed_at,
        place=meeting.place or meeting.call_address,
        text=text or what_to_know(meeting),
        address=address,
        is_cancelled=is_off or meeting.stage == Stage.CANCELLED,
    )


def what_to_know(meeting: Meeting) -> str:
    """Why it does not take place, the note, and the address of the call: it stands here even where a place is told."""
    call = _("Address of the call: %(address)s") % {"address": meeting.call_address} if meeting.call_address else ""
    return "\n".join(filter(None, (meeting.cancelled_why, meeting.note, call)))


def public_feed(site: Tenant, at: datetime) -> str:
    """The open meetings of a municipality, those of the last year too."""
    rows = open_meetings().filter(starts_at__gte=at - PAST).order_by("starts_at", "pk")
    return ical.feed(_entries(rows, site), _("Meetings: %(name)s") % {"name": site.name})


def single_feed(meeting: Meeting, site: Tenant) -> str:
    """One open meeting, to be taken into a calendar."""
    return ical.feed([happening(meeting, address=event_address(meeting, site))], meeting.title)


def _entries(rows: Iterable[Meeting], site: Tenant) -> Iterable[ical.Happening]:
    base = address_of(site, "")
    for meeting in rows:
        yield happening(meeting, address=f"{base}{_public_page(meeting)}" if meeting.is_open else "")


# --- a person's own ---------------------------------------------------------------------------------------------------
def feed_of(person: Person | None, site: Tenant) -> str:
    """The secret address of a person's calendar; empty before it was made."""
    if person is None or not person.calendar_number:
        return ""
    secret = sign([str(person.pk), person.calendar_number], CALENDAR)
    return address_of(site, reverse("planning:own_calendar", args=[secret], urlconf=URLS))


@transaction.atomic
def renew_address(person: Person, *, by: Any, at: datetime) -> None:
    """A new secret address, the first one too; the old one leads nowhere from now on."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    row.calendar_number += 1
    row.version += 1
    row.save(update_fields=["calendar_number", "version"])
    person.calendar_number, person.version = row.calendar_number, row.version
    record("planning.calendar_renewed", subject=row, by=by, at=at)


@transaction.atomic
def mail_address(person: Person | None, site: Tenant, *, is_new: bool, by: Any, at: datetime) -> None:
    """Send the secret address to the person's own e-mail, and show it nowhere: an invitation may be forwarded."""
    if person is None or not person.email:
        raise PlanRefused(_("We have no e-mail of yours to send the address to."))
    if is_new or not feed_of(person, site):
        renew_address(person, by=by, at=at)
    with translation.override(site.language):
        facts = {"site": site, "address": feed_of(person, site)}
        text = render_to_string("planning/meetings/mail/calendar.txt", facts)
        reply_to = site.contact.get("email", "")
        send(person.email, _("The address of your own calendar"), text, kind="planning.calendar", reply_to=reply_to)


def own_feed(secret: str, site: Tenant, at: datetime) -> str | None:
    """The calendar behind a secret address; None where it is wrong or was renewed."""
    try:
        person, number = unsign(secret, CALENDAR, max_age=FOR_YEARS)
    except (BadSignature, ValueError):
        return None
    row = Person.objects.filter(pk=person, calendar_number=number, calendar_number__gt=0).first()
    if row is None:
        return None
    rows = meetings_of(row.pk).filter(starts_at__gte=at - PAST).filter(_sits_on_the_day(row.pk))
    rows = rows.order_by("starts_at", "pk")
    return ical.feed(_entries(rows, site), _("My meetings: %(name)s") % {"name": site.name})


def _sits_on_the_day(person: uuid.UUID) -> Exists:
    """Whoever has left the groups of a meeting before it does not learn when it is."""
    day = OuterRef("starts_at__date")
    runs = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    rows = GroupMember.objects.filter(runs, person=person, starts_on__lte=day)
    return Exists(rows.filter(group__in_meetings__meeting=OuterRef("pk")))


# --- the link of an invitation ----------------------------------------------------------------------------------------
def answer_address(participant: Participant, site: Tenant) -> str:
    """Where an invited person answers without signing in, as often as they like."""
    return address_of(site, answer_path(participant))


def answer_path(participant: Participant) -> str:
    return reverse("planning:answer", args=[answer_secret(participant)], urlconf=URLS)


def answer_secret(participant: Participant) -> str:
    return sign([str(participant.pk), seal(_address_of(participant), ANSWER)], ANSWER)


def _address_of(participant: Participant) -> str:
    """The e-mail that the link goes to: it has to fit, and it cannot be read in the link."""
    return participant.person.email.lower() if participant.person else ""


def invited_by(secret: str, at: datetime) -> Participant | None:
    """Whose link it is; None where it is wrong, from elsewhere, a year after the meeting, or went to an e-mail that
    is no longer the person's: a new e-mail makes the old links useless."""
    try:
        found, sealed = unsign(secret, ANSWER, max_age=FOR_YEARS)
    except (BadSignature, ValueError):
        return None
    rows = Participant.objects.select_related("meeting", "person")
    row = rows.filter(pk=found, invited_at__isnull=False, person__isnull=False).first()
    if row is None or not fits(_address_of(row), sealed, ANSWER) or at > row.meeting.ends_at + ANSWERED_FOR:
        return None
    return row
