"""What files may and may not do to the catalogue."""

from datetime import date
from typing import Any

import pytest
from support.registers import (
    AT,
    BREZNO,
    BYSTRICA,
    LATER,
    PLACE,
    ZILINA,
    entries,
    service,
    sheet,
    the_catalogue,
    the_service,
)

from catalogue import feed, intake
from catalogue.models import Place, Provider, Service, TargetGroup

pytestmark = pytest.mark.django_db


def test_a_new_service_comes_in_whole(load: Any) -> None:
    _batch, counts = load([service()])

    assert counts == intake.Counts(new=1)
    card = feed.service_cards([the_service().pk])[0]
    assert (card.name, card.provider_name, card.kind_code) == ("Služba 1", "Domov Dolinka", "SK448-35")
    assert [group.code for group in card.target_groups] == ["SK-SENIORS"]
    assert [(place.street_line, place.municipality_name) for place in card.places] == [("Hlavná 12", "Banská Bystrica")]
    assert [(each.unit, each.count) for each in card.capacities] == [("BEDS", 27)]
    assert card.is_offered


def test_the_same_file_again_writes_nothing(load: Any) -> None:
    records = [service(str(key), places=[PLACE, PLACE | {"house_number": str(key)}]) for key in range(5)]
    load(records)
    before, recorded = the_catalogue(), entries()

    _batch, counts = load(reversed(records), at=LATER)

    assert counts == intake.Counts(unchanged=5)
    assert the_catalogue() == before
    assert entries() == recorded


def test_comparing_writes_nothing(load: Any) -> None:
    load([service("1")])
    before = the_catalogue()

    _batch, counts = load([service("1", forms=["AMBULATORY"]), service("2")], accepts=False)

    assert (counts.new, counts.changed) == (1, 1)
    assert the_catalogue() == before


def test_a_change_shows_old_and_new(load: Any) -> None:
    load([service("1"), service("2")])

    batch, counts = load(
        [service("1", capacities=[{"form": "RESIDENTIAL", "unit": "BEDS", "count": 30}]), service("2")]
    )

    assert counts == intake.Counts(changed=1, unchanged=1)
    (card,) = intake.changes(batch)
    (field,) = card.fields
    assert (card.kind, card.title, field.field) == (
        "CHANGED",
        "Služba 1 – Domov Dolinka, Banská Bystrica",
        "capacities",
    )
    assert (field.old[0]["count"], field.new[0]["count"]) == (27, 30)
    assert [each.count for each in feed.service_cards([the_service().pk])[0].capacities] == [30]


def test_only_changed_services_are_written(load: Any) -> None:
    load([service("1"), service("2")])
    before = the_service("2").version

    load([service("1", starts_on="2020-01-01"), service("2")])

    assert the_service("2").version == before
    assert the_service("1").starts_on == date(2020, 1, 1)


def test_what_a_whole_file_does_not_name_ends_on_the_day_of_acceptance(load: Any) -> None:
    load([service("1"), service("2")])

    batch, counts = load([service("1")], at=LATER)

    assert counts == intake.Counts(ended=1, unchanged=1)
    assert the_service("2").ended_on == LATER.date()
    assert [card.is_missing_from_file for card in intake.changes(batch, kinds=["ENDED"])] == [True]


def test_a_part_of_a_register_ends_nothing(load: Any) -> None:
    load([service("1"), service("2")])

    _batch, counts = load([service("1")], is_whole=False)

    assert counts == intake.Counts(unchanged=1)


def test_another_register_ends_nothing_of_this_one(load: Any) -> None:
    load([service("1")])

    _batch, counts = load([service("1", register="other", kind="SK448-40")])

    assert counts == intake.Counts(new=1)
    assert the_service("1").ended_on is None


def test_a_service_that_comes_back_is_offered_again(load: Any) -> None:
    load([service("1"), service("2")])
    load([service("1")], at=LATER)

    _batch, counts = load([service("1"), service("2")], at=LATER)

    assert counts == intake.Counts(returned=1, unchanged=1)
    assert the_service("2").ended_on is None


def test_the_registers_own_end_date_ends_a_service(load: Any) -> None:
    load([service("1")])

    _batch, counts = load([service("1", ended_on="2026-02-01")])

    assert counts == intake.Counts(ended=1)
    assert the_service("1").ended_on == date(2026, 2, 1)


