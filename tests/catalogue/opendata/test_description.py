"""The page of the open data, its DCAT-AP description, the API's own description, and what the schemas are made of."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import FormatChecker
from support.registers import service

from catalogue.opendata import addresses, dcat, schemas
from catalogue.opendata.schemas import merge_patch

NEEDED = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher", "dcat:dataset", "dct:license", "foaf:homepage"},
    "dcat:Dataset": {
        "dct:title", "dct:description", "dcat:distribution", "dcat:contactPoint", "dct:publisher", "dcat:theme",
        "dct:spatial", "dct:accrualPeriodicity", "dct:accessRights", "dcat:keyword",
    },
    "dcat:Distribution": {"dcat:accessURL", "dct:format", "dct:license", "dcat:mediaType", "dcatap:availability"},
    "dcat:DataService": {"dct:title", "dcat:endpointURL", "dcat:servesDataset", "dcat:endpointDescription"},
    "foaf:Agent": {"foaf:name"},
}  # fmt: skip


@pytest.fixture
def client(region: Any, browse: Any) -> Any:
    return browse(region)


@pytest.mark.django_db
def test_description_holds_what_dcat_ap_asks_for(client: Any) -> None:
    answer = client.get("/open-data/catalog.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    nodes = answer.json()["@graph"]
    kinds = {node["@type"] for node in nodes}
    assert kinds >= set(NEEDED)
    for node in nodes:
        assert NEEDED.get(node["@type"], set()) <= set(node), node["@id"]
    own = {node["@id"] for node in nodes}
    points = [
        value["@id"]
        for node in nodes
        for values in node.values()
        for value in (values if isinstance(values, list) else [values])
        if isinstance(value, dict) and "@id" in value
    ]
    assert {each for each in points if "#" in each and "/open-data/" in each} <= own
    titles = {each["@language"] for node in nodes if node["@type"] == "dcat:Dataset" for each in node["dct:title"]}
    assert titles == {"sk", "cs", "en"}


@pytest.mark.django_db
def test_turtle_says_the_same(client: Any) -> None:
    answer = client.get("/open-data/catalog.ttl")
    assert answer["Content-Type"].startswith("text/turtle")
    text = answer.content.decode()
    nodes = client.get("/open-data/catalog.jsonld").json()["@graph"]
    for node in nodes:
        assert f"<{node['@id']}>\n    a {node['@type']}" in text
    value = r'(<[^<>"{}|\\^`\s]+>|"([^"\\\n]|\\.)*"(@[a-z]{2})?)'
    said = rf"[a-z]+:\w+ {value}(, {value})*"
    grammar = rf"(@prefix [a-z]+: <[^>]+> \.\n)+(\n<[^>]+>\n    a [a-z]+:\w+( ;\n    {said})* \.\n)+"
    assert re.fullmatch(grammar, text)


@pytest.mark.django_db
def test_every_file_that_is_described_is_there(load: Any, client: Any, region: Any) -> None:
    load([service("1")])
    for dataset in dcat.datasets(region):
        for file in dataset.files:
            path = re.sub(r"^https?://[^/]+", "", file.address)
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer["Content-Type"].split(";")[0] == dcat.FILE_TYPES[file.format][1]
            for close in answer._resource_closers:
                close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "heading"), [("sk", "Otvorené údaje"), ("cs", "Otevřená data"), ("en", "Open data")]
)
def test_page_says_what_there_is_and_how_it_may_be_used(client: Any, language: str, heading: str) -> None:
    client.cookies["opora_language"] = language
    text = client.get("/open-data/").content.decode()
    assert f'<h1 class="govuk-heading-xl">{heading}</h1>' in text
    for said in (
        "/hsds/openapi.json",
        "/open-data/services.xlsx",
        "creativecommons.org/licenses/by-sa/4.0",
        "catalog.ttl",
    ):
        assert said in text


@pytest.mark.django_db
def test_frame_of_both_sites_leads_to_the_open_data(region: Any, alfa: Any, browse: Any) -> None:
    for site in (region, alfa):
        text = browse(site).get("/open-data/").content.decode()
        assert '<a href="/open-data/">' in text
        assert "localhost:8000/hsds/" in text


# --- the API's own description ----------------------------------------------------------------------------------------
def test_api_describes_itself_without_a_warning(tmp_path: Any) -> None:
    from django.core.management import call_command

    for urlconf in ("config.urls_region", "config.urls_municipality"):
        file = tmp_path / "api.json"
        facts = {"urlconf": urlconf, "fail_on_warn": True, "validate": True, "format": "openapi-json"}
        call_command("spectacular", file=str(file), **facts)
        paths = json.loads(file.read_text())["paths"]
        assert paths
        for path, methods in paths.items():
            for operation in methods.values():
                assert operation["description"], path
                assert operation["tags"], path
                assert "application/problem+json" in operation["responses"]["429"]["content"]


@pytest.mark.django_db
def test_page_of_the_api_lists_every_operation_without_foreign_scripts(client: Any) -> None:
    text = client.get("/api/v1/").content.decode()
    described = client.get("/api/v1/openapi", headers={"accept": "application/vnd.oai.openapi+json"}).json()
    for path in described["paths"]:
        assert f"<code>GET {path}</code>" in text
    assert re.findall(r'<script[^>]+src="https?://', text) == []


# --- schemas and addresses --------------------------------------------------------------------------------------------
def test_patches_are_merged_as_rfc_7386_says() -> None:
    """The examples of the RFC's appendix."""
    for target, patch, result in (
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "foo"}, None, None),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ):
        assert merge_patch(target, patch) == result


def test_every_reference_of_the_description_leads_to_a_schema() -> None:
    text = json.dumps(schemas.merged()["openapi"])
    assert "raw.githubusercontent.com" not in text
    names = set(re.findall(r'"schema/([a-z_]+)\.json"', text))
    assert names
    assert names <= set(schemas.merged())
    place = schemas.merged()["openapi"]["paths"]["/service_at_locations/{id}"]["get"]
    schema = place["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "schema/service_at_location.json"}


def test_official_schemas_are_as_they_were_published() -> None:
    """Whoever changes them by hand breaks the judge and the licence's attribution at once."""
    from hashlib import sha256

    digest = sha256()
    for path in sorted(schemas.OFFICIAL.glob("*.json")):
        digest.update(path.read_bytes())
    assert digest.hexdigest() == "9492b6bc71aabdf1662ec4da44870b2601eea4fc3774a5a08c0fe59629021c1f"


CHECK = FormatChecker()


@given(st.text(max_size=40), st.sampled_from(["http://", "https://", "https://example.org/", ""]))
def test_every_address_that_is_told_is_a_uri(text: str, start: str) -> None:
    found = addresses.uri(start + text)
    assert not found or CHECK.conforms(found, "uri")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://žltá.sk/ľad?q=č#ž", "https://xn--lt-nia93d.sk/%C4%BEad?q=%C4%8D#%C5%BE"),
        ("javascript:alert(1)", ""),
        ("http://[x", ""),
    ],
)
def test_addresses_are_quoted_as_rfc_3986_wants_them(written: str, told: str) -> None:
    assert addresses.uri(written) == told
