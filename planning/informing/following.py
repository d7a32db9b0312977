"""Following by e-mail, without an account: asked for, agreed by a link in a letter, ended by one click.

A link that is only looked at changes nothing. Whoever ends it is forgotten.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Subquery, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.models import User
from kernel.journal import record
from kernel.mail import send
from kernel.tenancy import current_key, entered
from planning.delivery.models import ActionItem
from planning.groups.models import Person
from planning.informing.models import MUNICIPALITY, Subscription
from planning.informing.telling import KINDS, letters_path
from planning.structure.errors import PlanRefused
from planning.structure.models import Plan, Publication
from tenants import post
from tenants.addresses import URLS, address_of
from tenants.duties import mark_of
from tenants.models import How, Tenant

PURPOSE = "planning.follow"
KIND = "planning.follow"
ANSWER_WITHIN = timedelta(days=7)


@transaction.atomic
def ask_to_follow(email: str, topics: Iterable[str], tenant: Tenant, *, at: datetime) -> Subscription:
    """Remember the wish and send the letter whose link it takes; of what is followed already the letter says so."""
    wanted = _known(topics)
    if not wanted:
        raise PlanRefused(_("Choose what you want to follow."))
    address = email.strip().lower()
    facts = {"email": address, "asked_at": at}
    Subscription.objects.get_or_create(whose=mark_of(address), defaults=facts)
    row = Subscription.objects.select_for_update().get(whose=mark_of(address))
    new = [topic for topic in wanted if topic not in row.topics]
    row.asked, row.asked_at, row.version = sorted({*row.asked, *new}), at, row.version + 1
    row.save()
    tokens.withdraw(PURPOSE, row, at=at)
    secret = tokens.make_link(PURPOSE, row, current_key(), ANSWER_WITHIN, at=at) if row.asked else ""
    _write(row, tenant, secret)
    record("planning.following_asked", subject=row, by=None, at=at)
    return row


def _write(row: Subscription, tenant: Tenant, secret: str) -> None:
    """In the language of the page on which it was asked."""
    page = reverse("planning:follow_answer", URLS, [secret]) if secret else letters_path(row.whose)
    facts = {
        "tenant": tenant,
        "address": address_of(tenant, page),
        "topics": names_of(row.asked or row.topics),
        "is_new": bool(secret),
        "days": ANSWER_WITHIN.days,
    }
    subject = _("Please confirm: news from %(place)s") if secret else _("You follow this already: %(place)s")
    text = render_to_string("planning/informing/mail/follow.txt", facts)
    send(row.email, (subject % {"place": tenant.name})[:380], text, kind=KIND)


def looked_at(secret: str, *, at: datetime) -> Subscription | None:
    """The wish behind the link of a letter; changes nothing. Raises LinkRefused."""
    link = tokens.look(secret, PURPOSE, tenant=current_key(), at=at)
    return Subscription.objects.filter(pk=link.subject).first()


@transaction.atomic
def begin_to_follow(secret: str, *, at: datetime) -> Subscription | None:
    """The person behind the address agreed; None where the wish was forgotten meanwhile. Raises LinkRefused."""
    link = tokens.use(secret, PURPOSE, tenant=current_key(), at=at)
    row = Subscription.objects.select_for_update().filter(pk=link.subject).first()
    if row is None:
        return None
    row.topics, row.asked = sorted({*row.topics, *row.asked}), []
    row.confirmed_at, row.version = row.confirmed_at or at, row.version + 1
    row.save()
    record("planning.following_begun", subject=row, by=None, at=at)
    return row


@transaction.atomic
def change_topics(mark: UUID, topics: Iterable[str], tenant: Tenant, *, at: datetime) -> None:
    """What somebody who follows goes on following; nothing left ends it."""
    row = Subscription.objects.select_for_update().filter(whose=mark, confirmed_at__isnull=False).first()
    if row is None:
        return
    wanted = _known(topics)
    if not wanted:
        end_following(mark, tenant, at=at)
    elif wanted != row.topics:
        row.topics, row.version = wanted, row.version + 1
        row.save()
        record("planning.following_changed", subject=row, by=None, at=at)


@transaction.atomic
def end_following(mark: UUID, tenant: Tenant, *, at: datetime) -> None:
    """The address is forgotten: here, in what waits and in what was sent."""
    row = Subscription.objects.select_for_update().filter(whose=mark).first()
    if row is not None:
        tokens.withdraw(PURPOSE, row, at=at)
        record("planning.following_ended", subject=row, by=None, at=at)
        row.delete()
    post.forget(tenant, mark, only_asked_for=is_of_this_house(mark))


@transaction.atomic
def stop_letters(mark: UUID, tenant: Tenant, *, at: datetime) -> None:
    """No more news by letter at all, by one click; a second one changes nothing."""
    end_following(mark, tenant, at=at)
    if is_of_this_house(mark):
        post.keep_wishes(tenant, mark, dict.fromkeys(KINDS, How.NOT))


def is_of_this_house(mark: UUID) -> bool:
    """Whether the address is that of a member, of somebody who reports, or of an account: their wishes are kept."""
    emails = [
        *Person.objects.exclude(email="").values_list("email", flat=True),
        *ActionItem.objects.exclude(owner_email="").values_list("owner_email", flat=True).distinct(),
    ]
    key = current_key()
    with entered(""):
        accounts = User.objects.filter(memberships__tenant_id=key, memberships__ended_at__isnull=True)
        emails += accounts.values_list("email", flat=True).distinct()
    return any(mark_of(email) == mark for email in emails)


@transaction.atomic
def forget_unanswered(*, at: datetime) -> int:
    """Addresses that never answered are forgotten; of those who follow only the new wish is."""
    late = Subscription.objects.filter(asked_at__lt=at - ANSWER_WITHIN).exclude(asked=[])
    late.filter(confirmed_at__isnull=False).update(asked=[])
    count, _rows = late.filter(confirmed_at__isnull=True).delete()
    if count:
        record("planning.followers_forgotten", subject=("planning.subscription", "-"), by=None, at=at, count=count)
    return count


# --- topics -----------------------------------------------------------------------------------------------------------
def topics() -> list[tuple[str, str]]:
    """What can be followed: the municipality's notices, and each plan that everybody knows of."""
    rows = known_plans().order_by("-starts_on", "title", "pk")
    return [(MUNICIPALITY, _("all notices of the municipality")), *((str(plan.pk), plan.public_title) for plan in rows)]


def known_plans() -> Any:
    """Plans that are published or whose process has begun: the council's resolution makes that public.

    `public_title` is the one that was published; whoever writes a new one changes nothing outside before publishing.
    """
    published = Plan.objects.filter(publications__withdrawn_at__isnull=True, publications__isnull=False)
    begun = Plan.objects.filter(steps__isnull=False)
    texts = Publication.objects.in_force().filter(plan=OuterRef("pk")).annotate(told=KT("content__title"))
    known = Plan.objects.filter(pk__in=published.values("pk").union(begun.values("pk")))
    title = Coalesce(Subquery(texts.values("told")[:1]), F("title"), output_field=TextField())
    return known.annotate(public_title=title)


def names_of(chosen: Iterable[str]) -> list[str]:
    names = dict(topics())
    return [names[topic] for topic in chosen if topic in names]


def _known(chosen: Iterable[str]) -> list[str]:
    return sorted(set(chosen) & {topic for topic, _name in topics()})
