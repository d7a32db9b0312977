"""An ended service leads to the one that follows it."""

from typing import Any

import pytest
from support.desk import address
from support.registers import AT, service, the_service

from catalogue import commands, succession
from catalogue.models import RegistryEvent, Service
from kernel.clock import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(load: Any) -> Service:
    """The first of three services is over."""
    load([service("1"), service("2", name="Nový domov"), service("3")])
    return commands.retire_service(the_service("1"), on=AT.date(), by=None, at=AT)


def test_page_of_the_ended_service_leads_on(ended: Service, steward: Any, guest: Any) -> None:
    page = steward.get(address("service", ended.pk)).content.decode()
    assert address("successor", ended.pk) in page
    follows = the_service("2")
    said = {"successor": f"http://localhost{address('service', follows.pk)}?from=search"}
    assert steward.post(address("successor", ended.pk), said).url == address("service", ended.pk)
    page = guest.get(address("service", ended.pk)).content.decode()
    assert page.count(address("service", follows.pk)) >= 2  # in the notice, and among what happened
    assert "Nadväzuje na ňu:" in page
    assert address("successor", ended.pk) not in page


def test_number_in_the_register_will_do(ended: Service, steward: Any) -> None:
    assert steward.post(address("successor", ended.pk), {"successor": " 3 "}).status_code == 302
    assert succession.successor_of(ended.pk) == the_service("3")


def test_another_word_takes_the_place_of_the_first(ended: Service, steward: Any) -> None:
    for key in ("2", "3"):
        steward.post(address("successor", ended.pk), {"successor": key})
    assert RegistryEvent.objects.filter(kind="SUCCEEDED", undone_at__isnull=True).get().successor == the_service("3")
    assert steward.post(address("successor", ended.pk), {"nobody": "yes"}).status_code == 302
    assert succession.successor_of(ended.pk) is None


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("1", "Služba nemôže nadväzovať sama na seba"),
        ("99", "Taká služba v katalógu nie je"),
        ("", "error-summary"),
    ],
)
def test_what_cannot_follow_is_refused(ended: Service, steward: Any, key: str, words: str) -> None:
    answer = steward.post(address("successor", ended.pk), {"successor": key})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert succession.successor_of(ended.pk) is None


def test_running_service_has_none_and_an_ended_one_cannot_follow(ended: Service, steward: Any) -> None:
    answer = steward.post(address("successor", the_service("2").pk), {"successor": "3"})
    assert "Najprv službu ukončite" in answer.content.decode()
    commands.retire_service(the_service("3"), on=AT.date(), by=None, at=AT)
    answer = steward.post(address("successor", ended.pk), {"successor": "3"})
    assert "verejná a ktorá neskončila" in answer.content.decode()
    assert not RegistryEvent.objects.filter(kind="SUCCEEDED").exists()


def test_successor_hidden_later_is_not_shown(ended: Service, steward: Any, guest: Any) -> None:
    steward.post(address("successor", ended.pk), {"successor": "2"})
    Service.objects.filter(pk=the_service("2").pk).update(is_published=False)
    assert "Nadväzuje na ňu" not in guest.get(address("service", ended.pk)).content.decode()


def test_service_that_is_still_running_out_leads_on_already(load: Any, steward: Any, guest: Any) -> None:
    load([service("1"), service("2", name="Nový domov")])
    held = commands.retire_service(the_service("1"), on=today(), by=None, at=AT)
    assert address("successor", held.pk) in steward.get(address("service", held.pk)).content.decode()
    steward.post(address("successor", held.pk), {"successor": "2"})
    assert "Nadväzuje na ňu:" in guest.get(address("service", held.pk)).content.decode()
