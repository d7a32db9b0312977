"""HSDS at /hsds/: what can be asked."""

import uuid
from typing import Any

import pytest
from support.hsds_asking import got, ids, term, told
from support.registers import BREZNO, PLACE, service, sheet, the_service

from catalogue.opendata.vocabulary import GROUPS, KINDS, taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(region: Any, browse: Any) -> Any:
    return browse(region)


def test_terms_and_taxonomies_narrow(load: Any, client: Any) -> None:
    load([service("1"), service("2", kind="SK448-41", forms=["OUTREACH"], target_groups=["SK-DISABILITY"])])
    one, two = str(the_service("1").pk), str(the_service("2").pk)
    assert ids(client, taxonomy_term_id=term("SK448-35")) == {one}
    assert ids(client, taxonomy_term_id=term("DEPENDENCY")) == {one, two}
    assert ids(client, taxonomy_term_id=term("SK-DISABILITY", GROUPS)) == {two}
    assert ids(client, taxonomy_term_id=term("OUTREACH", "forms")) == {two}
    assert ids(client, taxonomy_term_id=term("SK-CARING", "life-situations")) == {two}
    assert ids(client, taxonomy_term_id=[term("DEPENDENCY"), term("OUTREACH", "forms")]) == {two}
    assert ids(client, taxonomy_term_id=[term("SK448-35"), term("SK448-41")]) == set()
    assert ids(client, taxonomy_id=taxonomy(KINDS, "SK").id) == {one, two}
    assert ids(client, taxonomy_id=taxonomy(KINDS, "CZ").id) == set()
    assert ids(client, taxonomy_term_id=str(uuid.uuid4())) == set()
    assert len(ids(client, "organizations", taxonomy_term_id=term("SK448-41"))) == 1
    assert ids(client, "organizations", taxonomy_term_id=term("SK448-40")) == set()


def test_hours_narrow_and_speak_of_one_and_the_same_opening(load: Any, client: Any) -> None:
    one = str(told(load).pk)
    for asked, found in (
        ({"day": "MO"}, True), ({"day": "SU"}, False), ({"start_time": "13:00"}, True), ({"end_time": "12:00"}, True),
        ({"day": "MO", "start_time": "13:00"}, False), ({"day": "WE", "start_time": "13:00"}, True),
        ({"start_time": "09:00", "end_time": "12:00"}, False), ({"day": "WE", "end_time": "23:59"}, True),
    ):  # fmt: skip
        assert (one in ids(client, **asked)) is found, asked


def test_ages_narrow_by_the_bounds_of_a_service(load: Any, client: Any) -> None:
    load([service("1", age_groups=["7", "8"]), service("2", age_groups=["1", "2"]), service("3", age_groups=["9"])])
    old, young, anybody = (str(the_service(key).pk) for key in "123")
    assert ids(client, minimum_age=65) == {old}
    assert ids(client, minimum_age=0) == {old, young}
    assert ids(client, maximum_age=10) == {young}
    assert ids(client, maximum_age=120) == {young}
    by_id = {each["id"]: each for each in got(client, "services")["contents"]}
    assert by_id[old]["minimum_age"] == 65
    assert "maximum_age" not in by_id[old]
    assert (by_id[young]["minimum_age"], by_id[young]["maximum_age"]) == (1, 10)
    assert "minimum_age" not in by_id[anybody]


def test_words_are_found_without_accents_and_all_of_them(load: Any, client: Any) -> None:
    load([service("1", name="Domov Úsvit"), service("2", name="Denný stacionár")])
    assert ids(client, search="usvit DOMOV") == {str(the_service("1").pk)}
    assert ids(client, search="usvit stacionar") == set()


def test_places_are_found_by_postcode_and_by_metres(load: Any, client: Any) -> None:
    load([service("1"), service("2", town=BREZNO, places=[PLACE | {"municipality": BREZNO, "postcode": "97701"}])])
    here, there = (str(the_service(key).at_places.get().pk) for key in "12")
    assert ids(client, "service_at_locations", postcode="974 01") == {here}
    assert ids(client, "service_at_locations", postcode="97401", proximity=1000) == {here}
    assert ids(client, "service_at_locations", postcode="97401", proximity=20_000) == {here}
    assert ids(client, "service_at_locations", postcode="97401", proximity=50_000) == {here, there}
    assert ids(client, "service_at_locations", postcode="00000", proximity=50_000) == set()
    load([sheet("2", reach=[{"level": "DISTRICT", "code": "SK0321"}])], is_whole=False, adds_services=False)
    assert ids(client, "service_at_locations", postcode="97401") == {here, there}


def test_terms_know_their_chapter(client: Any) -> None:
    top = got(client, "taxonomy_terms", taxonomy_id=taxonomy(KINDS, "SK").id, top_only="true", per_page=100)
    assert "DEPENDENCY" in {each["code"] for each in top["contents"]}
    below = got(client, "taxonomy_terms", parent_id=term("DEPENDENCY"), per_page=100)["contents"]
    assert "SK448-35" in {each["code"] for each in below}
    assert all(each["code"].startswith("SK448-") for each in below)


@pytest.mark.parametrize(
    "asked",
    [
        "page=0", "page=x", "per_page=-1", "format=xml", "minimal=maybe", "minimal=1&full=1", "taxonomy_id=x",
        "taxonomy_term_id=1", "organization_id=abc", "modified_after=yesterday", "minimum_age=-1", "day=monday",
        "start_time=25:00", "end_time=8", "unknown=1", "search=" + "x" * 201, "page=1&page=2", "postcode=97401",
        "modified_after=0001-01-01T00:00:00%2B14:00", "page=99999999999", "minimum_age=nan", "search=%00",
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_as_a_problem(client: Any, asked: str) -> None:
    answer = client.get(f"/hsds/services?{asked}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), answer.content
    assert answer.json()["detail"]


@pytest.mark.parametrize("asked", ["postcode=9740", "proximity=100", "postcode=97401&proximity=0", "minimal=1"])
def test_places_refuse_as_well(client: Any, asked: str) -> None:
    assert client.get(f"/hsds/service_at_locations?{asked}").status_code == 400
