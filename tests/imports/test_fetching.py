"""Registers that come by themselves from a real server, as far as the preview and no further."""

from typing import Any

import pytest
from support.fetching import fetch, left_behind, letters
from support.register_server import Server

from imports.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


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
