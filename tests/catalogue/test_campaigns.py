"""Campaigns: chosen, prepared, one letter to a provider, reminders."""

from datetime import timedelta
from typing import Any

import pytest
from support.counting import questions
from support.desk import address, letters_to, link_to, prepared, sent
from support.registers import the_service

from catalogue.desk import sending
from catalogue.desk.choosing import Choice, choose
from catalogue.models import Asked, Campaign, Letter, Provider, Service
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.jobs import Progress
from kernel.mail.models import OutgoingMail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]


def letter_to(email: str = "domov@example.sk") -> Any:
    return Letter.objects.get(email=email)


# --- choosing ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("choice", "keys"),
    [
        ({}, "123"),
        ({"provider_types": ("MUNICIPALITY",)}, "3"),
        ({"districts": ("SK0321",)}, "123"),
        ({"districts": ("SK0322",)}, ""),
        ({"municipality": "508438"}, "123"),
        ({"kinds": ("SK448-41",)}, ""),
    ],
)
def test_filters_choose(services: None, choice: dict[str, Any], keys: str) -> None:
    found = [service.register_key for each in choose(Choice(**choice), today()).recipients for service in each.services]
    assert "".join(sorted(found)) == keys


def test_confirmed_lately_are_left_out(services: None) -> None:
    Service.objects.filter(register_key="1").update(confirmed_on=today() - timedelta(days=10))
    chosen = choose(Choice(unconfirmed_since=today() - timedelta(days=30)), today())
    assert chosen.services == 2
    assert chosen.without_email == 1


def test_what_is_no_address_leads_to_the_telephone(services: None) -> None:
    Provider.objects.filter(ico="00648515").update(emails=["domov(zavinac)example.sk"])
    assert choose(Choice(), today()).without_email == 2


def test_hidden_and_ended_services_are_not_asked_about(services: None) -> None:
    Service.objects.filter(register_key="1").update(is_published=False)
    Service.objects.filter(register_key="2").update(ended_on=today() - timedelta(days=1))
    assert choose(Choice(), today()).services == 1


def test_the_list_stays_as_it_was_when_it_was_chosen(services: None) -> None:
    campaign = prepared()
    Service.objects.filter(register_key="1").update(confirmed_on=today(), ended_on=today())
    assert Asked.objects.filter(letter__campaign=campaign).count() == 3
    assert set(Asked.objects.values_list("district_name", flat=True)) == {"Banská Bystrica"}


# --- sending ----------------------------------------------------------------------------------------------------------
def test_each_provider_gets_one_letter_in_its_language(services: None) -> None:
    Provider.objects.filter(ico="00320480").update(country="CZ", emails=["obec@example.cz"])
    sent()
    (slovak,), (czech,) = letters_to("domov@example.sk"), letters_to("obec@example.cz")
    assert "prosíme vás o kontrolu údajov." in slovak.text
    assert "Služba 1" in slovak.text
    assert "Služba 3" not in slovak.text
    assert "prosíme o kontrolu údajů." in czech.text
    assert "Dobrý den" in czech.text


def test_sending_again_writes_nothing_twice(services: None) -> None:
    campaign = sent()
    assert sending.send_letters(campaign.pk, progress=Progress(), at=now()) == 0
    assert not sending.write_letter(letter_to().pk, kind=sending.FIRST, at=now())
    assert OutgoingMail.objects.count() == 1


def test_sending_that_was_torn_off_goes_on_where_it_ended(services: None) -> None:
    Provider.objects.filter(ico="00320480").update(emails=["obec@example.sk"])
    campaign = sending.start_campaign(prepared(), day=today(), by=None, at=now())

    def torn(progress: Progress) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        sending.send_letters(campaign.pk, progress=Progress(torn), at=now())
    assert OutgoingMail.objects.count() == 1
    assert sending.send_letters(campaign.pk, progress=Progress(), at=now()) == 1
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["domov@example.sk", "obec@example.sk"]


def test_a_provider_cannot_stand_twice_in_a_campaign(services: None) -> None:
    from django.db import IntegrityError, transaction

    campaign = prepared()
    with pytest.raises(IntegrityError, match="campaign_writes_to_a_provider_once"), transaction.atomic():
        Letter.objects.create(campaign=campaign, provider=the_service("1").provider, language="sk")


