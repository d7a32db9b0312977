"""Register for an event without an account, withdraw, move up: whoever comes at once goes one after the other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.groups.models import Party
from planning.meetings.commands import lock, save
from planning.meetings.models import Meeting, Participant
from planning.meetings.stages import Stage
from planning.structure.errors import ChangedMeanwhile, PlanRefused

Registration = Participant.Registration
STANDS = (Registration.TAKEN, Registration.WAITING)
MOST_OF_ONE_ADDRESS = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says who registers."""

    name: str
    email: str = ""
    phone: str = ""
    represents: str = ""
    needs: tuple[str, ...] = ()
    needs_note: str = ""
    may_write: bool = False

    def cleaned(self) -> "Said":
        needs = tuple(need for need in Participant.Need.values if need in self.needs)
        return Said(
            " ".join(self.name.split()),
            self.email.strip().lower(),
            " ".join(self.phone.split()),
            " ".join(self.represents.split()),
            needs,
            self.needs_note.strip(),
            self.may_write,
        )


@transaction.atomic
def register(meeting: Meeting, said: Said, *, by: Any, at: datetime) -> tuple[Participant, bool]:
    """A place, or one on the waiting list; sent twice it is one. Answers the registration and whether it is new.

    Without `by` somebody registers on their own: only while it is open, and not for a whole crowd from one address.
    """
    meeting = lock(meeting)
    said = said.cleaned()
    _refuse_closed(meeting, at, on_their_own=by is None)
    if not said.name:
        raise PlanRefused(_("Write the name."))
    if not (said.email or said.phone):
        raise PlanRefused(_("Leave an e-mail or a telephone number, so that we can tell you of a change."))
    standing = meeting.participants.filter(registration__in=STANDS)
    known = standing.filter(name__iexact=said.name, email=said.email, phone=said.phone).first()
    if known:
        return known, False
    if by is None and said.email and standing.filter(email=said.email).count() >= MOST_OF_ONE_ADDRESS:
        raise PlanRefused(
            _("From one e-mail at most %(count)s people can be registered. Write to us, and we enter the others.")
            % {"count": MOST_OF_ONE_ADDRESS}
        )
    row = _enter(meeting, said, at)
    record("planning.registered", subject=meeting, by=by, at=at, participant=str(row.pk), state=row.registration)
    return row, True


def _enter(meeting: Meeting, said: Said, at: datetime) -> Participant:
    has_place = meeting.free_places is None or meeting.free_places > 0
    row = Participant.objects.create(
        meeting=meeting,
        name=said.name,
        email=said.email,
        phone=said.phone,
        represents=said.represents,
        needs=list(said.needs),
        needs_note=said.needs_note,
        may_write=said.may_write,
        party=Party.PUBLIC,
        registration=Registration.TAKEN if has_place else Registration.WAITING,
        number=(meeting.participants.aggregate(last=Max("number"))["last"] or 0) + 1,
        registered_at=at,
    )
    if has_place:
        _count(meeting, +1)
    return row


@transaction.atomic
def change_registration(row: Participant, said: Said, *, version: int, by: Any, at: datetime) -> Participant:
    """Correct what was written of somebody who registered."""
    meeting = lock(row.meeting)
    _refuse_past(meeting, at)
    row = Participant.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.version != version:
        raise ChangedMeanwhile(_("Somebody else has changed this meanwhile. Look what stands there now."))
    said = said.cleaned()
    if not said.name or not (said.email or said.phone):
        raise PlanRefused(_("The name and an e-mail or a telephone number must stand there."))
    same = meeting.participants.filter(registration__in=STANDS, name__iexact=said.name, email=said.email)
    if row.registration in STANDS and same.filter(phone=said.phone).exclude(pk=row.pk).exists():
        raise PlanRefused(_("Somebody with this name and contact is registered already."))
    if row.email != said.email:
        row.told_registration, row.told = "", None  # the confirmation goes to the new address
    row.name, row.email, row.phone, row.represents = said.name, said.email, said.phone, said.represents
    row.needs, row.needs_note, row.may_write = list(said.needs), said.needs_note, said.may_write
    row.version += 1
    row.save()
    record("planning.registration_changed", subject=meeting, by=by, at=at, participant=str(row.pk))
    return row


