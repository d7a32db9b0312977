"""Files that cannot be brought in: each is refused with a sentence of its own, and the catalogue stays as it was."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import registers_sk
from support.bad_files import BROKEN

from imports.reasons import FILE_REASONS, BrokenFile, sentence


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_is_refused_with_its_reason(
    name: str, compare: Callable[..., Any], bring_in: Callable[..., Any], catalogue: Callable[[], str], bbsk_rows: bytes
) -> None:
    from imports.models import Run

    bring_in("bbsk", bbsk_rows)
    before = catalogue()
    source, content, reason = BROKEN[name]
    with pytest.raises(BrokenFile) as refusal:
        compare(source, content, is_whole=True)
    failed = Run.objects.get(state=Run.State.FAILED)
    assert refusal.value.code == failed.failure == reason
    assert str(refusal.value) == failed.why_failed
    assert failed.batch_id is None
    assert catalogue() == before


@pytest.mark.django_db
def test_too_large_file_is_refused(compare: Callable[..., Any], settings: Any) -> None:
    settings.OPORA_UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(BrokenFile) as refusal:
        compare("bbsk", b"a" * (1024 * 1024 + 1))
    assert refusal.value.code == "TOO_LARGE"


def test_corpus_holds_a_file_for_nearly_every_reason() -> None:
    shown = {reason for _source, _content, reason in BROKEN.values()}
    assert FILE_REASONS.keys() - shown == {
        "TOO_LARGE",  # above
        "TOO_MANY_ROWS",
        "OUR_FAULT",
        "LOST_FILE",
        "OLDER",  # below
        *("COLUMNS_GONE", "NEW_WORDS", "NO_HEAD", "SHEET_GONE"),  # of saved mappings: not in this corpus
    }


@pytest.mark.parametrize("language", ["sk", "cs"])
@pytest.mark.parametrize("reason", FILE_REASONS)
def test_every_reason_is_told_in_slovak_and_czech(language: str, reason: str) -> None:
    from django.utils import translation

    text = FILE_REASONS[reason]
    with translation.override("en"):
        english = str(text)
    with translation.override(language):
        assert str(text) != english


def test_corpus_is_large_and_every_source_with_a_shape_of_its_own_has_a_part_of_it() -> None:
    assert len(BROKEN) >= 40
    assert {source for source, _content, _reason in BROKEN.values()} == {"bbsk", "rpss", "rpss-sk"}


@pytest.mark.parametrize("language", ["sk", "cs", "en"])
def test_each_fault_has_a_sentence_of_its_own(language: str) -> None:
    from django.utils import translation

    facts = dict.fromkeys(["limit", "wanted", "found", "detail", "line", "position", "columns", "column"], "x")
    facts |= {"elements": "x", "dated": "x", "last": "y", "meant": "x"}
    with translation.override(language):
        told = [sentence(reason, facts) for reason in {reason for _source, _content, reason in BROKEN.values()}]
    assert len(set(told)) == len(told)


ENDLESS = {
    "csv": ("bbsk", b"Druh;Forma\n" + b"a" * 1000, "LONG_LINE"),
    "json": ("rpss", b'{"polozky": [{"portalId": "' + b"1" * 1000, "LONG_RECORD"),
    "xml": ("rpss-sk", b"<register><provider><name>" + b"a" * 1000, "XML_LONG"),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_line_of_a_gigabyte_is_left_early_and_never_held(name: str, tmp_path: Path, settings: Any) -> None:
    from imports.pipeline import read_rows
    from imports.reading.metering import Meter
    from imports.sources import source_named

    source, start, reason = ENDLESS[name]
    path = tmp_path / f"endless.{name}"
    with path.open("wb") as file:
        file.write(start)
        for _piece in range(40):  # real letters as far as any limit reaches
            file.write(b"a" * 1024 * 1024)
        file.truncate(1024 * 1024 * 1024)  # the rest is sparse
    settings.OPORA_UPLOAD_LIMIT = 2 * 1024 * 1024 * 1024
    meter = Meter(path)
    tracemalloc.start()
    with pytest.raises(BrokenFile) as refusal:
        list(read_rows(source_named(source), path, meter))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refusal.value.code == reason
    assert peak < 60 * 1024 * 1024


def the_register(day: str) -> bytes:
    return registers_sk.register(registers_sk.provider(registers_sk.service(dateOfRegistration=day)))


@pytest.mark.django_db
def test_feed_half_a_year_older_than_the_accepted_one_is_refused(
    compare: Callable[..., Any], bring_in: Callable[..., Any], catalogue: Callable[[], str]
) -> None:
    run = bring_in("rpss-sk", the_register("2026-10-01"), name="RSS20261101052147.xml", is_whole=True)
    assert (str(run.dated_on), run.is_dated_by_name) == ("2026-11-01", True)
    before = catalogue()
    with pytest.raises(BrokenFile) as refusal:
        compare("rpss-sk", the_register("2026-10-02"), name="RSS20260501052147.xml", is_whole=True)
    assert refusal.value.code == "OLDER"
    assert "1. 5. 2026" in str(refusal.value)
    assert "1. 11. 2026" in str(refusal.value)
    assert catalogue() == before
    assert compare("rpss-sk", the_register("2026-10-03"), name="RSS20261102052147.xml").state == "COMPARED"


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "is_refused"), [("2026-04-30", True), ("2026-10-20", False), ("2026-11-19", False)])
def test_feed_without_a_stamp_is_dated_by_its_rows(
    day: str, is_refused: bool, compare: Callable[..., Any], bring_in: Callable[..., Any]
) -> None:
    bring_in("rpss-sk", the_register("2026-11-01"), name="register.xml", is_whole=True)
    if is_refused:
        with pytest.raises(BrokenFile, match=r"30\. 4\. 2026"):
            compare("rpss-sk", the_register(day), name="register.xml", is_whole=True)
    else:
        assert compare("rpss-sk", the_register(day), name="register.xml", is_whole=True).state == "COMPARED"


@pytest.mark.django_db
def test_older_feed_comes_in_again_once_the_newer_one_is_undone(
    compare: Callable[..., Any], bring_in: Callable[..., Any]
) -> None:
    from imports import commands

    run = bring_in("rpss-sk", the_register("2026-10-01"), name="RSS20261101052147.xml", is_whole=True)
    commands.undo_run(run, by=None, at=run.decided_at)
    assert (
        compare("rpss-sk", the_register("2026-04-01"), name="RSS20260501052147.xml", is_whole=True).state == "COMPARED"
    )


@pytest.mark.django_db
def test_part_of_a_register_is_not_dated_by_the_few_rows_it_holds(
    compare: Callable[..., Any], bring_in: Callable[..., Any]
) -> None:
    bring_in("rpss-sk", the_register("2026-11-01"), name="register.xml", is_whole=True)
    assert compare("rpss-sk", the_register("2012-01-01"), name="part.xml").state == "COMPARED"
