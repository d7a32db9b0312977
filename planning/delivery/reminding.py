"""Letters to those who report: one to each owner with everything that is awaited, never two on one day.

Each letter is a transaction of its own and says itself that it was written, so whoever is killed in the middle begins
again where it ended.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from accounts import tokens
from kernel.clock import day_of, moment
from kernel.journal import record
from kernel.mail import send
from kernel.tenancy import current_key
from planning.delivery.models import Report
from tenants import post
from tenants.addresses import URLS, address_of
from tenants.duties import mark_of
from tenants.models import How, Tenant

log = logging.getLogger(__name__)
PURPOSE = "planning.reports"
KIND = "report"  # of news, as people choose how to hear of it
BEFORE = (timedelta(days=7), timedelta(days=1))
AFTER = timedelta(days=1)
AGAIN = timedelta(days=7)
LINKS_WORK_FOR = timedelta(days=60)  # after the day to answer by


def is_due(due_on: date, asked_on: date | None, day: date, returned_on: date | None = None) -> bool:
    """Whether an owner is to be written to on this day about a report that was last asked for on `asked_on`.

    At once, a week before, a day before, a day after and then every week; also when it was returned since.
    """
    if asked_on is None:
        return True
    if asked_on >= day:
        return False
    if returned_on is not None and returned_on >= asked_on:
        return True
    marks = [due_on - each for each in BEFORE]
    late = (day - due_on - AFTER).days
    if late >= 0:
        marks.append(due_on + AFTER + AGAIN * (late // AGAIN.days))
    return any(asked_on < mark <= day for mark in marks)


def owners_due(day: date) -> list[str]:
    """Addresses that are to be written to on this day, in the tenant where we stand."""
    rows = Report.objects.awaited().exclude(item__owner_email="").select_related("round", "item")
    return sorted({row.item.owner_email for row in rows if _is_due(row, day)})


def _is_due(report: Report, day: date, *, hears_at_once: bool = False) -> bool:
    """Who hears at once of what came back needs no letter about it the morning after."""
    is_back = not hears_at_once and report.stage == Report.Stage.RETURNED and report.decided_at is not None
    returned_on = day_of(report.decided_at) if is_back and report.decided_at else None
    return is_due(report.round.due_on, report.asked_on, day, returned_on)


def ask_owners(day: date, tenant: Tenant, *, at: datetime) -> int:
    """Write all letters that are due; answers how many. One that cannot be written does not keep back the others."""
    return sum(try_letter(email, day, tenant, at=at) for email in owners_due(day))


def try_letter(email: str, day: date, tenant: Tenant, *, at: datetime) -> bool:
    """Write the letter; what goes wrong is logged, without the address, and the owner is due again next time."""
    try:
        return write_letter(email, day, tenant, at=at)
    except Exception:
        log.exception("A letter to one who reports failed in the municipality %s", tenant.key)
        return False


@transaction.atomic
def write_letter(email: str, day: date, tenant: Tenant, *, at: datetime) -> bool:
    """One letter with everything this owner still has to send, unless somebody has written it or holds it now."""
    rows = Report.objects.awaited().filter(item__owner_email=email)
    held = list(
        rows.select_for_update(of=("self",), skip_locked=True)
        .select_related("round__action_plan__plan", "item")
        .order_by("round__due_on", "item__position", "pk")
    )
    wish = post.how(tenant, email, KIND)
    is_due_now = any(_is_due(report, day, hears_at_once=wish == How.AT_ONCE) for report in held)
    if wish == How.NOT or not is_due_now or any(report.asked_on == day for report in held):
        return False
    secret = make_link(email, max(report.round.due_on for report in held), at=at)
    subject, text = letter_of(held, tenant, address_of_link(tenant, secret), day)
    news = post.News(KIND, f"reports:{day}", subject)
    post.tell_now(tenant, email, news, lambda: send(email, subject, text, kind=PURPOSE), at=at)
    Report.objects.filter(pk__in=[report.pk for report in held]).update(asked_on=day)
    record("planning.owner_asked", subject=held[0], by=None, at=at, reports=len(held))
    return True


def make_link(email: str, due_on: date, *, at: datetime) -> str:
    """The secret of a link that opens what this address reports on, here and for a time; it names nobody."""
    last = moment(max(due_on, day_of(at)) + LINKS_WORK_FOR)
    return tokens.make_link(PURPOSE, mark_of(email), current_key(), last - at, at=at)


def address_of_link(tenant: Tenant, secret: str) -> str:
    return address_of(tenant, reverse("planning:reports_by_link", URLS, [secret]))


def owner_of(secret: str, *, at: datetime) -> str:
    """The address the link was sent to, or "" where nothing is asked of it any more. Raises LinkRefused."""
    link = tokens.look(secret, PURPOSE, tenant=current_key(), at=at)
    emails = Report.objects.filter(round__closed_at__isnull=True).exclude(item__owner_email="")
    known: Iterable[str] = emails.values_list("item__owner_email", flat=True).distinct()
    return next((email for email in known if mark_of(email) == UUID(link.subject)), "")


def letter_of(reports: list[Report], tenant: Tenant, address: str, day: date) -> tuple[str, str]:
    """Subject and text in the language of the site."""
    with translation.override(tenant.language):
        subject = ngettext(
            "%(place)s: please report on %(n)s task",
            "%(place)s: please report on %(n)s tasks",
            len(reports),
        ) % {"place": tenant.name, "n": len(reports)}
        facts: dict[str, Any] = {
            "tenant": tenant,
            "reports": reports,
            "address": address,
            "is_late": any(report.round.due_on < day for report in reports),
        }
        one_line = " ".join(subject.split())[:380]
        return one_line, render_to_string("planning/delivery/letter.txt", facts)
