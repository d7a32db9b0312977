"""Duplicates are merged field by field; an import brings none back to life."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from support.merging import as_it_was, mention, other_register
from support.registers import AT, BREZNO, LATER, service, the_service

from catalogue import feed
from catalogue.merging.commands import MergeRefused, merge_services, unmerge
from catalogue.models import (
    Mention,
    NetworkEntry,
    Overlay,
    Service,
)
from kernel.tenancy import entered

pytestmark = pytest.mark.django_db


REFUSED: dict[str, Callable[[Any, Any], Any]] = {
    "secret": lambda kept, gone: Service.objects.filter(pk=gone.pk).update(hides_address=True),
    "merged": lambda kept, gone: merge_services(kept, gone, chosen={}, by=None, at=AT),
}


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
