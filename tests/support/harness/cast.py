"""The whole cast: a stranger, somebody without a role, and every role in every place where it can be held."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from support.harness.world import World, account
from support.world import FOUNDED

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Persona:
    """One of the cast; `user` is None for the stranger."""

    name: str
    user: Any = field(compare=False, hash=False, default=None)

    def __str__(self) -> str:
        return self.name

    @property
    def is_stranger(self) -> bool:
        return self.user is None


STRANGER = Persona("stranger")


def whole_cast(world: World) -> list[Persona]:
    """Everybody the matrix asks as."""
    owners = [Persona(f"owner@{site}", row.user) for site, row in world.memberships.items() if site in world.jobs]
    return [STRANGER, Persona("no role", account("Bez Roly", "no-role@example.org")), *_holders(world), *owners]


def _holders(world: World) -> Iterable[Persona]:
    from tenants.roles import Role, roles_of_site

    for place, roles in (
        ("region", roles_of_site(is_region=True)),
        ("alfa", roles_of_site(is_region=False)),
        ("beta", roles_of_site(is_region=False)),
    ):
        for role in sorted(Role, key=str):
            if role in roles:
                yield Persona(f"{role.value}@{place}", _holder(world, role, place))


def _holder(world: World, role: Any, place: str) -> Any:
    """A row rather than the command: a town has no microregion manager, but its rules must know one."""
    from tenants.models import Membership

    user = account(f"{role.value} {place}", f"{role.value.lower().replace('_', '-')}@{place}.example.org")
    Membership.objects.create(
        tenant=world.tenants[place], user=user, role=role, starts_on=FOUNDED.date(), given_at=FOUNDED
    )
    return user


def browser(world: World, site: str, user: Any = None) -> Any:
    """A test browser on the host of a site, signed in there if a user is given."""
    from django.test import Client

    client = Client(headers={"host": world.host(site)}, raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend=BACKEND)
        session = client.session
        session["site"] = world.tenants[site].key
        session.save()
    return client
