"""HSDS at /hsds/: pages, streams, methods, origins, what is known already, who asks too often."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils.http import http_date
from support import hsds
from support.hsds_asking import TOLD, got, term
from support.registers import AT, BREZNO, PLACE, service, sheet, the_catalogue, the_service

from catalogue import commands
from catalogue.models import Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(region: Any, browse: Any) -> Any:
    return browse(region)


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
    for path in (
        "",
        "services",
        f"services/{held.pk}",
        "openapi.json",
        f"services/{uuid.uuid4()}",
        "services?x=1",
        "nope",
    ):
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
