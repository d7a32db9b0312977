"""`opora journal_purge`: forgets deliveries done long ago; entries stay for ever."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from kernel.journal.relaying import purge_done


class Command(BaseCommand):
    """Removes deliveries that were done more than so many days ago."""

    help = "Forget deliveries done long ago. What happened stays in the journal for ever."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=30)

    def handle(self, *args: Any, **options: Any) -> None:
        removed = purge_done(timedelta(days=options["days"]))
        self.stdout.write(f"{removed} deliveries forgotten.")
