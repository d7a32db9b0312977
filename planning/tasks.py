"""Work of this room by the clock."""

import logging
from collections.abc import Callable

from celery import shared_task

from kernel.clock import now, today
from planning.delivery.reminding import ask_owners
from planning.events.after import forget_registered
from planning.groups.applying import forget_applicants
from planning.informing import telling
from planning.informing.following import forget_unanswered
from planning.surveys.commands import mix_links_and_codes
from tenants import post
from tenants.context import each_tenant
from tenants.models import Tenant

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def forget_old_applications() -> None:
    """Each night: what is personal in applications to groups that were answered long enough ago."""
    count = _in_each(lambda _tenant: forget_applicants(at=now()))
    log.info("Applications to groups forgotten: %s", count)


@shared_task(ignore_result=True)
def forget_old_registrations() -> None:
    """Each night: needs a week after an event, contacts and whoever did not come sixty days after it."""
    count = _in_each(lambda _tenant: forget_registered(at=now()))
    log.info("Registrations for events forgotten: %s", count)


@shared_task(ignore_result=True)
def remind_owners() -> None:
    """Each morning: who still has to report on something in any municipality hears of it, one letter from each."""
    written = _in_each(lambda tenant: ask_owners(today(), tenant, at=now()))
    log.info("Letters to those who report: %s", written)


@shared_task(ignore_result=True)
def mix_answers() -> None:
    """Each night: answers that came by links and codes lose the order in which they came."""
    count = _in_each(lambda _tenant: mix_links_and_codes())
    log.info("Answers to surveys mixed: %s", count)


@shared_task(ignore_result=True)
def write_daily_letters() -> None:
    """Each morning: one letter to everybody for whom news waits, also of notices whose first day has come."""

    def write(tenant: Tenant) -> int:
        telling.tell_notices(today(), tenant, at=now())
        return telling.write_daily(tenant, at=now())

    log.info("Letters of the day: %s", _in_each(write))


@shared_task(ignore_result=True)
def forget_old_followers() -> None:
    """Each night: addresses that never agreed, and to whom letters of long ago went."""
    count = _in_each(lambda _tenant: forget_unanswered(at=now()))
    log.info("Followers forgotten: %s, old addresses: %s", count, post.forget_old_addresses(now()))


def _in_each(act: Callable[[Tenant], int]) -> int:
    """Do it in every municipality and add up the answers; where it fails, the others have it all the same."""
    count = 0
    for tenant in each_tenant():
        try:
            count += act(tenant)
        except Exception:
            log.exception("It failed in the municipality %s", tenant.key)
    return count
