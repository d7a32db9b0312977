"""Duplicates: found with reasons, merged field by field, taken apart again; an import brings none back to life."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from support.registers import AT, BREZNO, LATER, PLACE, service, the_catalogue, the_service
from support.world import FOUNDED

from catalogue import commands, feed, intake
from catalogue.intake import MentionRecord
from catalogue.merging.commands import MergeRefused, merge_providers, merge_services, tell_apart, unmerge
from catalogue.merging.finding import find_pairs
from catalogue.models import (
    Change,
    Claim,
    Editorship,
    LikelyPair,
    Mention,
    Merge,
    NetworkEntry,
    Overlay,
    Place,
    Provider,
    RegisterKey,
    Service,
)
from kernel.tenancy import entered

pytestmark = pytest.mark.django_db
VALUES = [
    "provider_id", "kind_id", "register", "register_key", "starts_on", "ended_on", "forms", "target_note",
    "name", "description", "phones", "emails", "webs", "prices", "capacity_free", "is_published", "withdrawn_on",
    "hides_address", "merged_into_id",
]  # fmt: skip


def other_register(key: str = "X-9", *, row: int = 9, **said: Any) -> Any:
    facts = {"name": "Služba jedna", "phones": ["+421484123456", "+421905111222"], "description": "Opis"} | said
    return service(key, row=row, register="iny", **facts)


@pytest.fixture
def bring(load: Any) -> Callable[..., Any]:
    """Bring a second register in, beside the first."""

    def run(records: list[Any], *, at: Any = AT, source: str = "iny", is_whole: bool = True) -> Any:
        from support.registers import BYSTRICA

        batch = intake.open_batch(source=source, is_whole=is_whole, at=at)
        intake.stage(batch, records, {BYSTRICA, BREZNO})
        intake.compare(batch)
        for change in Change.objects.filter(batch=batch, kind="NEW", is_taken=False):
            intake.is_another(change.pk, by=None, at=at)
        return batch, intake.accept(batch, by=None, at=at)

    return run


@pytest.fixture
def pair(load: Any, bring: Any) -> tuple[Any, Any]:
    """The same service in two registers."""
    load([service("1", name="Služba jedna"), service("2", row=2, town=BREZNO, kind="SK448-41")])
    bring([other_register()])
    return the_service("1"), Service.objects.get(register="iny")


def as_it_was(*services: Any) -> Any:
    """All that hangs on these services."""
    ids = [each.pk for each in services]
    return {
        "services": list(Service.objects.filter(pk__in=ids).order_by("pk").values(*VALUES)),
        "places": sorted(Service.objects.filter(pk__in=ids).values_list("pk", "at_places__place__street")),
        "groups": sorted(Service.objects.filter(pk__in=ids).values_list("pk", "target_groups")),
        "capacities": sorted(Service.objects.filter(pk__in=ids).values_list("pk", "capacities__count")),
        "mentions": sorted(Mention.objects.filter(service__in=ids).values_list("pk", "service")),
        "keys": sorted(RegisterKey.objects.values_list("key", "service")),
        "words": sorted(
            Claim.objects.filter(service__in=ids, undone_at__isnull=True).values_list("pk", "service", "field")
        ),
        "network": sorted(NetworkEntry.objects.filter(service__in=ids).values_list("pk", "service")),
    }


def mention(held: Any, measure: int, plan: int = 1) -> None:
    from uuid import UUID

    record = MentionRecord(held.pk, "Alfa", "Plán", UUID(int=measure), "Opatrenie", "https://alfa.example.sk/m/")
    intake.replace_mentions("k1", UUID(int=plan), [record], 1)


# --- finding ----------------------------------------------------------------------------------------------------------
def test_the_same_service_from_two_registers_is_a_likely_pair(pair: Any) -> None:
    assert find_pairs(at=AT)["SERVICE"] == 1
    found = LikelyPair.objects.get()
    assert {found.one, found.other} == {each.pk for each in pair}
    assert set(found.reasons) == {"SAME_PROVIDER", "STREET", "NAME", "CONTACT", "FORMS", "SOURCES"}


def test_two_services_that_one_register_tells_apart_are_not_likely(load: Any) -> None:
    load([service("1", name="Prvá"), service("2", row=2, name="Druhá", phones=["+421905000000"])])
    assert find_pairs(at=AT)["SERVICE"] == 0


def test_another_kind_is_another_service(load: Any, bring: Any) -> None:
    load([service("1")])
    bring([other_register(kind="SK448-38")])
    assert find_pairs(at=AT)["SERVICE"] == 0


def test_a_secret_address_makes_nobody_alike(pair: Any) -> None:
    Place.objects.update(is_secret=True)
    find_pairs(at=AT)
    assert "STREET" not in LikelyPair.objects.get().reasons


def test_what_was_told_apart_comes_no_more(pair: Any, person: Any) -> None:
    find_pairs(at=AT)
    tell_apart(LikelyPair.objects.get(), by=person(), at=AT)
    assert find_pairs(at=LATER)["SERVICE"] == 0
    assert LikelyPair.objects.get().told_apart_at == AT


def test_a_pair_that_is_none_any_more_is_forgotten(pair: Any) -> None:
    find_pairs(at=AT)
    Service.objects.filter(pk=pair[1].pk).update(kind="SK448-41")
    assert find_pairs(at=LATER)["SERVICE"] == 0
    assert not LikelyPair.objects.exists()


def test_finding_changes_nothing_in_the_catalogue(pair: Any) -> None:
    before = the_catalogue()
    find_pairs(at=AT)
    assert the_catalogue() == before


@pytest.mark.parametrize(
    ("name", "ico", "found"),
    [("DOMOV DOLINKA n. o.", "", 1), ("Domov Dolynka", "", 1), ("Domov Dolinka", "31780334", 0), ("Celkom iní", "", 0)],
)
def test_providers_of_like_names_are_a_pair_unless_both_have_an_ico(load: Any, name: str, ico: str, found: int) -> None:
    load([service("1")])
    phones = ["+421484999999"]
    Provider.objects.update(phones=phones)
    made = {"country": "SK", "ico": ico, "name": name, "phones": phones if "Dol" in name else []}
    Provider.objects.create(**made, created_at=FOUNDED, changed_at=FOUNDED)
    assert find_pairs(at=AT)["PROVIDER"] == found


# --- merging services -------------------------------------------------------------------------------------------------
def test_each_field_stands_as_it_was_chosen(pair: Any, person: Any) -> None:
    kept, gone = pair
    merge_services(kept, gone, chosen={"description": "GONE", "phones": "BOTH"}, by=person(), at=AT)
    held = the_service("1")
    assert held.description == "Opis"
    assert held.phones == ["+421484123456", "+421905111222"]
    assert held.name == "Služba jedna"


def test_a_fact_of_the_register_is_chosen_too(load: Any, bring: Any, person: Any) -> None:
    load([service("1", capacities=[{"form": "RESIDENTIAL", "unit": "BEDS", "count": 27}])])
    bring([other_register(capacities=[{"form": "RESIDENTIAL", "unit": "BEDS", "count": 30}])])
    gone = Service.objects.get(register="iny")
    merge_services(the_service("1"), gone, chosen={"capacities": "GONE"}, by=person(), at=AT)
    assert the_service("1").capacities.get().count == 30


def test_what_was_not_chosen_stays_the_kept_ones_also_where_the_other_register_is_newer(pair: Any) -> None:
    kept, gone = pair
    before = Service.objects.values("description", "phones", "name").get(pk=kept.pk)
    merge_services(kept, gone, chosen={}, by=None, at=AT)
    assert Service.objects.values("description", "phones", "name").get(pk=kept.pk) == before


def test_the_merged_one_is_gone_from_the_public_and_its_address_leads_on(pair: Any, browse: Any, region: Any) -> None:
    kept, gone = pair
    merge_services(kept, gone, chosen={}, by=None, at=AT)
    page = browse(region).get(reverse("catalogue:service", args=[gone.pk], urlconf="config.urls_region"))
    assert (page.status_code, page.url) == (301, f"/services/{kept.pk}/")
    assert "no-cache" in page["Cache-Control"]
    api = browse(region).get(f"/api/v1/services/{gone.pk}")
    assert (api.status_code, api["Location"]) == (301, f"/api/v1/services/{kept.pk}")
    assert feed.service_cards([gone.pk]) == []


def test_search_hears_of_both(pair: Any) -> None:
    from kernel.journal.models import Entry

    merge_services(*pair, chosen={}, by=None, at=AT)
    facts = Entry.objects.filter(verb="catalogue.services_changed").latest("number").facts
    assert facts["act"] == "merged"
    assert set(facts["services"]) == {str(each.pk) for each in pair}


def test_an_import_brings_no_merged_service_back_to_life(pair: Any, bring: Any, load: Any) -> None:
    kept, gone = pair
    merge_services(kept, gone, chosen={}, by=None, at=AT)
    before = as_it_was(kept, gone)

    _batch, counts = bring([other_register()], at=LATER)
    assert (counts.new, counts.changed, counts.returned, counts.ended) == (0, 0, 0, 0)
    _batch, counts = load(
        [service("1", name="Služba jedna"), service("2", row=2, town=BREZNO, kind="SK448-41")], at=LATER
    )

    assert (counts.new, counts.ended) == (0, 0)
    now = as_it_was(kept, gone)
    assert now["services"] == before["services"]


def test_the_other_register_goes_on_describing_the_kept_service(pair: Any, bring: Any) -> None:
    kept, gone = pair
    merge_services(kept, gone, chosen={}, by=None, at=AT)
    _batch, counts = bring([other_register(target_note="nová poznámka")], at=LATER)
    assert counts.changed == 1
    assert (the_service("1").target_note, Service.objects.get(pk=gone.pk).target_note) == ("nová poznámka", "")


def test_the_kept_one_does_not_end_when_only_the_other_register_stops_listing_it(pair: Any, bring: Any) -> None:
    kept, gone = pair
    merge_services(kept, gone, chosen={}, by=None, at=AT)
    bring([other_register("X-10", row=1, kind="SK448-38")], at=LATER)
    assert the_service("1").ended_on is None
    assert Service.objects.get(pk=gone.pk).ended_on is None


def test_measures_that_mention_it_follow_also_when_the_plan_is_published_again(pair: Any) -> None:
    kept, gone = pair
    mention(gone, 1)
    merge_services(kept, gone, chosen={}, by=None, at=AT)
    assert Mention.objects.get().service == kept
    mention(gone, 2, plan=2)
    assert set(Mention.objects.values_list("service", flat=True)) == {kept.pk}
    assert feed.published_services([gone.pk])[gone.pk].id == kept.pk


def test_network_and_the_words_of_municipalities_follow(pair: Any, alfa: Any) -> None:
    from catalogue.network.keeping import enter_network
    from catalogue.overlays.writing import write_overlay

    kept, gone = pair
    enter_network(gone, unit="BEDS", amount=Decimal(3), starts_on=date(2026, 1, 1), by=None, at=AT)
    with entered(alfa.key):
        write_overlay(gone, facts={"note": "naša poznámka"}, by=None, at=AT)
    merge = merge_services(kept, gone, chosen={}, by=None, at=AT)
    assert NetworkEntry.objects.get().service == kept
    with entered(alfa.key):
        assert Overlay.objects.get().service_id == kept.pk
    unmerge(merge, by=None, at=LATER)
    assert NetworkEntry.objects.get().service == gone
    with entered(alfa.key):
        assert Overlay.objects.get().service_id == gone.pk


REFUSED: dict[str, Callable[[Any, Any], Any]] = {
    "secret": lambda kept, gone: Service.objects.filter(pk=gone.pk).update(hides_address=True),
    "merged": lambda kept, gone: merge_services(kept, gone, chosen={}, by=None, at=AT),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_merged_is_refused(pair: Any, code: str) -> None:
    REFUSED[code](*pair)
    with pytest.raises(MergeRefused) as refusal:
        merge_services(*pair, chosen={}, by=None, at=AT)
    assert refusal.value.code == code


def test_the_database_refuses_half_a_merge(pair: Any) -> None:
    kept, gone = pair
    for name, facts in {
        "merged_service_is_withdrawn": {"merged_into": kept},
        "service_is_not_merged_into_itself": {"merged_into": gone, "withdrawn_on": AT.date(), "is_published": False},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Service.objects.filter(pk=gone.pk).update(**facts)


# --- taking apart -----------------------------------------------------------------------------------------------------
def test_taking_apart_puts_both_back_as_they_were(pair: Any, person: Any) -> None:
    kept, gone = pair
    mention(gone, 1)
    before = as_it_was(kept, gone)
    chosen = {"description": "GONE", "phones": "BOTH"}
    merge = merge_services(kept, gone, chosen=chosen, by=person(), at=AT)
    assert as_it_was(kept, gone) != before
    done = unmerge(merge, by=person(), at=LATER)
    assert as_it_was(kept, gone) == before
    assert done.stayed == ()


def test_what_the_provider_said_since_stays_and_is_named(pair: Any, person: Any) -> None:
    kept, gone = pair
    merge = merge_services(kept, gone, chosen={"description": "GONE"}, by=None, at=AT)
    commands.describe_service(the_service("1"), facts={"description": "Celkom nový"}, by=person(), at=AT)
    done = unmerge(merge, by=None, at=LATER)
    assert done.stayed == ("description",)
    assert the_service("1").description == "Celkom nový"


def test_what_the_other_register_said_since_goes_back_to_its_own(pair: Any, bring: Any) -> None:
    kept, gone = pair
    merge = merge_services(kept, gone, chosen={}, by=None, at=AT)
    bring([other_register(target_note="nová poznámka")], at=LATER)
    unmerge(merge, by=None, at=LATER)
    assert (the_service("1").target_note, Service.objects.get(pk=gone.pk).target_note) == ("", "nová poznámka")


def test_an_import_after_taking_apart_knows_both(pair: Any, bring: Any) -> None:
    kept, gone = pair
    unmerge(merge_services(kept, gone, chosen={}, by=None, at=AT), by=None, at=AT)
    _batch, counts = bring([other_register()], at=LATER)
    assert (counts.new, counts.changed, counts.ended, counts.conflict) == (0, 0, 0, 0)


def test_the_last_merge_is_taken_apart_first(pair: Any, bring: Any) -> None:
    kept, gone = pair
    second = the_service("2")
    Service.objects.filter(pk=second.pk).update(kind=kept.kind_id)
    first = merge_services(kept, gone, chosen={}, by=None, at=AT)
    later = merge_services(the_service("2"), kept, chosen={}, by=None, at=AT)
    assert Service.objects.get(pk=gone.pk).merged_into_id == second.pk
    with pytest.raises(MergeRefused) as refusal:
        unmerge(first, by=None, at=LATER)
    assert refusal.value.code == "later"
    unmerge(later, by=None, at=LATER)
    assert Service.objects.get(pk=gone.pk).merged_into_id == kept.pk
    unmerge(first, by=None, at=LATER)
    assert Service.objects.filter(merged_into__isnull=False).count() == 0


def test_it_is_taken_apart_once(pair: Any) -> None:
    merge = merge_services(*pair, chosen={}, by=None, at=AT)
    unmerge(merge, by=None, at=LATER)
    with pytest.raises(MergeRefused):
        unmerge(merge, by=None, at=LATER)
    assert merge_services(*pair, chosen={}, by=None, at=LATER).pk != merge.pk
    assert Merge.objects.standing().count() == 1


# --- providers --------------------------------------------------------------------------------------------------------
NAMELESS = {"country": "SK", "name": "Domov Dolinka n. o."}


@pytest.fixture
def providers(load: Any, person: Any, region: Any) -> tuple[Any, Any]:
    """One body, once with its IČO and once without; both at the same address."""
    load([service("1"), service("2", row=2, provider=NAMELESS, places=[PLACE, PLACE | {"street": "Iná"}])])
    gone = the_service("2").provider
    Provider.objects.filter(pk=gone.pk).update(phones=["+421905111222"])
    commands.name_editor(gone, account=person("PROVIDER_EDITOR", at=region), by=None, at=AT)
    return the_service("1").provider, Provider.objects.get(pk=gone.pk)


def of_providers() -> Any:
    return {
        "providers": list(Provider.objects.order_by("pk").values("ico", "name", "phones", "retired_on", "merged_into")),
        "services": sorted(Service.objects.values_list("pk", "provider")),
        "places": sorted(Place.objects.values_list("pk", "provider", "street")),
        "stands": sorted(Service.objects.values_list("pk", "at_places__place")),
        "editors": sorted(Editorship.objects.values_list("pk", "provider")),
    }


def test_a_merged_provider_brings_services_places_and_editors(providers: Any, browse: Any, region: Any) -> None:
    kept, gone = providers
    merge_providers(kept, gone, chosen={"name": "GONE", "phones": "GONE"}, by=None, at=AT)
    held = Provider.objects.get(pk=kept.pk)
    assert (held.name, held.phones, held.ico) == ("Domov Dolinka n. o.", ["+421905111222"], "00648515")
    assert set(Service.objects.values_list("provider", flat=True)) == {kept.pk}
    assert Editorship.objects.get().provider == kept
    assert sorted(at.place.street for at in the_service("2").at_places.all()) == ["Hlavná", "Iná"]
    assert {at.place.provider_id for at in the_service("2").at_places.all()} == {kept.pk}
    page = browse(region).get(reverse("catalogue:provider", args=[gone.pk], urlconf="config.urls_region"))
    assert (page.status_code, page.url) == (301, f"/providers/{kept.pk}/")
    assert browse(region).get(f"/api/v1/providers/{gone.pk}").status_code == 301


def test_both_providers_are_put_back_as_they_were(providers: Any) -> None:
    before = of_providers()
    merge = merge_providers(*providers, chosen={"name": "GONE", "phones": "BOTH"}, by=None, at=AT)
    assert of_providers() != before
    assert unmerge(merge, by=None, at=LATER).stayed == ()
    assert of_providers() == before


def test_an_import_leaves_the_services_with_the_kept_provider(providers: Any, load: Any) -> None:
    kept, gone = providers
    merge_providers(kept, gone, chosen={}, by=None, at=AT)
    records = [service("1"), service("2", row=2, provider=NAMELESS, places=[PLACE, PLACE | {"street": "Iná"}])]
    load(records, at=LATER)
    assert set(Service.objects.values_list("provider", flat=True)) == {kept.pk}
    assert Provider.objects.get(pk=kept.pk).name == "Domov Dolinka"


def test_two_bodies_are_never_merged_and_the_ico_is_kept(providers: Any) -> None:
    kept, gone = providers
    with pytest.raises(MergeRefused) as refusal:
        merge_providers(gone, kept, chosen={}, by=None, at=AT)
    assert refusal.value.code == "ico_goes"
    Provider.objects.filter(pk=gone.pk).update(ico="31780334")
    with pytest.raises(MergeRefused) as refusal:
        merge_providers(kept, gone, chosen={}, by=None, at=AT)
    assert refusal.value.code == "two_ico"


def test_the_job_is_quick_over_many(load: Any) -> None:
    """Three hundred services of one provider and kind are 45,000 pairs: seconds, not minutes."""
    load([service("1")])
    held = the_service("1")
    rows = [
        Service(
            provider=held.provider, kind=held.kind, register="bbsk", register_key=f"m{number}", name=f"Služba {number}",
            phones=[f"+4219{number:08}"], created_at=AT, changed_at=AT,
        )
        for number in range(300)
    ]  # fmt: skip
    Service.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = '20s'")
    assert find_pairs(at=AT)["PROVIDER"] == 0
