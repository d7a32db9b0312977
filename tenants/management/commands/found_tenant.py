"""Found a tenant: the region itself, a city, a town, a municipality, a microregion or the region's plan."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.clock import now
from kernel.errors import DomainError
from tenants.commands import found_tenant
from tenants.models import Country, Language, Tenant
from ui.theme import PALETTES


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--kind", required=True, choices=Tenant.Kind.values)
        parser.add_argument("--host", required=True, help="for example banska-bystrica.localhost")
        parser.add_argument("--country", required=True, choices=Country.values)
        parser.add_argument("--language", required=True, choices=Language.values)
        parser.add_argument("--currency", default="")
        parser.add_argument(
            "--covers",
            nargs="*",
            default=[],
            metavar="CODE",
            help="codes of municipalities, but for the plan of the region",
        )
        parser.add_argument("--region-code", default="", help="NUTS 3 code, for the region only")
        parser.add_argument("--contact-name", default="", help="whom the public may ask")
        parser.add_argument("--contact-phone", default="")
        parser.add_argument("--contact-email", default="")
        parser.add_argument("--palette", default="blue", choices=sorted(PALETTES))

    def handle(self, *args: Any, **options: Any) -> None:
        currency = options["currency"] or {"SK": "EUR", "CZ": "CZK"}[options["country"]]
        try:
            tenant = found_tenant(
                name=options["name"],
                kind=options["kind"],
                host=options["host"],
                country=options["country"],
                language=options["language"],
                currency=currency,
                covers=options["covers"],
                region_code=options["region_code"],
                theme={"palette": options["palette"]},
                contact=_contact(options),
                by=None,
                at=now(),
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{tenant.key} {tenant.name}")


def _contact(options: dict[str, Any]) -> dict[str, str]:
    said = {part: options[f"contact_{part}"] for part in ("name", "phone", "email")}
    return {part: words for part, words in said.items() if words}
