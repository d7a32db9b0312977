"""Take everything personal out of an account for good. Accounts are never deleted: what was done has an author."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.commands import anonymise_account
from accounts.models import User
from kernel.clock import now


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="do it without asking")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError("There is no account with this e-mail address.")
        if not options["yes"] and input(f"Anonymise {user.name} <{user.email}> for good? Type yes: ") != "yes":
            raise CommandError("Nothing was changed.")
        anonymise_account(user, by=None, at=now())
        self.stdout.write(f"Account {user.pk} was anonymised.")
