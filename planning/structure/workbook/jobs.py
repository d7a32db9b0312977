"""Taking a file into a plan as a job: some hundred rows take longer than a person waits for a page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.clock import now
from kernel.jobs import Progress, job
from tenants.addresses import URLS

JOB = "planning.take_file"


def _page(asked: Any) -> str:
    arguments = asked.arguments
    path = reverse("planning:brought", args=[arguments["plan_id"], arguments["file_id"]], urlconf=URLS)
    return str(path)


@job(JOB, title=_("Taking the file into the plan"), permission="planning.write_plan", result=_page)
def take(progress: Progress, *, plan_id: str, file_id: str, seen: str, by_id: str) -> None:
    """All or nothing, so it may begin again after its worker died; a file that was taken is not taken twice."""
    from planning.structure.errors import PlanRefused
    from planning.structure.workbook.commands import take_file
    from planning.structure.workbook.models import BroughtFile

    brought = BroughtFile.objects.select_related("plan").filter(pk=file_id, plan_id=plan_id).first()
    if brought is None:
        raise PlanRefused(gettext("This file gave way to a newer one. Bring it once more."))
    take_file(brought, seen=seen, by=by_id or None, at=now(), tell=progress)
