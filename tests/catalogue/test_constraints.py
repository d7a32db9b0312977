"""What must never be true is refused by the database itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.registers import AT, service, the_service

from catalogue.models import Capacity, Place, Provider, Reach, Service, ServiceAtPlace, ServiceKind

pytestmark = pytest.mark.django_db

WRONGS: dict[str, Callable[[Service], Any]] = {
    "service_is_known_once_in_a_register": lambda held: Service.objects.create(
        provider=held.provider,
        kind=held.kind,
        register="bbsk",
        register_key="1",
        name="X",
        created_at=AT,
        changed_at=AT,
    ),
    "service_ends_after_it_starts": lambda held: Service.objects.update(
        starts_on=date(2026, 2, 1), ended_on=date(2026, 1, 31)
    ),
    "service_has_a_name": lambda held: Service.objects.update(name=""),
    "opening_hours_are_a_list": lambda held: Service.objects.update(opening_hours={"day": "MO"}),
    "free_places_have_their_time": lambda held: Service.objects.update(capacity_free=1, capacity_free_at=None),
    "provider_is_known_once_by_ico": lambda held: Provider.objects.create(
        country="SK", ico=held.provider.ico, name="Y", created_at=AT, changed_at=AT
    ),
    "provider_has_a_name": lambda held: Provider.objects.update(name=""),
    "place_of_a_provider_is_kept_once": lambda held: Place.objects.create(
        **{
            name: getattr(Place.objects.get(), name)
            for name in (
                "provider_id",
                "name",
                "street",
                "house_number",
                "postcode",
                "municipality_id",
                "address_code",
                "is_secret",
            )
        }
    ),
    "place_has_both_coordinates_or_none": lambda held: Place.objects.update(latitude=48.7),
    "secret_place_holds_no_coordinates": lambda held: Place.objects.update(
        is_secret=True, latitude=48.7, longitude=19.1
    ),
    "service_stands_once_at_a_place": lambda held: ServiceAtPlace.objects.create(
        service=held, place=Place.objects.get()
    ),
    "service_reaches_an_area_once": lambda held: Reach.objects.bulk_create(
        [Reach(service=held, level="DISTRICT", code="SK0321") for _time in range(2)]
    ),
    "capacity_is_given_once_for_a_form": lambda held: Capacity.objects.create(
        service=held, form="RESIDENTIAL", unit="BEDS", count=1
    ),
    "servicekind_is_valid_in_a_real_period": lambda held: ServiceKind.objects.filter(pk=held.kind_id).update(
        valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1)
    ),
}


@pytest.mark.parametrize("name", WRONGS)
def test_the_database_refuses(load: Any, name: str) -> None:
    load([service("1")])

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        WRONGS[name](the_service("1"))
