"""When sources are fetched by themselves: their pace, their pages, the command."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.fetching import ANNA
from support.register_server import Server

from imports.fetching import (
    change_schedule,
    fetch_due,
    remove_schedule,
    switch_schedule,
)
from imports.fetching.scheduling import ScheduleRefused
from imports.models import Run, Schedule
from kernel.jobs import run_now
from kernel.jobs.models import Job
from kernel.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def test_due_sources_are_asked_for_once_each_and_at_their_pace(
    server: Server, schedule: Any, tick: Any, bbsk_rows: bytes
) -> None:
    made = schedule(address=server.gives("/a", bbsk_rows))
    at = made.next_at + timedelta(days=3, hours=2)
    assert [job.kind for job in fetch_due(at=at)] == ["imports.fetch"]
    made.refresh_from_db()
    assert made.next_at == made.made_at + timedelta(days=4)
    assert fetch_due(at=at) == []
    assert fetch_due(at=at + timedelta(days=1)) == []  # the first one has not ended yet
    run_now(Job.objects.get(pk=made.job_id))
    assert len(fetch_due(at=at + timedelta(days=2))) == 1


def test_switched_off_source_is_not_fetched(server: Server, schedule: Any, tick: Any, bbsk_rows: bytes) -> None:
    made = switch_schedule(schedule(address=server.gives("/a", bbsk_rows)), is_on=False, by=ANNA, at=tick())
    assert fetch_due(at=made.next_at + timedelta(days=9)) == []
    again = switch_schedule(made, is_on=True, by=ANNA, at=made.next_at + timedelta(days=9, hours=1))
    assert again.next_at == made.made_at + timedelta(days=10)


def test_schedules_are_journalled_without_addresses(server: Server, schedule: Any, tick: Any) -> None:
    made = schedule(address=f"{server.origin}/a")
    change_schedule(made, address=f"{server.origin}/b", every="WEEK", is_whole=True, by=ANNA, at=tick())
    remove_schedule(made, by=ANNA, at=tick())
    entries = list(Entry.objects.filter(verb__startswith="imports.schedule").order_by("number"))
    assert [entry.verb for entry in entries] == [
        "imports.schedule_made",
        "imports.schedule_changed",
        "imports.schedule_removed",
    ]
    assert all("127.0.0.1" not in str(entry.facts) for entry in entries)


def test_schedule_has_either_a_folder_or_an_address(server: Server, schedule: Any) -> None:
    for facts in ({}, {"folder": "a", "address": f"{server.origin}/a"}):
        with pytest.raises(ScheduleRefused):
            schedule(**facts)
    made = schedule(address=f"{server.origin}/a")
    with pytest.raises(IntegrityError, match="schedule_has_a_folder_or_an_address"), transaction.atomic():
        Schedule.objects.filter(pk=made.pk).update(folder="a")
    with pytest.raises(IntegrityError, match="failed_fetch_says_why"), transaction.atomic():
        Schedule.objects.filter(pk=made.pk).update(result="FAILED")


def test_pages_of_schedules(
    server: Server, browse: Any, person: Any, region: Any, bbsk_rows: bytes, settings: Any
) -> None:
    desk = browse(None, person("DATA_STEWARD", at=region))
    assert desk.get("/imports/schedules/").status_code == 200
    assert server.origin in desk.get("/imports/schedules/new/").content.decode()
    said = {"source": "bbsk", "way": "address", "every": "DAY", "extent": "part", "folder": ""}
    for wrong in ("", "https://example.org/a", "nonsense"):
        answer = desk.post("/imports/schedules/new/", said | {"address": wrong})
        assert answer.status_code == 422
        assert b"govuk-error-summary" in answer.content
    assert desk.post("/imports/schedules/new/", said | {"address": server.gives("/a", bbsk_rows)}).status_code == 302
    made = Schedule.objects.get()
    run_now(Job.objects.get(pk=made.job_id))
    page = desk.get("/imports/schedules/").content.decode()
    assert f"/imports/{made.runs.get().pk}/" in page
    desk.post(f"/imports/schedules/{made.pk}/fetch/")
    assert b'http-equiv="refresh"' in desk.get("/imports/schedules/").content
    desk.post(f"/imports/schedules/{made.pk}/switch/", {"on": "no"})
    assert Schedule.objects.get().is_on is False
    assert desk.get(f"/imports/schedules/{made.pk}/").status_code == 200
    desk.post(f"/imports/schedules/{made.pk}/", said | {"address": f"{server.origin}/b", "every": "MONTH"})
    assert (Schedule.objects.get().every, Schedule.objects.get().where) == ("MONTH", f"{server.origin}/b")
    desk.post(f"/imports/schedules/{made.pk}/remove/")
    assert (Schedule.objects.count(), Run.objects.count()) == (0, 1)


def test_list_of_schedules_asks_the_database_as_often_for_three_as_for_one(
    server: Server, schedule: Any, browse: Any, person: Any, region: Any
) -> None:
    from support.counting import questions

    desk = browse(None, person("DATA_STEWARD", at=region))
    schedule(address=f"{server.origin}/a")
    one = questions(desk, "/imports/schedules/")
    schedule(address=f"{server.origin}/b")
    schedule(address=f"{server.origin}/c")
    assert one == questions(desk, "/imports/schedules/") == 7


def test_command_fetches_what_is_due_and_says_how_it_went(
    server: Server, folder: Path, schedule: Any, bbsk_rows: bytes
) -> None:
    import io

    from django.core.management import CommandError, call_command
    from django.utils import translation

    schedule(address=server.gives("/a", bbsk_rows))
    out = io.StringIO()
    with translation.override("en"):
        call_command("import_fetch", stdout=out)
        assert "a file waits to be looked at" in out.getvalue()
        call_command("import_fetch", stdout=out)
        assert out.getvalue().count("\n") == 1
        server.gives("/a", b"", status=500)
        with pytest.raises(CommandError, match="Not everything"):
            call_command("import_fetch", "bbsk", stdout=out)
    assert "The server answered 500 instead of the file." in out.getvalue()
