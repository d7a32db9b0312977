"""`opora import_fetch`: fetch what is due, here and now; for cron jobs of installations without a worker's clock."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from imports.fetching import ask_to_fetch, fetch_due
from imports.models import Schedule
from imports.sources import all_sources
from kernel.clock import now
from kernel.errors import DomainError
from kernel.jobs import run_now
from kernel.jobs.models import Job


class Command(BaseCommand):
    help = "Fetches the sources that are due, or the named ones, as far as the preview. Nothing is accepted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", nargs="*", choices=[[], *all_sources()], help="fetch these, due or not")
        parser.add_argument("--all", action="store_true", dest="is_all", help="fetch every schedule that is on")

    def handle(self, *_args: Any, source: list[str], is_all: bool, **_options: Any) -> None:
        failed = 0
        for job in self._asked(source, is_all=is_all):
            run_now(job)
            schedule = Schedule.objects.get(pk=job.arguments["schedule_id"])
            failed += schedule.result == Schedule.Result.FAILED
            told = schedule.why_failed or str(schedule.get_result_display())
            self.stdout.write(f"{schedule.source} {schedule.where}: {told}")
        if failed:
            raise CommandError(_("Not everything could be fetched."))

    def _asked(self, sources: list[str], *, is_all: bool) -> list[Job]:
        if not sources and not is_all:
            return fetch_due(at=now())
        wanted = Schedule.objects.filter(is_on=True).order_by("source", "id")
        if sources:
            wanted = wanted.filter(source__in=sources)
        jobs = []
        for schedule in wanted:
            try:
                jobs.append(ask_to_fetch(schedule, by=None, at=now()))
            except DomainError as refusal:
                self.stderr.write(f"{schedule.source} {schedule.where}: {refusal}")
        return jobs
