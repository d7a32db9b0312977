"""What a data steward sets once: the limits of each source, and what is fetched by itself."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from imports import fetching
from imports.forms import LimitsForm, ScheduleForm
from imports.guarding import set_limits
from imports.models import Run, Schedule, SourceSettings
from imports.pages import Page, acted, crumbs
from imports.people import names_of
from imports.sources import all_sources
from imports.sources.base import Source
from kernel.clock import now
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.jobs.models import Job

TAG_OF_RESULT = {"": "neutral", "WAITS": "warn", "NOTHING_NEW": "good", "FAILED": "bad"}


class Settings(Page):
    """How careful each source is."""

    def get(self, request: HttpRequest) -> HttpResponse:
        set_ones = {row.pk: row for row in SourceSettings.objects.all()}
        names = names_of(row.changed_by for row in set_ones.values())
        rows = []
        for source in all_sources().values():
            row = set_ones.get(source.name) or SourceSettings(source=source.name)
            rows.append((source, row, names.get(row.changed_by, "")))
        return render(request, "imports/settings.html", {"rows": rows, "breadcrumbs": crumbs()})


class Limits(Page):
    """Set the limits of one source."""

    def get(self, request: HttpRequest, source: str) -> HttpResponse:
        row = SourceSettings.of(_source(source).name)
        initial = {"ended_limit": row.ended_limit, "changed_limit": row.changed_limit}
        return self._show(request, source, LimitsForm(initial=initial))

    def post(self, request: HttpRequest, source: str) -> HttpResponse:
        form = LimitsForm(request.POST)
        name = _source(source).name
        if not form.is_valid():
            return self._show(request, source, form, status=422)
        set_limits(name, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("The limits are set. The other data stewards were told by mail."))
        return redirect("imports:settings")

    def _show(self, request: HttpRequest, source: str, form: LimitsForm, status: int = 200) -> HttpResponse:
        trail = crumbs((_("Limits of sources"), reverse("imports:settings")))
        facts = {"source": _source(source), "form": form, "breadcrumbs": trail}
        return render(request, "imports/limits.html", facts, status=status)


class Schedules(Page):
    """What is fetched by itself, and how it went."""

    def get(self, request: HttpRequest) -> HttpResponse:
        schedules = list(Schedule.objects.order_by("source", "made_at", "id"))
        jobs = Job.objects.unfinished().filter(pk__in=[each.job_id for each in schedules if each.job_id])
        busy = set(jobs.values_list("pk", flat=True))
        came = Run.objects.filter(schedule__in=schedules).order_by("schedule_id", "-received_at", "-id")
        runs: dict[Any, Run] = {run.schedule_id: run for run in came.distinct("schedule_id")}
        titles = {name: source.title for name, source in all_sources().items()}
        rows = [
            (
                each,
                titles.get(each.source, each.source),
                TAG_OF_RESULT[each.result],
                runs.get(each.pk),
                each.job_id in busy,
            )
            for each in schedules
        ]
        return render(request, "imports/schedules.html", {"rows": rows, "busy": bool(busy), "breadcrumbs": crumbs()})


class NewSchedule(Page):
    """Have a source fetched by itself."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _show_schedule(request, ScheduleForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ScheduleForm(request.POST)

        def make() -> None:
            source = form.cleaned_data["source"]
            made = fetching.make_schedule(source, **form.facts, by=request.user, at=now())
            fetching.ask_to_fetch(made, by=request.user, at=now())

        return _saved(request, form, make)


class ChangeSchedule(Page):
    """Fetch from elsewhere or at another pace."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        schedule = get_object_or_404(Schedule, pk=pk)
        return _show_schedule(request, ScheduleForm(schedule=schedule), schedule)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        schedule = get_object_or_404(Schedule, pk=pk)
        form = ScheduleForm(request.POST, schedule=schedule)

        def change() -> None:
            fetching.change_schedule(schedule, **form.facts, by=request.user, at=now())

        return _saved(request, form, change, schedule)


class FetchNow(Page):
    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        schedule = get_object_or_404(Schedule, pk=pk)
        return acted(request, "imports:schedules", lambda: fetching.ask_to_fetch(schedule, by=request.user, at=now()))


class SwitchSchedule(Page):
    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        schedule, is_on = get_object_or_404(Schedule, pk=pk), request.POST.get("on") == "yes"
        return acted(
            request,
            "imports:schedules",
            lambda: fetching.switch_schedule(schedule, is_on=is_on, by=request.user, at=now()),
        )


class RemoveSchedule(Page):
    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        schedule, said = get_object_or_404(Schedule, pk=pk), _("It is fetched no more. Runs that came this way stay.")
        return acted(
            request,
            "imports:schedules",
            lambda: fetching.remove_schedule(schedule, by=request.user, at=now()),
            said=said,
        )


def _source(name: str) -> Source:
    found = all_sources().get(name)
    if found is None:
        raise Http404
    return found


def _saved(
    request: HttpRequest, form: ScheduleForm, save: Callable[[], None], schedule: Schedule | None = None
) -> HttpResponse:
    """Save and go to the list; what the form or the command refuses is told in the form."""
    if form.is_valid():
        try:
            save()
        except DomainError as refusal:
            add_to_form(form, refusal, refusal.facts.get("field"))
        else:
            return redirect("imports:schedules")
    return _show_schedule(request, form, schedule, status=422)


def _show_schedule(
    request: HttpRequest, form: ScheduleForm, schedule: Schedule | None = None, status: int = 200
) -> HttpResponse:
    trail = crumbs((_("Fetched by themselves"), reverse("imports:schedules")))
    facts = {"form": form, "schedule": schedule, "hosts": fetching.allowed_hosts(), "breadcrumbs": trail}
    return render(request, "imports/schedule.html", facts, status=status)
