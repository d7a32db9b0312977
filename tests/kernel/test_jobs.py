"""Jobs: first a row, then the work; how they end, how they are cancelled, what happens when a worker dies."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from celery import current_app
from celery.exceptions import OperationalError as BrokerAway
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from support.happenings import undone

from kernel import jobs
from kernel.errors import DomainError
from kernel.jobs import Cancelled, Progress, declaring, running, tasks
from kernel.jobs.models import Job
from kernel.tenancy import current_key, entered

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _only_kinds_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declaring, "_kinds", {})


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the broker was told."""
    told: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, kwargs, **options: told.append(kwargs["job_id"]))
    return told


def declare(handler: Any, **more: Any) -> None:
    jobs.job("trial.work", **more)(handler)


def run(**arguments: Any) -> Job:
    return jobs.run_now(jobs.enqueue("trial.work", **arguments))


# --- asking ----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_job_is_a_row_first_and_sent_after_the_commit(sent: list[str], django_capture_on_commit_callbacks: Any) -> None:
    declare(lambda progress, **arguments: None)
    who = uuid4()
    with django_capture_on_commit_callbacks() as after:
        job = jobs.enqueue("trial.work", by=who, run=str(who), size=3)
    assert sent == []
    assert (job.state, job.by_id, job.arguments) == ("WAITING", who, {"run": str(who), "size": 3})
    for callback in after:
        callback()
    assert sent == [str(job.pk)]


@pytest.mark.django_db
def test_undone_request_leaves_no_job(sent: list[str]) -> None:
    declare(lambda progress: None)
    with undone():
        jobs.enqueue("trial.work")
    assert not Job.objects.exists()
    assert sent == []


@pytest.mark.django_db
def test_unknown_kind_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        jobs.enqueue("trial.unheard")


def test_two_kinds_cannot_share_a_name() -> None:
    declare(lambda progress: None)
    with pytest.raises(ImproperlyConfigured):
        jobs.job("trial.work")(test_unknown_kind_is_refused_at_once)


@pytest.mark.django_db
def test_broker_that_does_not_listen_fails_nothing(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def refuse(*names: Any, **options: Any) -> None:
        raise BrokerAway("no")

    monkeypatch.setattr(current_app, "send_task", refuse)
    declare(lambda progress: None)
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue("trial.work")
    job.refresh_from_db()
    assert job.state == "WAITING"


# --- running ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_job_runs_in_its_tenant_and_language_with_its_arguments() -> None:
    seen = []

    def work(progress: Progress, **arguments: Any) -> None:
        seen.append((current_key(), translation.get_language(), arguments))

    declare(work)
    with entered("alfa"), translation.override("cs"):
        job = jobs.enqueue("trial.work", number=5)
    job = jobs.run_now(job)
    assert seen == [("alfa", "cs", {"number": 5})]
    assert (job.state, job.tenant_key) == ("DONE", "alfa")
    assert job.finished_at is not None
    assert current_key() == ""


@pytest.mark.django_db
def test_job_says_how_far_it_came() -> None:
    declare(lambda progress: progress(3, 4, "Three of four"))
    job = run()
    assert (job.done, job.total, job.message) == (3, 4, "Three of four")


@pytest.mark.django_db
def test_broken_rule_is_told_in_the_language_of_the_person() -> None:
    def work(progress: Progress) -> None:
        raise DomainError(translation.gettext_lazy("Slovak"))

    declare(work)
    with translation.override("cs"):
        job = jobs.enqueue("trial.work")
    job = jobs.run_now(job)
    with translation.override("cs"):
        assert (job.state, job.message, job.reference) == ("FAILED", str(translation.gettext("Slovak")), "")


@pytest.mark.django_db
def test_bug_gives_a_reference_and_hides_its_words(caplog: pytest.LogCaptureFixture) -> None:
    def work(progress: Progress) -> None:
        raise RuntimeError("secret detail")

    declare(work)
    job = run()
    assert job.state == "FAILED"
    assert len(job.reference) == 8
    assert job.reference in job.message
    assert "secret" not in job.message
    assert job.reference in caplog.text


@pytest.mark.django_db
def test_bug_is_tried_again_only_as_often_as_the_kind_allows() -> None:
    calls = []

    def work(progress: Progress) -> None:
        calls.append(1)
        raise RuntimeError

    declare(work, retries=2)
    job = run()
    for _ in range(5):
        job = jobs.run_now(job)
    assert (len(calls), job.state, job.failures) == (3, "FAILED", 2)


@pytest.mark.django_db
def test_broken_rule_is_never_tried_again() -> None:
    def work(progress: Progress) -> None:
        raise DomainError("no")

    declare(work, retries=5)
    assert run().state == "FAILED"


@pytest.mark.django_db
def test_ended_job_does_not_run_again() -> None:
    calls = []
    declare(lambda progress: calls.append(1))
    job = run()
    jobs.run_now(job)
    assert len(calls) == 1


# --- cancelling ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_job_not_yet_begun_is_cancelled_at_once() -> None:
    declare(lambda progress: pytest.fail("must not run"))
    job = jobs.enqueue("trial.work")
    jobs.cancel(job)
    assert job.state == "CANCELLED"
    assert jobs.run_now(job).state == "CANCELLED"


@pytest.mark.django_db
@pytest.mark.parametrize("asks", ["cancelled", "stop_if_cancelled"])
def test_running_job_that_heeds_the_wish_is_cancelled(asks: str) -> None:
    def work(progress: Progress) -> None:
        progress.ask_to_end()
        if asks == "cancelled":
            assert progress.cancelled
        else:
            progress.stop_if_cancelled()
            pytest.fail("must not go on")

    declare(work)
    assert run().state == "CANCELLED"


@pytest.mark.django_db
def test_job_that_did_all_its_work_is_done_even_if_somebody_wished_otherwise() -> None:
    declare(lambda progress: progress.ask_to_end())
    assert run().state == "DONE"


def test_progress_is_silent_until_asked() -> None:
    progress = Progress()
    progress.stop_if_cancelled()
    assert not progress.cancelled
    progress.ask_to_end()
    with pytest.raises(Cancelled):
        progress.stop_if_cancelled()


# --- what is lost is found again -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_unclaimed_job_is_sent_again_with_growing_pauses(sent: list[str]) -> None:
    declare(lambda progress: None)
    job = jobs.enqueue("trial.work")
    tasks.resend_unclaimed()
    assert sent == []  # it was sent only now
    pauses = []
    for _ in range(3):
        Job.objects.update(send_again_at=LONG_AGO)
        before = datetime.now(UTC)
        tasks.resend_unclaimed()
        job.refresh_from_db()
        pauses.append(round((job.send_again_at - before).total_seconds()))
    assert sent == [str(job.pk)] * 3
    assert pauses == [30, 60, 120]


def abandoned(**more: Any) -> Job:
    job = jobs.enqueue("trial.work")
    running.take(job.pk)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=LONG_AGO, **more)
    return job


