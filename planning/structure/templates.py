"""Plans as templates for others: offer one's own published text, read that of another municipality."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.journal import record
from kernel.tenancy import current_key
from planning.structure.errors import PlanRefused
from planning.structure.history import remember
from planning.structure.locking import lock
from planning.structure.models import Plan
from planning.structure.published import PublishedPlan, published_plan
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.offers import replace_offer


@transaction.atomic
def offer_plan(plan: Plan, *, is_offered: bool, by: Any, at: datetime) -> Plan:
    """Let others in the region begin their plan with what is published of this one, or no longer."""
    plan = lock(plan)
    if is_offered and plan.published() is None:
        raise PlanRefused(_("Only a published plan can be offered to others."))
    if plan.is_template != is_offered:
        plan.is_template = is_offered
        plan.save(update_fields=["is_template"])
        replace_offer(current_key(), plan.pk, _published_title(plan) if is_offered else None)
        remember(plan, plan, "offered" if is_offered else "offer_ended", by=by, at=at)
        record("planning.plan_offered", subject=plan, by=by, at=at, is_offered=is_offered)
    return plan


def _published_title(plan: Plan) -> str:
    told = plan.published()
    return str(told.content["title"]) if told else plan.title


def offered_text(key: str, plan_id: uuid.UUID) -> PublishedPlan | None:
    """What another municipality publishes and offers; None where it offers it no longer."""
    try:
        with in_tenant(key) as tenant:
            if not tenant.is_open or not Plan.objects.filter(pk=plan_id, is_template=True).exists():
                return None
            return published_plan(plan_id)
    except Tenant.DoesNotExist:
        return None
