"""An anonymised account keeps its row and nothing personal."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from accounts.commands import anonymise_account
from kernel.clock import now
from kernel.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_nothing_personal_stays(account: Any) -> None:
    user = account()
    anonymise_account(user, by=None, at=now())
    user.refresh_from_db()
    assert (user.name, user.language, user.is_active) == ("", "", False)
    assert user.email == f"{user.pk}@anonymised.invalid"
    assert not user.has_usable_password()
    assert not EmailAddress.objects.exists()


def test_person_is_signed_out_at_once_and_for_good(account: Any, browse: Any, sign_in: Any, region: Any) -> None:
    user = account()
    site = browse()
    sign_in(site, "jana@example.org")
    anonymise_account(user, by=None, at=now())
    assert site.get("/accounts/me/").status_code == 302
    assert sign_in(browse(), "jana@example.org").status_code == 200


def test_address_is_free_again(account: Any) -> None:
    anonymise_account(account(), by=None, at=now())
    assert account().email == "jana@example.org"


def test_journal_holds_no_personal_words(account: Any) -> None:
    user = account()
    anonymise_account(user, by=None, at=now())
    entries = Entry.objects.filter(subject_id=str(user.pk))
    assert {entry.verb for entry in entries} == {"accounts.account_created", "accounts.account_anonymised"}
    assert "jana" not in "".join(str(entry.facts) for entry in entries).lower()


def test_command_asks_before_it_acts(account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    user = account()
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    with pytest.raises(Exception, match="Nothing was changed"):
        call_command("anonymise_account", "jana@example.org")
    call_command("anonymise_account", "jana@example.org", yes=True, verbosity=0)
    user.refresh_from_db()
    assert user.anonymised_at is not None
