"""The page of a job: how far it is, as a whole page or as the part that refreshes itself."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views import View

from kernel.access import Permitted
from kernel.jobs.commands import cancel
from kernel.jobs.models import Job
from kernel.tenancy import current_key


class _OfOneJob(Permitted, View):
    """Finds the job; one of another tenant does not exist here."""

    def permission_object(self) -> Job:
        self.job = get_object_or_404(Job, pk=self.kwargs["pk"], tenant_key=current_key())
        return self.job


class JobPage(_OfOneJob):
    permission = "jobs.watch_job"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The part asks for itself again and again; once the job has ended, the page around it is loaded anew."""
        is_part = request.headers.get("HX-Request") == "true"
        response = render(request, "jobs/_progress.html" if is_part else "jobs/progress.html", progress_facts(self.job))
        if is_part and self.job.is_finished:
            response["HX-Refresh"] = "true"
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["HX-Request"])
        return response


class CancelJob(_OfOneJob):
    permission = "jobs.cancel_job"

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        cancel(self.job)
        return redirect("jobs:progress", pk=pk)


def progress_facts(job: Job) -> dict[str, Any]:
    """What `jobs/_progress.html` needs, for any page that shows a job of its own."""
    return {"job": job, "words": job.message or job.get_state_display(), "part_id": f"job-{job.pk}"}
