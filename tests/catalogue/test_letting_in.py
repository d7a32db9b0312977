"""Who may keep a provider's entries, and how that is proved."""

from datetime import timedelta
from typing import Any

import pytest
from support.desk import address, letters_to, link_to, three_services
from support.registers import the_service

from accounts.models import User
from catalogue.desk import letting_in
from catalogue.models import EditorOffer, EditorRequest, Editorship, Provider, Service
from kernel.clock import now, today
from kernel.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
ASKED = {"way": "staff", "name": "Eva Malá", "email": "eva@example.org", "phone": "", "note": "Som riaditeľka."}


@pytest.fixture
def provider(load: Any, region: Any) -> Any:
    three_services(load)
    return the_service("1").provider


def key_of(provider: Any) -> str:
    return letting_in.masked_addresses(provider)[0].key


def test_addresses_are_masked(provider: Any, guest: Any) -> None:
    page = guest.get(address("keep", provider.pk)).content.decode()
    assert "d•••@e•••.sk" in page
    assert "domov@example.sk" not in page


@pytest.mark.parametrize("email", ["a@b.sk", "riaditel.domova@velmi-dlha-domena.example.sk", "x@localhost"])
def test_the_mask_does_not_say_how_long_an_address_is(email: str) -> None:
    assert len(letting_in.mask(email).rpartition(".")[0]) == len("a•••@b•••") - email.endswith("localhost")


def test_addresses_of_hidden_services_are_not_offered(provider: Any) -> None:
    Service.objects.filter(register_key="1").update(emails=["utulok@example.org"], is_published=False)
    assert [each.shown for each in letting_in.masked_addresses(provider)] == ["d•••@e•••.sk"]


def test_what_is_no_address_is_not_offered(provider: Any) -> None:
    Provider.objects.filter(pk=provider.pk).update(emails=["domov(zavinac)example.sk"])
    provider.refresh_from_db()
    assert letting_in.masked_addresses(provider) == []


def test_a_provider_the_public_does_not_see_cannot_be_asked_for(provider: Any, guest: Any) -> None:
    Service.objects.update(is_published=False)
    assert guest.get(address("keep", provider.pk)).status_code == 404
    assert guest.post(address("keep", provider.pk), {"way": "address", "address": key_of(provider)}).status_code == 404


def test_without_an_account_the_link_makes_one(provider: Any, guest: Any) -> None:
    guest.post(address("keep", provider.pk), {"way": "address", "address": key_of(provider)})
    link = link_to("domov@example.sk")
    assert guest.get(link).status_code == 200
    assert not User.objects.exists()

    answer = guest.post(link, {"name": "Eva Malá", "password": "tichá rieka 42"})

    assert answer.url == address("mine")
    user = User.objects.get()
    assert user.email == "domov@example.sk"
    editorship = Editorship.objects.get()
    assert (editorship.account, editorship.is_manager) == (user, True)
    assert "Služba 1" in guest.get(address("mine")).content.decode()
    assert guest.get(link).status_code == 410


def test_with_an_account_the_provider_agrees_to_that_account(
    provider: Any, browse: Any, person: Any, region: Any, guest: Any
) -> None:
    asking = person(email="eva@example.org")
    browse(region, asking).post(address("keep", provider.pk), {"way": "address", "address": key_of(provider)})
    assert not Editorship.objects.exists()
    link = link_to("domov@example.sk")
    assert "eva@example.org" in guest.get(link).content.decode()
    guest.post(link, {"act": "yes"})
    assert Editorship.objects.get().account == asking
    assert not guest.session.get("_auth_user_id")  # who agrees is not signed in as the other


def test_the_provider_can_say_no(provider: Any, browse: Any, person: Any, region: Any, guest: Any) -> None:
    browse(region, person()).post(address("keep", provider.pk), {"way": "address", "address": key_of(provider)})
    link = link_to("domov@example.sk")
    assert guest.post(link, {"act": "no"}).status_code == 200
    assert guest.post(link, {"act": "yes"}).status_code == 410
    assert not Editorship.objects.exists()


def test_an_address_that_is_not_of_the_provider_gets_no_letter(provider: Any, guest: Any) -> None:
    other = the_service("3").provider
    Provider.objects.filter(pk=other.pk).update(emails=["obec@example.sk"])
    other.refresh_from_db()
    guest.post(address("keep", provider.pk), {"way": "address", "address": key_of(other)})
    guest.post(address("keep", provider.pk), {"way": "address", "address": "domov@example.sk"})
    assert not OutgoingMail.objects.exists()


