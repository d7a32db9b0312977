"""Whom a change matters to, and the letters in which it goes out: one a day unless somebody wishes otherwise."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy, ngettext

from kernel.clock import day_of
from kernel.mail import send
from kernel.mail.models import OutgoingMail
from kernel.signing import sign, unsign
from planning.groups.models import GroupMember
from planning.informing.changes import Change, of_notices
from planning.informing.log import log_by_itself
from planning.informing.models import MUNICIPALITY, Announcement, Channel, Subscription
from planning.structure.models import Plan
from tenants import post
from tenants.addresses import URLS, address_of
from tenants.duties import mark_of
from tenants.models import Tenant

KIND = "planning.news"
PURPOSE = "planning.letters"
LINKS_WORK_FOR = timedelta(days=3660)
RECENT = timedelta(days=30)
# Kinds of news as people choose among them. Invitations are not among them: they ask for an answer and go at once.
KINDS: dict[str, Any] = {
    "notice": gettext_lazy("notices"),
    "plan": gettext_lazy("publication of the plan"),
    "year": gettext_lazy("what is done year by year"),
    "meeting": gettext_lazy("open meetings"),
    "minutes": gettext_lazy("minutes of meetings"),
    "task": gettext_lazy("tasks given to me at meetings"),
    "report": gettext_lazy("reports awaited of me or returned to me"),
}


def followers(kind: str, plans: Iterable[UUID]) -> list[str]:
    """Addresses that wish to hear of it; without plans it is about all of them."""
    rows = Subscription.objects.filter(confirmed_at__isnull=False)
    topics = [str(each) for each in plans] or [str(pk) for pk in Plan.objects.values_list("pk", flat=True)]
    wanted = [*topics, MUNICIPALITY] if kind == "notice" else topics
    return list(rows.filter(topics__overlap=wanted).values_list("email", flat=True))


def members(plans: Iterable[UUID], day: date) -> list[str]:
    """Addresses of those who sit in the groups of these plans, or of any where none is named."""
    rows = GroupMember.objects.sitting_on(day).exclude(person__email="")
    wanted = list(plans)
    if wanted:
        rows = rows.filter(group__plan__in=wanted) | rows.filter(group__plan__isnull=True)
    return list(rows.values_list("person__email", flat=True).distinct())


def tell_change(
    change: Change, plans: Iterable[UUID], tenant: Tenant, *, at: datetime, also: Iterable[str] = (),
    but: Iterable[str] = (),
) -> int:  # fmt: skip
    """Write down whom it has to be told; answers to how many it is new. `but` are told of it in another way."""
    known = {mark_of(email) for email in but}
    told = post.News(change.kind, change.thing, change.title, change.path)
    asked = [email for email in followers(change.kind, plans) if mark_of(email) not in known]
    others = [email for email in also if mark_of(email) not in known]
    new = post.tell(tenant, asked, told, at=at, is_asked_for=True)
    return new + post.tell(tenant, others, told, at=at)


def tell_notices(day: date, tenant: Tenant, *, at: datetime) -> int:
    """Every notice whose first day has come, to everybody it matters to who has not heard of it."""
    # Some are published long before the first day on which they are shown.
    is_new = Q(published_at__gte=at - RECENT) | Q(shown_from__gte=day - RECENT)
    rows = Announcement.objects.of_today(day).filter(is_new).order_by("published_at", "pk")
    count = 0
    with translation.override(tenant.language):
        for row, change in zip(rows, of_notices(rows), strict=True):
            plans = [row.plan_id] if row.plan_id else []
            new = tell_change(change, plans, tenant, at=at, also=members(plans, day))
            if new:
                _log(row, new, at)
            count += new
    return count


def _log(notice: Announcement, count: int, at: datetime) -> None:
    log_by_itself(
        f"notice:{notice.pk}:email",
        channel=Channel.EMAIL,
        on=day_of(at),
        title=notice.title,
        audience=ngettext("%(n)s address of followers and members", "%(n)s addresses of followers and members", count)
        % {"n": count},
        plan_id=notice.plan_id,
        at=at,
    )


# --- letters ----------------------------------------------------------------------------------------------------------
def write_daily(tenant: Tenant, *, at: datetime) -> int:
    """The letter of the day to everybody for whom something waits; answers how many."""
    return post.send_waiting(tenant, lambda letter: write(letter, tenant), at=at)


def write_urgent(tenant: Tenant, *, at: datetime) -> int:
    """Letters to those who wish to hear of it at once."""
    return post.send_waiting(tenant, lambda letter: write(letter, tenant), at=at, at_once=True)


def write(letter: post.Letter, tenant: Tenant) -> OutgoingMail:
    with translation.override(tenant.language):
        return send(
            letter.to,
            _subject(letter, tenant),
            _text(letter, tenant),
            kind=KIND,
            reply_to=tenant.contact.get("email", ""),
            unsubscribe=address_of(tenant, stop_path(letter.whose)),
        )


def _subject(letter: post.Letter, tenant: Tenant) -> str:
    if len(letter.things) == 1:
        return f"{tenant.name}: {letter.things[0].title}"[:380]
    n = len(letter.things)
    words = ngettext("%(place)s: %(n)s piece of news", "%(place)s: %(n)s pieces of news", n)
    return words % {"place": tenant.name, "n": n}


def _text(letter: post.Letter, tenant: Tenant) -> str:
    order = list(KINDS)
    things = sorted(letter.things, key=lambda each: order.index(each.kind) if each.kind in order else len(order))
    facts = {
        "tenant": tenant,
        "things": [(thing, address_of(tenant, thing.path) if thing.path else "") for thing in things],
        "is_follower": any(thing.is_asked_for for thing in letter.things),
        "settings": address_of(tenant, letters_path(letter.whose)),
        "stop": address_of(tenant, stop_path(letter.whose)),
    }
    return render_to_string("planning/informing/mail/news.txt", facts)


# --- the way to one's own letters -------------------------------------------------------------------------------------
def letters_path(mark: UUID) -> str:
    return reverse("planning:letters_by_link", URLS, [sign(str(mark), PURPOSE)])


def stop_path(mark: UUID) -> str:
    return reverse("planning:stop_letters", URLS, [sign(str(mark), PURPOSE)])


def mark_behind(secret: str) -> UUID:
    """Whose letters a link is about; raises BadSignature where it is wrong or from elsewhere."""
    return UUID(unsign(secret, PURPOSE, max_age=LINKS_WORK_FOR))
