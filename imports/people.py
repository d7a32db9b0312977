"""The data stewards of the region: who has to hear of a run, and whose name stands behind it on the command line."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import User
from tenants.models import Membership
from tenants.queries import region
from tenants.roles import Role


def stewards(day: date) -> list[User]:
    """The accounts that hold the role of data steward today, by e-mail."""
    here = region()
    if here is None:
        return []
    held = Membership.objects.valid_on(day).filter(tenant=here, role=Role.DATA_STEWARD, user__is_active=True)
    found = {row.user_id: row.user for row in held.select_related("user")}
    return sorted(found.values(), key=lambda user: user.email)


def steward_called(email: str, day: date) -> User | None:
    """The data steward with this e-mail address."""
    wanted = email.strip().lower()
    return next((user for user in stewards(day) if user.email == wanted), None)


def names_of(ids: Iterable[Any]) -> dict[Any, str]:
    """How the accounts are called, by id; all asked at once."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)}