def test_without_a_text_or_with_a_past_term_nothing_is_sent(services: None) -> None:
    campaign = prepared()
    with pytest.raises(DomainError):
        sending.start_campaign(campaign, day=campaign.term_on, by=None, at=now())
    Campaign.objects.update(text_sk="")
    with pytest.raises(DomainError):
        sending.start_campaign(campaign, day=today(), by=None, at=now())
    assert not OutgoingMail.objects.exists()


def test_reminders_go_once_and_only_to_the_silent(services: None) -> None:
    campaign = sent()
    term, one = campaign.term_on, timedelta(days=1)
    assert sending.remind(term - 4 * one, at=now()) == 0
    assert sending.remind(term - 3 * one, at=now()) == 1
    assert sending.remind(term - 2 * one, at=now()) == 0
    assert sending.remind(term + one, at=now()) == 0
    assert sending.remind(term + 2 * one, at=now()) == 1
    assert sending.remind(term + 3 * one, at=now()) == 0
    assert len(letters_to("domov@example.sk")) == 3


def test_who_has_answered_is_not_reminded(services: None, guest: Any) -> None:
    campaign = sent()
    guest.post(link_to("domov@example.sk"), {"act": "all", "service": [the_service(key).pk for key in "12"]})
    assert sending.remind(campaign.term_on - timedelta(days=3), at=now()) == 0


# --- pages ------------------------------------------------------------------------------------------------------------
def test_steward_prepares_reads_the_letter_and_sends(steward: Any) -> None:
    page = steward.get(address("new_campaign"), {"count": "yes", "provider_type": ["NON_PUBLIC"]}).content.decode()
    assert "Domov Dolinka" in page
    assert "Obec Baďan" not in page.split("<main")[1]
    answer = steward.post(address("new_campaign"), {"title": "Jeseň", "provider_type": ["NON_PUBLIC"]})
    campaign = Campaign.objects.get()
    assert answer.url == address("campaign", campaign.pk)
    term = today() + timedelta(days=14)
    said = {"title": "Jeseň", "text_sk": "Overte, prosím.", "term_on": f"{term:%d.%m.%Y}", "remind_before": "3"}
    steward.post(answer.url, said)
    draft = steward.get(answer.url).content.decode()
    assert "Overte, prosím." in draft.split("opora-panel")[1]
    steward.post(address("start_campaign", campaign.pk))
    campaign.refresh_from_db()
    assert campaign.is_running
    assert campaign.job_id is not None
    assert steward.get(answer.url).status_code == 200


def test_a_campaign_without_services_or_name_is_not_kept(steward: Any) -> None:
    assert steward.post(address("new_campaign"), {"title": "", "kind": []}).status_code == 422
    assert steward.post(address("new_campaign"), {"title": "Nič", "district": ["SK0322"]}).status_code == 422
    assert not Campaign.objects.exists()


def test_a_campaign_that_runs_cannot_be_rewritten_or_thrown_away(steward: Any) -> None:
    campaign = sent()
    said = {"title": "Iné", "text_sk": "Iné", "term_on": "1.1.2040"}
    steward.post(address("campaign", campaign.pk), said)
    steward.post(address("discard_campaign", campaign.pk))
    campaign.refresh_from_db()
    assert campaign.title == "Jesenné overenie"


def test_pages_ask_the_same_number_of_questions_for_one_and_three(steward: Any, load: Any) -> None:
    from support.registers import service

    Provider.objects.update(emails=[])
    one = sent(provider_types=("MUNICIPALITY",))
    calls, page = questions(steward, address("calls", one.pk)), questions(steward, address("campaign", one.pk))
    entry = questions(steward, address("on_behalf", one.letters.get().pk))
    town = {"country": "SK", "ico": "00313271", "name": "Mesto Brezno", "type": "MUNICIPALITY"}
    load([service(key, row=int(key), provider=town) for key in ("5", "6")], is_whole=False)
    three = sent(provider_types=("MUNICIPALITY",))
    assert Asked.objects.filter(letter__campaign=three).count() == 3
    assert questions(steward, address("calls", three.pk)) == calls
    assert questions(steward, address("campaign", three.pk)) == page
    assert questions(steward, address("on_behalf", three.letters.get(provider__name="Mesto Brezno").pk)) == entry
    assert (calls, page, entry) == (8, 11, 11)
