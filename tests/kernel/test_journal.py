"""The journal: what is written down, who hears of it, and what the database refuses."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from support.happenings import AT, deliveries, entries, happened, heard_by, undone

from kernel import journal
from kernel.journal import subscribing
from kernel.journal.models import Entry
from kernel.journal.relaying import deliver_pending
from kernel.journal.subscribing import Event
from kernel.journal.writing import NotACode
from kernel.tenancy import entered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_subscribers_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribing, "_subscribers", {})


# --- writing ---------------------------------------------------------------------------------------------------------
def test_entry_tells_what_happened_to_whom_by_whom_and_when() -> None:
    who = uuid4()
    entry = journal.record("trial.happened", subject=("trial.thing", 7), by=who, at=AT, tenant="alfa", code="X-1")
    found = Entry.objects.get(pk=entry.pk)
    assert (found.verb, found.tenant_key, found.subject_kind, found.subject_id) == (
        "trial.happened",
        "alfa",
        "trial.thing",
        "7",
    )
    assert (found.by_id, found.at, found.facts) == (who, AT, {"code": "X-1"})


def test_subject_may_be_a_row_and_by_may_be_a_user() -> None:
    first = happened()

    class Person:
        pk = uuid4()

    entry = journal.record("trial.happened", subject=first, by=Person(), at=AT)
    assert (entry.subject_kind, entry.subject_id, entry.by_id) == ("journal.entry", str(first.pk), Person.pk)


def test_entry_belongs_to_the_tenant_where_we_stand() -> None:
    with entered("alfa"):
        assert happened().tenant_key == "alfa"
    assert happened().tenant_key == ""


def test_entries_are_numbered_upwards() -> None:
    first, second = happened(), happened()
    assert first.number < second.number


def test_facts_are_ids_codes_numbers_and_days() -> None:
    number = UUID(int=5)
    entry = happened(
        ids=[number], day=date(2026, 1, 2), price=Decimal("1.50"), open=True, nothing=None, by_kind={"A": 1}
    )
    entry.refresh_from_db()
    assert entry.facts == {
        "n": 0,
        "ids": [str(number)],
        "day": "2026-01-02",
        "price": "1.50",
        "open": True,
        "nothing": None,
        "by_kind": {"A": 1},
    }


@pytest.mark.parametrize("words", ["Jana Nováková", "jana@example.org", "Nováková", "a b", "x" * 201, 1.5, object()])
def test_words_about_people_are_refused_as_facts(words: Any) -> None:
    with pytest.raises(NotACode):
        happened(who=words)
    with pytest.raises(NotACode):
        happened(whom={"deep": [words]})


@pytest.mark.parametrize("verb", ["happened", "Trial.happened", "trial.happened.twice", "trial."])
def test_verb_names_its_room(verb: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        happened(verb=verb)


def test_database_refuses_facts_that_are_no_object() -> None:
    with pytest.raises(IntegrityError, match="journal_facts_are_an_object"), transaction.atomic():
        Entry.objects.create(verb="trial.happened", subject_kind="x", subject_id="1", at=AT, facts=["list"])


def test_what_is_undone_was_never_recorded() -> None:
    heard_by("trial")
    with undone():
        happened()
    assert not entries().exists()
    assert not deliveries().exists()


# --- the journal only grows ------------------------------------------------------------------------------------------
CHANGES = [
    "UPDATE journal_entry SET verb = 'trial.never'",
    "UPDATE journal_entry SET verb = 'trial.never' WHERE false",
    "DELETE FROM journal_entry",
    "TRUNCATE journal_entry CASCADE",
]


@pytest.mark.parametrize("change", CHANGES)
def test_database_refuses_to_change_what_happened(change: str) -> None:
    happened()
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert entries().get().verb == "trial.happened"


@pytest.mark.parametrize("change", CHANGES)
def test_without_the_guard_the_change_would_pass(change: str) -> None:
    happened()
    with connection.cursor() as cursor:  # undone with the transaction of this test
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER journal_only_grows ON journal_entry")
        cursor.execute(change)


# --- subscribing -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("patterns", "hears"),
    [
        (("trial.happened",), True),
        (("trial.*",), True),
        (("other.happened", "trial.happened"), True),
        (("trial.happened_not",), False),
        (("tria.*",), False),
        (("other.*",), False),
    ],
)
def test_subscriber_hears_the_verbs_it_asked_for(patterns: tuple[str, ...], hears: bool) -> None:
    calls = heard_by("trial", *patterns)
    happened()
    deliver_pending()
    assert bool(calls) is hears


@pytest.mark.parametrize("pattern", ["*", "trial", "trial.hap*", "Trial.x", ""])
def test_unclear_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        journal.subscribe(pattern, name="trial")


def test_two_subscribers_cannot_share_a_name() -> None:
    heard_by("trial")
    with pytest.raises(ImproperlyConfigured):
        journal.subscribe("trial.*", name="trial")(lambda events: None)


def test_event_arrives_with_all_that_is_known() -> None:
    calls = heard_by("trial")
    who = uuid4()
    entry = journal.record("trial.happened", subject=("trial.thing", 7), by=who, at=AT, tenant="alfa", n=3)
    deliver_pending()
    assert calls == [
        [Event(entry.id, entry.number, "trial.happened", "alfa", "trial.thing", "7", who, AT, {"n": 3})],
    ]
