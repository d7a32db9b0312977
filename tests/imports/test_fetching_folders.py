"""Registers that lie in a folder: the newest file is taken and stays, and no path leads out."""

from pathlib import Path
from typing import Any

import pytest
from support.fetching import fetch, put

from imports.fetching.scheduling import ScheduleRefused
from imports.models import Schedule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


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
