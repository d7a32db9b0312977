"""Say of which districts beyond the border the region's catalogue keeps services as well; without codes, of none."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.clock import now
from kernel.errors import DomainError
from tenants.commands import list_neighbours
from tenants.models import Tenant


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("districts", nargs="*", help="codes of districts (LAU 1), such as SK031B or CZ0806")

    def handle(self, *args: Any, **options: Any) -> None:
        region = Tenant.objects.filter(kind=Tenant.Kind.REGION).first()
        if region is None:
            raise CommandError("There is no region yet.")
        try:
            told = list_neighbours(region, districts=options["districts"], by=None, at=now())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{told.name}: {', '.join(told.neighbour_districts) or '–'}")
