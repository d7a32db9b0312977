"""Registers that come by themselves: from a folder or from a real server, as far as the preview and no further."""

import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.register_server import Server

from imports.fetching import (
    ask_to_fetch,
    change_schedule,
    fetch_due,
    make_schedule,
    remove_schedule,
    switch_schedule,
)
from imports.fetching.scheduling import ScheduleRefused
from imports.models import Run, Schedule
from kernel.jobs import run_now
from kernel.jobs.models import Job
from kernel.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
ANNA = uuid.UUID(int=1)


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    made = Server()
    settings.OPORA_FETCH_HOSTS = [made.origin]
    yield made
    made.close()


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.OPORA_FETCH_FOLDER = str(tmp_path / "registers")
    (tmp_path / "registers").mkdir()
    return tmp_path / "registers"


@pytest.fixture
def schedule(tick: Callable[..., Any]) -> Callable[..., Schedule]:
    def make(*, address: str = "", folder: str = "", is_whole: bool = False) -> Schedule:
        facts = {"address": address, "folder": folder, "every": "DAY", "is_whole": is_whole}
        return make_schedule("bbsk", **facts, by=ANNA, at=tick())

    return make


def fetch(schedule: Schedule, tick: Any) -> Schedule:
    """Do what the worker would when the clock asks."""
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


def test_file_from_a_server_goes_as_far_as_the_preview(
    server: Server, schedule: Any, tick: Any, bbsk_rows: bytes, catalogue: Any, person: Any, region: Any, settings: Any
) -> None:
    import hashlib

    person("DATA_STEWARD", at=region, email="anna@example.org")
    before = catalogue()
    made = fetch(schedule(address=f"{server.gives('/data/vrstva.geojson', bbsk_rows)}?year=2026"), tick)
    run = made.runs.get()
    assert (made.result, run.state, run.count("new"), run.original_name) == ("WAITS", "COMPARED", 5, "vrstva.geojson")
    assert run.sha256 == hashlib.sha256(bbsk_rows).hexdigest()
    with run.file.open() as kept:
        assert kept.read() == bbsk_rows
    assert catalogue() == before
    assert letters() == [("anna@example.org", "imports.fetched")]
    assert left_behind(settings) == []


def test_nothing_new_tells_nobody_and_makes_no_run(
    server: Server, schedule: Any, tick: Any, bbsk_rows: bytes, bring_in: Any, person: Any, region: Any
) -> None:
    person("DATA_STEWARD", at=region)
    bring_in("bbsk", bbsk_rows)
    made = fetch(schedule(address=server.gives("/a", bbsk_rows)), tick)
    assert (made.result, made.runs.count(), letters()) == ("NOTHING_NEW", 0, [])
    assert made.reached_at is not None


def test_other_bytes_that_say_the_same_tell_nobody(
    server: Server, schedule: Any, tick: Any, bbsk_rows: bytes, bring_in: Any, person: Any, region: Any
) -> None:
    person("DATA_STEWARD", at=region)
    bring_in("bbsk", bbsk_rows)
    made = fetch(schedule(address=server.gives("/a", bbsk_rows + b"\n\n")), tick)
    assert (made.result, made.runs.get().written, letters()) == ("NOTHING_NEW", 0, [])


def test_file_that_waits_already_is_not_brought_in_again_and_a_newer_one_takes_its_place(
    server: Server, schedule: Any, tick: Any, bbsk_rows: bytes, person: Any, region: Any
) -> None:
    person("DATA_STEWARD", at=region)
    made = schedule(address=server.gives("/a", bbsk_rows))
    fetch(made, tick)
    fetch(made, tick)
    assert (made.result, made.runs.count(), len(letters())) == ("NOTHING_NEW", 1, 1)
    server.gives("/a", bbsk_rows.replace(b'"Kapacita":27', b'"Kapacita":28'))
    fetch(made, tick)
    states = list(made.runs.order_by("received_at").values_list("state", flat=True))
    assert (states, len(letters())) == (["DISCARDED", "COMPARED"], 2)


