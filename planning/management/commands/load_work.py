"""Bring groups, needs, meetings and the year of a plan into a municipality's site from a TOML file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.clock import now
from kernel.errors import DomainError
from planning.loading import load_work, read_work
from planning.structure.publishing import publish_plan
from tenants.context import in_tenant
from tenants.models import Tenant


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("host", help="host of the municipality's site")
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish the plan anew, with its needs and chapters")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = Tenant.objects.filter(domains__domain=options["host"]).first()
        if tenant is None or tenant.is_region:
            raise CommandError(f"No municipality has the host {options['host']}.")
        try:
            content = read_work(Path(options["file"]))
            with in_tenant(tenant.key):
                plan = load_work(content, currency=tenant.currency, by=None, at=now())
                if options["publish"]:
                    publish_plan(plan, by=None, at=now())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{plan.id} {plan.title}")