@transaction.atomic
def withdraw(row: Participant, *, by: Any, at: datetime) -> Participant:
    """Somebody does not come after all; whoever waits longest moves up. A second press changes nothing."""
    meeting = lock(row.meeting)
    row = Participant.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.registration == Registration.WITHDRAWN:
        return row
    _refuse_past(meeting, at)
    had_place = row.registration == Registration.TAKEN
    row.registration = Registration.WITHDRAWN
    row.needs, row.needs_note = [], ""
    row.version += 1
    row.save()
    if had_place:
        _count(meeting, -1)
    moved = move_up(meeting, at)
    facts: dict[str, Any] = {"participant": str(row.pk), "moved_up": [str(each.pk) for each in moved]}
    record("planning.registration_withdrawn", subject=meeting, by=by, at=at, **facts)
    return row


def move_up(meeting: Meeting, at: datetime) -> list[Participant]:
    """Give the free places to those who wait, the first first; whoever calls holds the meeting."""
    if at >= meeting.starts_at or meeting.stage == Stage.CANCELLED:
        return []
    waiting = meeting.participants.filter(registration=Registration.WAITING).order_by("number")
    moved = list(waiting if meeting.free_places is None else waiting[: max(meeting.free_places, 0)])
    for row in moved:
        row.registration = Registration.TAKEN
        row.version += 1
    Participant.objects.bulk_update(moved, ["registration", "version"])
    _count(meeting, len(moved))
    return moved


@transaction.atomic
def set_registration(
    meeting: Meeting, *, takes: bool, until: datetime | None, capacity: int | None, version: int, by: Any, at: datetime
) -> Meeting:
    """Whether people register, until when, and how many places there are; more places let those who wait move up."""
    meeting = lock(meeting)
    if meeting.version != version:
        raise ChangedMeanwhile(_("Somebody else has changed the meeting meanwhile. Look what stands there now."))
    if not meeting.is_event:
        raise PlanRefused(_("People register for a conference, a public hearing or an information day only."))
    _refuse_past(meeting, at)
    if until is not None and until > meeting.starts_at:
        raise PlanRefused(_("Registration ends before the event begins."))
    if capacity is not None and capacity < meeting.places_taken:
        raise PlanRefused(
            _("%(count)s places are taken already; there cannot be fewer.") % {"count": meeting.places_taken}
        )
    if not takes and meeting.participants.filter(registration__in=STANDS).exists():
        raise PlanRefused(_("Somebody is registered already. Close the registration instead of leaving it out."))
    meeting.takes_registrations, meeting.registration_until, meeting.capacity = takes, until, capacity
    save(meeting, at)
    moved = move_up(meeting, at)
    record("planning.registration_set", subject=meeting, by=by, at=at, capacity=capacity, moved_up=len(moved))
    return meeting


@transaction.atomic
def close_registration(meeting: Meeting, *, closed: bool, by: Any, at: datetime) -> Meeting:
    """Nobody registers any more, or again; who waits still moves up. A second press changes nothing."""
    meeting = lock(meeting)
    if meeting.registration_closed == closed:
        return meeting
    meeting.registration_closed = closed
    save(meeting, at)
    record(
        "planning.registration_closed" if closed else "planning.registration_reopened", subject=meeting, by=by, at=at
    )
    return meeting


@transaction.atomic
def told_by_telephone(row: Participant, *, by: Any, at: datetime) -> Participant:
    """Somebody without e-mail was called and knows how it stands."""
    meeting = lock(row.meeting)
    row = Participant.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.told_registration, row.told = row.registration, meeting.sequence
    row.version += 1
    row.save(update_fields=["told_registration", "told", "version"])
    record("planning.registered_told", subject=meeting, by=by, at=at, participant=str(row.pk))
    return row


def _count(meeting: Meeting, more: int) -> None:
    meeting.places_taken += more
    Meeting.objects.filter(pk=meeting.pk).update(places_taken=meeting.places_taken)


def _refuse_closed(meeting: Meeting, at: datetime, *, on_their_own: bool) -> None:
    _refuse_past(meeting, at)
    if not meeting.takes_registrations or (on_their_own and not meeting.is_registering(at)):
        raise PlanRefused(_("The registration is closed."), "closed")


def _refuse_past(meeting: Meeting, at: datetime) -> None:
    if meeting.stage == Stage.CANCELLED:
        raise PlanRefused(_("The event does not take place."), "closed")
    if at >= meeting.ends_at:
        raise PlanRefused(_("The event is over."), "closed")
