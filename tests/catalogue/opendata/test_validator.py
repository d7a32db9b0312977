"""What the validator of Open Referral does, offline, over a demonstration region of both countries.

It reads the description that the root names, asks every endpoint of it, follows pages and ids, and validates every
single item: against the official schemas with formats, and against the strict copy of our profile.
"""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from support import hsds
from support.world import FOUNDED, REGION_HOST

DEMO = Path(__file__).resolve().parents[3] / "deploy" / "demo"
FILES = {
    "SK": ("SK032", [("bbsk", "bbsk.geojson"), ("sheet", "descriptions-sk.xlsx")]),
    "CZ": ("CZ080", [("rpss", "rpss.json"), ("sheet", "descriptions-cz.xlsx")]),
}


@pytest.fixture(scope="module")
def both_countries(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The files of both demonstrations, brought in as an operator does; the region moves house in between."""
    from django.core.management import call_command
    from support.forgetting import forget

    from tenants.models import Tenant

    two = _two_stewards()
    sys.path.insert(0, str(DEMO))
    import generate

    for country, (region_code, files) in FILES.items():
        folder = tmp_path_factory.mktemp(country)
        generate.main(["--region", country.lower(), "--out", str(folder)])
        Tenant.objects.filter(kind="REGION").update(country=country, region_code=region_code)
        forget()
        for source, file in files:
            _thin_out(folder / file)
            call_command("import", source, str(folder / file), accept=True, stdout=io.StringIO(), **two)
    Tenant.objects.filter(kind="REGION").update(country="SK", region_code="SK032")
    forget()
    with override_settings(OPORA_API_PER_MINUTE=1_000_000):
        yield


def _two_stewards() -> dict[str, str]:
    """So much changes at once that two persons have to agree, as in the demonstration."""
    from accounts.models import User
    from tenants.commands import give_role
    from tenants.models import Tenant
    from tenants.roles import Role

    emails = {"by": "udaje@example.org", "second_by": "druha@example.org"}
    for email in emails.values():
        user = User.objects.create_user(email, "quiet river 42", name=email)
        give_role(Tenant.objects.get(kind="REGION"), user=user, role=Role.DATA_STEWARD, by=None, at=FOUNDED)
    return emails


def _thin_out(file: Path) -> None:
    """Every tenth service of a register: a few hundred are enough to meet every kind of value."""
    if file.suffix == ".xlsx":
        return
    facts = json.loads(file.read_text(encoding="utf-8"))
    for name in ("features", "polozky"):
        if name in facts:
            facts[name] = facts[name][::10]
    file.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def client(both_countries: None) -> Any:
    return Client(headers={"host": REGION_HOST})


@pytest.fixture
def openapi(client: Any) -> Any:
    root = client.get("/hsds/").json()
    assert root["version"] == "3.1"
    address = root["openapi_url"]
    assert address.startswith(f"http://{REGION_HOST}/hsds/")
    return client.get(address.removeprefix(f"http://{REGION_HOST}")).json()


def _schema_of(operation: Any) -> str:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    if "$ref" not in schema:
        schema = schema["allOf"][1]["properties"]["contents"]["items"]
    return str(schema["$ref"].rpartition("/")[2].removesuffix(".json"))


def _lists(openapi: Any) -> list[tuple[str, str, str]]:
    """Each list with the schema of its items and of the whole object behind an id."""
    paths = openapi["paths"]
    lists = [path for path in paths if "{" not in path and path != "/"]
    return [(path, _schema_of(paths[path]["get"]), _schema_of(paths[f"{path}/{{id}}"]["get"])) for path in lists]


def _judged(schema: str, items: Any) -> list[str]:
    return [
        fault for item in items for judge in (hsds.official(), hsds.profile()) for fault in judge.faults(schema, item)
    ]


def test_every_item_of_every_endpoint_is_valid(client: Any, openapi: Any) -> None:
    """Every item as its list shows it, and every object whole, as its id leads to it."""
    counts: dict[str, int] = {}
    faults: list[str] = []
    for path, listed, one in _lists(openapi):
        items = list(hsds.walk(client, f"/hsds{path}", per_page=100))
        assert len({item["id"] for item in items}) == len(items)
        counts[path] = len(items)
        faults += _judged(listed, items)
        has_full = any(each["$ref"].endswith("/full") for each in openapi["paths"][path]["get"]["parameters"])
        whole = list(hsds.walk(client, f"/hsds{path}", per_page=100, full="true")) if has_full else items
        faults += _judged(one, whole)
        # What an id leads to is the very same object: every service, and of the rest every seventh.
        for item in whole if path == "/services" else whole[::7]:
            assert client.get(f"/hsds{path}/{item['id']}").json() == item
    assert faults[:20] == []
    assert counts["/services"] > 120
    assert counts["/service_at_locations"] > 90
    assert counts["/taxonomies"] == 8


def test_streams_hold_as_many_lines_as_pages_hold_items(client: Any, openapi: Any) -> None:
    for path, _listed, _one in _lists(openapi):
        answer = client.get(f"/hsds{path}", {"format": "ndjson"})
        assert answer["Content-Type"] == "application/x-ndjson"
        items = [json.loads(line) for line in hsds.lines(answer)]
        paged = list(hsds.walk(client, f"/hsds{path}", per_page=100))
        assert items == paged


def test_services_are_of_both_countries_and_of_every_kind_of_fact(client: Any) -> None:
    """A region in which nothing is told would be valid as well."""
    whole = [json.loads(line) for line in hsds.lines(client.get("/hsds/services", {"format": "ndjson", "full": "1"}))]
    for name in (
        "schedules", "phones", "languages", "service_areas", "service_at_locations", "attributes", "capacities",
        "registered_capacities", "minimum_age", "assured_date", "registration", "email", "url", "additional_urls",
        "application_process", "eligibility_description", "fees_description", "forms", "is_free_by_law",
    ):  # fmt: skip
        assert any(name in each for each in whole), name
    schemes = {each["organization"]["organization_identifiers"][0]["identifier_scheme"] for each in whole}
    assert schemes >= {"SK-ICO", "CZ-ICO"}
    places = [at["location"] for each in whole for at in each.get("service_at_locations", [])]
    assert {at["addresses"][0]["country"] for at in places if "addresses" in at} == {"SK", "CZ"}


def test_modified_after_is_monotone(client: Any) -> None:
    moments = sorted({each["last_modified"] for each in hsds.walk(client, "/hsds/services", minimal="1", per_page=100)})
    counts = [
        client.get("/hsds/services", {"modified_after": moment, "per_page": 1}).json()["total_items"]
        for moment in ("2000-01-01", moments[0], moments[-1], "2999-01-01T00:00:00Z")
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 120
    assert counts[-1] == 0


def test_parameters_narrow_each_other(client: Any) -> None:
    """What two parameters find together is exactly what each of them finds alone, in common."""

    def ids(path: str = "/hsds/services", **asked: Any) -> set[str]:
        return {each["id"] for each in hsds.walk(client, path, per_page=100, **asked)}

    terms = {each["code"]: each["id"] for each in hsds.walk(client, "/hsds/taxonomy_terms", per_page=100)}
    asked: dict[str, Any] = {
        "taxonomy_term_id": terms["AMBULATORY"],
        "taxonomy_id": next(iter(hsds.walk(client, "/hsds/taxonomies")))["id"],
        "search": "domov",
        "minimum_age": 19,
        "start_time": "07:30",
        "day": "MO",
    }
    alone = {name: ids(**{name: value}) for name, value in asked.items()}
    assert all(alone.values())
    for name, value in asked.items():
        for other, also in asked.items():
            if name < other and {name, other} != {"start_time", "day"}:
                assert ids(**{name: value, other: also}) == alone[name] & alone[other], (name, other)
