"""Staff looks at likely pairs, merges or tells them apart, and takes a merge apart; by pages without scripts."""

from typing import Any

import pytest
from django.urls import reverse
from support.counting import questions
from support.desk import address
from support.registers import AT, BREZNO, service, the_service

from catalogue.merging.finding import find_pairs
from catalogue.models import LikelyPair, Merge, Provider, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(browse: Any, person: Any, region: Any) -> Any:
    return browse(region, person("DATA_STEWARD", at=region))


def twin(number: int = 1) -> Any:
    """The same service once more, from no register."""
    held = the_service(str(number))
    made = Service.objects.create(
        provider=held.provider, kind=held.kind, name=held.name, forms=held.forms, phones=["+421905111222"],
        created_at=AT, changed_at=AT,
    )  # fmt: skip
    made.at_places.create(place=held.at_places.get().place)
    return made


@pytest.fixture
def pair(load: Any, region: Any) -> Any:
    load([service("1", name="Prvá služba"), service("2", row=2, name="Iný domov", town=BREZNO)])
    twin()
    find_pairs(at=AT)
    return LikelyPair.objects.get()


def test_the_list_says_why_and_the_pair_shows_both_values(pair: Any, staff: Any) -> None:
    page = staff.get(address("duplicates")).content.decode()
    assert address("duplicate", pair.pk) in page
    page = staff.get(address("duplicate", pair.pk)).content.decode()
    assert 'name="take_phones"' in page
    assert 'name="take_name"' not in page
    for value in ("KEPT", "GONE", "BOTH"):
        assert f'value="{value}"' in page


def test_merging_by_page_and_back_again(pair: Any, staff: Any) -> None:
    kept = the_service("1")
    before = Service.objects.values("phones", "capacity_free").get(pk=kept.pk)
    said = {"keep": str(kept.pk), "take_phones": "BOTH", "take_target_groups": "KEPT", "take_capacities": "KEPT"}
    answer = staff.post(address("duplicate", pair.pk), said)
    merge = Merge.objects.get()
    assert answer.url == address("merge", merge.pk)
    assert the_service("1").phones == ["+421484123456", "+421905111222"]
    assert staff.get(address("service", merge.gone)).status_code == 301
    page = staff.get(address("merge", merge.pk)).content.decode()
    assert address("service", kept.pk) in page
    staff.post(address("merge", merge.pk))
    assert Service.objects.values("phones", "capacity_free").get(pk=kept.pk) == before
    assert staff.get(address("service", merge.gone)).status_code == 200
    assert staff.get(address("merges")).status_code == 200


def test_each_difference_has_to_be_chosen(pair: Any, staff: Any) -> None:
    answer = staff.post(address("duplicate", pair.pk), {"keep": str(the_service("1").pk)})
    assert answer.status_code == 422
    assert not Merge.objects.exists()


def test_the_other_one_may_be_kept(pair: Any, staff: Any) -> None:
    other = pair.one if pair.other == the_service("1").pk else pair.other
    page = staff.get(address("duplicate", pair.pk), {"keep": str(other)}).content.decode()
    assert f'name="keep" value="{other}"' in page


def test_two_different_entries_are_remembered(pair: Any, staff: Any) -> None:
    assert staff.post(address("tell_apart", pair.pk)).url == address("duplicates")
    assert address("duplicate", pair.pk) not in staff.get(address("duplicates")).content.decode()


def test_looking_again_is_a_job(pair: Any, staff: Any) -> None:
    from kernel.jobs.models import Job

    answer = staff.post(address("duplicates"))
    job = Job.objects.get(kind="catalogue.find_duplicates")
    assert answer.url == reverse("jobs:progress", args=[job.pk], urlconf="config.urls_region")


def test_providers_have_their_own_list_and_the_one_with_ico_is_kept(pair: Any, staff: Any) -> None:
    made = {"country": "SK", "name": "Domov Dolinka, n. o.", "phones": ["+421905111222"]}
    gone = Provider.objects.create(**made, created_at=AT, changed_at=AT)
    find_pairs(at=AT)
    found = LikelyPair.objects.get(what="PROVIDER")
    kept = the_service("1").provider
    assert address("duplicate", found.pk) in staff.get(f"{address('duplicates')}?what=PROVIDER").content.decode()
    assert f'name="keep" value="{kept.pk}"' in staff.get(address("duplicate", found.pk)).content.decode()
    said = {"keep": str(kept.pk), "take_name": "KEPT", "take_phones": "GONE", "take_type": "KEPT"}
    assert staff.post(address("duplicate", found.pk), said).status_code == 302
    assert Provider.objects.get(pk=gone.pk).merged_into == kept
    assert Provider.objects.get(pk=kept.pk).phones == ["+421905111222"]


def test_nobody_but_stewards_comes_here(pair: Any, person: Any, browse: Any, region: Any) -> None:
    methodologist = browse(region, person("METHODOLOGIST", at=region))
    assert methodologist.get(address("duplicates")).status_code == 403
    assert browse(region).get(address("duplicate", pair.pk)).status_code == 302


def test_the_list_asks_the_same_number_of_questions(pair: Any, staff: Any) -> None:
    one = questions(staff, address("duplicates"))
    twin(2)
    find_pairs(at=AT)
    assert LikelyPair.objects.count() > 1
    assert one == questions(staff, address("duplicates")) == 13
