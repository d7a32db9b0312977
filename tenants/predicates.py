"""Building blocks of every room's rules: who holds which role in the tenant we stand in."""

from typing import Any

import rules

from kernel.tenancy import current_key
from tenants.queries import held_by
from tenants.roles import REGION_ROLES, SECOND_STEP_ROLES, Role

Held = dict[str, frozenset[str]]


def held_roles(user: Any) -> Held:
    """Roles of the account by schema key ("" is the region), nobody who is not signed in holds any."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return {}
    held: dict[str, set[str]] = {}
    for row in held_by(user):
        held.setdefault("" if row.tenant.is_region else row.tenant_id, set()).add(row.role)
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
