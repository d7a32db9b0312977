"""Districts beyond the border whose services the region's catalogue keeps as well."""

from typing import Any

import pytest
from django.core.management import call_command

from kernel.clock import now
from kernel.journal.models import Entry
from tenants.commands import list_neighbours
from tenants.errors import TenantRefused
from tenants.queries import codes_of_region, codes_taken_in

pytestmark = pytest.mark.django_db
ZILINA = "517402"


def test_listed_district_is_taken_in_and_is_not_of_the_region(region: Any) -> None:
    assert ZILINA not in codes_taken_in(region)
    told = list_neighbours(region, districts=["SK031B"], by=None, at=now())
    assert ZILINA in codes_taken_in(told)
    assert ZILINA not in codes_of_region(told)
    list_neighbours(region, districts=["SK031B"], by=None, at=now())
    assert Entry.objects.get(verb="tenants.neighbours_listed").facts == {"districts": ["SK031B"]}


def test_unknown_district_is_refused_and_the_list_stays(region: Any) -> None:
    with pytest.raises(TenantRefused, match="SK9999"):
        list_neighbours(region, districts=["SK031B", "SK9999"], by=None, at=now())
    region.refresh_from_db()
    assert region.neighbour_districts == []


def test_only_the_region_lists_neighbours(alfa: Any) -> None:
    with pytest.raises(TenantRefused):
        list_neighbours(alfa, districts=["SK031B"], by=None, at=now())


def test_operator_sets_the_list_and_empties_it(region: Any) -> None:
    call_command("neighbour_districts", "SK031B")
    region.refresh_from_db()
    assert region.neighbour_districts == ["SK031B"]
    call_command("neighbour_districts")
    region.refresh_from_db()
    assert region.neighbour_districts == []
