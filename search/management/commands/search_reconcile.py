"""`opora search_reconcile`: compare the feeds, the table and the index, repair and count. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import updating
from search.engine.client import FAILURES, SearchUnavailable, is_configured, reason


class Command(BaseCommand):
    help = "Compare what can be found with the catalogue and the plans; repair what differs and say how much it was."

    def handle(self, *args: Any, **options: Any) -> None:
        written = updating.keep_everything()
        try:
            differed = updating.compare_index() if is_configured() else 0
        except (SearchUnavailable, *FAILURES) as error:
            raise CommandError(f"Elasticsearch does not answer: {reason(error)}") from error
        self.stdout.write(f"Documents that differed: {written} in the table, {differed} in the index.")
