"""Work of this room by the clock."""

import logging

from celery import shared_task

from kernel.clock import now, today
from planning.delivery.reminding import ask_owners
from planning.groups.applying import forget_applicants
from tenants.context import each_tenant

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def forget_old_applications() -> None:
    """Each night: what is personal in applications to groups that were answered long enough ago."""
    count = sum(forget_applicants(at=now()) for _tenant in each_tenant())
    log.info("Applications to groups forgotten: %s", count)


@shared_task(ignore_result=True)
def remind_owners() -> None:
    """Each morning: who still has to report on something in any municipality hears of it, one letter from each."""
    written = sum(ask_owners(today(), tenant, at=now()) for tenant in each_tenant())
    log.info("Letters to those who report: %s", written)
