"""What a kept picture of the services says in words."""

from typing import Any

import pytest
from django.utils import translation

from planning.knowing.snapshot import by_kind


@pytest.mark.django_db
def test_capacities_are_told_so_that_every_number_fits() -> None:
    snapshot: Any = {
        "towns": [],
        "services": [
            {"kind": "none", "kind_name": "Služba", "capacity": {"BEDS": beds, "PLACES": places}, "free": None}
            for beds, places in ((10, 70), (4, 8))
        ],
    }
    with translation.override("sk"):
        assert [line.capacity for line in by_kind(snapshot)] == ["lôžka: 14, miesta: 78"]
