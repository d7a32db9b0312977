"""Work of this room by the clock."""

import logging
from collections.abc import Callable

from celery import shared_task

from kernel.clock import now, today
from planning.delivery.reminding import ask_owners
from planning.events.after import forget_registered
from planning.groups.applying import forget_applicants
from planning.surveys.commands import mix_letters
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
    count = _in_each(lambda _tenant: mix_letters())
    log.info("Answers to surveys mixed: %s", count)


def _in_each(act: Callable[[Tenant], int]) -> int:
    """Do it in every municipality and add up the answers; where it fails, the others have it all the same."""
    count = 0
    for tenant in each_tenant():
        try:
            count += act(tenant)
        except Exception:
            log.exception("It failed in the municipality %s", tenant.key)
    return count
