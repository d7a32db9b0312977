"""Whose word counts: the register's, the provider's, the sheet's and the region's, in any order."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.registers import AT, LATER, PLACE, entries, service, sheet, the_catalogue, the_service

from catalogue import commands, intake, provenance
from catalogue.models import Claim, Service
from catalogue.registry.authority import rules
from catalogue.registry.fields import BY_NAME

pytestmark = pytest.mark.django_db
SHEET = {"is_whole": False, "adds_services": False}
HOME = {"capacities": [{"form": "RESIDENTIAL", "unit": "BEDS", "count": 30}]}


def words_of(field: str, key: str = "1") -> list[tuple[str, Any, bool]]:
    rows = Claim.objects.filter(service__register_key=key, field=field).order_by("id")
    return [(row.voice, row.value, row.undone_at is None) for row in rows]


def test_every_field_has_its_rule() -> None:
    assert rules().keys() == BY_NAME.keys()


def test_a_new_service_is_the_word_of_its_register(load: Any) -> None:
    batch, _counts = load([service("1")])

    assert words_of("phones") == [("REGISTER", ["+421484123456"], True)]
    assert {row.batch_id for row in Claim.objects.all()} == {batch}


def test_the_same_file_again_says_nothing_new(load: Any) -> None:
    load([service("1")])
    before = Claim.objects.count()

    load([service("1")], at=LATER)

    assert Claim.objects.count() == before


def test_the_register_may_change_its_own_telephone_while_nobody_else_gave_one(load: Any) -> None:
    load([service("1")])

    _batch, counts = load([service("1", phones=["+421911222333"])])

    assert counts == intake.Counts(changed=1)
    assert the_service().phones == ["+421911222333"]


def test_what_the_provider_says_stands_above_sheet_and_register(load: Any, person: Any) -> None:
    load([service("1")])
    commands.describe_service(the_service(), facts={"phones": ["+421905111222"]}, by=person(), at=AT)

    _b, of_register = load([service("1", phones=["+421911222333"])])
    _b, of_sheet = load([sheet("1", phones=["+421907000000"])], **SHEET)

    assert (of_register, of_sheet) == (intake.Counts(noted=1), intake.Counts(noted=1))
    assert the_service().phones == ["+421905111222"]
    assert [voice for voice, _value, _stands in words_of("phones")] == ["REGISTER", "PROVIDER", "REGISTER", "SHEET"]


def test_a_word_taken_note_of_is_shown_with_the_voice_that_stays(load: Any, person: Any) -> None:
    load([service("1")])
    commands.describe_service(the_service(), facts={"phones": ["+421905111222"]}, by=person(), at=AT)

    batch, _counts = load([service("1", phones=["+421911222333"])], accepts=False)

    (card,) = intake.changes(batch)
    (field,) = card.fields
    assert (card.kind, field.kept_by, field.old, field.new) == (
        "NOTED",
        "PROVIDER",
        ["+421905111222"],
        ["+421911222333"],
    )


def test_taking_note_writes_no_journal_and_touches_no_service(load: Any, person: Any) -> None:
    load([service("1")])
    commands.describe_service(the_service(), facts={"phones": ["+421905111222"]}, by=person(), at=AT)
    before, recorded = the_catalogue(), entries()

    load([service("1", phones=["+421911222333"])])
    load([service("1", phones=["+421911222333"])])

    assert the_catalogue() == before
    assert entries() == recorded


def test_a_provider_may_say_that_there_is_nothing(load: Any, person: Any) -> None:
    load([service("1")])

    commands.describe_service(the_service(), facts={"phones": []}, by=person(), at=AT)
    load([service("1", phones=["+421911222333"])])

    assert the_service().phones == []


def test_the_region_overrides_until_its_day(load: Any, person: Any) -> None:
    load([service("1")])
    until = LATER.date()

    commands.override_service(
        the_service(), facts=HOME, reason="Oprava budovy, potvrdil zriaďovateľ.", until=until, by=person(), at=AT
    )
    _batch, counts = load([service("1", capacities=[{"form": "RESIDENTIAL", "unit": "BEDS", "count": 28}])])
    during = [each.count for each in the_service().capacities.all()]
    commands.end_overrides_that_ran_out(at=LATER + timedelta(days=1))

    assert counts == intake.Counts(conflict=1)
    assert during == [30]
    assert [each.count for each in the_service().capacities.all()] == [28]


def test_an_override_says_why(load: Any, person: Any) -> None:
    load([service("1")])

    with pytest.raises(commands.ServiceRefused, match="prečo kraj"):
        commands.override_service(the_service(), facts=HOME, reason=" ", until=None, by=person(), at=AT)
    with pytest.raises(IntegrityError, match="region_says_why_it_overrides"), transaction.atomic():
        Claim.objects.create(
            service=the_service(), field="name", voice="REGION", source="region", value="X", said_at=AT
        )


def test_taking_an_override_back_lets_the_register_speak_again(load: Any, person: Any) -> None:
    load([service("1")])
    commands.override_service(the_service(), facts=HOME, reason="Omyl.", until=None, by=person(), at=AT)

    changed = commands.end_override(the_service(), fields=["capacities"], by=person(), at=LATER)

    assert changed == ["capacities"]
    assert [each.count for each in the_service().capacities.all()] == [27]


def test_a_name_that_the_region_gives_a_provider_counts_for_all_its_services(load: Any, person: Any) -> None:
    named = {"country": "SK", "ico": "00648515", "name": "Domov Dolinka, n. o.", "type": "NON_PUBLIC"}
    load([service("1"), service("2")])

    commands.override_service(
        the_service(), facts={"provider": named}, reason="Premenovanie.", until=None, by=person(), at=AT
    )
    load([service("1"), service("2"), service("3")])

    assert {row.provider.name for row in Service.objects.select_related("provider")} == {"Domov Dolinka, n. o."}


def test_a_wish_does_not_change_a_legal_fact_and_makes_a_conflict(load: Any, person: Any) -> None:
    load([service("1")])

    changed = commands.wish_for(the_service(), facts=HOME, by=person(), at=AT)
    _batch, counts = load([service("1", capacities=[{"form": "RESIDENTIAL", "unit": "BEDS", "count": 28}])])

    assert (changed, counts) == ([], intake.Counts(conflict=1))
    assert [each.count for each in the_service().capacities.all()] == [28]


def test_an_unchanged_save_is_no_word_of_the_provider(load: Any, person: Any) -> None:
    load([service("1")])
    before = the_catalogue()

    changed = commands.describe_service(
        the_service(), facts={"phones": ["+421484123456"], "name": "Služba 1"}, by=person(), at=LATER
    )

    assert changed == []
    assert the_catalogue() == before
    assert [voice for voice, _value, _stands in words_of("phones")] == ["REGISTER"]


def test_free_places_told_again_are_fresh_though_the_number_is_the_same(load: Any, person: Any) -> None:
    load([service("1")])
    commands.tell_free_places(the_service(), free=3, waiting_time="", by=person(), at=AT)

    commands.tell_free_places(the_service(), free=3, waiting_time="", by=person(), at=LATER)

    assert (the_service().capacity_free, the_service().capacity_free_at) == (3, LATER)


def test_confirming_changes_the_day_of_confirmation_alone(load: Any, person: Any) -> None:
    load([service("1")])
    before = the_service()

    commands.confirm_service(before, how="PROVIDER", by=person(), at=LATER)

    held = the_service()
    assert (held.confirmed_on, held.confirmed_how) == (LATER.date(), "PROVIDER")
    assert {
        name
        for name in [field.attname for field in Service._meta.fields]
        if getattr(before, name) != getattr(held, name)
    } == {"version", "confirmed_on", "confirmed_by", "confirmed_how"}


def test_a_service_that_staff_ended_is_not_brought_back_by_an_unchanged_register(load: Any, person: Any) -> None:
    load([service("1")])
    commands.retire_service(the_service(), on=date(2026, 3, 1), by=person(), at=AT)

    _batch, counts = load([service("1")], at=LATER)

    assert counts == intake.Counts(unchanged=1)
    assert the_service().ended_on == date(2026, 3, 1)


def test_changes_can_be_left_out_one_by_one(load: Any) -> None:
    batch, _counts = load([service("1"), service("2"), service("3")], accepts=False)
    left_out = intake.changes(batch)[0]

    remaining = intake.choose(batch, taken=False, ids=[left_out.id])
    counts = intake.accept(batch, by=None, at=AT)

    assert (remaining, counts.new) == (2, 2)
    assert not Service.objects.filter(register_key=left_out.register_key).exists()
    assert Service.objects.count() == 2


def test_changes_can_be_left_out_by_kind(load: Any) -> None:
    load([service("1"), service("2")])
    batch, _counts = load([service("1", forms=["AMBULATORY"])], accepts=False)

    intake.choose(batch, taken=False, kinds=["ENDED"])
    intake.accept(batch, by=None, at=AT)

    assert the_service("2").ended_on is None
    assert the_service("1").forms == ["AMBULATORY"]


def test_what_was_left_out_is_offered_again_by_the_next_file(load: Any) -> None:
    batch, _counts = load([service("1"), service("2")], accepts=False)
    intake.choose(batch, taken=False, ids=[intake.changes(batch)[0].id])
    intake.accept(batch, by=None, at=AT)

    _batch, counts = load([service("1"), service("2")])

    assert counts == intake.Counts(new=1, unchanged=1)


def test_each_fact_says_whose_it_is_and_since_when(load: Any, person: Any) -> None:
    load([service("1")])
    commands.describe_service(the_service(), facts={"phones": ["+421905111222"]}, by=person(), at=LATER)

    origins = {each.field: each for each in provenance.origins_of(the_service().pk, LATER.date())}

    assert (origins["phones"].voice, origins["phones"].since) == ("PROVIDER", LATER.date())
    assert (origins["kind"].voice, origins["kind"].since, origins["kind"].last_seen) == (
        "REGISTER",
        AT.date(),
        AT.date(),
    )


def test_an_unchanged_import_moves_the_day_last_seen_without_writing(load: Any) -> None:
    load([service("1")])
    load([service("1")], at=LATER)

    origins = {each.field: each for each in provenance.origins_of(the_service().pk, LATER.date())}

    assert (origins["kind"].since, origins["kind"].last_seen) == (AT.date(), LATER.date())


def test_history_names_no_street_of_a_secret_place(load: Any) -> None:
    load([service("1", places=[PLACE | {"secret": True, "street": "Tajná", "name": "Úkryt"}])])

    told = " ".join(word.value for word in provenance.history_of(the_service().pk, AT.date()))
    kept = str(list(Claim.objects.values_list("value", flat=True)))

    assert "Tajná" not in told + kept
    assert "Úkryt" not in told + kept


def test_hiding_an_address_takes_it_out_of_all_that_was_said(load: Any) -> None:
    load([service("1", places=[PLACE | {"street": "Tajná"}])])
    load([service("1", places=[PLACE | {"street": "Tajná", "house_number": "9"}])])

    commands.publish_service(the_service(), shows_address=False, by=None, at=LATER)

    from catalogue.models import Change

    assert "Tajná" not in str(list(Claim.objects.values_list("value", flat=True)))
    assert "Tajná" not in str(list(Change.objects.values_list("fields", flat=True)))


def test_the_page_of_a_service_says_who_says_each_fact(load: Any, browse: Any, person: Any) -> None:
    load([service("1")])
    commands.describe_service(the_service(), facts={"phones": ["+421905111222"]}, by=person(), at=LATER)

    text = browse().get(f"/services/{the_service().pk}/").content.decode()

    assert "Kto to hovorí" in text
    assert "zoznam sociálnych služieb Banskobystrického" in text
    assert "poskytovateľ" in text


def test_staff_read_the_whole_history_and_take_the_regions_word_back(
    load: Any, browse: Any, person: Any, region: Any
) -> None:
    load([service("1")])
    steward = person("DATA_STEWARD", at=region)
    commands.override_service(the_service(), facts=HOME, reason="Omyl registra.", until=None, by=steward, at=AT)
    client = browse(None, steward)

    text = client.get(f"/services/{the_service().pk}/history/").content.decode()
    answer = client.post(f"/services/{the_service().pk}/end-override/", {"field": "capacities"})

    assert "Omyl registra." in text
    assert answer.status_code == 302
    assert [each.count for each in the_service().capacities.all()] == [27]


def test_history_is_no_business_of_the_public(load: Any, browse: Any) -> None:
    load([service("1")])

    assert browse().get(f"/services/{the_service().pk}/history/").status_code == 302
