"""HSDS at /hsds/: what it tells, what it never tells, and how it tells of changes."""

import json
from datetime import timedelta
from typing import Any

import pytest
from support import hsds
from support.hsds_asking import got, ids, told
from support.registers import AT, PLACE, service, the_service

from catalogue import commands
from catalogue.models import Departure, Service, ServiceAtPlace

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(region: Any, browse: Any) -> Any:
    return browse(region)


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


def test_a_confirmation_is_news_although_nothing_else_changed(load: Any, client: Any) -> None:
    held = told(load)
    later = AT + timedelta(days=3)
    commands.confirm_service(held, how="PROVIDER", by=None, at=later)
    asked = {"modified_after": (later - timedelta(minutes=1)).isoformat()}
    assert ids(client, **asked) == {str(held.pk)}


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
