"""Make an account for a person; the password is asked for, taken from --password-from, or made up and printed once."""

import os
import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.commands import create_account
from kernel.clock import now
from kernel.errors import DomainError


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--language", default="", choices=["", "sk", "cs", "en"])
        parser.add_argument("--password-from", metavar="VARIABLE", help="environment variable that holds the password")

    def handle(self, *args: Any, **options: Any) -> None:
        variable = options["password_from"]
        password = os.environ.get(variable, "") if variable else secrets.token_urlsafe(12)
        if not password:
            raise CommandError(f"The environment variable {variable} is empty.")
        try:
            user = create_account(
                email=options["email"],
                name=options["name"],
                password=password,
                language=options["language"],
                by=None,
                at=now(),
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.email} {user.pk}")
        if not variable:
            self.stdout.write(f"Password (shown this once): {password}")
