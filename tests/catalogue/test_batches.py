"""A batch waits, is looked through, and is settled once."""

from datetime import date
from typing import Any

import pytest
from support.registers import (
    AT,
    service,
    sheet,
    the_service,
)

from catalogue import feed, intake
from catalogue.models import Service

pytestmark = pytest.mark.django_db


def test_a_batch_is_stale_when_what_it_would_change_has_changed(load: Any) -> None:
    load([service("1")])
    waiting, _counts = load([service("1", starts_on="2019-01-01")], accepts=False)
    load([service("1", starts_on="2020-01-01")])

    with pytest.raises(intake.BatchRefused) as refusal:
        intake.accept(waiting, by=None, at=AT)

    assert refusal.value.code == "stale"
    assert the_service("1").starts_on == date(2020, 1, 1)
    assert intake.compare(waiting) == intake.Counts(changed=1)
    intake.accept(waiting, by=None, at=AT)
    assert the_service("1").starts_on == date(2019, 1, 1)


def test_an_edit_of_other_fields_does_not_make_a_batch_stale(load: Any) -> None:
    load([service("1")])
    waiting, _counts = load([service("1", starts_on="2019-01-01")], accepts=False)
    load([sheet("1", prices="zadarmo")], is_whole=False, adds_services=False)

    intake.accept(waiting, by=None, at=AT)

    assert (the_service("1").starts_on, the_service("1").prices) == (date(2019, 1, 1), "zadarmo")


def test_a_batch_is_settled_once(load: Any) -> None:
    batch, _counts = load([service("1")])

    for act in (intake.compare, lambda batch: intake.accept(batch, by=None, at=AT), intake.discard):
        with pytest.raises(intake.BatchRefused):
            act(batch)


def test_a_discarded_batch_leaves_nothing(load: Any) -> None:
    batch, _counts = load([service("1")], accepts=False)

    intake.discard(batch)

    assert intake.count_changes(batch) == 0
    assert not Service.objects.exists()


def test_changes_are_paged_and_found_without_diacritics(load: Any) -> None:
    batch, _counts = load([service(str(key), name=f"Útulok {key}") for key in range(7)], accepts=False)

    assert intake.count_changes(batch, words="utulok") == 7
    assert [card.title for card in intake.changes(batch, words="UTULOK 3")] == [
        "Útulok 3 – Domov Dolinka, Banská Bystrica"
    ]
    assert len(intake.changes(batch, offset=5, limit=5)) == 2
    assert intake.count_changes(batch, kinds=["ENDED"]) == 0


def test_an_accepted_batch_is_one_entry_in_the_journal(load: Any) -> None:
    from kernel.journal.models import Entry

    batch, _counts = load([service(str(key)) for key in range(3)])

    (entry,) = Entry.objects.filter(verb="catalogue.services_changed")
    assert entry.facts["batch"] == str(batch)
    assert set(feed.services_of_event(entry.facts)) == {the_service(str(key)).pk for key in range(3)}
