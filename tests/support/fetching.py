"""Fetching a register as the worker does, and what it leaves behind."""

import os
import time
import uuid
from pathlib import Path
from typing import Any

ANNA = uuid.UUID(int=1)


def fetch(schedule: Any, tick: Any) -> Any:
    """Do what the worker would when the clock asks."""
    from imports.fetching import ask_to_fetch
    from kernel.jobs import run_now

    job = run_now(ask_to_fetch(schedule, by=None, at=tick()))
    schedule.refresh_from_db()
    assert (job.state == job.State.FAILED) == (schedule.result == "FAILED"), job.message
    return schedule


def put(file: Path, content: bytes, *, age: float = 60.0) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (time.time() - age, time.time() - age))
    return file


def letters() -> list[tuple[str, str]]:
    from support.finding import deliver

    from kernel.mail.models import OutgoingMail

    deliver()
    return sorted(OutgoingMail.objects.filter(kind__startswith="imports.").values_list("to", "kind"))


def left_behind(settings: Any) -> list[Path]:
    return list(Path(settings.MEDIA_ROOT).glob("**/*.part"))
