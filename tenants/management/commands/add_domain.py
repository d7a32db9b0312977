"""Let a tenant be reached under one more host name."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.errors import DomainError
from tenants.commands import add_domain
from tenants.models import Tenant


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tenant", help="key of the tenant or one of its hosts")
        parser.add_argument("host")

    def handle(self, *args: Any, **options: Any) -> None:
        named = options["tenant"]
        tenant = Tenant.objects.filter(key=named).first() or Tenant.objects.filter(domains__domain=named).first()
        if tenant is None:
            raise CommandError(f"There is no tenant {named}.")
        try:
            add_domain(tenant, host=options["host"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{tenant.name} is reached under {options['host'].lower()}.")
