"""The auditor reads what happened; the operator sees what could not be delivered and sends it again."""

from typing import Any

import pytest
from django.urls import reverse
from support.counting import questions

from kernel.clock import now
from kernel.journal.models import Delivery, Entry

pytestmark = pytest.mark.django_db


def here(name: str) -> str:
    return reverse(f"tenants:{name}", urlconf="config.urls_region")


def test_auditor_reads_who_did_what_and_where(region: Any, alfa: Any, person: Any, browse: Any) -> None:
    page = browse(region, person("AUDITOR", at=region)).get(here("journal")).content.decode()
    assert "tenants.tenant_founded" in page
    assert "tenants.role_given" in page


def test_journal_can_be_narrowed(region: Any, person: Any, browse: Any) -> None:
    client = browse(region, person("AUDITOR", at=region))
    page = client.get(here("journal"), {"what": "tenants.tenant"}).content.decode()
    assert "tenants.tenant_founded" in page
    assert "tenants.role_given" not in page


@pytest.mark.parametrize("role", ["OPERATOR", "METHODOLOGIST", "DATA_STEWARD", "PROVIDER_EDITOR"])
def test_journal_is_the_auditors_alone(region: Any, person: Any, browse: Any, role: str) -> None:
    assert browse(region, person(role, at=region)).get(here("journal")).status_code == 403


def test_operator_delivers_again_what_was_given_up(region: Any, person: Any, browse: Any) -> None:
    dead = Delivery.objects.create(
        entry=Entry.objects.first(), subscriber="search.index", state="DEAD", attempts=9, error="broken", next_at=now()
    )
    client = browse(region, person("OPERATOR", at=region))
    assert "broken" in client.get(here("undelivered")).content.decode()
    client.post(here("undelivered"))
    dead.refresh_from_db()
    assert dead.state == "WAITING"


def test_journal_asks_the_same_whatever_its_length(region: Any, alfa: Any, person: Any, browse: Any) -> None:
    client = browse(region, person("AUDITOR", at=region))
    person("COORDINATOR", at=alfa)
    before = questions(client, here("journal"))
    for _number in range(3):
        person("COORDINATOR", at=alfa)
    assert questions(client, here("journal")) == before
