"""opora load_reference: code lists of both countries."""

from typing import Any

from django.core.management.base import BaseCommand

from catalogue.loading import load_reference


class Command(BaseCommand):
    """Writes kinds of services, target groups and life situations; safe to run at any time."""

    help = "Write kinds of services, target groups and life situations of both countries. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in load_reference().items():
            self.stdout.write(f"{name}: {count} written")
