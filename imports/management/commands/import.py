"""`opora import SOURCE FILE`: the same way into the catalogue as on the page, for the operator and for scripts."""  # noqa: N999

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from imports.commands import (
    agree_as_second,
    ask_second_person,
    ask_to_accept,
    ask_to_compare,
    discard_run,
    receive_file,
)
from imports.findings import Weight
from imports.guarding import weigh
from imports.models import Run
from imports.people import steward_called
from imports.sources import all_sources
from kernel.clock import now, today
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
        parser.add_argument("--by", metavar="EMAIL", default="", help="the data steward who answers for it")
        parser.add_argument(
            "--second-by",
            metavar="EMAIL",
            default="",
            help="the other data steward who agreed, where more ends or changes than one may decide; both get a mail",
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
        by, second = self._steward(options["by"]), self._steward(options["second_by"])
        if by is not None and by == second:
            raise CommandError(_("The second person has to be another data steward than the one who asks."))
        run = self._receive(source, file, options["is_whole"], by)
        if run.same_as_id and not again:
            self.stdout.write(_("This file was accepted last time; there is nothing new in it."))
            discard_run(run, by=by, at=now())
            return
        self._work(ask_to_compare(run, by=by))
        run.refresh_from_db()
        self._tell(run)
        if dry_run:
            discard_run(run, by=by, at=now())
            self.stdout.write(_("Nothing was written."))
        elif accept:
            self._accept(run, by, second)
        else:
            self.stdout.write(_("The run waits to be accepted on the page of imports."))

    def _accept(self, run: Run, by: Any, second: Any) -> None:
        """Write it; beyond the limits only in the name of two persons, who both hear of it."""
        weighed = weigh(run)
        if not weighed.is_beyond:
            job = ask_to_accept(run, by=by)
        elif by is None:
            hint = _("Name the data steward who asks for it with --by, or ask on the page of imports.")
            raise CommandError(" ".join([*weighed.reasons, hint]))
        else:
            ask_second_person(run, by=by, at=now())
            if second is None:
                self.stdout.write(" ".join(weighed.reasons))
                self.stdout.write(_("The run waits for a second person. The other data stewards were asked by mail."))
                return
            job = agree_as_second(run, by=second, at=now(), where="command_line")
        self._work(job)
        run.refresh_from_db()
        self.stdout.write(self.style.SUCCESS(_("Written into the catalogue: %(count)s") % {"count": run.written}))

    def _steward(self, email: str) -> Any:
        """The account behind a name given at the command line; it has to be a data steward's."""
        if not email:
            return None
        found = steward_called(email, today())
        if found is None:
            raise CommandError(_("%(email)s is not a data steward of this region.") % {"email": email})
        return found

    def _receive(self, source: str, path: Path, is_whole: bool | None, by: Any) -> Run:
        if not path.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": path})
        whole = all_sources()[source].is_whole if is_whole is None else is_whole
        with path.open("rb") as opened:
            return receive_file(File(opened), source=source, is_whole=whole, name=path.name, by=by, at=now())

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
            self.stdout.write(f"{label + ':':<42}{count:>8}")
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
        "conflict": _("in conflict"),
        "noted": _("taken note of"),
        "unchanged": _("unchanged"),
        "outside": _("outside the region"),
        "past": _("ended long ago, never in the catalogue"),
        "unknown": _("not in the catalogue"),
        "rejected": _("rows rejected"),
        "left_out": _("rows with a value left out"),
        "mended": _("rows mended"),
    }
    return [(label, run.count(name)) for name, label in words.items() if run.count(name) or name == "rows"]
