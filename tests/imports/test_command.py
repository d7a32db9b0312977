"""`opora import`: the same way into the catalogue from the command line."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
SAMPLES = Path(__file__).parent / "samples"
LAYER = SAMPLES / "bbsk_real_rows.geojson"


@pytest.fixture(autouse=True)
def _speak_english() -> Any:
    with translation.override("en"):
        yield


def bring_in(*words: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("import", *(str(word) for word in words), stdout=out, **options)
    return out.getvalue()


def count() -> int:
    from catalogue.models import Service

    return Service.objects.count()


def test_file_is_read_and_waits_for_consent() -> None:
    told = bring_in("bbsk", LAYER)
    assert f"{'rows in the file:':<42}       7\n{'new services:':<42}       5\n" in told
    assert count() == 0


def test_accept_writes() -> None:
    assert "Written into the catalogue: 5" in bring_in("bbsk", LAYER, accept=True)
    assert count() == 5


def test_dry_run_writes_nothing() -> None:
    from imports.models import Run

    assert "Nothing was written." in bring_in("bbsk", LAYER, dry_run=True)
    assert (count(), Run.objects.get().state) == (0, Run.State.DISCARDED)


def test_same_file_holds_nothing_new_unless_asked_again() -> None:
    bring_in("bbsk", LAYER, accept=True)
    assert "nothing new" in bring_in("bbsk", LAYER)
    assert f"{'unchanged:':<42}       5" in bring_in("bbsk", LAYER, again=True)


def test_part_and_whole_may_be_said(tmp_path: Path) -> None:
    from imports.models import Run

    bring_in("bbsk", LAYER, "--part")
    bring_in("bbsk", LAYER)
    assert list(Run.objects.order_by("received_at", "id").values_list("is_whole", flat=True)) == [False, True]


def test_rejected_rows_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "layer.geojson"
    file.write_text(LAYER.read_text(encoding="utf-8").replace("00648515", "00648516"), encoding="utf-8")
    told = bring_in("bbsk", file)
    assert "row 5, IČO: '00648516' This is not a valid IČO" in told


def test_broken_file_ends_with_one_clear_sentence(tmp_path: Path, catalogue: Callable[[], str]) -> None:
    bring_in("bbsk", LAYER, accept=True)
    before = catalogue()
    file = tmp_path / "layer.geojson"
    file.write_bytes(LAYER.read_bytes()[:900])
    with pytest.raises(CommandError, match=r"^The file ends in the middle"):
        bring_in("bbsk", file, accept=True)
    assert catalogue() == before


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        bring_in("bbsk", tmp_path / "nowhere.csv")
