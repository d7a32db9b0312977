"""The version of a service rises with every change that a reader could see, whoever writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from support.registers import AT, BREZNO, service, the_service

from catalogue.models import (
    Capacity,
    Mention,
    Place,
    Provider,
    Reach,
    RelatedActivity,
    Service,
    ServiceAtPlace,
    ServiceKind,
    TargetGroup,
)

pytestmark = pytest.mark.django_db


def _fill(model: Any, **facts: Any) -> Callable[[Service], Any]:
    return lambda held: model.objects.create(service=held, **facts)


CHANGES: dict[str, Callable[[Service], Any]] = {
    "own column": lambda held: Service.objects.filter(pk=held.pk).update(description="Nový opis"),
    "new reach": _fill(Reach, level="MUNICIPALITY", code=BREZNO),
    "changed capacity": lambda held: Capacity.objects.filter(service=held).update(count=99),
    "lost capacity": lambda held: Capacity.objects.filter(service=held).delete(),
    "new target group": lambda held: held.target_groups.add("SK-DISABILITY"),
    "lost target group": lambda held: held.target_groups.clear(),
    "place left": lambda held: ServiceAtPlace.objects.filter(service=held).delete(),
    "place renamed": lambda held: Place.objects.filter(services_here__service=held).update(name="Nový dom"),
    "provider renamed": lambda held: Provider.objects.filter(pk=held.provider_id).update(name="Nové meno"),
    "provider's phone": lambda held: Provider.objects.filter(pk=held.provider_id).update(phones=["112"]),
    "kind renamed": lambda held: ServiceKind.objects.filter(pk=held.kind_id).update(plain_sk="domov"),
    "group renamed": lambda held: TargetGroup.objects.filter(pk="SK-SENIORS").update(name_sk="starší ľudia"),
}


def _new_transaction() -> None:
    """Rows are touched once in a transaction; a savepoint counts as one."""
    connection.savepoint()


@pytest.mark.parametrize("name", CHANGES)
def test_version_of_the_service_rises(load: Any, name: str) -> None:
    load([service("1"), service("2", provider={"country": "SK", "ico": "00320480", "name": "Iný"}, kind="SK448-40")])
    before = the_service("1").version
    _new_transaction()

    CHANGES[name](the_service("1"))

    assert the_service("1").version > before


@pytest.mark.parametrize("name", sorted(set(CHANGES) - {"kind renamed", "group renamed"}))
def test_version_of_other_services_stays(load: Any, name: str) -> None:
    load([service("1"), service("2", provider={"country": "SK", "ico": "00320480", "name": "Iný"})])
    before = the_service("2").version
    _new_transaction()

    CHANGES[name](the_service("1"))

    assert the_service("2").version == before


def test_a_provider_written_without_a_change_touches_no_service(load: Any) -> None:
    load([service("1")])
    before = the_service("1").version
    _new_transaction()

    Provider.objects.update(changed_at=AT)

    assert the_service("1").version == before


def test_versions_of_all_tables_come_from_one_sequence(load: Any) -> None:
    load([service("1")])
    held = the_service("1")
    activity = RelatedActivity.objects.create(provider=held.provider, name="Klub", created_at=AT, changed_at=AT)
    mention = Mention.objects.create(service=held, tenant_key="a", plan_id=held.pk, measure_id=held.pk)
    versions = []
    for row in (activity, mention, held.provider, held):
        row.refresh_from_db()
        versions.append(row.version)

    assert len(set(versions)) == 4
    assert min(versions) > 0


def test_a_related_activity_rises_with_its_provider(load: Any) -> None:
    load([service("1")])
    facts = {"provider": the_service().provider, "name": "Klub", "created_at": AT, "changed_at": AT}
    with transaction.atomic():
        activity = RelatedActivity.objects.create(**facts)
    activity.refresh_from_db()
    before = activity.version
    _new_transaction()

    Provider.objects.update(name="Nové meno")

    activity.refresh_from_db()
    assert activity.version > before
