"""Answers that come on the desk, by telephone or as a mistake; who is silent, how far it has come."""

from datetime import timedelta
from typing import Any

import pytest
from support.desk import address, link_to, sent
from support.registers import the_service

from catalogue import commands
from catalogue.desk import watching
from catalogue.models import Asked, Campaign, Letter, Provider
from kernel.clock import now, today
from kernel.mail.models import OutgoingMail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]


def test_what_is_confirmed_on_the_desk_answers_the_campaign(
    services: None, browse: Any, person: Any, region: Any
) -> None:
    sent()
    account = person("PROVIDER_EDITOR", at=region)
    commands.name_editor(the_service("1").provider, account=account, by=None, at=now())
    browse(region, account).post(address("confirm", the_service("1").pk))
    asked = Asked.objects.get(service=the_service("1"))
    assert (asked.answer, asked.way, asked.answered_by) == ("CONFIRMED", "DESK", account.pk)


def test_a_corrected_entry_counts_as_corrected(services: None, browse: Any, person: Any, region: Any) -> None:
    sent()
    account = person("PROVIDER_EDITOR", at=region)
    commands.name_editor(the_service("1").provider, account=account, by=None, at=now())
    said = {"name": "Služba 1", "description": "Nový opis", "phones": "048 412 34 56", "confirmed": "on"}
    browse(region, account).post(address("describe", the_service("1").pk), said)
    assert Asked.objects.get(service=the_service("1")).answer == "CORRECTED"


def test_staff_enters_on_behalf_of_a_provider(steward: Any) -> None:
    sent()
    letter = Letter.objects.get(email="")
    steward.post(
        address("on_behalf", letter.pk),
        {"act": "right", "service": the_service("3").pk, "capacity_free": "1", "waiting_time": ""},
    )
    held = the_service("3")
    assert (held.confirmed_on, held.confirmed_how, held.capacity_free) == (today(), "STAFF", 1)
    assert Asked.objects.get(service=held).way == "STAFF"


def test_who_has_no_email_is_called_at_once_and_the_silent_after_the_term(steward: Any) -> None:
    campaign = sent()
    assert [each.reason for each in watching.silent_in(campaign, is_over=False)] == ["no_email"]
    assert {each.reason for each in watching.silent_in(campaign, is_over=True)} == {"no_email", "unopened"}
    page = steward.get(address("calls", campaign.pk)).content.decode()
    assert "Obec Baďan" in page
    assert "Domov Dolinka" not in page
    Campaign.objects.update(term_on=today() - timedelta(days=1))
    assert "Domov Dolinka" in steward.get(address("calls", campaign.pk)).content.decode()


def test_a_letter_no_server_takes_leads_to_the_telephone(services: None) -> None:
    campaign = sent()
    OutgoingMail.objects.update(state="FAILED")
    assert {each.reason for each in watching.silent_in(campaign, is_over=False)} == {"no_email", "bounced"}
    assert watching.progress_of(campaign).bounced == 1


def test_the_call_is_written_down(steward: Any) -> None:
    sent()
    letter = Letter.objects.get(email="")
    steward.post(address("on_behalf", letter.pk), {"act": "call", "call": "NOT_REACHED"})
    letter.refresh_from_db()
    assert letter.call == "NOT_REACHED"
    assert letter.called_at is not None
    steward.post(address("on_behalf", letter.pk), {"act": "call", "call": "nonsense"})
    letter.refresh_from_db()
    assert letter.call == "NOT_REACHED"


def test_the_file_of_the_silent_holds_no_formula(steward: Any) -> None:
    campaign = sent()
    Provider.objects.filter(ico="00320480").update(name="=1+1")
    answer = steward.get(address("unanswered", campaign.pk))
    text = answer.content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert "domov@example.sk" in text
    assert "0905 111 222" in text


def test_progress_counts_by_district_and_answer(services: None, guest: Any) -> None:
    campaign = sent()
    link = link_to("domov@example.sk")
    guest.post(link, {"act": "right", "service": the_service("1").pk, "capacity_free": "", "waiting_time": ""})
    guest.post(link, {"act": "mistake", "service": the_service("2").pk, "told": "Iné číslo."})
    progress = watching.progress_of(campaign)
    assert (progress.providers, progress.sent, progress.opened, progress.finished) == (2, 1, 1, 1)
    counts = progress.services
    assert (counts.asked, counts.confirmed, counts.corrected, counts.mistakes, counts.open) == (3, 1, 0, 1, 1)
    assert [(name, each.asked) for name, each in progress.districts] == [("Banská Bystrica", 3)]


def test_a_told_mistake_waits_in_the_queue_of_the_review(steward: Any, guest: Any) -> None:
    from catalogue.models import ChangeRequest

    campaign, told = sent(), "Nové číslo je 0905 111 222."
    guest.post(link_to("domov@example.sk"), {"act": "mistake", "service": the_service("1").pk, "told": told})
    waiting = ChangeRequest.objects.get()
    assert (waiting.service, waiting.reason, waiting.contact) == (the_service("1"), told, "domov@example.sk")
    assert "0905 111 222" not in steward.get(address("campaign", campaign.pk)).content.decode()


def test_words_the_queue_does_not_take_wait_with_the_campaign(steward: Any, guest: Any) -> None:
    from catalogue.models import ChangeRequest

    campaign = sent()
    guest.post(link_to("domov@example.sk"), {"act": "mistake", "service": the_service("1").pk, "told": "Zle."})
    assert not ChangeRequest.objects.exists()
    assert "Zle." in steward.get(address("campaign", campaign.pk)).content.decode()
    steward.post(address("settle_mistake", Asked.objects.get(answer="MISTAKE").pk))
    assert "Zle." not in steward.get(address("campaign", campaign.pk)).content.decode()
