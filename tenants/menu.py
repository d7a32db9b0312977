"""What this room and the accounts hang on the frame of every page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenants.addresses import way_in
from tenants.queries import tenants_of
from ui import menu


def hang() -> None:
    menu.place("sign_in", "account_login")
    menu.place("sign_out", "account_logout")
    menu.place("account", "account_profile")
    menu.memberships(my_sites)
    menu.register("municipalities", _("Municipalities"), "tenants:choose", site="region", order=30)
    menu.register(
        "roles",
        _("People and roles"),
        "tenants:roles",
        site="municipality",
        permission="tenants.see_roles_here",
        order=90,
    )
    menu.register(
        "journal", _("What happened"), "tenants:journal", site="region", permission="tenants.read_journal", order=86
    )
    menu.register(
        "undelivered",
        _("Undelivered"),
        "tenants:undelivered",
        site="region",
        permission="tenants.see_undelivered",
        order=87,
    )
    menu.register(
        "duties",
        _("What is asked of me"),
        "tenants:duties",
        site="region",
        permission="accounts.manage_own_account",
        order=20,
    )
    menu.register("sites", _("Sites"), "tenants:sites", site="region", permission="tenants.see_tenants", order=85)


def my_sites(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """The sites where the signed-in person holds a role."""
    for tenant, _roles in tenants_of(request.user):
        yield tenant.name, way_in(tenant)
