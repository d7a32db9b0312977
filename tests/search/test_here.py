"""A position leads to a municipality and is kept nowhere."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        ("48.74", "19.15", "Banská Bystrica (Banská Bystrica)"),
        ("48.56", "19.42", "Detva (Detva)"),
        ("0.0", "0.0", ""),
        ("48.74", "", ""),
        ("nan", "inf", ""),
        ("1e9", "19", ""),
        ("-999", "999", ""),
        ("٤٨", "19", ""),
    ],
)
def test_a_position_leads_to_its_municipality(region: Any, browse: Any, lat: str, lon: str, expected: str) -> None:
    answer = browse(region).get("/search/here", {"lat": lat, "lon": lon})
    assert answer.json() == {"municipality": expected}
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_the_answer_is_taken_as_the_place(small_region: Any, region: Any, browse: Any) -> None:
    name = browse(region).get("/search/here", {"lat": "48.56", "lon": "19.42"}).json()["municipality"]
    assert browse(region).get("/search", {"municipality": name}).context["asked"].where.name == "Detva"
