"""The map of results: drawn where there is something to draw, never a secret place, everything is in the list too."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from support.finding import BYSTRICA, bring, service

from catalogue.models import Service


def test_results_stand_on_the_map_and_lead_to_the_list(small_region: Any, region: Any, browse: Any) -> None:
    page = browse(region).get("/search", {"q": "slnečnica"}).content.decode()
    drawing = page.split('<svg class="opora-map"')[1].split("</svg>")[0]
    targets = re.findall(r'<a href="#(result-[0-9a-f-]+)" aria-label="1 výsledok: Denný stacionár Slnečnica"', drawing)
    assert len(targets) == 3  # one service at three places
    assert f'id="{targets[0]}"' in page
    assert "Banská Bystrica</text>" in drawing
    assert "stroke-dasharray" not in drawing
    with_place = browse(region).get("/search", {"q": "slnečnica", "municipality": "Detva"}).content.decode()
    assert "stroke-dasharray" in with_place


def test_a_secret_place_is_not_drawn(region: Any, browse: Any, own_index: str, db: Any) -> None:
    bring(service("hidden", name="Tajný dom", kind="SK448-29", forms=["RESIDENTIAL"], at=[BYSTRICA]))
    Service.objects.update(is_published=True)
    call_command("search_update", verbosity=0)
    page = browse(region).get("/search", {"q": "tajný dom"}).content.decode()
    assert "Tajný dom" in page
    assert "opora-map" not in page


def test_words_of_strangers_stay_words_on_the_map(region: Any, browse: Any, own_index: str, db: Any) -> None:
    bring(service("bad", name='"><script>alert(1)</script>', at=[BYSTRICA]))
    call_command("search_update", verbosity=0)
    page = browse(region).get("/search", {"q": "script"}).content.decode()
    assert "opora-map" in page
    assert "<script>alert" not in page


# --- areas -----------------------------------------------------------------------------------------------------------
def square(code: str, west: float, south: float, **more: Any) -> dict[str, Any]:
    """A municipality of a tenth of a degree in both directions."""
    east, north = west + 0.1, south + 0.1
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry, **more}


@pytest.fixture
def outlines(tmp_path: Path) -> Any:
    """Writes a file of these features and loads it."""

    def load(*features: dict[str, Any], text: str = "", **more: Any) -> None:
        file = tmp_path / "outlines.geojson"
        file.write_text(text or json.dumps({"type": "FeatureCollection", "features": features}))
        call_command("load_boundaries", str(file), **more)

    return load


def test_where_outlines_are_loaded_the_place_is_an_area_and_districts_have_borders(
    small_region: Any, region: Any, browse: Any, outlines: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from tenants.models import Municipality

    near = Municipality.objects.filter(district_code="SK0321").exclude(code=BYSTRICA).first()
    outlines(square(BYSTRICA, 19.1, 48.7), square(near.code, 19.2, 48.7), square("nowhere", 19.3, 48.7))
    assert (
        capsys.readouterr().out.strip()
        == "Outlines written: 2. Features of no known municipality: 1, without an area: 0."
    )
    asked = {"q": "slnečnica", "municipality": BYSTRICA}
    drawing = browse(region).get("/search", asked).content.decode().split('<svg class="opora-map"')[1]
    assert "stroke-dasharray" not in drawing
    border, shape = re.findall(r'<path d="(M[^"]+)"', drawing)[:2]
    assert shape.endswith("Z")
    left, right = (len(set(re.findall(r"\d+ \d+", drawn))) for drawn in (shape, border))
    assert (left, right) == (4, 6)  # the line between the two is inside their district
    elsewhere = browse(region).get("/search", {"q": "slnečnica", "municipality": "Detva"}).content.decode()
    assert "stroke-dasharray" in elsewhere


@pytest.mark.parametrize(
    ("features", "text", "told"),
    [
        ([], "{", "nie je súbor GeoJSON"),
        ([], "\x00\x01", "nie je súbor GeoJSON"),
        ([], "", "žiadne objekty s vlastnosťami"),
        ([square("999", 19.1, 48.7)], "", "má tieto polia: code"),
        ([square(BYSTRICA, 19_000, 48.7)], "", "nie sú stupne"),
        ([square(BYSTRICA, 19.1, 48.7, geometry={"type": "Polygon"})], "", "sa nedá prečítať"),
        ([square(BYSTRICA, 19.1, 48.7, geometry={"type": "Polygon", "coordinates": [[1, 2]]})], "", "sa nedá prečítať"),
        ([square(BYSTRICA, 19.1, 48.7, geometry=None)], "", "nemajú žiadnu plochu"),
        ([square(BYSTRICA, 19.1, 48.7, properties=[1])], "", "žiadne objekty s vlastnosťami"),
    ],
)
def test_a_broken_file_of_outlines_is_refused_with_a_sentence_and_changes_nothing(
    region: Any, outlines: Any, features: list[dict[str, Any]], text: str, told: str
) -> None:
    from tenants.models import Boundary

    outlines(square(BYSTRICA, 19.1, 48.7))
    before = Boundary.objects.get().rings
    with pytest.raises(CommandError, match=told):
        outlines(*features, text=text)
    assert Boundary.objects.get().rings == before


def test_a_region_may_be_of_many_parts_and_codes_may_stand_under_another_name(region: Any, outlines: Any) -> None:
    from tenants.models import Boundary

    parts = [square("", west, 48.7)["geometry"]["coordinates"] for west in (19.1, 19.4)]
    geometry = {"type": "MultiPolygon", "coordinates": parts}
    outlines(square("", 0, 0, properties={"IDN4": BYSTRICA}, geometry=geometry), code="IDN4")
    assert len(Boundary.objects.get().rings) == 2
