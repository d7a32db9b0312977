"""DOOR: news for people by letter: one letter a day unless they wish otherwise, and never two about one thing.

A room says what happened and to whom it matters; how and when it goes out is decided here, by the wishes kept for a
mark of the address. The rows stand in the public schema: the letters they go in stand there too.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kernel.mail.models import OutgoingMail
from kernel.tenancy import entered
from tenants.duties import mark_of
from tenants.models import Tenant
from tenants.post_models import How, PostWish, Telling

log = logging.getLogger(__name__)
ADDRESSES_KEPT_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class News:
    """A thing of a kind (`notice`, `minutes` …) to tell, known by `thing`, with the page where it is read."""

    kind: str
    thing: str
    title: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out to one address: the things that wait for it, the oldest first."""

    to: str
    whose: uuid.UUID
    things: tuple[Telling, ...]


Sender = Callable[[Letter], OutgoingMail]


@transaction.atomic
def tell(tenant: Tenant, emails: Iterable[str], news: News, *, at: datetime, is_asked_for: bool = False) -> int:
    """Write down what each of these is to be told; answers for how many it is new.

    Whoever wishes to hear nothing of this kind is passed over; whoever heard of it already, too.
    """
    known = {mark_of(email): email.strip().lower() for email in emails if email.strip()}
    with entered(""):
        wishes = _wishes(tenant, known)
        rows = [
            _telling(tenant, mark, email, news, at, is_asked_for=is_asked_for)
            for mark, email in sorted(known.items())
            if _how(wishes.get(mark, {}), news.kind) != How.NOT
        ]
        before = Telling.objects.filter(tenant=tenant, thing=news.thing, whose__in=known).count()
        Telling.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        return Telling.objects.filter(tenant=tenant, thing=news.thing, whose__in=known).count() - before


@transaction.atomic
def tell_now(tenant: Tenant, email: str, news: News, write: Callable[[], OutgoingMail], *, at: datetime) -> bool:
    """Send a letter of its own about one thing, unless it was sent before; what waited for the day goes in it."""
    mark = mark_of(email)
    with entered(""):
        Telling.objects.bulk_create([_telling(tenant, mark, email.strip().lower(), news, at)], ignore_conflicts=True)
        row = Telling.objects.select_for_update().get(tenant=tenant, whose=mark, thing=news.thing)
    if row.sent_at is not None:
        return False
    mail = write()
    with entered(""):
        Telling.objects.filter(pk=row.pk).update(sent_at=at, mail=mail.pk)
    return True


def send_waiting(tenant: Tenant, send: Sender, *, at: datetime, at_once: bool = False) -> int:
    """One letter to everybody for whom something waits; with `at_once` only what they wish to hear at once.

    Each letter is a transaction of its own: who is killed in the middle goes on where it ended, and a letter that
    cannot be written does not keep back the others.
    """
    with entered(""):
        rows = Telling.objects.waiting().filter(tenant=tenant)
        if at_once:
            rows = rows.filter(whose__in=_in_a_hurry(tenant))
        marks = list(rows.order_by("whose").values_list("whose", flat=True).distinct())
    return sum(_try(tenant, mark, send, at, at_once=at_once) for mark in marks)


def _in_a_hurry(tenant: Tenant) -> list[uuid.UUID]:
    """Who wishes to hear of some kind at once."""
    rows = PostWish.objects.filter(tenant=tenant).values_list("whose", "kinds")
    return [whose for whose, kinds in rows if How.AT_ONCE in kinds.values()]


def _try(tenant: Tenant, mark: uuid.UUID, send: Sender, at: datetime, *, at_once: bool) -> bool:
    try:
        return _send_to(tenant, mark, send, at, at_once=at_once)
    except Exception:
        log.exception("A letter of news failed in the municipality %s", tenant.key)
        return False


