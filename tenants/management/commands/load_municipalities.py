"""Load the municipalities of a country from the list that comes with Opora; running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.models import Country
from tenants.territory import load_municipalities


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--country", choices=Country.values, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        listed, written = load_municipalities(options["country"])
        if options["verbosity"]:
            self.stdout.write(f"{options['country']}: {listed} municipalities in the list, {written} rows written.")