def test_history_of_a_register_stays_outside(load: Any) -> None:
    _batch, counts = load([service("1"), service("2", ended_on="2012-12-31")])

    assert counts == intake.Counts(new=1, past=1)


def test_services_outside_the_region_are_counted_and_left_out(load: Any) -> None:
    _batch, counts = load([service("1"), service("2", town=ZILINA)])

    assert counts == intake.Counts(new=1, outside=1)
    assert Service.objects.count() == 1


def test_a_known_service_that_moves_outside_is_not_ended(load: Any) -> None:
    load([service("1")])

    _batch, counts = load([service("1", town=ZILINA)])

    assert counts == intake.Counts(changed=1)
    assert the_service("1").ended_on is None


@pytest.mark.parametrize(
    "said", [{"phones": ["+421911222333"]}, {"description": "Prázdny popis registra."}, {"name": "ZSS 4711"}]
)
def test_what_the_provider_wrote_survives_the_register(load: Any, said: dict[str, Any]) -> None:
    load([service("1")])
    load(
        [sheet("1", name="Domov Dolinka v Bystrici", phones=["+421905111222"], description="Pekný domov.")],
        is_whole=False,
        adds_services=False,
    )

    _batch, counts = load([service("1", **said)])

    held = the_service("1")
    assert counts == intake.Counts(noted=1)
    assert (held.name, held.phones, held.description) == ("Domov Dolinka v Bystrici", ["+421905111222"], "Pekný domov.")


def test_a_register_fills_what_is_still_empty(load: Any) -> None:
    load([service("1", emails=[])])

    load([service("1", emails=["domov@example.sk"])])

    assert the_service("1").emails == ["domov@example.sk"]


def test_a_sheet_cannot_touch_registration_facts(load: Any) -> None:
    load([service("1")])

    _batch, counts = load([sheet("1", kind="SK448-40", forms=["OUTREACH"])], is_whole=False, adds_services=False)

    assert counts == intake.Counts(unchanged=1)
    assert the_service("1").kind_id == "SK448-35"


def test_a_sheet_adds_no_service(load: Any) -> None:
    batch, counts = load([sheet("nowhere", description="?")], is_whole=False, adds_services=False)

    assert counts == intake.Counts(unknown=1)
    assert [card.register_key for card in intake.changes(batch, kinds=["UNKNOWN"])] == ["nowhere"]
    assert not Service.objects.exists()


def test_an_older_confirmation_does_not_replace_a_newer_one(load: Any) -> None:
    load([service("1")])
    confirm = {"confirmed_by": "Jana", "confirmed_how": "SHEET"}
    load([sheet("1", confirmed_on="2026-02-20", **confirm)], is_whole=False, adds_services=False)

    _batch, counts = load([sheet("1", confirmed_on="2026-01-01", **confirm)], is_whole=False, adds_services=False)

    assert counts == intake.Counts(unchanged=1)
    assert the_service("1").confirmed_on == date(2026, 2, 20)


def test_free_places_keep_their_time(load: Any) -> None:
    load([service("1")])

    load([sheet("1", capacity_free=3)], is_whole=False, adds_services=False, at=LATER)
    _batch, counts = load([sheet("1", capacity_free=3)], is_whole=False, adds_services=False)

    assert (the_service("1").capacity_free, the_service("1").capacity_free_at) == (3, LATER)
    assert counts == intake.Counts(unchanged=1)


def test_one_provider_is_one_row_however_its_services_spell_it(load: Any) -> None:
    def named(name: str) -> dict[str, Any]:
        return {"provider": {"country": "SK", "ico": "00648515", "name": name}}

    records = [service("1", **named("Domov")), service("2", **named("DOMOV")), service("3", **named("Domov"))]
    load(records)
    before = the_catalogue()

    _batch, counts = load(records[::-1])

    assert [row.name for row in Provider.objects.all()] == ["Domov"]
    assert counts == intake.Counts(unchanged=3)
    assert the_catalogue() == before


def test_a_renamed_provider_is_renamed_once_and_its_services_rise(load: Any) -> None:
    load([service("1"), service("2")])
    versions = [the_service(key).version for key in "12"]

    renamed = {"provider": {"country": "SK", "ico": "00648515", "name": "Nové meno"}}
    batch, counts = load([service("1", **renamed), service("2", **renamed)])

    assert counts == intake.Counts(changed=2)
    assert [row.name for row in Provider.objects.all()] == ["Nové meno"]
    assert all(the_service(key).version > old for key, old in zip("12", versions, strict=True))
    assert set(feed.services_of_batch(batch)) == {the_service("1").pk, the_service("2").pk}