def test_a_mailbox_is_not_filled(provider: Any, guest: Any) -> None:
    said = {"way": "address", "address": key_of(provider)}
    answers = [guest.post(address("keep", provider.pk), said).status_code for _time in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert len(letters_to("domov@example.sk")) == 3


def test_a_stranger_who_uses_up_the_turns_does_not_keep_the_provider_away(provider: Any, guest: Any) -> None:
    def ask(whence: str) -> int:
        return int(guest.post(address("keep", provider.pk), ASKED, REMOTE_ADDR=whence).status_code)

    assert [ask("203.0.113.7") for _try in range(4)] == [302, 302, 302, 429]
    assert ask("198.51.100.9") == 302
    answers = [ask(f"192.0.2.{number}") for number in range(1, 20)]
    assert answers == [302] * 16 + [429] * 3  # but nobody fills the provider's mailbox from everywhere


def test_a_stranger_does_not_go_through_all_providers(provider: Any, guest: Any) -> None:
    other = the_service("3").provider
    for each in (provider, other, provider, other, provider, other):
        guest.post(address("keep", each.pk), ASKED)
    assert guest.post(address("keep", other.pk), ASKED).status_code == 429


def test_the_newest_link_counts(provider: Any, guest: Any) -> None:
    said = {"way": "address", "address": key_of(provider)}
    guest.post(address("keep", provider.pk), said)
    first = link_to("domov@example.sk")
    guest.post(address("keep", provider.pk), said)
    assert guest.get(first).status_code == 410
    assert EditorOffer.objects.open().count() == 1


# --- by staff ---------------------------------------------------------------------------------------------------------
def test_staff_lets_in_by_a_link_to_the_address(provider: Any, guest: Any, steward: Any) -> None:
    guest.post(address("keep", provider.pk), ASKED)
    asked = EditorRequest.objects.get()
    assert "Eva Malá" in steward.get(address("requests")).content.decode()
    assert "Som riaditeľka." in steward.get(address("request", asked.pk)).content.decode()
    steward.post(address("request", asked.pk), {"act": "accept"})
    guest.post(link_to("eva@example.org"), {"name": "Eva Malá", "password": "tichá rieka 42"})
    editorship = Editorship.objects.get()
    assert (editorship.account.email, editorship.is_manager) == ("eva@example.org", False)


def test_staff_lets_an_account_in_at_once(provider: Any, browse: Any, person: Any, region: Any, steward: Any) -> None:
    asking = person(email="eva@example.org")
    browse(region, asking).post(address("keep", provider.pk), ASKED)
    steward.post(address("request", EditorRequest.objects.get().pk), {"act": "accept", "is_manager": "yes"})
    assert Editorship.objects.get().account == asking
    assert len(letters_to("eva@example.org")) == 1
    assert browse(region, asking).get(address("mine")).status_code == 200


def test_a_refusal_says_why(provider: Any, guest: Any, steward: Any) -> None:
    guest.post(address("keep", provider.pk), ASKED)
    asked = EditorRequest.objects.get()
    assert steward.post(address("request", asked.pk), {"act": "refuse", "reason": ""}).status_code == 422
    steward.post(address("request", asked.pk), {"act": "refuse", "reason": "V kancelárii vás nepoznajú."})
    (letter,) = letters_to("eva@example.org")
    assert "V kancelárii vás nepoznajú." in letter.text
    assert not Editorship.objects.exists()
    steward.post(address("request", asked.pk), {"act": "accept"})
    asked.refresh_from_db()
    assert asked.state == "REFUSED"


def test_asking_again_while_waiting_is_one_request(provider: Any, guest: Any) -> None:
    guest.post(address("keep", provider.pk), ASKED)
    guest.post(address("keep", provider.pk), ASKED | {"note": "Ešte raz."})
    assert EditorRequest.objects.get().note == "Ešte raz."


# --- editors ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def manager(provider: Any, person: Any) -> Any:
    account = person(email="manazer@example.org")
    letting_in.let_in(provider, account=account, is_manager=True, by=None, at=now())
    return account


def test_a_manager_names_and_ends_editors(
    manager: Any, provider: Any, browse: Any, person: Any, region: Any, guest: Any
) -> None:
    client = browse(region, manager)
    client.post(address("editors", provider.pk), {"email": "nova@example.org"})
    guest.post(link_to("nova@example.org"), {"name": "Nová", "password": "tichá rieka 42"})
    editor = Editorship.objects.get(account__email="nova@example.org")
    assert not editor.is_manager
    assert guest.get(address("describe", the_service("1").pk)).status_code == 200
    assert guest.get(address("editors", provider.pk)).status_code == 403

    client.post(address("end_editor", editor.pk))

    assert guest.get(address("describe", the_service("1").pk)).status_code == 403  # at once, not that night
    editor.refresh_from_db()
    assert editor.ended_at is not None
    letting_in.let_in(provider, account=editor.account, is_manager=False, by=None, at=now())
    assert guest.get(address("describe", the_service("1").pk)).status_code == 200


def test_a_manager_of_one_provider_is_none_of_another(manager: Any, browse: Any, region: Any) -> None:
    other = the_service("3").provider
    letting_in.let_in(other, account=manager, is_manager=False, by=None, at=now())
    client = browse(region, manager)
    assert client.get(address("editors", other.pk)).status_code == 403
    assert client.post(address("editors", other.pk), {"email": "x@example.org"}).status_code == 403


def test_a_manager_does_not_end_the_own_editorship(manager: Any, browse: Any, region: Any, steward: Any) -> None:
    own = Editorship.objects.get(account=manager)
    assert browse(region, manager).post(address("end_editor", own.pk)).status_code == 403
    assert steward.post(address("end_editor", own.pk)).status_code == 302


def test_an_offer_is_taken_back(provider: Any, steward: Any, guest: Any) -> None:
    steward.post(address("editors", provider.pk), {"email": "nova@example.org", "is_manager": "on"})
    link = link_to("nova@example.org")
    steward.post(address("withdraw_offer", EditorOffer.objects.get().pk))
    assert guest.get(link).status_code == 410


def test_who_keeps_the_entries_is_not_asked_again(manager: Any, provider: Any, steward: Any) -> None:
    answer = steward.post(address("editors", provider.pk), {"email": "manazer@example.org"})
    assert answer.status_code == 422
    assert not OutgoingMail.objects.exists()


def test_an_offer_out_of_date_lets_nobody_in(provider: Any, steward: Any, guest: Any) -> None:
    from accounts.models import OneTimeLink

    steward.post(address("editors", provider.pk), {"email": "nova@example.org"})
    OneTimeLink.objects.update(created_at=now() - timedelta(days=30), expires_at=now() - timedelta(days=1))
    assert guest.post(link_to("nova@example.org"), {"name": "N", "password": "tichá rieka 42"}).status_code == 410
    assert not Editorship.objects.of(User(), today()).exists()
