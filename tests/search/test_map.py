"""The map of results: drawn where there is something to draw, never a secret place, everything is in the list too."""

import re
from typing import Any

from django.core.management import call_command
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
