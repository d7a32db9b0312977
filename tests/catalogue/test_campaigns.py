"""Campaigns: one letter to a provider, answers by link and telephone, reminders, the list of who is silent."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from support.counting import questions
from support.desk import letters_to, link_in, link_to, prepared, sent, three_services
from support.registers import the_catalogue, the_service

from catalogue import commands
from catalogue.desk import sending, watching
from catalogue.desk.choosing import Choice, choose
from catalogue.models import Asked, Campaign, Letter, Provider, Service
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.jobs import Progress
from kernel.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


def address(name: str, *args: Any) -> str:
    return reverse(f"catalogue:{name}", args=args, urlconf="config.urls_region")


@pytest.fixture
def services(load: Any, region: Any) -> None:
    three_services(load)


@pytest.fixture
def steward(services: None, browse: Any, person: Any, region: Any) -> Any:
    return browse(region, person("DATA_STEWARD", at=region))


@pytest.fixture
def guest(browse: Any, region: Any) -> Any:
    return browse(region)


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


# --- by link ----------------------------------------------------------------------------------------------------------
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


# --- desk and telephone -----------------------------------------------------------------------------------------------
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
    assert (calls, page, entry) == (10, 13, 13)
