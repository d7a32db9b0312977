"""An import that is killed at any moment leaves the catalogue as it was or as it was to be, and can begin again."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parents[2]
GENERATOR = CHECKOUT / "deploy" / "demo" / "generate.py"
SERVICES = 150


def _environment(database: str, folder: Path) -> dict[str, str]:
    from django.db import connection

    facts = connection.settings_dict
    address = (
        f"postgresql://{facts['USER']}:{quote(facts['PASSWORD'], safe='')}@{facts['HOST']}:{facts['PORT']}/{database}"
    )
    return {**os.environ, "DATABASE_URL": address, "OPORA_DATA": str(folder), "OPORA_ENV": "test"}


def _start(environment: dict[str, str], file: Path) -> "subprocess.Popen[bytes]":
    return _opora(environment, "import", "bbsk", str(file), "--accept", "--again")


def _opora(environment: dict[str, str], *words: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "config", *words]
    return subprocess.Popen(
        command, env=environment, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _recorded() -> int:
    from kernel.journal.models import Entry

    return Entry.objects.filter(verb="catalogue.services_changed").count()


def _seen(before: int) -> tuple[int, int, int]:
    """Services, accepted runs, and how often the journal says since then that the catalogue changed."""
    from catalogue.models import Service
    from imports.models import Run

    return Service.objects.count(), Run.objects.accepted().count(), _recorded() - before


def test_killed_import_leaves_nothing_half_written(own_database: str, tmp_path: Path) -> None:
    """A few rounds; `make endure` runs a hundred, with a worker, PostgreSQL and the broker as victims."""
    words = ["--region", "sk", "--out", str(tmp_path), "--services", str(SERVICES), "--without-sheet"]
    subprocess.run([sys.executable, str(GENERATOR), *words], check=True, capture_output=True)
    environment = _environment(own_database, tmp_path)
    file, nothing, all_of_it = tmp_path / "bbsk.csv", (0, 0, 0), (SERVICES, 1, 1)
    begun, before = time.monotonic(), _recorded()
    assert _start(environment, file).wait(120) == 0
    whole = time.monotonic() - begun
    assert _seen(before) == all_of_it
    draw = random.Random(1)
    for _round in range(2):
        before = _empty()
        process = _start(environment, file)
        time.sleep(draw.uniform(0.4, 1.0) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        assert _seen(before) in {nothing, all_of_it}
    before = _empty(keep_runs=True)
    assert _start(environment, file).wait(120) == 0
    assert _seen(before)[0::2] == (SERVICES, 1)


def test_killed_undo_has_undone_all_or_nothing_and_goes_on(own_database: str, tmp_path: Path) -> None:
    from imports.models import Run

    words = ["--region", "sk", "--out", str(tmp_path), "--services", str(SERVICES), "--without-sheet"]
    subprocess.run([sys.executable, str(GENERATOR), *words], check=True, capture_output=True)
    environment = _environment(own_database, tmp_path)
    draw, whole = random.Random(1), 0.0
    for step in range(2):
        before = _empty()
        assert _start(environment, tmp_path / "bbsk.csv").wait(120) == 0
        run = Run.objects.get()
        begun = time.monotonic()
        process = _opora(environment, "import_undo", str(run.pk))
        if step == 0:
            assert process.wait(120) == 0
            whole = time.monotonic() - begun
        else:
            time.sleep(draw.uniform(0.5, 1.0) * whole)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            assert _undone(before) in {("ACCEPTED", SERVICES, 1), ("UNDONE", 0, 2)}
            _go_on(run)
        assert _undone(before) == ("UNDONE", 0, 2)


def _undone(before: int) -> tuple[str, int, int]:
    """The state of the only run, services that are in the catalogue, and what the journal says since then."""
    from catalogue.models import Service
    from imports.models import Run

    return Run.objects.get().state, Service.objects.filter(withdrawn_on__isnull=True).count(), _recorded() - before


def _go_on(run: Any) -> None:
    """What the clock and another worker do when a worker has fallen silent; or a person, if it never began."""
    from django.utils import timezone

    from imports.commands import ask_to_undo
    from kernel.jobs import run_now
    from kernel.jobs.models import Job
    from kernel.jobs.tasks import free_abandoned

    Job.objects.running().update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    free_abandoned()
    run.refresh_from_db()
    job = Job.objects.filter(kind="imports.undo").first()
    if job is None:
        job = ask_to_undo(run, by=None)
    run_now(job)


def _empty(*, keep_runs: bool = False) -> int:
    """Take the catalogue back to its beginning; answers how far the journal has come."""
    from django.db import connection

    tables = "catalogue_service, catalogue_provider" + ("" if keep_runs else ", catalogue_batch, imports_run, jobs_job")
    with connection.cursor() as cursor:
        cursor.execute(f"truncate {tables} cascade")
    return _recorded()
