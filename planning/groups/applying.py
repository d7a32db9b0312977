"""Applications to join a group: anybody asks, the coordinator answers once, what is personal is forgotten in time."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.groups.commands import add_member, lock
from planning.groups.models import Application, Group, GroupMember, Person
from planning.groups.people import Newcomer
from planning.structure.errors import PlanRefused

KEPT_FOR = timedelta(days=60)
LONGEST = 2000
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
State = Application.State
FORGOTTEN = "–"  # in place of the reason, which every declined application has


@transaction.atomic
def ask_to_join(
    group: Group,
    *,
    name: str,
    email: str,
    phone: str,
    party: str,
    represents: str,
    why: str,
    name_is_public: bool,
    at: datetime,
) -> Application:
    """Somebody wants to join. Asking twice from one address is asking once; nobody becomes a member by it."""
    group = lock(group)
    refuse_closed(group, day_of(at))
    refuse_words(why, represents, name)
    email, phone = email.strip().lower(), phone.strip()
    if not (email or phone):
        raise PlanRefused(_("Leave an e-mail or a telephone number, so that we can answer."))
    waiting = group.applications.filter(state=State.WAITING)
    same = waiting.filter(email=email) if email else waiting.filter(email="", phone=phone)
    if known := same.first():
        return known
    application = Application.objects.create(
        group=group,
        name=name.strip(),
        email=email,
        phone=phone,
        party=party,
        represents=represents.strip(),
        why=why.strip(),
        name_is_public=name_is_public,
        asked_at=at,
    )
    record("planning.joining_asked", subject=application, by=None, at=at, group=str(group.pk), party=str(party))
    return application


def refuse_closed(group: Group, day: date) -> None:
    """Only a group that works, is shown and is open can be asked."""
    works = group.started_on <= day and (group.ended_on is None or group.ended_on >= day)
    if not (works and group.is_public and group.is_open):
        raise PlanRefused(_("This group takes no applications."))


def refuse_words(*texts: str) -> None:
    if any(len(text) > LONGEST for text in texts):
        raise PlanRefused(_("Shorten your words to %(count)s characters.") % {"count": LONGEST})
    if sum(len(LINK.findall(text)) for text in texts) > 1:
        raise PlanRefused(_("Leave out the web addresses; one at most can stand here."))


@transaction.atomic
def take_application(
    application: Application,
    *,
    who: Person | Newcomer,
    starts_on: date,
    ends_on: date | None = None,
    appointed_by: str = "",
    by: Any,
    at: datetime,
) -> GroupMember:
    """Whoever asked becomes a member; the letter follows."""
    held = _waiting(application)
    member = add_member(
        held.group,
        who=who,
        party=held.party,
        represents=held.represents,
        office=GroupMember.Office.MEMBER,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_by=appointed_by,
        name_is_public=held.name_is_public,
        agreed_on=day_of(held.asked_at) if held.name_is_public else None,
        by=by,
        at=at,
    )
    held.member = member
    _answer(held, State.TAKEN, "", by, at)
    record("planning.application_taken", subject=held, by=by, at=at, group=str(held.group_id), member=str(member.pk))
    return member


@transaction.atomic
def decline_application(application: Application, *, why: str, by: Any, at: datetime) -> Application:
    """Not this time, with a reason that the person reads."""
    held = _waiting(application)
    if not why.strip():
        raise PlanRefused(_("Say why."))
    _answer(held, State.DECLINED, why.strip(), by, at)
    record("planning.application_declined", subject=held, by=by, at=at, group=str(held.group_id))
    return held


@transaction.atomic
def forget_applicants(*, at: datetime) -> int:
    """Remove what is personal in applications that were answered long enough ago; answers how many."""
    rows = Application.objects.filter(~Q(state=State.WAITING), answered_at__lt=at - KEPT_FOR, forgotten_at__isnull=True)
    rows.filter(state=State.DECLINED).update(answer=FORGOTTEN)
    count = rows.update(name="", email="", phone="", represents="", why="", name_is_public=False, forgotten_at=at)
    if count:
        record("planning.applicants_forgotten", subject=("planning.application", "-"), by=None, at=at, count=count)
    return count


def _waiting(application: Application) -> Application:
    """The application, held; refused where somebody has answered it. The group is held first, as everywhere."""
    lock(application.group)
    held = Application.objects.select_for_update(of=("self",)).select_related("group").get(pk=application.pk)
    if held.state != State.WAITING:
        raise PlanRefused(_("Somebody else has answered this application already."), "answered")
    return held


def _answer(held: Application, state: str, answer: str, by: Any, at: datetime) -> None:
    held.state, held.answer, held.answered_at, held.answered_by = state, answer, at, getattr(by, "pk", by)
    held.version += 1
    held.save(update_fields=["state", "answer", "answered_at", "answered_by", "member", "version"])