def body(name: str) -> dict[str, Any]:
    return {"provider": {"country": "SK", "ico": "00648515", "name": name}}


def test_a_new_service_renames_no_provider_that_is_known(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([service("9", kind="SK448-40", **body("Iné meno"))], is_whole=False, accepts=False)
    (card,) = intake.changes(batch)
    said = next(each for each in card.fields if each.field == "provider")
    assert (said.old["name"], said.new["name"], said.kept_by) == ("Domov Dolinka", "Iné meno", "KNOWN")
    intake.accept(batch, by=None, at=LATER)
    assert {the_service(key).provider.name for key in ("1", "9")} == {"Domov Dolinka"}
    again, _counts = load([service("9", kind="SK448-40", **body("Iné meno"))], is_whole=False, accepts=False)
    assert intake.changes(again) == []


def test_a_rename_that_was_left_out_does_not_come_in_by_a_new_service(load: Any) -> None:
    load([service("1")])
    batch, _counts = load(
        [service("1", **body("Iné meno")), service("9", kind="SK448-40", **body("Iné meno"))],
        is_whole=False,
        accepts=False,
    )
    intake.choose(batch, taken=False, kinds=["CHANGED", "CONFLICT"])
    intake.accept(batch, by=None, at=LATER)
    assert {the_service(key).provider.name for key in ("1", "9")} == {"Domov Dolinka"}


def test_a_rename_that_was_seen_counts_for_new_services_too(load: Any) -> None:
    load([service("1")])
    load([service("1", **body("Iné meno")), service("9", kind="SK448-40", **body("Iné meno"))], is_whole=False)
    assert {the_service(key).provider.name for key in ("1", "9")} == {"Iné meno"}


def test_a_service_taken_over_by_another_provider_brings_its_places(load: Any) -> None:
    load([service("1")])

    taken_over = {"provider": {"country": "SK", "ico": "00320480", "name": "Obec Baďan"}}
    load([service("1", **taken_over)])

    held = the_service("1")
    assert held.provider.name == "Obec Baďan"
    assert [at.place.provider_id for at in held.at_places.all()] == [held.provider_id]
    assert Place.objects.count() == 1


def test_providers_without_a_company_number_are_told_apart_by_the_key(load: Any) -> None:
    nameless = {"provider": {"country": "SK", "ico": "", "name": "Sestry"}}
    load([service("1", **nameless), service("2", **nameless)])
    before = the_catalogue()

    _batch, counts = load([service("1", **nameless), service("2", **nameless)])

    assert Provider.objects.count() == 2
    assert counts == intake.Counts(unchanged=2)
    assert the_catalogue() == before


def test_several_providers_share_a_building_and_one_works_in_twelve_municipalities(load: Any) -> None:
    from tenants.models import Municipality

    towns = list(Municipality.objects.filter(region_code="SK032").order_by("code").values_list("code", flat=True)[:12])
    neighbours = [
        service(f"n{ico}", provider={"country": "SK", "ico": ico, "name": f"Poskytovateľ {ico}"})
        for ico in ("00320480", "45021813", "00316181")
    ]
    wide = [service(f"w{town}", town=town, places=[PLACE | {"municipality": town}]) for town in towns]

    _batch, counts = load([*neighbours, *wide], belongs=lambda codes: True)

    assert counts == intake.Counts(new=15)
    assert Provider.objects.count() == 4
    assert Place.objects.filter(street="Hlavná", house_number="12", municipality=BYSTRICA).count() == 4 - (
        BYSTRICA not in towns
    )
    assert set(Place.objects.filter(provider__ico="00648515").values_list("municipality_id", flat=True)) == set(towns)


def test_an_unknown_target_group_comes_in_under_its_code(load: Any) -> None:
    load([service("1", target_groups=["CilovaSkupinaOsoby/31", "CilovaSkupinaOsoby/24"])])

    group = TargetGroup.objects.get(code="CZ-31")
    assert (group.country, group.register_code) == ("CZ", "CilovaSkupinaOsoby/31")
    assert [card.name for card in feed.service_cards([the_service().pk])[0].target_groups] == ["seniori", "CZ-31"]


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        (service(""), "NO_KEY", ""),
        (service("1", kind=""), "NO_KIND", "kind"),
        (service("1", kind="SK448-99"), "UNKNOWN_CODE", "kind"),
        (service("1", provider={"country": "SK", "name": " "}), "NO_PROVIDER", "provider"),
        (service("1", places=[PLACE | {"municipality": "999999"}]), "UNKNOWN_CODE", "places"),
        (service("1", starts_on="1. 5. 2020"), "BAD_VALUE", "starts_on"),
        (service("1", starts_on="2020-05-01", ended_on="2020-04-01"), "BAD_PERIOD", "ended_on"),
        (service("1", name="x" * 301), "TOO_LONG", "name"),
        (service("1", webs=["javascript:alert(1)"]), "BAD_VALUE", "webs"),
        (service("1", name="a\x00b"), "BAD_VALUE", "name"),
        (service("1", name="a\ud83db"), "BAD_VALUE", "name"),
        (service("\x00"), "NO_KEY", ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_that_does_not_fit_is_refused_with_its_reason(load: Any, record: Any, code: str, field: str) -> None:
    batch, counts = load([record, service("good", row=2)])

    (problem,) = intake.problems(batch)
    assert (problem.row, problem.code, problem.field) == (1, code, field)
    assert problem.message
    assert counts == intake.Counts(new=1, refused=1)


def test_a_refused_row_does_not_end_its_service(load: Any) -> None:
    load([service("1"), service("2")])

    _batch, counts = load([service("1"), service("2", kind="")])

    assert counts == intake.Counts(unchanged=1, refused=1)
    assert the_service("2").ended_on is None


def test_of_a_doubled_key_the_first_row_counts(load: Any) -> None:
    batch, counts = load([service("1", row=1), service("1", row=2, name="Druhá")])

    assert counts == intake.Counts(new=1, doubled=1)
    assert the_service("1").name == "Služba 1"
    assert [(problem.row, problem.code) for problem in intake.problems(batch)] == [(2, "DOUBLED")]


def test_a_refused_row_does_not_stand_before_a_good_one_of_the_same_key(load: Any) -> None:
    batch, counts = load([service("1", row=1, kind=""), service("1", row=2)])

    assert counts == intake.Counts(new=1, refused=1)
    assert [(problem.row, problem.code) for problem in intake.problems(batch)] == [(1, "NO_KIND")]


def test_an_empty_file_can_never_be_accepted(load: Any) -> None:
    load([service("1")])
    batch, counts = load([], accepts=False)

    with pytest.raises(intake.BatchRefused) as refusal:
        intake.accept(batch, by=None, at=AT)

    assert refusal.value.code == "empty"
    assert counts == intake.Counts()
    assert the_service("1").ended_on is None


def test_a_file_of_nothing_but_refused_rows_can_never_be_accepted(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([service("9", kind="")], accepts=False)

    with pytest.raises(intake.BatchRefused):
        intake.accept(batch, by=None, at=AT)


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


def test_ids_follow_from_the_keys(load: Any) -> None:
    load([service("1")])

    assert the_service("1").pk == intake.service_id_of("bbsk", "1")


def test_a_name_that_a_register_lacks_is_made_from_the_kind(load: Any) -> None:
    load([service("1", name="")])

    assert the_service("1").name == "Zariadenie pre seniorov"


def test_known_services_can_be_found_by_everything_a_sheet_says(load: Any) -> None:
    load([service("1"), service("2", town=BREZNO)])

    known = intake.known_services("bbsk")

    assert [(each.register_key, each.ico, each.kind, each.places[0].municipality_name) for each in known] == [
        ("1", "00648515", "SK448-35", "Banská Bystrica"),
        ("2", "00648515", "SK448-35", "Brezno"),
    ]


def test_free_places_of_a_sheet_are_as_old_as_its_confirmation(load: Any) -> None:
    load([service("1")])
    told = {"capacity_free": 2, "confirmed_on": "2026-02-20", "confirmed_how": "STAFF"}
    load([sheet("1", **told)], is_whole=False, adds_services=False, at=LATER)
    held = the_service("1")
    assert (held.capacity_free, held.capacity_free_at.date()) == (2, date(2026, 2, 20))