@pytest.mark.django_db
def test_job_whose_worker_fell_silent_begins_again(sent: list[str]) -> None:
    calls = []
    declare(lambda progress: calls.append(1))
    job = abandoned()
    tasks.resend_unclaimed()
    assert sent == [str(job.pk)]
    assert jobs.run_now(job).state == "DONE"
    assert calls == [1]


@pytest.mark.django_db
def test_job_with_a_beating_heart_is_left_alone(sent: list[str]) -> None:
    declare(lambda progress: None)
    job = jobs.enqueue("trial.work")
    running.take(job.pk)
    tasks.resend_unclaimed()
    job.refresh_from_db()
    assert (job.state, sent) == ("RUNNING", [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "row", "state"),
    [
        ({"resumable": False}, {}, "FAILED"),
        ({}, {"starts": running.MAX_STARTS}, "FAILED"),
        ({}, {"cancel_asked": True}, "CANCELLED"),
    ],
)
def test_job_that_may_not_begin_again_ends(
    kind: dict[str, Any], row: dict[str, Any], state: str, sent: list[str]
) -> None:
    declare(lambda progress: None, **kind)
    job = abandoned(**row)
    tasks.resend_unclaimed()
    job.refresh_from_db()
    assert (job.state, sent) == (state, [])


@pytest.mark.django_db
def test_runner_that_was_replaced_cannot_write_the_end(sent: list[str]) -> None:
    declare(lambda progress: None)
    job = jobs.enqueue("trial.work")
    slow = running.take(job.pk)
    assert slow is not None
    Job.objects.update(heartbeat_at=LONG_AGO)
    tasks.resend_unclaimed()
    quick = running.take(job.pk)
    running._run(slow, Progress())
    job.refresh_from_db()
    assert quick is not None
    assert (job.state, job.runner) == ("RUNNING", quick.runner)


@pytest.mark.django_db
def test_old_ended_jobs_are_forgotten() -> None:
    declare(lambda progress: None)
    old, new = run(), run()
    waiting = jobs.enqueue("trial.work")
    Job.objects.filter(pk=old.pk).update(finished_at=LONG_AGO)
    tasks.forget_old_jobs()
    assert set(Job.objects.all()) == {new, waiting}
