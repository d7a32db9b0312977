"""An index for each worker, and a small region to search in."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from support import finding
from support.finding import BREZNO, BYSTRICA, DAY_CARE, DETVA, NIGHT_SHELTER, SENIORS, ZVOLEN, service

SMALL_REGION = [
    service("care", name="Opatrovateľská služba Lipka", provider="Lipka n. o.",
            description="Pomôžeme mame s umývaním a obliekaním doma.",
            phones=["+421 48 123 45 67"], reach=[{"level": "DISTRICT", "code": "SK0321"}]),
    service("care2", name="Opatrovateľská služba mesta Zvolen", provider="Mesto Zvolen", at=[ZVOLEN],
            reach=[{"level": "MUNICIPALITY", "code": ZVOLEN}, {"level": "MUNICIPALITY", "code": DETVA}]),
    service("seniors", name="Domov Harmónia", provider="Harmónia", kind=SENIORS, forms=["RESIDENTIAL"], at=[DETVA],
            target_groups=["SK-SENIORS", "SK-DEMENTIA"], description="Celoročný pobyt pre starších ľudí."),
    service("many", name="Denný stacionár Slnečnica", provider="Slnečnica", kind=DAY_CARE, forms=["AMBULATORY"],
            at=[BYSTRICA, ZVOLEN, BREZNO], target_groups=["SK-DISABILITY"]),
    service("night", name="Nocľaháreň Prístrešie", provider="Prístrešie", kind=NIGHT_SHELTER, forms=["RESIDENTIAL"],
            target_groups=["SK-HOMELESS"], at=[BYSTRICA]),
]  # fmt: skip


@pytest.fixture
def own_index(settings: Any, worker_id: str) -> Iterator[str]:
    with finding.own_index(settings, f"{os.getpid()}-{worker_id}") as prefix:
        yield prefix


@pytest.fixture
def small_region(db: None, own_index: str) -> dict[str, Any]:
    """Five services, in the table and in Elasticsearch."""
    from django.core.management import call_command

    ids = finding.bring(*SMALL_REGION)
    call_command("search_update", verbosity=0)
    return ids


@pytest.fixture(params=["elasticsearch", "postgresql"])
def backend(request: Any) -> Iterator[str]:
    """Both engines, one after the other."""
    if request.param == "elasticsearch":
        yield request.param
        return
    with finding.without_elasticsearch():
        yield request.param
