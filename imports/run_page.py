"""What the page of one run shows: how far it is, what it would change, who has to decide, what became of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from catalogue import intake
from imports import preview
from imports.deciding import DECIDED
from imports.forms import RefuseForm
from imports.guarding import CHANGING, chosen_counts, is_agreed, weigh
from imports.models import Run, SecondLook
from imports.pages import crumbs
from imports.people import names_of, stewards
from imports.questions import count_open
from imports.showing import stayed_in_words
from imports.sources import source_named
from kernel.clock import today
from kernel.jobs.models import Job
from kernel.jobs.views import progress_facts

STAYED_AT_ONCE = 50
WRITING = ("new", "ended", *CHANGING)


def run_facts(request: HttpRequest, run: Run, refuse_form: RefuseForm | None = None) -> dict[str, Any]:
    job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
    is_working = job is not None and not job.is_finished
    facts: dict[str, Any] = {
        "run": run,
        "source": source_named(run.source),
        "state": preview.TAG_OF_STATE[run.state],
        "open_questions": count_open(run.source),
        "is_working": is_working,
        "failed_job": job if job and job.state == Job.State.FAILED and run.has_preview else None,
        "breadcrumbs": crumbs(),
    }
    if job and is_working:
        return facts | progress_facts(job)
    if run.has_preview:
        facts |= preview.facts(request.GET, run)
        looks = list(run.second_looks.order_by("-asked_at"))
        facts["names"] = _names(run, looks)
        if run.is_compared or run.is_waiting:
            facts |= _decision(request, run, looks, refuse_form)
    if run.is_undone:
        facts["stayed_page"] = page = _stayed(request, run)
        facts["stayed"] = stayed_in_words(page.object_list)
    return facts


def _names(run: Run, looks: list[SecondLook]) -> dict[str, str]:
    """Who stands behind each decision."""
    last = looks[0] if looks else None
    ids = {
        "decided": run.decided_by,
        "second": run.second_by,
        "undone": run.undone_by,
        "asked": last.asked_by if last else None,
        "refused": last.answered_by if last else None,
    }
    names = names_of(ids.values())
    return {what: names.get(who, "") for what, who in ids.items()}


def _decision(
    request: HttpRequest, run: Run, looks: list[SecondLook], refuse_form: RefuseForm | None
) -> dict[str, Any]:
    """What accepting would write as the choice stands now, and whether one person is enough."""
    counts = chosen_counts(run)
    weighed = weigh(run, counts)
    waiting = looks[0] if run.is_waiting and looks else None
    last = looks[0] if looks else None
    others = [person for person in stewards(today()) if person.pk != request.user.pk]
    return {
        "waiting_count": run.count("waiting"),
        "writes": sum(counts.get(kind, 0) for kind in WRITING),
        "all_writes": run.written,
        "left_out": sum(run.count(kind) - counts.get(kind, 0) for kind in DECIDED),
        "chosen": sum(counts.get(kind, 0) for kind in DECIDED),
        "all_changes": sum(run.count(kind) for kind in DECIDED),
        "weighed": weighed,
        "needs_second": weighed.is_beyond and not is_agreed(run),
        "look": waiting,
        "is_mine": waiting is not None and waiting.asked_by == request.user.pk,
        "refusal": last if last and last.answer == last.Answer.REFUSED and last.batch_id == run.batch_id else None,
        "others": others,
        "refuse_form": refuse_form or RefuseForm(),
    }


def _stayed(request: HttpRequest, run: Run) -> Any:
    """What undoing left as it is, page by page."""
    found = intake.undone_fields(run.batch_id) if run.batch_id else []
    return Paginator(found, STAYED_AT_ONCE).get_page(request.GET.get("kept"))
