"""Jobs with real workers: a real broker, a heart that beats beside a long transaction, a worker that is killed."""

import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from endurance.journal_faults import database_address
from kombu import pools

from kernel import jobs
from kernel.jobs import Progress, declaring, running, tasks
from kernel.jobs.models import Job

CHECKOUT = Path(__file__).resolve().parents[2]

# What a room would have in its tasks.py.
TRIAL_TASKS = """
import time
from kernel.jobs import job

@job("trial.quick")
def quick(progress, **arguments):
    progress(1, 1, "all done")

@job("trial.slow")
def slow(progress, **arguments):
    progress(1, 2, "half way")
    time.sleep(3)

@job("trial.endless")
def endless(progress, **arguments):
    for step in range(10_000):
        progress(step, 10_000)
        progress.stop_if_cancelled()
        time.sleep(0.05)
"""


@pytest.fixture(autouse=True)
def _only_kinds_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declaring, "_kinds", {})
    exec(TRIAL_TASKS, {"__name__": "trial"})


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import embedded

    home = tmp_path_factory.mktemp("broker")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OPORA_BROKER_URL", raising=False)
        assert [status.state for status in embedded.start(home, ["broker"], durable=False)] == ["running"]
        address = embedded.addresses(home)["OPORA_BROKER_URL"]
    yield address
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OPORA_BROKER_URL", raising=False)
        embedded.reset(home)


@contextmanager
def worker(broker: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A Celery worker of its own, on the database of the test."""
    start = f"""
    import django, sys
    django.setup()
    exec({TRIAL_TASKS!r}, {{"__name__": "trial"}})
    from config.celery import app
    app.worker_main(["worker", "--pool", "solo", "--loglevel", "critical", "--without-gossip", "--without-mingle"])
    """
    environment = os.environ | {
        "DATABASE_URL": database_address(),
        "OPORA_BROKER_URL": broker,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONWARNINGS": "ignore",
    }
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(start)], env=environment, cwd=CHECKOUT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def sending(broker: str) -> Iterator[None]:
    """Let this process speak to the broker of the test."""
    from config.celery import app

    before = app.conf.broker_url
    speak_to(broker)
    yield
    speak_to(before)


def speak_to(address: str) -> None:
    from config.celery import app

    pools.reset()
    app.conf.broker_url = address
    app._after_fork()  # forgets the connections to the broker before


def eventually(true: Callable[[], bool], seconds: float = 30.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return true()


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_worker_runs_what_the_broker_brings(own_database: str, broker: str, sending: None) -> None:
    with worker(broker):
        job = jobs.enqueue("trial.quick")
        assert eventually(lambda: state_of(job) == "DONE")
    assert (job.done, job.total, job.message) == (1, 1, "all done")


def test_command_waits_for_the_worker_that_was_quicker(own_database: str, broker: str, sending: None) -> None:
    with worker(broker):
        job = jobs.enqueue("trial.slow")
        assert eventually(lambda: state_of(job) == "RUNNING")
        heard: list[str] = []
        assert jobs.run_now(job, told=lambda progress: heard.append(progress.message)).state == "DONE"
    assert "half way" in heard


def test_running_job_shows_progress_and_can_be_cancelled(own_database: str, broker: str, sending: None) -> None:
    with worker(broker):
        job = jobs.enqueue("trial.endless")
        assert eventually(lambda: state_of(job) == "RUNNING" and job.done > 0)
        jobs.cancel(job)
        assert eventually(lambda: state_of(job) == "CANCELLED")


def test_job_of_a_killed_worker_is_run_by_another(own_database: str, broker: str, sending: None) -> None:
    with worker(broker) as first:
        job = jobs.enqueue("trial.endless")
        assert eventually(lambda: state_of(job) == "RUNNING")
        first.kill()
        first.wait()
    assert state_of(job) == "RUNNING"
    Job.objects.update(heartbeat_at=job.created_at - tasks.SILENT)  # as if half a minute had passed
    tasks.resend_unclaimed()
    assert state_of(job) == "WAITING"
    with worker(broker):
        assert eventually(lambda: state_of(job) == "RUNNING")
        assert job.starts == 2
        jobs.cancel(job)
        assert eventually(lambda: state_of(job) == "CANCELLED")


def test_job_waits_in_the_database_while_the_broker_is_away(own_database: str, broker: str, sending: None) -> None:
    speak_to("redis://127.0.0.1:1/0")
    before = time.monotonic()
    job = jobs.enqueue("trial.quick")
    assert time.monotonic() - before < 3  # nobody is kept waiting for it
    assert state_of(job) == "WAITING"
    speak_to(broker)
    Job.objects.update(send_again_at=job.created_at)
    tasks.resend_unclaimed()
    with worker(broker):
        assert eventually(lambda: state_of(job) == "DONE")


def test_progress_is_seen_while_the_work_sits_in_one_transaction(own_database: str) -> None:
    seen, proceed = threading.Event(), threading.Event()

    @jobs.job("trial.long")
    def work(progress: Progress) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            progress(7, 9, "seven")
            seen.set()
            assert proceed.wait(20)

    def in_a_worker() -> None:
        running.run_job(job.pk)
        connection.close()

    job = jobs.enqueue("trial.long")
    thread = threading.Thread(target=in_a_worker)
    thread.start()
    assert seen.wait(10)
    assert eventually(lambda: state_of(job) == "RUNNING" and job.done == 7, 10)
    assert job.message == "seven"
    proceed.set()
    thread.join()
    assert state_of(job) == "DONE"


def test_runner_notices_that_it_was_replaced(own_database: str) -> None:
    steps = []

    @jobs.job("trial.replaced")
    def work(progress: Progress) -> None:
        Job.objects.filter(pk=job.pk).update(state="WAITING", runner=None)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            progress(1, 2)
            time.sleep(0.05)
        steps.append("went on to the end")

    job = jobs.enqueue("trial.replaced")
    running.run_job(job.pk)
    assert steps == []
    assert state_of(job) == "WAITING"
