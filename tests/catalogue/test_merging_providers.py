"""Two rows of one provider become one, with all that hangs on them, and two again."""

from typing import Any

import pytest
from django.urls import reverse
from support.registers import AT, LATER, PLACE, service, the_service

from catalogue import commands
from catalogue.merging.commands import MergeRefused, merge_providers, unmerge
from catalogue.models import (
    Editorship,
    Place,
    Provider,
    Service,
)

pytestmark = pytest.mark.django_db


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
