"""Undoing a run: what nobody has changed since is put back, what somebody has is kept and listed."""

from datetime import timedelta
from typing import Any

import pytest
from support.registers import AT, LATER, PLACE, service, sheet, the_service

from catalogue import commands, feed, intake
from catalogue.models import Service

pytestmark = pytest.mark.django_db
SHEET = {"is_whole": False, "adds_services": False}
MUCH_LATER = LATER + timedelta(days=30)


def shown(key: str = "1") -> tuple[Any, ...]:
    """What the catalogue shows of a service."""
    held = the_service(key)
    capacities = sorted((each.form, each.unit, each.count) for each in held.capacities.all())
    places = sorted((at.place.street, at.place.house_number) for at in held.at_places.select_related("place"))
    groups = sorted(held.target_groups.values_list("code", flat=True))
    return (
        held.provider.name, held.kind_id, held.name, held.forms, held.phones, held.emails, held.description,
        held.ended_on, held.starts_on, capacities, places, groups, held.confirmed_on, held.capacity_free,
    )  # fmt: skip


def changed(key: str = "1") -> Any:
    """The service with nearly everything different."""
    return service(
        key,
        provider={"country": "SK", "ico": "00648515", "name": "Dolinka, n. o.", "type": "NON_PUBLIC"},
        forms=["AMBULATORY"],
        target_groups=["SK-DISABILITY"],
        places=[PLACE | {"street": "Nová", "house_number": "7"}],
        capacities=[{"form": "AMBULATORY", "unit": "CLIENTS", "count": 4}],
        phones=["+421911222333"],
        starts_on="2020-01-01",
    )


def test_an_undone_run_leaves_everything_as_it_was(load: Any) -> None:
    load([service("1"), service("2")])
    before = [shown("1"), shown("2")]
    batch, _counts = load([changed("1")], at=LATER)
    assert [shown("1"), shown("2")] != before

    result = intake.undo(batch, by=None, at=MUCH_LATER)

    assert [shown("1"), shown("2")] == before
    assert (result.withdrawn, result.stayed) == (0, 0)
    assert intake.undone_fields(batch) == []


def test_a_service_that_only_the_undone_run_knew_leaves_the_catalogue(load: Any) -> None:
    batch, _counts = load([service("1")])

    result = intake.undo(batch, by=None, at=LATER)

    held = the_service("1")
    assert result.withdrawn == 1
    assert (held.is_published, held.withdrawn_on) == (False, LATER.date())
    assert feed.service_cards([held.pk]) == []


def test_a_service_taken_out_comes_back_with_the_next_file(load: Any) -> None:
    batch, _counts = load([service("1")])
    before = shown("1")
    intake.undo(batch, by=None, at=LATER)

    _batch, counts = load([service("1")], at=MUCH_LATER)

    assert counts == intake.Counts(returned=1)
    assert shown("1") == before
    assert (the_service("1").is_published, the_service("1").withdrawn_on) == (True, None)


def test_what_the_provider_said_since_stays_and_is_listed(load: Any, person: Any) -> None:
    load([service("1")])
    batch, _counts = load([service("1", phones=["+421911222333"], forms=["AMBULATORY"])], at=LATER)
    commands.describe_service(the_service(), facts={"phones": ["+421905111222"]}, by=person(), at=LATER)

    intake.undo(batch, by=None, at=MUCH_LATER)

    assert (the_service().phones, the_service().forms) == (["+421905111222"], ["RESIDENTIAL"])
    assert [(each.field, each.voice) for each in intake.undone_fields(batch)] == [("phones", "PROVIDER")]


def test_an_older_run_can_be_undone_beneath_a_newer_one(load: Any) -> None:
    load([service("1")])
    older, _counts = load([service("1", forms=["AMBULATORY"], starts_on="2019-01-01")], at=LATER)
    newer, _counts = load([service("1", forms=["OUTREACH"], starts_on="2019-01-01")], at=LATER)

    intake.undo(older, by=None, at=MUCH_LATER)
    after_older = (the_service().forms, the_service().starts_on)
    intake.undo(newer, by=None, at=MUCH_LATER)

    assert after_older == (["OUTREACH"], None)
    assert [(each.field, each.voice) for each in intake.undone_fields(older)] == [("forms", "REGISTER")]
    assert the_service().forms == ["RESIDENTIAL"]


def test_a_new_service_on_which_somebody_has_worked_stays_whole(load: Any, person: Any) -> None:
    batch, _counts = load([service("1"), service("2")])
    commands.describe_service(the_service("1"), facts={"description": "Pekný domov."}, by=person(), at=LATER)
    before = shown("1")

    result = intake.undo(batch, by=None, at=MUCH_LATER)

    assert result.withdrawn == 1
    assert shown("1") == before
    assert the_service("1").is_published
    assert {each.service_id for each in intake.undone_fields(batch)} == {the_service("1").pk}


def test_a_service_that_an_undone_run_ended_runs_again(load: Any) -> None:
    load([service("1"), service("2")])
    batch, _counts = load([service("1")], at=LATER)
    assert the_service("2").ended_on == LATER.date()

    intake.undo(batch, by=None, at=MUCH_LATER)

    assert the_service("2").ended_on is None


def test_an_undone_sheet_takes_its_descriptions_back(load: Any) -> None:
    load([service("1")])
    before = shown()
    batch, _counts = load(
        [sheet("1", description="Opis", capacity_free=2, confirmed_on="2026-02-01", confirmed_how="SHEET")], **SHEET
    )

    intake.undo(batch, by=None, at=LATER)

    assert shown() == before


def test_the_address_of_a_hidden_service_is_not_put_back_from_claims_and_is_listed(load: Any) -> None:
    secret = PLACE | {"secret": True, "street": "Tajná"}
    load([service("1", places=[secret])])
    batch, _counts = load([service("1", places=[secret | {"house_number": "99"}], forms=["AMBULATORY"])], at=LATER)

    intake.undo(batch, by=None, at=MUCH_LATER)

    assert the_service().forms == ["RESIDENTIAL"]
    assert [(each.field, each.voice) for each in intake.undone_fields(batch)] == [("places", "SECRET")]


def test_a_run_is_undone_once_and_only_after_it_was_accepted(load: Any) -> None:
    batch, _counts = load([service("1")], accepts=False)
    with pytest.raises(intake.BatchRefused, match="len prijatý"):
        intake.undo(batch, by=None, at=AT)

    intake.accept(batch, by=None, at=AT)
    intake.undo(batch, by=None, at=LATER)

    with pytest.raises(intake.BatchRefused, match="už bol vrátený"):
        intake.undo(batch, by=None, at=LATER)
    assert Service.objects.get().withdrawn_on == LATER.date()


def test_undoing_is_told_to_the_search(load: Any) -> None:
    from kernel.journal.models import Entry

    batch, _counts = load([service("1")])
    before = the_service().version

    intake.undo(batch, by=None, at=LATER)

    entry = Entry.objects.get(verb="catalogue.services_changed", facts__act="undone")
    assert (entry.facts["act"], feed.services_of_event(entry.facts)) == ("undone", [the_service().pk])
    assert the_service().version > before
