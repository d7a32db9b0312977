"""Providers answer a campaign by the link of their letter: once, their own services only."""

from datetime import timedelta
from typing import Any

import pytest
from support.desk import address, letters_to, link_in, link_to, sent
from support.registers import the_catalogue, the_service

from catalogue import commands
from catalogue.desk import sending
from catalogue.models import Asked, Letter
from kernel.clock import now, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]


def letter_to(email: str = "domov@example.sk") -> Any:
    return Letter.objects.get(email=email)


def test_looking_at_the_link_changes_nothing(services: None, guest: Any) -> None:
    sent()
    link, before = link_to("domov@example.sk"), the_catalogue()
    for _time in range(2):
        page = guest.get(link)
        assert page.status_code == 200
    text = page.content.decode()
    assert "Služba 1" in text
    assert "Služba 2" in text
    assert "Služba 3" not in text
    assert the_catalogue() == before
    assert letter_to().opened_at is None
    assert not Asked.objects.exclude(answer="").exists()


def test_the_browser_of_a_person_says_that_the_page_was_opened(services: None, guest: Any) -> None:
    sent()
    assert guest.post(link_to("domov@example.sk"), {"act": "opened"}).status_code == 204
    assert letter_to().opened_at is not None


def test_one_tap_confirms_one_service_with_its_free_places(services: None, guest: Any) -> None:
    sent()
    link, held = link_to("domov@example.sk"), the_service("1")

    answer = guest.post(link, {"act": "right", "service": held.pk, "capacity_free": "2", "waiting_time": "mesiac"})

    held.refresh_from_db()
    assert answer.url == link
    assert (held.confirmed_on, held.confirmed_how, held.confirmed_by) == (today(), "PROVIDER", "")
    assert (held.capacity_free, held.waiting_time) == (2, "mesiac")
    assert the_service("2").confirmed_on is None
    assert Asked.objects.get(service=held).answer == "CONFIRMED"
    assert letter_to().opened_at is not None


def test_a_service_is_answered_once(services: None, guest: Any) -> None:
    sent()
    link, held = link_to("domov@example.sk"), the_service("1")
    said = {"act": "right", "service": held.pk, "capacity_free": "2", "waiting_time": ""}
    guest.post(link, said)
    guest.post(link, said | {"capacity_free": "9"})
    assert the_service("1").capacity_free == 2


def test_free_places_alone_leave_the_question_open(services: None, guest: Any) -> None:
    sent()
    guest.post(
        link_to("domov@example.sk"),
        {"act": "places", "service": the_service("1").pk, "capacity_free": "0", "waiting_time": "rok"},
    )
    held = the_service("1")
    assert (held.capacity_free, held.waiting_time, held.confirmed_on) == (0, "rok", None)
    assert Asked.objects.get(service=held).answer == ""


def test_an_old_page_does_not_take_back_newer_free_places(services: None, guest: Any) -> None:
    sent()
    link, held = link_to("domov@example.sk"), the_service("1")
    shown = {"service": held.pk, "was_free": "", "was_waiting": ""}
    guest.post(link, shown | {"act": "places", "capacity_free": "4", "waiting_time": ""})
    guest.post(link, shown | {"act": "right", "capacity_free": "", "waiting_time": ""})
    held.refresh_from_db()
    assert (held.capacity_free, held.confirmed_on) == (4, today())


def test_thanks_promise_no_date_to_who_only_told_a_mistake(services: None, guest: Any) -> None:
    sent()
    link = link_to("domov@example.sk")
    for key in "12":
        answer = guest.post(link, {"act": "mistake", "service": the_service(key).pk, "told": "Máme nové číslo."})
    page = guest.get(answer.url).content.decode()
    assert "pozrú pracovníci kraja" in page
    assert "dnešný dátum" not in page


def test_the_link_is_used_up_when_everything_is_answered(services: None, guest: Any) -> None:
    sent()
    link = link_to("domov@example.sk")
    guest.post(link, {"act": "right", "service": the_service("1").pk, "capacity_free": "", "waiting_time": ""})
    assert guest.get(link).status_code == 200
    answer = guest.post(link, {"act": "mistake", "service": the_service("2").pk, "told": "Máme nové číslo."})
    assert answer.url == f"{address('thanks')}?said=confirmed-told"
    assert "ktoré ste potvrdili" in guest.get(answer.url).content.decode()
    assert guest.get(link).status_code == 410
    assert guest.post(link, {"act": "all", "service": [the_service("2").pk]}).status_code == 410
    assert the_service("2").confirmed_on is None


def test_a_reminder_brings_another_link_and_both_end_together(services: None, guest: Any) -> None:
    campaign = sent()
    sending.remind(campaign.term_on - timedelta(days=3), at=now())
    first, second = [link_in(mail.text) for mail in letters_to("domov@example.sk")]
    assert first != second
    guest.post(second, {"act": "all", "service": [the_service(key).pk for key in "12"]})
    assert (guest.get(first).status_code, guest.get(second).status_code) == (410, 410)


def test_a_foreign_service_cannot_be_answered_by_the_link(services: None, guest: Any) -> None:
    sent()
    link, foreign = link_to("domov@example.sk"), the_service("3")
    for act in ("right", "places", "mistake"):
        said = {"act": act, "service": foreign.pk, "capacity_free": "1", "waiting_time": "", "told": "x"}
        assert guest.post(link, said).status_code == 404
    guest.post(link, {"act": "all", "service": [foreign.pk]})
    assert the_service("3").confirmed_on is None


def test_a_link_that_is_out_of_date_or_invented_opens_nothing(services: None, guest: Any) -> None:
    from accounts.models import OneTimeLink

    sent()
    link = link_to("domov@example.sk")
    OneTimeLink.objects.update(created_at=now() - timedelta(days=9), expires_at=now() - timedelta(days=1))
    assert guest.get(link).status_code == 410
    assert guest.get("/providers/confirm/" + "x" * 43 + "/").status_code == 410


def test_a_closed_campaign_takes_no_answers(services: None, guest: Any) -> None:
    campaign = sent()
    link = link_to("domov@example.sk")
    sending.close_campaign(campaign, by=None, at=now())
    assert guest.get(link).status_code == 410
    assert sending.remind(campaign.term_on - timedelta(days=3), at=now()) == 0


def test_a_mistake_without_words_is_shown_and_not_taken(services: None, guest: Any) -> None:
    sent()
    answer = guest.post(link_to("domov@example.sk"), {"act": "mistake", "service": the_service("1").pk, "told": " "})
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()
    assert Asked.objects.get(service=the_service("1")).answer == ""


def test_the_address_of_a_secret_place_stands_not_on_the_page(services: None, guest: Any) -> None:
    commands.publish_service(the_service("1"), shows_address=False, by=None, at=now())
    sent()
    one = guest.get(link_to("domov@example.sk")).content.decode().split(f"s-{the_service('1').pk}")[1]
    assert "Hlavná" not in one.split("opora-asked")[0]


def test_days_with_the_same_hours_are_one_line() -> None:
    from catalogue.desk.pages.link import together

    week = [("po", "8–16"), ("ut", "8–16"), ("st", "9–12"), ("št", "8–16")]
    assert together(week) == [("po – ut", "8–16"), ("st", "9–12"), ("št", "8–16")]
    assert together([(day, "nonstop") for day in ("po", "ut", "ne")]) == [("po – ne", "nonstop")]
