"""`opora prepare`: bring the database up to the code: tables of all schemas, the shared cache, code lists."""

import io
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring the database up to the code; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate_schemas", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference", stdout=io.StringIO())
