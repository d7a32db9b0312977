"""Acts on roles: who gives which, giving, ending."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from kernel.tenancy import current_key, entered
from tenants.errors import RoleRefused
from tenants.models import Membership, Tenant
from tenants.predicates import active_roles
from tenants.roles import CATALOGUE_ROLES, LEADING_ROLES, REGION_ROLES, Role, roles_of_site


def roles_of_tenant(tenant: Tenant) -> frozenset[Role]:
    """The roles that can be held in this tenant; only a microregion has a manager."""
    roles = roles_of_site(is_region=tenant.is_region)
    return roles if tenant.is_region or tenant.kind == Tenant.Kind.MICROREGION else roles - {Role.MICROREGION_MANAGER}


def roles_given_by(user: Any, tenant: Tenant) -> frozenset[Role]:
    """The roles in a tenant that the person may give and end, standing where we stand.

    The region appoints those who lead a municipality's site and they invite the rest; nobody gives roles of a
    municipality from the site of another one.
    """
    standing = current_key()
    held = active_roles(user, standing)
    if standing:
        may = roles_of_tenant(tenant) if standing == tenant.key and held & LEADING_ROLES else frozenset()
    elif tenant.is_region:
        may = (REGION_ROLES | CATALOGUE_ROLES) if Role.OPERATOR in held else frozenset()
        may |= CATALOGUE_ROLES if Role.DATA_STEWARD in held else frozenset()
    else:
        may = LEADING_ROLES if held & {Role.OPERATOR, Role.METHODOLOGIST} else frozenset()
    return may & roles_of_tenant(tenant)


@transaction.atomic
def give_role(tenant: Tenant, *, user: Any, role: Role, by: Any, at: datetime) -> Membership:
    """Give a role to an account; holding it already changes nothing."""
    if role not in roles_of_tenant(tenant):
        raise RoleRefused(_("This role cannot be held here."))
    with entered(""):
        held = Membership.objects.select_for_update().filter(tenant=tenant, user=user, role=role, ended_at__isnull=True)
        membership = held.first()
        if membership is not None and (membership.ends_on is None or membership.ends_on >= day_of(at)):
            return membership
        held.update(ended_at=at)
        membership = Membership.objects.create(
            tenant=tenant, user=user, role=role, starts_on=day_of(at), given_by=getattr(by, "pk", by), given_at=at
        )
    _say("tenants.role_given", membership, by=by, at=at)
    return membership


@transaction.atomic
def end_role(membership: Membership, *, by: Any, at: datetime) -> Membership:
    """Take a role away; it counts no more from this moment, and the row stays as history."""
    if membership.ended_at is None:
        membership.ended_at = at
        membership.ended_by = getattr(by, "pk", by)
        with entered(""):
            membership.save(update_fields=["ended_at", "ended_by"])
        _say("tenants.role_ended", membership, by=by, at=at)
    return membership


def _say(verb: str, membership: Membership, *, by: Any, at: datetime) -> None:
    facts = {"role": membership.role, "account": str(membership.user_id)}
    record(verb, subject=membership.tenant, by=by, at=at, tenant=membership.tenant.schema_key, **facts)
