"""A run from its file to the catalogue: consent, guards, and what never happens half."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from imports import commands
from imports.models import Run
from kernel.jobs import Cancelled, Progress
from kernel.journal.models import Entry

pytestmark = pytest.mark.django_db


def rows(content: bytes, *positions: int) -> bytes:
    """The layer with only some of its rows."""
    layer = json.loads(content)
    layer["features"] = [layer["features"][position] for position in positions]
    return json.dumps(layer).encode()


def recorded() -> dict[str, Any]:
    """What the journal says of imports, by verb."""
    entries = [entry for entry in Entry.objects.all() if entry.verb.startswith(("catalogue.", "imports."))]
    assert len(entries) == len({entry.verb for entry in entries})
    return {entry.verb: entry for entry in entries}


def services() -> Any:
    from catalogue.models import Service

    return Service.objects


def test_nothing_changes_before_a_person_agrees(
    compare: Callable[..., Any], catalogue: Callable[[], str], bbsk_rows: bytes
) -> None:
    before = catalogue()
    run = compare("bbsk", bbsk_rows)
    assert (run.state, run.written) == (Run.State.COMPARED, 5)
    assert catalogue() == before
    assert recorded() == {}
    commands.accept_run(run, by=None, at=run.received_at)
    assert services().count() == 5


def test_accepting_is_recorded_once_with_ids_and_counts(bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    run = bring_in("bbsk", bbsk_rows)
    entries = recorded()
    assert entries.keys() == {"catalogue.services_changed", "imports.run_accepted"}
    assert entries["imports.run_accepted"].facts == {"source": "bbsk", "written": 5}
    assert entries["imports.run_accepted"].subject_id == str(run.pk)


def test_same_file_read_again_writes_and_records_nothing(
    bring_in: Callable[..., Any], catalogue: Callable[[], str], bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows, is_whole=True)
    before, recorded = catalogue(), Entry.objects.count()
    run = bring_in("bbsk", bbsk_rows, is_whole=True)
    assert (run.written, run.count("unchanged")) == (0, 5)
    assert (catalogue(), Entry.objects.count()) == (before, recorded)


def test_file_that_was_accepted_last_holds_nothing_new(
    bring_in: Callable[..., Any], receive: Callable[..., Any], bbsk_rows: bytes
) -> None:
    first = bring_in("bbsk", bbsk_rows)
    again = receive("bbsk", bbsk_rows)
    assert (again.same_as, again.is_nothing_new) == (first, True)
    assert receive("bbsk", bbsk_rows, is_whole=True).is_nothing_new is False
    commands.ask_to_compare(again, by=None)
    assert again.is_nothing_new is False
    bring_in("bbsk", rows(bbsk_rows, 0))
    assert receive("bbsk", bbsk_rows).is_nothing_new is False


def test_part_ends_nothing_and_a_whole_register_ends_what_is_missing(
    bring_in: Callable[..., Any], bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows)
    assert bring_in("bbsk", rows(bbsk_rows, 0, 4)).count("ended") == 0
    assert services().filter(ended_on__isnull=False).count() == 0
    assert bring_in("bbsk", rows(bbsk_rows, 0, 4), is_whole=True).count("ended") == 3
    assert services().filter(ended_on__isnull=False).count() == 3


def test_service_that_stands_in_the_register_again_returns(bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    bring_in("bbsk", bbsk_rows)
    bring_in("bbsk", rows(bbsk_rows, 0, 4), is_whole=True)
    run = bring_in("bbsk", bbsk_rows, is_whole=True)
    assert (run.count("returned"), run.count("unchanged")) == (3, 2)


def test_run_compared_before_another_was_accepted_must_be_compared_again(
    compare: Callable[..., Any],
    bring_in: Callable[..., Any],
    bbsk_rows: bytes,
    catalogue: Callable[[], str],
    tick: Callable[[], datetime],
) -> None:
    run = compare("bbsk", bbsk_rows)
    bring_in("bbsk", rows(bbsk_rows, 0))
    before = catalogue()
    with pytest.raises(commands.Outdated):
        commands.accept_run(run, by=None, at=tick())
    assert catalogue() == before
    again = commands.read_and_compare(run, progress=Progress(), at=tick())
    assert (again.count("new"), again.count("unchanged")) == (4, 1)
    commands.accept_run(again, by=None, at=tick())
    assert services().count() == 5


def test_accepting_twice_is_accepting_once(
    bring_in: Callable[..., Any], bbsk_rows: bytes, catalogue: Callable[[], str]
) -> None:
    run = bring_in("bbsk", bbsk_rows)
    before, recorded = catalogue(), Entry.objects.count()
    assert commands.accept_run(run, by=None, at=run.received_at).state == Run.State.ACCEPTED
    assert (catalogue(), Entry.objects.count()) == (before, recorded)


def test_discarded_run_can_no_longer_be_accepted(compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    run = compare("bbsk", bbsk_rows)
    run = commands.discard_run(run, by=None, at=run.received_at)
    with pytest.raises(commands.NotReady):
        commands.accept_run(run, by=None, at=run.received_at)
    with pytest.raises(commands.NotReady):
        commands.discard_run(run, by=None, at=run.received_at)
    with pytest.raises(commands.NotReady):
        commands.ask_to_compare(run, by=None)


def test_run_that_was_not_compared_cannot_be_accepted(receive: Callable[..., Any], bbsk_rows: bytes) -> None:
    run = receive("bbsk", bbsk_rows)
    with pytest.raises(commands.NotReady):
        commands.accept_run(run, by=None, at=run.received_at)


def staged() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select (select count(*) from catalogue_stagedrecord) + (select count(*) from catalogue_change)")
        return int(cursor.fetchone()[0])


def test_stopped_reading_leaves_nothing_behind(receive: Callable[..., Any], bbsk_rows: bytes) -> None:
    layer = json.loads(bbsk_rows)
    row = layer["features"][5]["properties"]
    layer["features"] = [{"properties": row | {"Ulica_sociálnej_služby": f"Hlavná {number}"}} for number in range(600)]
    run = receive("bbsk", json.dumps(layer).encode())
    progress = Progress(told=lambda progress: progress.ask_to_end())
    with pytest.raises(Cancelled):
        commands.read_and_compare(run, progress=progress, at=run.received_at)
    run.refresh_from_db()
    assert (run.state, run.batch_id, staged(), run.problems.count()) == (Run.State.CANCELLED, None, 0, 0)


def test_error_of_ours_is_told_as_ours_and_leaves_nothing_behind(
    receive: Callable[..., Any], bbsk_rows: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from catalogue import intake

    def fail(_batch: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(intake, "compare", fail)
    run = receive("bbsk", bbsk_rows)
    with pytest.raises(RuntimeError):
        commands.read_and_compare(run, progress=Progress(), at=run.received_at)
    run.refresh_from_db()
    assert (run.state, run.failure, staged()) == (Run.State.FAILED, "OUR_FAULT", 0)


def test_reading_begun_again_after_its_worker_died_throws_the_first_half_away(
    receive: Callable[..., Any], bbsk_rows: bytes
) -> None:
    run = receive("bbsk", bbsk_rows)
    commands._begin(run, at=run.received_at)
    again = commands.read_and_compare(run, progress=Progress(), at=run.received_at)
    assert (again.state, again.count("new"), again.problems.filter(code="DOUBLED_ROW").count()) == (
        Run.State.COMPARED,
        5,
        1,
    )


def test_lost_file_is_told(receive: Callable[..., Any], bbsk_rows: bytes) -> None:
    from imports.reasons import BrokenFile

    run = receive("bbsk", bbsk_rows)
    run.file.storage.delete(run.file.name)
    with pytest.raises(BrokenFile) as refusal:
        commands.read_and_compare(run, progress=Progress(), at=run.received_at)
    assert refusal.value.code == "LOST_FILE"


def test_file_is_kept_as_it_came_with_its_fingerprint(receive: Callable[..., Any], bbsk_rows: bytes) -> None:
    import hashlib

    run = receive("bbsk", bbsk_rows, name="C:\\Dokumenty\\../služby 2026.geojson")
    assert run.sha256 == hashlib.sha256(bbsk_rows).hexdigest()
    with run.file.open() as kept:
        assert kept.read() == bbsk_rows
    assert run.original_name == "služby 2026.geojson"
    assert "služby" not in run.file.name


def test_services_outside_the_region_are_counted_only(compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    layer = json.loads(bbsk_rows)
    layer["features"][4]["properties"] |= {
        "Obec_sociálnej_služby": "Žilina",
        "Okres_sociálnej_služby": "Okres Žilina",
    }
    run = compare("bbsk", json.dumps(layer).encode())
    assert (run.count("outside"), run.count("new")) == (1, 4)


def test_job_reads_and_job_accepts(receive: Callable[..., Any], bbsk_rows: bytes) -> None:
    from kernel.jobs import run_now

    run = receive("bbsk", bbsk_rows)
    job = run_now(commands.ask_to_compare(run, by=None))
    run.refresh_from_db()
    assert (job.state, run.state, job.result_address) == (job.State.DONE, Run.State.COMPARED, f"/imports/{run.pk}/")
    job = run_now(commands.ask_to_accept(run, by=None))
    run.refresh_from_db()
    assert (job.state, run.state, services().count()) == (job.State.DONE, Run.State.ACCEPTED, 5)


def test_job_of_a_broken_file_ends_with_its_sentence(receive: Callable[..., Any]) -> None:
    from django.utils import translation

    from kernel.jobs import run_now

    with translation.override("en"):
        job = run_now(commands.ask_to_compare(receive("rpss", b"{"), by=None))
    assert (job.state, job.message) == (
        job.State.FAILED,
        "The file ends in the middle. It was probably not downloaded whole; download it again.",
    )
