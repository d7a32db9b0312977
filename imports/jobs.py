"""The work of this room that runs outside the request."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.clock import now
from kernel.jobs import Progress, job

PERMISSION = "imports.bring_in_register"


def _page_of_run(done: Any) -> str:
    return reverse("imports:run", settings.PUBLIC_SCHEMA_URLCONF, kwargs={"pk": done.arguments["run_id"]})


@job("imports.read", title=_("Reading a register"), permission=PERMISSION, result=_page_of_run)
def read_run(progress: Progress, *, run_id: str) -> None:
    """Read and compare one run; begins from the file again if its worker died."""
    from imports.commands import read_and_compare
    from imports.models import Run

    read_and_compare(Run.objects.get(pk=run_id), progress=progress, at=now())


@job("imports.compare_again", title=_("Comparing with the catalogue"), permission=PERMISSION, result=_page_of_run)
def compare_read_run(progress: Progress, *, run_id: str) -> None:
    """Compare what was read already once more, after a person has said what some records are."""
    from imports.models import Run
    from imports.sameness import compare_again

    compare_again(Run.objects.get(pk=run_id), progress=progress, at=now())
    progress(1, 1)


@job("imports.accept", title=_("Writing into the catalogue"), permission=PERMISSION, result=_page_of_run)
def accept_read_run(progress: Progress, *, run_id: str, by_id: str | None) -> None:
    """Accept one run in a single transaction; a run that is accepted already stays as it is."""
    from imports.commands import accept_run
    from imports.models import Run

    progress(0, 1, _("Writing into the catalogue"))
    accept_run(Run.objects.get(pk=run_id), by=by_id, at=now())
    progress(1, 1)


@job("imports.undo", title=_("Undoing a run"), permission=PERMISSION, result=_page_of_run)
def undo_accepted_run(progress: Progress, *, run_id: str, by_id: str | None) -> None:
    """Undo one run in a single transaction; a run that is undone already stays as it is."""
    from imports.commands import undo_run
    from imports.models import Run

    progress(0, 1, _("Putting back what the run has changed"))
    undo_run(Run.objects.get(pk=run_id), by=by_id, at=now())
    progress(1, 1)


def _page_of_schedules(done: Any) -> str:
    return reverse("imports:schedules", settings.PUBLIC_SCHEMA_URLCONF)


@job("imports.fetch", title=_("Fetching a register"), permission=PERMISSION, result=_page_of_schedules)
def fetch_source(progress: Progress, *, schedule_id: str) -> None:
    """Fetch one source as far as the preview; begins again where its worker died."""
    from imports.fetching import fetch_and_compare
    from imports.models import Schedule

    schedule = Schedule.objects.filter(pk=schedule_id).first()
    if schedule:
        fetch_and_compare(schedule, progress=progress, at=now())