BAD = {
    "missing": ("SERVER_SAYS", lambda s: s.gives("/x", b"<html>404</html>", status=404)),
    "error": ("SERVER_SAYS", lambda s: s.gives("/x", b"<html>502 Bad Gateway</html>", status=502)),
    "empty": ("EMPTY", lambda s: s.gives("/x", b"")),
    "cut off": ("CUT_OFF", lambda s: s.gives("/x", b"{}", Content_Length="1000")),
    "packed": ("PACKED_ANSWER", lambda s: s.gives("/x", b"\x1f\x8b", Content_Encoding="gzip")),
    "too large by its word": ("TOO_LARGE", lambda s: s.gives("/x", b"", Content_Length=str(10**12))),
    "too large without a word": ("TOO_LARGE", lambda s: s.floods("/x")),
    "slow": ("TOO_SLOW", lambda s: s.drips("/x")),
    "slow with its head": ("TOO_SLOW", lambda s: s.drips("/x", head_too=True)),
    "sent round and round": ("REDIRECTED_OFTEN", lambda s: s.sends_on("/x", "/x")),
    "sent elsewhere": ("HOST_NOT_ALLOWED", lambda s: s.sends_on("/x", "https://example.org/register.json")),
    "sent to a file": ("BAD_ADDRESS", lambda s: s.sends_on("/x", "file:///etc/passwd")),
    "sent to another port": ("HOST_NOT_ALLOWED", lambda s: s.sends_on("/x", f"http://127.0.0.1:{s.port + 1}/")),
    "sent with a password": ("BAD_ADDRESS", lambda s: s.sends_on("/x", f"http://a:b@127.0.0.1:{s.port}/")),
    "an error page as data": ("HTML", lambda s: s.gives("/x", b"<!DOCTYPE html><html>Sorry</html>")),
    "half a file": ("TRUNCATED", lambda s: s.gives("/x", b'{"type": "FeatureCollection", "features": [{"type"')),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_answer_is_told_on_the_page_and_changes_nothing(
    server: Server, schedule: Any, tick: Any, settings: Any, bring_in: Any, bbsk_rows: bytes, catalogue: Any,
    person: Any, region: Any, browse: Any, case: str,
) -> None:  # fmt: skip
    bring_in("bbsk", bbsk_rows)
    before = catalogue()
    settings.OPORA_FETCH_SECONDS, settings.OPORA_UPLOAD_LIMIT = 1, 3 * 1024 * 1024
    code, serve = BAD[case]
    began = time.monotonic()
    made = fetch(schedule(address=serve(server), is_whole=True), tick)
    assert (made.result, made.failure) == ("FAILED", code)
    assert time.monotonic() - began < 8
    assert catalogue() == before
    assert letters() == []
    assert left_behind(settings) == []
    page = browse(None, person("DATA_STEWARD", at=region)).get("/imports/schedules/").content.decode()
    assert made.why_failed.replace("“", "").partition("%")[0][:20] in page.replace("&#x27;", "'")


def test_failed_answer_comes_right_later(server: Server, schedule: Any, tick: Any, bbsk_rows: bytes) -> None:
    made = fetch(schedule(address=server.gives("/a", b"", status=503)), tick)
    assert (made.failure, made.reached_at) == ("SERVER_SAYS", None)
    server.gives("/a", bbsk_rows)
    fetch(made, tick)
    assert (made.result, made.failure) == ("WAITS", "")


def test_broken_file_that_is_fetched_again_makes_no_second_run(server: Server, schedule: Any, tick: Any) -> None:
    made = fetch(schedule(address=server.gives("/a", b"<html>Sorry</html>")), tick)
    fetch(made, tick)
    assert (made.failure, made.runs.count(), made.runs.get().state) == ("HTML", 1, "FAILED")


def test_redirect_within_the_allowed_host_is_followed(
    server: Server, schedule: Any, tick: Any, bbsk_rows: bytes
) -> None:
    server.gives("/data/new.geojson", bbsk_rows)
    made = fetch(schedule(address=server.sends_on("/old", "/data/new.geojson", status=301)), tick)
    assert (made.result, made.runs.get().original_name) == ("WAITS", "new.geojson")
    assert server.asked == ["/old", "/data/new.geojson"]


def test_redirect_is_not_followed_where_it_is_not_allowed(server: Server, schedule: Any, tick: Any) -> None:
    """The other server is not even asked."""
    other = Server()
    try:
        other.gives("/secret", b"secret")
        made = fetch(schedule(address=server.sends_on("/a", f"{other.origin}/secret")), tick)
        assert (made.failure, other.asked) == ("HOST_NOT_ALLOWED", [])
    finally:
        other.close()


def test_silent_server_and_closed_port_are_told(settings: Any, schedule: Any, tick: Any) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings.OPORA_FETCH_HOSTS, settings.OPORA_FETCH_SECONDS = [origin], 1
        assert fetch(schedule(address=f"{origin}/a"), tick).failure == "NO_ANSWER"
        silent.listen(1)
        began = time.monotonic()
        assert fetch(schedule(address=f"{origin}/b"), tick).failure == "TOO_SLOW"
        assert time.monotonic() - began < 5


def test_certificate_of_a_stranger_is_not_believed(settings: Any, schedule: Any, tick: Any, tmp_path: Path) -> None:
    import ssl
    import subprocess

    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run([*words, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    server = Server()
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
        origin = f"https://127.0.0.1:{server.port}"
        settings.OPORA_FETCH_HOSTS = [origin]
        assert fetch(schedule(address=f"{origin}/a"), tick).failure == "BAD_CERTIFICATE"
        assert server.asked == []
    finally:
        server.close()


def test_newest_file_of_a_folder_is_taken_and_stays_there(
    folder: Path, schedule: Any, tick: Any, bbsk_rows: bytes
) -> None:
    put(folder / "kraj" / "old.geojson", b"x", age=3600)
    put(folder / "kraj" / ".hidden", b"x", age=20)
    newest = put(folder / "kraj" / "new.geojson", bbsk_rows)
    (folder / "kraj" / "inner").mkdir()
    made = fetch(schedule(folder="kraj"), tick)
    assert (made.result, made.runs.get().original_name) == ("WAITS", "new.geojson")
    assert newest.read_bytes() == bbsk_rows


def test_named_file_is_taken(folder: Path, schedule: Any, tick: Any, bbsk_rows: bytes) -> None:
    put(folder / "vrstva.geojson", bbsk_rows)
    assert fetch(schedule(folder="vrstva.geojson"), tick).result == "WAITS"


def test_file_that_is_just_being_written_waits(folder: Path, schedule: Any, tick: Any, bbsk_rows: bytes) -> None:
    put(folder / "a.geojson", bbsk_rows[:100], age=0)
    made = fetch(schedule(folder="/"), tick)
    assert made.failure == "STILL_WRITTEN"
    put(folder / "a.geojson", bbsk_rows)
    assert fetch(made, tick).result == "WAITS"


@pytest.mark.parametrize("path", ["../secret.csv", "/../secret.csv", "link.csv", "kraj/../../secret.csv", "way"])
def test_path_never_leads_out_of_the_folder(folder: Path, schedule: Any, path: str) -> None:
    put(folder.parent / "secret.csv", b"secret")
    (folder / "kraj").mkdir()
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    (folder / "way").symlink_to(folder.parent)
    with pytest.raises(ScheduleRefused):
        schedule(folder=path)
    assert Schedule.objects.count() == 0


def test_link_put_into_the_folder_later_is_not_followed(folder: Path, schedule: Any, tick: Any) -> None:
    (folder / "kraj").mkdir()
    made = schedule(folder="kraj")
    secret = put(folder.parent / "secret.csv", b"secret")
    (folder / "kraj" / "a.csv").symlink_to(secret)
    assert fetch(made, tick).failure == "EMPTY_FOLDER"
    (folder / "kraj" / "a.csv").unlink()
    (folder / "kraj").rmdir()
    (folder / "kraj").symlink_to(folder.parent)
    assert fetch(made, tick).failure == "OUTSIDE_FOLDER"


def test_without_a_folder_nothing_is_fetched_from_one(settings: Any, schedule: Any) -> None:
    settings.OPORA_FETCH_FOLDER = ""
    with pytest.raises(ScheduleRefused, match="OPORA_FETCH_FOLDER"):
        schedule(folder="a")


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


def test_killed_fetch_goes_on_with_the_file_that_has_come(
    server: Server, schedule: Any, tick: Any, bbsk_rows: bytes
) -> None:
    from django.core.files.base import ContentFile

    from imports.commands import receive_file

    made = schedule(address=server.gives("/a", bbsk_rows))
    facts = {"source": "bbsk", "is_whole": False, "name": "a.geojson", "by": None, "schedule": made}
    receive_file(ContentFile(bbsk_rows, name="a.geojson"), **facts, at=tick())
    fetch(made, tick)
    assert (made.result, made.runs.count(), server.asked) == ("WAITS", 1, [])


def test_stopped_fetch_leaves_nothing_behind(server: Server, schedule: Any, tick: Any, settings: Any) -> None:
    from imports.fetching import fetch_and_compare
    from kernel.jobs import Cancelled, Progress

    made = schedule(address=server.floods("/a"))
    with pytest.raises(Cancelled):
        fetch_and_compare(made, progress=Progress(told=lambda progress: progress.ask_to_end()), at=tick())
    assert (Run.objects.count(), left_behind(settings)) == (0, [])


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
    assert one == questions(desk, "/imports/schedules/") == 9


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
