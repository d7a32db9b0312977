"""Give a role to an account, on the region's site or on the site under a host."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from kernel.clock import now
from kernel.errors import DomainError
from tenants.commands import give_role
from tenants.models import Tenant
from tenants.roles import Role


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--at", metavar="HOST", help="host of the site; left out, the region")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError("There is no account with this e-mail address.")
        host = options["at"]
        where = {"domains__domain": host} if host else {"kind": Tenant.Kind.REGION}
        tenant = Tenant.objects.filter(**where).first()
        if tenant is None:
            raise CommandError(f"No site has the host {host}." if host else "The region was not founded yet.")
        try:
            give_role(tenant, user=user, role=Role(options["role"]), by=None, at=now())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.email} holds {options['role']} in {tenant.name}.")
