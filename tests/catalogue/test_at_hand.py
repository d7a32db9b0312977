"""Which services a plan may mean by a kind and a municipality."""

from typing import Any

import pytest
from support.world import FOUNDED

from catalogue import feed
from catalogue.models import Provider, Reach, Service, ServiceKind

pytestmark = pytest.mark.django_db
HERE, DISTRICT, REGION = "508438", "SK0321", "SK032"


def service(provider: Provider, name: str, *reaches: tuple[str, str], **facts: Any) -> Service:
    made = Service.objects.create(
        provider=provider,
        kind=ServiceKind.objects.get(pk="SK448-41"),
        name=name,
        created_at=FOUNDED,
        changed_at=FOUNDED,
        **facts,
    )
    for level, code in reaches:
        Reach.objects.create(service=made, level=level, code=code)
    return made


def test_the_nearest_comes_first_and_what_does_not_come_is_left_out() -> None:
    provider = Provider.objects.create(country="SK", name="Pomoc", created_at=FOUNDED, changed_at=FOUNDED)
    wide = service(provider, "wide", ("REGION", REGION))
    near = service(provider, "near", ("MUNICIPALITY", HERE))
    middle = service(provider, "middle", ("DISTRICT", DISTRICT))
    service(provider, "elsewhere", ("MUNICIPALITY", "518158"))
    service(provider, "ended", ("MUNICIPALITY", HERE), ended_on="2026-02-01")
    service(provider, "hidden", ("MUNICIPALITY", HERE), is_published=False)
    assert feed.services_at_hand("SK448-41", HERE) == [near.pk, middle.pk, wide.pk]


def test_an_unknown_municipality_has_nothing_at_hand() -> None:
    assert feed.services_at_hand("SK448-41", "000000") == []