@transaction.atomic
def _send_to(tenant: Tenant, mark: uuid.UUID, send: Sender, at: datetime, *, at_once: bool) -> bool:
    """Of two who come for the same person at the same time the second finds nothing left."""
    with entered(""):
        held = Telling.objects.waiting().filter(tenant=tenant, whose=mark).select_for_update(skip_locked=True)
        rows = list(held.order_by("told_at", "thing"))
        kinds = wishes_of(tenant, mark)
        refused = [row.pk for row in rows if _how(kinds, row.kind) == How.NOT]
        Telling.objects.filter(pk__in=refused).delete()
    rows = [row for row in rows if row.pk not in refused]
    if at_once:
        rows = [row for row in rows if _how(kinds, row.kind) == How.AT_ONCE]
    if not rows:
        return False
    mail = send(Letter(rows[0].to, mark, tuple(rows)))
    with entered(""):
        Telling.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=at, mail=mail.pk)
    return True


@transaction.atomic
def take_back(tenant: Tenant, thing: str) -> int:
    """What was withdrawn before its letter went out is told to nobody; answers for how many it waited."""
    with entered(""):
        count, _rows = Telling.objects.filter(tenant=tenant, thing=thing, sent_at__isnull=True).delete()
    return count


# --- wishes -----------------------------------------------------------------------------------------------------------
def wishes_of(tenant: Tenant, mark: uuid.UUID) -> dict[str, str]:
    """Kind → how, only where the person has chosen."""
    with entered(""):
        return _wishes(tenant, [mark]).get(mark, {})


def _wishes(tenant: Tenant, marks: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, str]]:
    rows = PostWish.objects.filter(tenant=tenant, whose__in=list(marks))
    return dict(rows.values_list("whose", "kinds"))


def _how(kinds: Mapping[str, str], kind: str) -> str:
    return kinds.get(kind, How.DAILY)


def how(tenant: Tenant, email: str, kind: str) -> str:
    """How this person wishes to hear of this kind of news."""
    return _how(wishes_of(tenant, mark_of(email)), kind)


@transaction.atomic
def keep_wishes(tenant: Tenant, mark: uuid.UUID, kinds: Mapping[str, str]) -> None:
    """From now on this person hears of these kinds so."""
    with entered(""):
        Tenant.objects.select_for_update().get(key=tenant.key)
        row = PostWish.objects.filter(tenant=tenant, whose=mark).first() or PostWish(tenant=tenant, whose=mark)
        row.kinds = {**row.kinds, **{kind: str(How(each)) for kind, each in kinds.items()}}
        row.save()


@transaction.atomic
def forget(tenant: Tenant, mark: uuid.UUID, *, only_asked_for: bool) -> None:
    """Nothing that waits goes out any more, and the address is gone from what was sent. Of somebody who takes part
    here, only what they had asked for as a follower; their tasks and minutes still reach them."""
    with entered(""):
        rows = Telling.objects.filter(tenant=tenant, whose=mark)
        if only_asked_for:
            rows = rows.filter(is_asked_for=True)
        rows.filter(sent_at__isnull=True).delete()
        rows.update(to="")
        if not only_asked_for:
            PostWish.objects.filter(tenant=tenant, whose=mark).delete()


def forget_old_addresses(at: datetime) -> int:
    """Each night: whom a letter of long ago went to is kept no longer; that it was sent stays known."""
    with entered(""):
        return Telling.objects.filter(sent_at__lt=at - ADDRESSES_KEPT_FOR).exclude(to="").update(to="")


# --- what was sent ----------------------------------------------------------------------------------------------------
def told_here(tenant: Tenant) -> Any:
    """Everything that was told or waits, the newest first."""
    return Telling.objects.filter(tenant=tenant).order_by("-told_at", "kind", "pk")


def told_to(tenant: Tenant, mark: uuid.UUID) -> Any:
    return told_here(tenant).filter(whose=mark)


def states_of(rows: Iterable[Telling]) -> dict[uuid.UUID, str]:
    """What became of the letters: a letter that was sent long ago is kept no longer and has no state here."""
    with entered(""):
        mails = OutgoingMail.objects.filter(pk__in={row.mail for row in rows if row.mail})
        return {pk: str(OutgoingMail.State(state).label) for pk, state in mails.values_list("pk", "state")}


def _telling(
    tenant: Tenant, mark: uuid.UUID, email: str, news: News, at: datetime, *, is_asked_for: bool = False
) -> Telling:
    return Telling(
        tenant=tenant,
        whose=mark,
        to=email,
        kind=news.kind,
        thing=news.thing,
        title=" ".join(news.title.split())[:400],
        path=news.path,
        is_asked_for=is_asked_for,
        told_at=at,
    )
