"""`opora search_update`: bring the search up to date; make a new index where the old one no longer fits."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel.clock import now
from search import updating
from search.engine import indexes
from search.engine.bulk import Refused
from search.engine.client import FAILURES, SearchUnavailable, is_configured, reason
from search.engine.rebuilding import RebuildFailed, rebuild


class Command(BaseCommand):
    help = "Bring the search up to date; a new index is made where the old one no longer fits, without a pause."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="make a new index in any case")

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbosity = options["verbosity"]
        self._say(f"Documents written: {updating.keep_everything()}.")
        try:
            self._bring_index(options["rebuild"])
        except (SearchUnavailable, *FAILURES) as error:
            self._say(f"Elasticsearch does not answer ({reason(error)}); PostgreSQL searches.")
        except (RebuildFailed, Refused) as error:
            raise CommandError(str(error)) from error

    def _bring_index(self, in_any_case: bool) -> None:
        if not is_configured():
            self._say("No Elasticsearch is set; PostgreSQL searches.")
        elif in_any_case or not indexes.fits():
            made = rebuild(now())
            self._say(f"New index {made.name} with {made.documents} documents, {made.repaired} repaired on the way.")
        else:
            self._say(f"Documents that differed in the index: {updating.compare_index()}.")

    def _say(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)
