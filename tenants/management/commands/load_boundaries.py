"""Load outlines of municipalities from a GeoJSON file (WGS 84), so that maps show areas and not points only."""

from argparse import FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.errors import DomainError
from tenants.boundaries import load_boundaries


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=FileType("rb"))
        parser.add_argument("--code", default="code", help="the property that holds the official code; usually: code")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"] as file:
                loaded = load_boundaries(file, options["code"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Outlines written: {loaded.written}. Features of no known municipality: {loaded.passed_over}, "
            f"without an area: {loaded.without_area}."
        )
