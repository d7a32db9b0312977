"""What happens by the clock exists, and the day begins at the region's midnight."""

from datetime import UTC, date, datetime
from pathlib import Path

from config.celery import app
from kernel.clock import day_of

CHECKOUT = Path(__file__).resolve().parents[2]
ROOMS = ("platform", "tenants", "catalogue", "planning", "search", "imports", "deploy")


def test_every_scheduled_task_is_known_to_the_worker() -> None:
    app.loader.import_default_modules()
    assert [entry["task"] for entry in app.conf.beat_schedule.values() if entry["task"] not in app.tasks] == []


def test_a_day_is_asked_of_the_clock() -> None:
    """A moment is kept in UTC; what somebody says after midnight would be told as yesterday's."""
    reads_files = {  # days as a file wrote them
        "imports/cleaning.py",
        "catalogue/registry/values.py",
        "planning/structure/workbook/reading.py",
    }
    asked = [
        f"{path.relative_to(CHECKOUT)}: {line.strip()}"
        for room in ROOMS
        for path in (CHECKOUT / room).rglob("*.py")
        if "node_modules" not in path.parts and str(path.relative_to(CHECKOUT)) not in reads_files
        for line in path.read_text().splitlines()
        if ".date()" in line
    ]
    assert asked == []


def test_after_midnight_it_is_the_new_day() -> None:
    assert day_of(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert day_of(datetime(2026, 12, 1, 22, 30, tzinfo=UTC)) == date(2026, 12, 1)
