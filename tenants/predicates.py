"""Building blocks of every room's rules: who holds which role in the tenant we stand in."""

from typing import Any

import rules

from kernel.clock import today
from kernel.tenancy import current_key, entered
from tenants.models import Membership, Tenant
from tenants.roles import REGION_ROLES, SECOND_STEP_ROLES, Role

Held = dict[str, frozenset[str]]


def held_roles(user: Any) -> Held:
    """Roles of the account by schema key ("" is the region), asked once for each loaded account."""
    known: Held | None = getattr(user, "_held_roles", None)
    if known is None:
        known = _load(user)
        user._held_roles = known
    return known


def _load(user: Any) -> Held:
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return {}
    with entered(""):
        rows = Membership.objects.filter(user_id=user.pk).valid_on(today())
        pairs = list(rows.values_list("tenant_id", "tenant__kind", "role"))
    held: dict[str, set[str]] = {}
    for key, kind, role in pairs:
        held.setdefault("" if kind == Tenant.Kind.REGION else key, set()).add(role)
    return {key: frozenset(roles) for key, roles in held.items()}


def active_roles(user: Any, key: str) -> frozenset[str]:
    """The roles that count now: those that ask for a second step count only after it was made."""
    roles = held_roles(user).get(key, frozenset())
    return roles if getattr(user, "second_step_done", True) else roles - SECOND_STEP_ROLES


def lacks_second_step(user: Any, key: str) -> bool:
    """Whether a role is held here that does not count until the second step is made."""
    return not getattr(user, "second_step_done", True) and bool(
        held_roles(user).get(key, frozenset()) & SECOND_STEP_ROLES
    )


def has_role(*roles: Role) -> rules.Predicate:
    """Holds one of the roles in the tenant whose schema we stand in."""
    return rules.Predicate(
        lambda user: bool(active_roles(user, current_key()) & frozenset(roles)),
        name="has_role_" + "_".join(role.lower() for role in roles),
    )


def has_region_role(*roles: Role) -> rules.Predicate:
    """Holds one of the roles in the region, wherever we stand."""
    return rules.Predicate(
        lambda user: bool(active_roles(user, "") & frozenset(roles)),
        name="has_region_role_" + "_".join(role.lower() for role in roles),
    )


is_signed_in = rules.Predicate(lambda user: bool(getattr(user, "is_authenticated", False)), name="is_signed_in")
is_coordinator = has_role(Role.COORDINATOR, Role.MICROREGION_MANAGER)
is_region_staff = has_region_role(*sorted(REGION_ROLES))
is_data_steward = has_region_role(Role.DATA_STEWARD)
is_operator = has_region_role(Role.OPERATOR)
