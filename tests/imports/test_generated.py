"""The demonstration's own files on their way in: register, then sheet, then both again."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.django_db
GENERATOR = Path(__file__).resolve().parents[2] / "deploy" / "demo" / "generate.py"
SERVICES = 90


def generated(country: str, folder: Path) -> Path:
    """Write a small region; the same seed gives the same files."""
    words = ["--region", country, "--out", str(folder), "--services", str(SERVICES), "--seed", "7"]
    subprocess.run([sys.executable, str(GENERATOR), *words], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def slovak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated("sk", tmp_path_factory.mktemp("sk"))


@pytest.fixture(scope="session")
def czech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated("cz", tmp_path_factory.mktemp("cz"))


@pytest.fixture
def moravian_region(region: Any) -> Any:
    from support.forgetting import forget

    from tenants.models import Municipality

    region.country, region.region_code = "CZ", "CZ080"
    region.save()
    guests = Municipality.objects.filter(region_code__in=["CZ064", "CZ032"])
    region.covers.set(guests.filter(district_name__in=["Blansko", "Plzeň-jih"]))
    forget()
    return region


def test_slovak_region_comes_in_whole(
    slovak: Path, bring_in: Callable[..., Any], compare: Callable[..., Any], catalogue: Callable[[], str]
) -> None:
    layer = (slovak / "bbsk.geojson").read_bytes()
    sheet = (slovak / "descriptions-sk.xlsx").read_bytes()
    run = bring_in("bbsk", layer, is_whole=True)
    assert (run.count("rejected"), run.count("outside")) == (0, 0)
    assert run.count("new") == SERVICES
    described = bring_in("sheet", sheet)
    assert described.problems.filter(weight="REJECTED").count() == 0
    assert described.count("changed") == described.count("rows") > SERVICES - 10
    before = catalogue()
    for name in ("bbsk.geojson", "bbsk.csv", "bbsk.xlsx"):
        again = bring_in("bbsk", (slovak / name).read_bytes(), is_whole=True)
        assert (again.written, again.count("unchanged")) == (0, SERVICES), name
    assert compare("sheet", sheet).written == 0
    assert catalogue() == before


def test_czech_region_comes_in_whole(
    czech: Path,
    moravian_region: Any,
    bring_in: Callable[..., Any],
    compare: Callable[..., Any],
    catalogue: Callable[[], str],
) -> None:
    register = (czech / "rpss.json").read_bytes()
    sheet = (czech / "descriptions-cz.xlsx").read_bytes()
    run = bring_in("rpss", register, is_whole=True)
    assert run.count("rejected") == 0
    assert run.count("outside") > 0
    assert run.count("past") > 0
    assert run.count("new") >= SERVICES  # some of the real services lie in the region as well
    described = bring_in("sheet", sheet)
    assert (described.problems.filter(weight="REJECTED").count(), described.count("changed")) == (0, SERVICES)
    before = catalogue()
    assert bring_in("rpss", register, is_whole=True).written == 0
    assert compare("sheet", sheet).written == 0
    assert catalogue() == before
