"""`opora import SOURCE FILE`: the same way into the catalogue as on the page, for the operator and for scripts."""  # noqa: N999

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from imports.commands import ask_to_accept, ask_to_compare, discard_run, receive_file
from imports.findings import Weight
from imports.models import Run
from imports.sources import all_sources
from kernel.clock import now
from kernel.errors import DomainError
from kernel.jobs import Progress, run_now

SHOWN = 10


class Command(BaseCommand):
    help = "Brings a register or a spreadsheet into the catalogue: reads, compares and, with --accept, writes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=list(all_sources()), help="which register the file comes from")
        parser.add_argument("file", type=Path)
        parser.add_argument("--accept", action="store_true", help="write the changes into the catalogue")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change, and put the run aside")
        parser.add_argument("--again", action="store_true", help="compare even when this file was accepted last")
        parser.add_argument(
            "--despite-ended", action="store_true", help="accept although unusually many services would end"
        )
        whole = parser.add_mutually_exclusive_group()
        whole.add_argument(
            "--whole", dest="is_whole", action="store_true", default=None, help="what is missing has ended"
        )
        whole.add_argument("--part", dest="is_whole", action="store_false", help="what is missing stays as it is")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._bring_in(**options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _bring_in(self, *, source: str, file: Path, accept: bool, dry_run: bool, again: bool, **options: Any) -> None:
        run = self._receive(source, file, options["is_whole"])
        if run.same_as_id and not again:
            self.stdout.write(_("This file was accepted last time; there is nothing new in it."))
            discard_run(run, by=None, at=now())
            return
        self._work(ask_to_compare(run, by=None))
        run.refresh_from_db()
        self._tell(run)
        if dry_run:
            discard_run(run, by=None, at=now())
            self.stdout.write(_("Nothing was written."))
        elif accept:
            self._work(ask_to_accept(run, by=None, despite_guard=options["despite_ended"]))
            self.stdout.write(self.style.SUCCESS(_("Written into the catalogue: %(count)s") % {"count": run.written}))
        else:
            self.stdout.write(_("The run waits to be accepted on the page of imports."))

    def _receive(self, source: str, path: Path, is_whole: bool | None) -> Run:
        if not path.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": path})
        whole = all_sources()[source].is_whole if is_whole is None else is_whole
        with path.open("rb") as opened:
            return receive_file(File(opened), source=source, is_whole=whole, name=path.name, by=None, at=now())

    def _work(self, job: Any) -> None:
        """Run the job here, with a line of progress; a job that failed says why."""
        ended = run_now(job, told=self._show)
        if self.stdout.isatty():
            self.stdout.write("")
        if ended.state != ended.State.DONE:
            raise CommandError(ended.message or str(ended.get_state_display()))

    def _show(self, progress: Progress) -> None:
        if self.stdout.isatty():
            share = f"{progress.done * 100 // progress.total} % " if progress.total else ""
            self.stdout.write(f"\r{share}{progress.message}".ljust(60), ending="")
            self.stdout.flush()

    def _tell(self, run: Run) -> None:
        for label, count in counts_in_words(run):
            self.stdout.write(f"{count:>8}  {label}")
        rejected = run.problems.filter(weight=Weight.REJECTED).order_by("row", "id")
        for problem in rejected[:SHOWN]:
            place = _("row %(row)s") % {"row": problem.row}
            self.stdout.write(f"  {place}, {problem.column or '–'}: {problem.value[:60]!r} {problem.reason}")


def counts_in_words(run: Run) -> list[tuple[str, int]]:
    """The counters of a run, those of nothing left out."""
    words = {
        "rows": _("rows in the file"),
        "new": _("new services"),
        "changed": _("changed"),
        "ended": _("ended"),
        "returned": _("returned"),
        "unchanged": _("unchanged"),
        "outside": _("outside the region"),
        "past": _("ended long ago, never in the catalogue"),
        "unknown": _("not in the catalogue"),
        "rejected": _("rows rejected"),
        "left_out": _("rows with a value left out"),
        "mended": _("rows mended"),
    }
    return [(label, run.count(name)) for name, label in words.items() if run.count(name) or name == "rows"]
