"""HSDS at /hsds/: what it tells, what it never tells, and how it answers."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils.http import http_date
from support import hsds
from support.registers import AT, BREZNO, PLACE, service, sheet, the_catalogue, the_service

from catalogue import commands
from catalogue.models import Departure, Service, ServiceAtPlace
from catalogue.opendata.vocabulary import GROUPS, KINDS, Speaker, taxonomy

pytestmark = pytest.mark.django_db
HOURS = [
    {"day": "MO", "opens": "08:00", "closes": "12:00"},
    {"day": "TU", "opens": "08:00", "closes": "12:00"},
    {"day": "WE", "opens": "13:00", "closes": "24:00"},
]
TOLD = {
    "description": "Bývanie s celodennou starostlivosťou.",
    "opening_hours": HOURS,
    "languages": ["sk", "rom"],
    "reach": [{"level": "DISTRICT", "code": "SK0321"}, {"level": "REGION", "code": "SK032"}],
    "capacity_free": 2,
    "capacity_free_at": "2026-02-20T10:00:00+00:00",
    "confirmed_on": "2026-02-20",
    "confirmed_how": "PROVIDER",
    "webs": ["https://example.org/a|b", "https://example.org/druhá"],
}


@pytest.fixture
def client(region: Any, browse: Any) -> Any:
    return browse(region)


def told(load: Any, key: str = "1", **said: Any) -> Service:
    load([service(key)])
    load([sheet(key, **(TOLD | said))], is_whole=False, adds_services=False)
    held: Service = the_service(key)
    return held


def got(client: Any, path: str, **asked: Any) -> Any:
    answer = client.get(f"/hsds/{path}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def ids(client: Any, path: str = "services", **asked: Any) -> set[str]:
    return {each["id"] for each in got(client, path, **asked)["contents"]}


# --- what it tells ----------------------------------------------------------------------------------------------------
def test_root_says_version_profile_description_and_publisher(client: Any) -> None:
    root = got(client, "")
    assert root["version"] == "3.1"
    assert root["openapi_url"] == "http://localhost/hsds/openapi.json"
    assert root["publisher"]["name"] == "Banskobystrický kraj"
    profile = got(client, root["profile"].removeprefix("http://localhost/hsds/"))
    for address in [*profile["patches"].values(), *profile["schemas"].values(), profile["openapi"]]:
        assert client.get(address).status_code == 200


def test_a_service_is_told_with_all_that_hangs_on_it(load: Any, client: Any) -> None:
    held = told(load)

    one = got(client, f"services/{held.pk}")

    assert one["status"] == "active"
    assert one["assured_date"] == "2026-02-20"
    assert one["assured_by_role"] == "PROVIDER"
    assert one["url"] == "https://example.org/a%7Cb"
    assert [each["url"] for each in one["additional_urls"]] == [
        f"http://localhost/services/{held.pk}/", "https://example.org/druh%C3%A1",
    ]  # fmt: skip
    assert [(each["byday"], each["opens_at"][:5], each["closes_at"][:5]) for each in one["schedules"]] == [
        ("MO,TU", "08:00", "12:00"), ("WE", "13:00", "23:59"),
    ]  # fmt: skip
    assert {each["time_zone"] for each in one["schedules"]} == {"Europe/Bratislava"}
    assert one["schedules"][0]["opens_at"][5:] in {"+01:00", "+02:00"}
    (free,) = one["capacities"]
    assert (free["available"], free["maximum"], free["unit"]["identifier"]) == (2, 27, "BEDS")
    assert free["updated"].startswith("2026-02-20T10:00:00")
    assert one["registered_capacities"] == [{"form": "RESIDENTIAL", "unit": "BEDS", "count": 27}]
    assert [(each["area_level"], each["name"]) for each in one["service_areas"]] == [
        ("DISTRICT", "Banská Bystrica"), ("REGION", "Banskobystrický kraj"),
    ]  # fmt: skip
    assert one["service_areas"][1]["uri"] == "http://data.europa.eu/nuts/code/SK032"
    assert {each["link_type"] for each in one["attributes"]} == {
        "service_kind", "target_group", "life_situation", "form",
    }  # fmt: skip
    (at,) = one["service_at_locations"]
    (address,) = at["location"]["addresses"]
    assert (address["address_1"], address["city"], address["postal_code"]) == ("Hlavná 12", "Banská Bystrica", "97401")
    assert (address["state_province"], address["country"]) == ("Banskobystrický kraj", "SK")
    assert at["location"]["coordinates_of"] == "municipality"
    (number,) = one["organization"]["organization_identifiers"]
    assert (number["identifier_scheme"], number["identifier"]) == ("SK-ICO", "00648515")


def test_without_a_confirmation_nothing_is_called_assured(load: Any, client: Any) -> None:
    load([service("1")])
    one = got(client, f"services/{the_service('1').pk}")
    assert "assured_date" not in one
    assert "assured_by_role" not in one


def test_nobody_is_named(load: Any, client: Any, person: Any, region: Any) -> None:
    held = told(load)
    who = person("DATA_STEWARD", at=region, email="confirms@example.org")
    commands.describe_service(held, facts={"description": "Nový opis."}, confirmed_how="STAFF", by=who, at=AT)
    text = json.dumps([got(client, f"services/{held.pk}"), got(client, "services", full="true")])
    for trace in (str(who.pk), who.email, who.name):
        assert trace not in text


def test_minimal_tells_which_services_there_are_and_no_more(load: Any, client: Any) -> None:
    told(load)
    (one,) = got(client, "services", minimal="true")["contents"]
    assert set(one) == {"id", "name", "status", "last_modified"}


def test_a_provider_without_an_ico_has_the_catalogues_number(load: Any, client: Any) -> None:
    load([service("1", provider={"country": "SK", "ico": "", "name": "Bez čísla"})])
    (one,) = got(client, "organizations")["contents"]
    assert one["organization_identifiers"][0]["identifier_scheme"] == "OPORA"
    assert hsds.profile().faults("organization_list", one) == []


def test_full_service_brings_the_services_of_an_organization(load: Any, client: Any) -> None:
    load([service("1"), service("2")])
    (one,) = got(client, "organizations", full_service="true")["contents"]
    assert len(one["services"]) == 2
    assert got(client, f"organizations/{one['id']}", full_service="true") == one
    assert hsds.profile().faults("organization", one) == []


# --- what it never tells ----------------------------------------------------------------------------------------------
STREET = "Tajomnícka ulica"
HIDDEN = PLACE | {"street": STREET, "name": f"Dom {STREET}", "house_number": "7777", "postcode": "97405"}


def test_what_was_never_public_is_nowhere(load: Any, client: Any) -> None:
    load([service("1", kind="SK448-29")])
    held = the_service("1")
    assert not held.is_published
    for path in ("services", "service_at_locations", "organizations"):
        assert got(client, path)["total_items"] == 0
        assert client.get(f"/hsds/{path}", {"format": "ndjson"}).getvalue() == b""
    assert got(client, "services", modified_after="2000-01-01")["total_items"] == 0
    at = ServiceAtPlace.objects.get()
    for path in (f"services/{held.pk}", f"service_at_locations/{at.pk}", f"organizations/{held.provider_id}"):
        assert client.get(f"/hsds/{path}").status_code == 404


def secret_and_open(load: Any) -> tuple[Service, Service]:
    """Two services of one provider at one address; of one the address is a secret."""
    load([service("1", kind="SK448-29", places=[HIDDEN]), service("2", places=[HIDDEN])])
    commands.publish_service(the_service("1"), shows_address=False, by=None, at=AT)
    return the_service("1"), the_service("2")


def test_a_secret_address_is_told_nowhere(load: Any, client: Any) -> None:
    secret, _open = secret_and_open(load)
    at = secret.at_places.get()
    answers = [
        got(client, f"services/{secret.pk}"),
        got(client, f"service_at_locations/{at.pk}"),
        *(each for each in got(client, "service_at_locations", full="true")["contents"] if each["id"] == str(at.pk)),
        *(each for each in got(client, "service_at_locations")["contents"] if each["id"] == str(at.pk)),
        *(each for each in got(client, "services", full="true")["contents"] if each["id"] == str(secret.pk)),
    ]
    assert len(answers) == 5
    for trace in (STREET, "7777", "97405", "latitude", "addresses"):
        assert trace not in json.dumps(answers, ensure_ascii=False)
    assert all(hsds.profile().faults("service", each) == [] for each in answers[:1])


def test_a_secret_place_is_never_found_by_postcode_or_distance(load: Any, client: Any) -> None:
    secret, openly = secret_and_open(load)
    for asked in (
        {"postcode": "97405"}, {"postcode": "97401"},
        {"postcode": "97405", "proximity": 1_000_000}, {"postcode": "97401", "proximity": 1_000_000},
    ):  # fmt: skip
        found = ids(client, "service_at_locations", **asked)
        assert str(secret.at_places.get().pk) not in found
        if asked["postcode"] == "97405" or "proximity" in asked:
            assert str(openly.at_places.get().pk) in found


def test_no_other_service_gives_a_secret_place_away(load: Any, client: Any) -> None:
    """Two services at one row of the table; the one that hides its address shares no location id with the other."""
    load([service("1"), service("2")])
    Service.objects.filter(pk=the_service("1").pk).update(hides_address=True)
    assert len(set(ServiceAtPlace.objects.values_list("place_id"))) == 1
    locations = [each["location_id"] for each in got(client, "service_at_locations")["contents"]]
    assert len(set(locations)) == 2


# --- what has changed -------------------------------------------------------------------------------------------------
def test_an_ended_service_is_told_as_defunct_to_those_who_ask_for_changes(load: Any, client: Any) -> None:
    load([service("1"), service("2")])
    held = the_service("1")
    commands.retire_service(held, on=AT.date(), by=None, at=AT + timedelta(days=3))

    assert str(held.pk) not in ids(client)
    changed = got(client, "services", modified_after="2000-01-01")["contents"]
    assert {each["id"]: each["status"] for each in changed}[str(held.pk)] == "defunct"
    assert got(client, f"services/{held.pk}")["status"] == "defunct"


def test_the_passing_of_the_last_day_is_a_change(load: Any, client: Any) -> None:
    load([service("1", ended_on="2026-04-30")])
    (one,) = got(client, "services", modified_after="2026-05-01")["contents"]
    assert (one["status"], one["last_modified"][:10]) == ("defunct", "2026-05-01")
    assert got(client, "services", modified_after="2026-05-02")["total_items"] == 0


def test_a_service_taken_from_the_public_leaves_nothing_but_its_id(load: Any, client: Any) -> None:
    load([service("1", name="Prezradené meno"), service("2")])
    held = the_service("1")
    Service.objects.filter(pk=held.pk).update(is_published=False)

    changed = got(client, "services", modified_after="2000-01-01", full="true")["contents"]
    one = next(each for each in changed if each["id"] == str(held.pk))
    assert set(one) == {"id", "name", "status", "last_modified"}
    assert one["status"] == "defunct"
    assert "Prezradené" not in json.dumps(got(client, f"services/{held.pk}"), ensure_ascii=False)
    assert hsds.official().faults("service", one) + hsds.profile().faults("service", one) == []
    lines = hsds.lines(client.get("/hsds/services", {"modified_after": "2000-01-01", "format": "ndjson"}))
    assert [json.loads(line)["id"] for line in lines] == [each["id"] for each in changed]

    Service.objects.filter(pk=held.pk).update(is_published=True)
    assert not Departure.objects.exists()
    assert got(client, f"services/{held.pk}")["name"] == "Prezradené meno"


def test_a_removed_row_leaves_its_id_as_well(load: Any, client: Any) -> None:
    load([service("1")])
    pk = the_service("1").pk
    Service.objects.filter(pk=pk).delete()
    assert ids(client, modified_after="2000-01-01") == {str(pk)}
    assert ids(client, modified_after="2000-01-01", search="služba") == set()


def test_an_unchanged_import_changes_nothing_here(load: Any, client: Any) -> None:
    load([service("1")])
    before = got(client, "services")
    load([service("1")], at=AT + timedelta(days=9))
    assert got(client, "services") == before


# --- what can be asked ------------------------------------------------------------------------------------------------
def term(code: str, key: str = KINDS) -> str:
    return next(each.id for each in Speaker().all_terms() if each.code == code and each.taxonomy.key == key)


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


# --- how it answers ---------------------------------------------------------------------------------------------------
def test_pages_are_of_the_size_asked_for_up_to_a_hundred(load: Any, client: Any) -> None:
    load([service(str(number)) for number in range(5)])
    first, last = (got(client, "services", per_page=2, page=page) for page in (1, 3))
    assert (first["size"], first["total_pages"], first["first_page"], first["last_page"]) == (2, 3, True, False)
    assert (last["size"], last["page_number"], last["first_page"], last["last_page"]) == (1, 3, False, True)
    beyond = got(client, "services", per_page=2, page=9)
    assert (beyond["empty"], beyond["contents"], beyond["total_items"]) == (True, [], 5)
    assert got(client, "services", per_page=5000)["size"] == 5


def test_the_same_is_asked_by_post_without_a_form_token(load: Any, region: Any, client: Any) -> None:
    load([service("1"), service("2", kind="SK448-41")])
    client.handler.enforce_csrf_checks = True
    asked = {"taxonomy_term_id": term("SK448-41"), "per_page": "1"}
    wanted = got(client, "services", **asked)
    before = the_catalogue()
    assert client.post("/hsds/services", asked).json() == wanted
    assert client.post("/hsds/services", json.dumps(asked), content_type="application/json").json() == wanted
    assert client.post(f"/hsds/services?per_page=1&taxonomy_term_id={asked['taxonomy_term_id']}").json() == wanted
    for body in ("[]", "{", '{"page": {}}', '{"page": [1, 2]}', '{"nope": 1}', '"x"'):
        assert client.post("/hsds/services", body, content_type="application/json").status_code == 400
    assert the_catalogue() == before


def test_other_methods_and_addresses_are_refused_as_problems(client: Any) -> None:
    for answer, status in (
        (client.delete("/hsds/services"), 405),
        (client.post(f"/hsds/services/{uuid.uuid4()}"), 405),
        (client.get(f"/hsds/services/{uuid.uuid4()}"), 404),
        (client.get("/hsds/services/1"), 404),
        (client.get("/hsds/nope"), 404),
        (client.get("/hsds/schema/openapi.json"), 404),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert client.delete("/hsds/services")["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_anybody_may_read_from_any_origin(load: Any, client: Any) -> None:
    load([service("1")])
    held = the_service("1")
    for path in ("", "services", f"services/{held.pk}", "openapi.json", f"services/{uuid.uuid4()}", "services?x=1"):
        assert client.get(f"/hsds/{path}")["Access-Control-Allow-Origin"] == "*"
    asked = client.options("/hsds/services", headers={"origin": "https://elsewhere.example"})
    assert asked.status_code == 204
    assert "POST" in asked["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in asked


def test_what_is_known_already_is_not_sent_again(load: Any, client: Any) -> None:
    load([service("1")])
    held = the_service("1")
    for path in ("services", f"services/{held.pk}", "service_at_locations", "taxonomies", "openapi.json", ""):
        first = client.get(f"/hsds/{path}")
        etag, modified = first["ETag"], first["Last-Modified"]
        assert first["Cache-Control"] == "no-cache"
        for headers in ({"if-none-match": etag}, {"if-modified-since": modified}):
            again = client.get(f"/hsds/{path}", headers=headers)
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert client.get(f"/hsds/{path}", headers={"if-none-match": '"other"'}).status_code == 200
        old = http_date((AT - timedelta(days=400)).timestamp())
        assert client.get(f"/hsds/{path}", headers={"if-modified-since": old}).status_code == 200


def test_every_change_makes_another_answer(load: Any, client: Any) -> None:
    load([service("1"), service("2")])
    held = the_service("1")
    seen = {client.get("/hsds/services")["ETag"]}
    for change in (
        lambda: commands.describe_service(held, facts={"phones": ["+421905000111"]}, by=None, at=AT),
        lambda: held.reaches.create(level="MUNICIPALITY", code=BREZNO),
        lambda: type(held.provider).objects.filter(pk=held.provider_id).update(phones=["+421905000222"]),
        lambda: Service.objects.filter(pk=held.pk).update(is_published=False),
        lambda: Service.objects.filter(pk=held.pk).delete(),
    ):
        change()
        etag = client.get("/hsds/services")["ETag"]
        assert etag not in seen
        seen.add(etag)


def test_a_question_of_its_own_has_an_etag_of_its_own(load: Any, client: Any) -> None:
    load([service("1")])
    assert client.get("/hsds/services")["ETag"] != client.get("/hsds/services?per_page=1")["ETag"]


def test_who_asks_too_often_is_told_to_wait(client: Any) -> None:
    with override_settings(OPORA_API_PER_MINUTE=2):
        answers = [client.get("/hsds/taxonomies") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1]["Access-Control-Allow-Origin"] == "*"


def test_municipalities_have_no_copy_of_it(alfa: Any, browse: Any) -> None:
    assert browse(alfa).get("/hsds/services").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("services", 4),
        ("services?full=1", 14),
        ("service_at_locations", 5),
        ("service_at_locations?full=1", 15),
        ("organizations", 4),
        ("organizations?full_service=1", 15),
        ("taxonomy_terms", 5),
        ("services?modified_after=2000-01-01", 5),
    ],
)
def test_a_page_asks_a_constant_number_of_questions(
    load: Any, client: Any, django_assert_num_queries: Any, path: str, queries: int, count: int
) -> None:
    places = [PLACE | {"house_number": str(number)} for number in range(count)]
    load([service(str(key), places=places, age_groups=["7"]) for key in range(count)])
    for key in range(count):
        load([sheet(str(key), **TOLD)], is_whole=False, adds_services=False)
    client.get(f"/hsds/{path}")
    with django_assert_num_queries(queries):
        client.get(f"/hsds/{path}")


def test_a_stream_asks_by_chunks_through_a_cursor_of_the_server(load: Any, client: Any, monkeypatch: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    load([service(str(number)) for number in range(7)])
    monkeypatch.setattr("catalogue.opendata.answering.AT_ONCE", 3)
    with CaptureQueriesContext(connection) as captured:
        lines = hsds.lines(client.get("/hsds/services?format=ndjson&full=1"))
    assert len(lines) == 7
    assert len({json.loads(line)["id"] for line in lines}) == 7
    assert len(captured) <= 4 + 3 * 13
    assert client.head("/hsds/services?format=ndjson").status_code == 200


def test_each_fact_says_where_it_comes_from(load: Any, client: Any) -> None:
    held = told(load)
    commands.describe_service(held, facts={"phones": ["+421905000111"]}, by=None, at=AT)
    commands.describe_service(held, facts={"phones": ["+421905000222"]}, by=None, at=AT + timedelta(days=1))

    one = got(client, f"services/{held.pk}")

    voices = {each["field"]: each["voice"] for each in one["provenance"]}
    assert (voices["kind"], voices["phones"]) == ("REGISTER", "PROVIDER")
    phones = next(each for each in one["metadata"] if each["field_name"] == "phones")
    assert (phones["last_action_type"], phones["updated_by"]) == ("update", "poskytovateľ")
    assert (phones["previous_value"], phones["replacement_value"]) == ("+421905000111", "+421905000222")
    assert hsds.official().faults("service", one) + hsds.profile().faults("service", one) == []
