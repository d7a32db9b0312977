"""`opora import_undo RUN`: undo an accepted run, as on its page; says what could not be put back."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from catalogue import intake
from imports.commands import ask_to_undo
from imports.models import Run
from imports.people import steward_called
from imports.showing import stayed_in_words
from kernel.clock import today
from kernel.errors import DomainError
from kernel.jobs import run_now

SHOWN = 20


class Command(BaseCommand):
    help = "Puts back what an accepted run has changed, wherever nobody has said otherwise since."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", help="the last part of the address of the run's page")
        parser.add_argument("--by", metavar="EMAIL", default="", help="the data steward who answers for it")

    def handle(self, *_args: Any, run: str, by: str, **_options: Any) -> None:
        found = self._found(run)
        steward = steward_called(by, today()) if by else None
        if by and steward is None:
            raise CommandError(_("%(email)s is not a data steward of this region.") % {"email": by})
        try:
            job = run_now(ask_to_undo(found, by=steward))
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if job.state != job.State.DONE:
            raise CommandError(job.message or str(job.get_state_display()))
        found.refresh_from_db()
        self._tell(found)

    def _found(self, number: str) -> Run:
        try:
            return Run.objects.get(pk=number)
        except (Run.DoesNotExist, ValidationError) as unknown:
            raise CommandError(_("There is no run %(number)s.") % {"number": number}) from unknown

    def _tell(self, run: Run) -> None:
        words = {
            "put_back": _("fields put back"),
            "withdrawn": _("services taken out"),
            "stayed": _("fields that stay as they are"),
        }
        for name, label in words.items():
            self.stdout.write(f"{label + ':':<42}{run.undone[name]:>8}")
        kept = intake.undone_fields(run.batch_id) if run.batch_id else []
        for each, label, why in stayed_in_words(kept[:SHOWN]):
            self.stdout.write(f"  {each.title}, {label}: {why}")
