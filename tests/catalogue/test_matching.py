"""One service that two registers know under two keys stays one; only a person says that it is one."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from support.registers import AT, LATER, PLACE, service, the_service

from catalogue import intake
from catalogue.models import RegisterKey, RegistryEvent, Service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def other(key: str = "9000001", **said: Any) -> Any:
    """The same home as the other register knows it."""
    return service(key, register="rpss-sk", name="Domov Dolinka", **said)


def test_a_new_record_that_may_be_known_waits_for_a_person(load: Any) -> None:
    load([service("1")])

    batch, counts = load([other()], accepts=False)
    intake.accept(batch, by=None, at=AT)

    assert (counts.new, counts.waiting) == (1, 1)
    assert Service.objects.count() == 1


def test_a_candidate_says_why(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([other()], accepts=False)

    (change,) = intake.changes(batch)
    (candidate,) = intake.candidates_of([change.id])[change.id]

    assert (candidate.service_id, candidate.score) == (the_service().pk, 90)
    assert candidate.reasons == (
        "the same IČO of the provider",
        "the same form",
        "the same street and number",
        "the same telephone, e-mail or website",
    )
    assert not change.is_taken


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "SK448-40"},
        {"provider": {"country": "SK", "ico": "31321828", "name": "Iný"}},
        {"provider": {"country": "CZ", "ico": "00648515", "name": "Domov Dolinka"}},
    ],
)
def test_another_kind_or_provider_is_another_service(load: Any, said: dict[str, Any]) -> None:
    load([service("1")])

    _batch, counts = load([other(**said)])

    assert (counts.new, counts.waiting) == (1, 0)
    assert Service.objects.count() == 2


def test_the_same_service_gets_a_further_key_and_stays_one(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([other(starts_on="2015-05-01")], accepts=False)
    (change,) = intake.changes(batch)

    intake.is_the_same(change.id, the_service().pk, by=None, at=AT)
    intake.compare(batch)
    counts = intake.accept(batch, by=None, at=AT)

    assert (counts.new, counts.changed) == (0, 1)
    assert Service.objects.count() == 1
    assert the_service().starts_on.isoformat() == "2015-05-01"
    assert RegisterKey.objects.get().key == "9000001"


def test_the_further_key_is_known_by_the_next_file(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([other()], accepts=False)
    intake.is_the_same(intake.changes(batch)[0].id, the_service().pk, by=None, at=AT)
    intake.compare(batch)
    intake.accept(batch, by=None, at=AT)

    _batch, counts = load([other()], at=LATER)

    assert counts == intake.Counts(unchanged=1)


def test_a_person_who_says_it_is_another_is_not_asked_again(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([other(), other("9000002", kind="SK448-40")], accepts=False)
    waiting = next(change for change in intake.changes(batch) if not change.is_taken)

    intake.is_another(waiting.id, by=None, at=AT)
    again = intake.compare(batch)
    intake.accept(batch, by=None, at=AT)

    assert again.waiting == 0
    assert Service.objects.count() == 3


def test_a_new_number_in_the_same_register_is_an_event_and_ends_nothing(load: Any) -> None:
    load([service("1"), service("2", kind="SK448-40")])
    batch, counts = load([service("77"), service("2", kind="SK448-40")], accepts=False, at=LATER)
    assert (counts.new, counts.ended, counts.waiting) == (1, 1, 1)
    waiting = next(change for change in intake.changes(batch) if not change.is_taken)

    intake.is_the_same(waiting.id, the_service("1").pk, by=None, at=LATER)
    intake.compare(batch)
    counts = intake.accept(batch, by=None, at=LATER)

    assert (counts.new, counts.ended) == (0, 0)
    assert the_service("1").ended_on is None
    event = RegistryEvent.objects.get(kind="RENUMBERED")
    assert (event.before, event.after) == ("1", "77")


def test_left_out_changes_stay_left_out_when_the_file_is_compared_again(load: Any) -> None:
    batch, _counts = load([service("1"), service("2")], accepts=False)
    intake.choose(batch, taken=False, ids=[intake.changes(batch)[0].id])

    intake.compare(batch)

    assert [change.is_taken for change in intake.changes(batch)] == [False, True]


def test_turns_of_a_service_are_events(load: Any) -> None:
    renamed = {"country": "SK", "ico": "00648515", "name": "Dolinka, n. o.", "type": "NON_PUBLIC"}
    other_body = {"country": "SK", "ico": "31321828", "name": "Dolinka, n. o.", "type": "NON_PUBLIC"}
    load([service("1"), service("2")])
    load([service("1", provider=renamed), service("2", provider=renamed)], at=LATER)
    load([service("1", provider=other_body)], at=LATER + timedelta(days=1))
    load([service("1", provider=other_body), service("2", provider=renamed)], at=LATER + timedelta(days=2))

    def told(key: str) -> list[str]:
        return list(
            RegistryEvent.objects.filter(service__register_key=key).order_by("id").values_list("kind", flat=True)
        )

    assert told("1") == ["REGISTERED", "RENAMED", "CHANGED_ICO"]
    assert told("2") == ["REGISTERED", "RENAMED", "ENDED", "RENEWED"]


def test_events_of_an_undone_run_did_not_happen(load: Any) -> None:
    load([service("1"), service("2")])
    batch, _counts = load([service("1")], at=LATER)

    intake.undo(batch, by=None, at=LATER)

    assert [event.undone_at is None for event in RegistryEvent.objects.filter(kind="ENDED")] == [False]


def test_a_place_without_address_is_compared_by_its_town(load: Any) -> None:
    load([service("1")])

    batch, counts = load([other(places=[PLACE | {"street": "", "house_number": ""}])], accepts=False)

    assert counts.waiting == 1
    assert "the same municipality" in intake.candidates_of([intake.changes(batch)[0].id]).popitem()[1][0].reasons


def test_choosing_all_of_a_kind_does_not_take_what_waits_for_a_person(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([other(), other("9000002", kind="SK448-40")], accepts=False)

    intake.choose(batch, taken=True, kinds=["NEW"])
    intake.accept(batch, by=None, at=AT)

    assert Service.objects.count() == 2


def test_a_pair_with_two_candidates_is_not_evident(load: Any) -> None:
    load([service("1"), service("2", name="Iná")])
    batch, counts = load([service("9", register="rpss-sk")], accepts=False)

    assert counts.waiting == 1
    assert intake.evident_pairs(batch) == {}


def test_a_single_candidate_at_the_same_address_is_evident(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([other()], accepts=False)
    (change,) = intake.changes(batch)

    assert intake.evident_pairs(batch) == {change.id: the_service().pk}


def test_a_service_that_may_only_have_another_number_does_not_end_meanwhile(load: Any) -> None:
    load([service("1"), service("2", kind="SK448-40")])
    batch, counts = load([service("9"), service("2", kind="SK448-40")], accepts=False)
    (ends,) = intake.changes(batch, kinds=["ENDED"])
    assert (counts.ended, counts.waiting) == (1, 1)
    assert (ends.waits, ends.is_taken) == (True, False)
    intake.choose(batch, taken=True, kinds=["ENDED", "NEW"])
    intake.accept(batch, by=None, at=LATER)
    assert the_service("1").ended_on is None


def test_once_told_apart_the_old_one_ends_and_the_new_one_comes(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([service("9")], accepts=False)
    (new,) = intake.changes(batch, kinds=["NEW"])
    intake.is_another(new.id, by=None, at=LATER)
    intake.compare(batch)
    (ends,) = intake.changes(batch, kinds=["ENDED"])
    assert (ends.waits, ends.is_taken) == (False, True)
    intake.accept(batch, by=None, at=LATER)
    assert the_service("1").ended_on is not None
    assert the_service("9").ended_on is None


def test_changes_are_found_by_provider_and_municipality(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([service("2", kind="SK448-40")], accepts=False)
    assert {each.title for each in intake.changes(batch, words="dolinka bystrica")} == {
        "Služba 2 – Domov Dolinka, Banská Bystrica",
        "Služba 1 – Domov Dolinka, Banská Bystrica",
    }
