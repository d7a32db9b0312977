"""An import that is killed at any moment leaves the catalogue as it was or as it was to be, and can begin again."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest

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
    words = [sys.executable, "-m", "config", "import", "bbsk", str(file), "--accept", "--again"]
    return subprocess.Popen(words, env=environment, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _recorded() -> int:
    from kernel.journal.models import Entry

    return Entry.objects.filter(verb="catalogue.services_changed").count()


def _seen(before: int) -> tuple[int, int, int]:
    """Services, accepted runs, and how often the journal says since then that the catalogue changed."""
    from catalogue.models import Service
    from imports.models import Run

    return Service.objects.count(), Run.objects.accepted().count(), _recorded() - before


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_killed_import_leaves_nothing_half_written(own_database: str, tmp_path: Path, seed: int) -> None:
    words = ["--region", "sk", "--out", str(tmp_path), "--services", str(SERVICES), "--without-sheet"]
    subprocess.run([sys.executable, str(GENERATOR), *words], check=True, capture_output=True)
    environment = _environment(own_database, tmp_path)
    file, nothing, all_of_it = tmp_path / "bbsk.csv", (0, 0, 0), (SERVICES, 1, 1)
    begun, before = time.monotonic(), _recorded()
    assert _start(environment, file).wait(120) == 0
    whole = time.monotonic() - begun
    assert _seen(before) == all_of_it
    draw = random.Random(seed)
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


def _empty(*, keep_runs: bool = False) -> int:
    """Take the catalogue back to its beginning; answers how far the journal has come."""
    from django.db import connection

    tables = "catalogue_service, catalogue_provider" + ("" if keep_runs else ", catalogue_batch, imports_run, jobs_job")
    with connection.cursor() as cursor:
        cursor.execute(f"truncate {tables} cascade")
    return _recorded()
