"""opora name_editor E-MAIL [IČO | --of KIND MUNICIPALITY]: who keeps the entries of a provider."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue import commands, feed
from catalogue.models import Provider
from kernel.clock import now


class Command(BaseCommand):
    """Names an account as an editor of a provider; the role itself is given with the region's roles."""

    help = "Let an account keep the entries of a provider. The account also needs the role of a provider's editor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--manager", action="store_true", help="may also invite and name others")
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("ico", nargs="?", default="", help="IČO of the provider")
        which.add_argument("--of", nargs=2, metavar=("KIND", "MUNICIPALITY"), help="who serves with this kind there")

    def handle(self, *args: Any, **options: Any) -> None:
        account = get_user_model().objects.filter(email=options["email"].lower()).first()
        provider = _serving(*options["of"]) if options["of"] else Provider.objects.filter(ico=options["ico"]).first()
        if account is None or provider is None:
            raise CommandError("There is no such account." if account is None else "There is no such provider.")
        commands.name_editor(provider, account=account, is_manager=options["manager"], by=None, at=now())
        self.stdout.write(f"{account.email} keeps the entries of {provider.name}.")


def _serving(kind: str, municipality: str) -> Provider | None:
    """The provider of the first service of a kind in a municipality."""
    found = feed.services_at_hand(kind, municipality)
    return Provider.objects.filter(services__pk=found[0]).first() if found else None
