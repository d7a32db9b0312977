"""The region's own word: above everybody's, with a reason all can read, until a day."""

from datetime import timedelta
from typing import Any

import pytest
from support.desk import address, three_services
from support.registers import service, the_service

from catalogue import commands
from catalogue.models import Case
from catalogue.review import commands as review
from catalogue.review.commands import RequestRefused
from kernel.clock import now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(load: Any, person: Any, region: Any, browse: Any) -> Any:
    """The browser of a data steward; three services are in the catalogue."""
    three_services(load)
    return browse(region, person("DATA_STEWARD", at=region, email="steward@example.org"))


def said(**facts: Any) -> dict[str, Any]:
    day = today() + timedelta(days=30)
    return {"reason": "Rozhodnutie kraja z 3. marca", "until": f"{day.day}.{day.month}.{day.year}", **facts}


def capacity() -> int:
    return the_service("1").capacities.get().count


def test_the_region_speaks_at_once_and_the_register_is_told(staff: Any, load: Any) -> None:
    page = address("override_facts", the_service("1").pk)
    assert 'value="phones"' in staff.get(page).content.decode()
    assert 'name="capacity_0"' in staff.get(page, {"field": "capacities", "next": "1"}).content.decode()
    answer = staff.post(page, said(field="capacities", capacity_0="40"), follow=True)
    assert capacity() == 40
    assert "Rozhodnutie kraja" in answer.content.decode()
    assert Case.objects.get(field="capacities").voice == "REGION"
    load([service("1"), service("2", row=2)])
    assert capacity() == 40
    staff.post(address("end_override", the_service("1").pk), {"field": "capacities"})
    assert capacity() == 27


def test_it_stands_above_the_word_of_the_provider_until_its_day(staff: Any) -> None:
    commands.describe_service(the_service("1"), facts={"phones": ["+421905000001"]}, by=None, at=now())
    page = address("override_facts", the_service("1").pk)
    staff.post(page, said(field="phones", phones="048 432 55 77"))
    assert the_service("1").phones == ["+421484325577"]
    commands.describe_service(the_service("1"), facts={"phones": ["+421905000002"]}, by=None, at=now())
    assert the_service("1").phones == ["+421484325577"]
    commands.end_overrides_that_ran_out(at=now() + timedelta(days=32))
    assert the_service("1").phones == ["+421905000002"]


@pytest.mark.parametrize(
    "facts",
    [
        {"field": "capacities", "capacity_0": "27"},
        {"field": "capacities", "capacity_0": "40", "reason": ""},
        {"field": "capacities", "capacity_0": "40", "until": "1.1.2020"},
        {"field": "phones", "phones": "not a number"},
        {"field": "name", "name": ""},
        {"field": "nothing"},
        {},
    ],
)
def test_what_cannot_be_said_is_told_on_the_page_and_changes_nothing(staff: Any, facts: dict[str, str]) -> None:
    name = the_service("1").name
    answer = staff.post(address("override_facts", the_service("1").pk), said() | facts)
    assert answer.status_code == 422
    assert "govuk-error" in answer.content.decode()
    assert (capacity(), the_service("1").name) == (27, name)
    assert not Case.objects.exists()


def test_a_secret_address_is_not_put_there(staff: Any) -> None:
    held = the_service("1")
    held.hides_address = True
    held.save()
    assert 'value="places"' not in staff.get(address("override_facts", held.pk)).content.decode()
    place = {"name": "", "street": "Tajná 1", "house_number": "", "postcode": "", "municipality": "508438"}
    with pytest.raises(RequestRefused):
        review.override_facts(held, facts={"places": [place]}, reason="x", until=None, by=None, at=now())


def test_only_data_stewards_may(staff: Any, person: Any, browse: Any, region: Any) -> None:
    editor = person("PROVIDER_EDITOR", at=region, email="editor@example.org")
    commands.name_editor(the_service("1").provider, account=editor, by=None, at=now())
    page = address("override_facts", the_service("1").pk)
    assert browse(region, editor).get(page).status_code in {403, 404}
    assert browse(region, editor).post(page, said(field="phones", phones="112")).status_code in {403, 404}
    assert page in staff.get(address("history", the_service("1").pk)).content.decode()
