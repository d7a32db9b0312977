"""Permissions of this room: who founds sites, who gives and ends roles."""

from typing import Any

import rules
from rules import predicate

from kernel.tenancy import current_key
from tenants.giving import roles_given_by
from tenants.models import Invitation, Membership, Tenant
from tenants.predicates import active_roles, has_region_role, is_region_staff
from tenants.roles import LEADING_ROLES, Role

found_sites = has_region_role(Role.OPERATOR, Role.METHODOLOGIST)


@predicate
def gives_roles(user: Any, tenant: Tenant | None) -> bool:
    return tenant is not None and bool(roles_given_by(user, tenant))


@predicate
def reads_roles(user: Any, tenant: Tenant | None) -> bool:
    """The auditor sees who holds what, from the region's site."""
    return tenant is not None and Role.AUDITOR in active_roles(user, "")


@predicate
def gives_this_role(user: Any, held: Membership | Invitation | None) -> bool:
    return held is not None and held.role in roles_given_by(user, held.tenant)


@predicate
def is_own_role(user: Any, membership: Membership | None) -> bool:
    """Whoever leads a site cannot leave it without a leader by a slip: somebody else ends the role."""
    return membership is not None and membership.user_id == user.pk


@predicate
def gives_roles_here(user: Any, _nothing: Any) -> bool:
    """For the menu of a municipality's site, which knows no object."""
    return bool(current_key()) and bool(active_roles(user, current_key()) & LEADING_ROLES)


rules.add_perm("tenants.read_journal", has_region_role(Role.AUDITOR))
rules.add_perm("tenants.see_undelivered", has_region_role(Role.OPERATOR))
rules.add_perm("tenants.see_roles_here", gives_roles_here)
rules.add_perm("tenants.see_tenants", is_region_staff)
rules.add_perm("tenants.found_tenant", found_sites)
rules.add_perm("tenants.see_roles", gives_roles | reads_roles)
rules.add_perm("tenants.give_role", gives_roles)
rules.add_perm("tenants.end_role", gives_this_role & ~is_own_role)
rules.add_perm("tenants.withdraw_invitation", gives_this_role)
