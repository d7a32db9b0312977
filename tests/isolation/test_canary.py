"""Hostile words in every text and every parameter: shown as they are, never obeyed."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from support.finding import without_elasticsearch
from support.harness import canary
from support.harness.answers import read_whole
from support.harness.cast import browser
from support.harness.indexed import indexed
from support.harness.routes import Route, all_routes
from support.harness.sampling import arguments, query
from support.harness.world import World, account, build_world
from support.world import FOUNDED

from kernel.tenancy import entered
from search import mentioning
from tenants.models import Membership
from tenants.roles import roles_of_site

ROUTES = all_routes()
CHECKOUT = Path(__file__).resolve().parents[2]
ROOMS = {name: CHECKOUT / name for name in ("tenants", "catalogue", "planning", "search", "imports")}
ROOMS |= {name: CHECKOUT / "platform" / name for name in ("kernel", "accounts", "ui")}


@pytest.fixture(scope="module")
def world(module_database: str) -> Iterator[World]:
    made = build_world()
    poison(made)
    with indexed("canary"):
        yield made
    mentioning.forget()  # the names of municipalities are poisoned here, and kept for ten minutes


def poison(world: World) -> None:
    from support.forgetting import forget

    from catalogue.quality.scoring import score_services

    canary.poison_schema(tuple(room for room in canary.ROOMS if room != "planning"))
    with entered(world.tenants["alfa"].key):
        canary.poison_schema(("planning",))
    score_services(day=FOUNDED.date())  # lists by quality hold the services as well
    forget()


@pytest.fixture(scope="module")
def readers(world: World) -> dict[tuple[str, str], Any]:
    """Somebody who is not signed in, and somebody who holds every role of the region and of alfa."""
    user = account("Všetky Roly", "all-roles@example.org")
    for site in ("region", "alfa"):
        for role in roles_of_site(is_region=site == "region"):
            facts = {"tenant": world.tenants[site], "starts_on": FOUNDED.date(), "given_at": FOUNDED}
            Membership.objects.create(user=user, role=role, **facts)
    people = {"stranger": None, "all roles": user}
    return {(site, name): browser(world, site, who) for site in ("region", "alfa") for name, who in people.items()}


@pytest.fixture(scope="module")
def pages(world: World, readers: dict[tuple[str, str], Any]) -> dict[tuple[Route, str], Any]:
    """Every page that can be got, as both of them see it."""
    return {
        (route, name): got(client, route.path(arguments(route, world)), query(route, world))
        for route in GETTABLE
        for (site, name), client in readers.items()
        if site == route.site
    }


def got(client: Any, path: str, data: Any = None) -> Any:
    return asked(client, "get", path, data)


def asked(client: Any, method: str, path: str, data: Any = None) -> Any:
    """The answer, or the page of this site it leads to; what it changed is undone."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = getattr(client, method)(path, data)
        for _step in range(3):
            if answer.status_code == 302 and answer["location"].startswith("/"):
                answer = client.get(answer["location"])
        read_whole(answer)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


GETTABLE = [route for route in ROUTES if "get" in route.methods]


def test_the_canary_sits_in_every_text(world: World) -> None:
    from catalogue.models import Service
    from planning.structure.models import Publication

    assert Service.objects.get(pk=world.service.pk).name == canary.WHOLE
    with entered(world.tenants["alfa"].key):
        assert canary.WHOLE in Publication.objects.first().content["nodes"][0].values()


@pytest.mark.parametrize("route", GETTABLE, ids=str)
def test_page_shows_hostile_words_as_they_are(route: Route, pages: dict[tuple[Route, str], Any]) -> None:
    found = {name: canary.faults_of(page) for (asked, name), page in pages.items() if asked == route}
    assert {name: faults for name, faults in found.items() if faults} == {}


SEARCHES = {"search:page", "search:plan", "api-search-services"}


@pytest.mark.parametrize("engine", [nullcontext, without_elasticsearch], ids=["elasticsearch", "postgresql"])
def test_what_is_found_is_shown_as_it_is(engine: Any, world: World, readers: dict[tuple[str, str], Any]) -> None:
    with engine():
        for route in GETTABLE:
            if route.name in SEARCHES:
                page = got(readers[route.site, "stranger"], route.path({}), {"q": "canary"})
                assert canary.faults_of(page) == []
                assert page.getvalue().count(b"DROP TABLE"), f"{route} found nothing"


PARAMETERS = {room: canary.parameters_read_by(folder) for room, folder in ROOMS.items()}
HOSTILE = (canary.WHOLE, canary.ADDRESS, "\x00", "9" * 30, "-1")


@pytest.mark.parametrize("route", GETTABLE, ids=str)
def test_page_obeys_no_hostile_parameter(
    route: Route, world: World, readers: dict[tuple[str, str], Any], pages: dict[tuple[Route, str], Any]
) -> None:
    """What the view's own file and forms ask for one by one, and all together whatever its room asks for."""
    own = canary.parameters_of(file_of(route)) | fields_of(route, pages)
    names = PARAMETERS.get(room_of(route), set()) | own
    questions = [{name: canary.WHOLE} for name in sorted(own)]
    questions += [dict.fromkeys(sorted(names), text) for text in HOSTILE]
    path, client = route.path(arguments(route, world)), readers[route.site, "all roles"]
    found = {str(asks)[:60]: canary.faults_of(got(client, path, asks)) for asks in questions}
    assert {asks: faults for asks, faults in found.items() if faults} == {}


def file_of(route: Route) -> Path:
    return Path(str(sys.modules[(route.view_class or route.callback).__module__].__file__))


def room_of(route: Route) -> str:
    return str((route.view_class or route.callback).__module__).split(".")[0]


def fields_of(route: Route, pages: dict[tuple[Route, str], Any]) -> set[str]:
    """Names of the fields of forms on the page that are sent by GET to the page itself."""
    page = pages[route, "all roles"]
    if not page.get("Content-Type", "").startswith("text/html"):
        return set()
    own = [form for form in canary.read(page.getvalue().decode()).forms if form["method"] == "get"]
    here = [form for form in own if form["action"] in {"", page.request["PATH_INFO"]}]
    return {facts["name"] for form in here for _tag, facts in form["fields"] if facts.get("name")}


@pytest.mark.parametrize("route", GETTABLE, ids=str)
def test_forms_take_hostile_words(
    route: Route, readers: dict[tuple[str, str], Any], pages: dict[tuple[Route, str], Any]
) -> None:
    """Every form of every page is filled in with the canary and sent; the journal keeps none of it."""
    page = pages[route, "all roles"]
    if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
        assert list(sent_forms(readers[route.site, "all roles"], page)) == []


def sent_forms(client: Any, page: Any) -> Iterator[str]:
    from kernel.journal.models import Entry

    for form in canary.read(page.getvalue().decode()).forms:
        goal = form["action"] or page.request["PATH_INFO"]
        if form["method"] != "post" or "://" in goal:
            continue
        cookies = client.cookies.copy()
        with transaction.atomic():
            known = Entry.objects.count()
            answer = client.post(goal, canary.filled(form))
            written = str(list(Entry.objects.order_by("number").values()[known:]))
            if answer.status_code == 302 and answer["location"].startswith("/"):
                answer = client.get(answer["location"])
            transaction.set_rollback(True)
        client.cookies = cookies
        yield from (f"{goal}: {fault}" for fault in canary.faults_of(answer))
        if any(word in written for word in ("canary", "<q>", "DROP", "example.org")):
            yield f"{goal}: the journal keeps {written}"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_exports_hold_no_live_formula(ending: str, world: World, readers: dict[tuple[str, str], Any]) -> None:
    client, silent, spoke = readers["region", "all roles"], set(), set()
    for route in ROUTES:
        if route.site == "region" and "ending" in route.parameters:
            answer = got(client, route.path({**arguments(route, world), "ending": ending}))
            assert canary.faults_of(answer) == [], route
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/csv"):
                (spoke if b"canary" in answer.getvalue() else silent).add(route.name)
    if ending == "csv":
        # Who holds every role keeps no provider of its own; unmet needs are official names and numbers only.
        assert silent == {"quality:file_mine", "search_desk:unmet_file"}
        assert len(spoke) > 5


def test_letters_hold_the_words_as_plain_text(world: World) -> None:
    from kernel.mail.models import OutgoingMail

    with transaction.atomic():
        from tenants.inviting import invite_person

        invite_person(world.tenants["alfa"], email=canary.PERSON, role="OFFICER", by=None, at=world.run.received_at)
        letter = OutgoingMail.objects.get(to=canary.PERSON)
        assert "c4{{7*7}}c4" in letter.text
        assert not letter.html
        assert "\n" not in letter.subject
        transaction.set_rollback(True)


# --- the canary is heard ----------------------------------------------------------------------------------------------
def page_of(text: str) -> Any:
    from django.http import HttpResponse

    return HttpResponse(text)


@pytest.mark.parametrize(
    ("template", "song"),
    [
        ("{% autoescape off %}{{ words }}{% endautoescape %}", "sings: <script>canary"),
        ("<p>{{ words|safe }}</p>", "sings: <script>canary"),
        ('<a href="{{ address }}">x</a>', '<a href="javascript:canary()">'),
        ("<p onclick='x'>", "<p onclick=…>"),
        ("<p style='x'>", "<p style=…>"),
        ("<script>let x</script>", "<script> without a nonce"),
    ],
)
def test_careless_template_is_heard(template: str, song: str) -> None:
    from django.template import engines

    page = engines["django"].from_string(template).render({"words": canary.WHOLE, "address": canary.ADDRESS})
    assert song in canary.faults_of(page_of(page))


def test_words_taken_as_a_template_are_heard() -> None:
    from django.template import engines

    words = "c4{{ seven }}c4"
    assert "sings: c449c4" in canary.faults_of(page_of(engines["django"].from_string(words).render({"seven": 49})))


def test_page_with_escaping_switched_off_is_heard(world: World, readers: dict[tuple[str, str], Any]) -> None:
    from django.template import engines

    route = next(route for route in ROUTES if route.name == "planning:plan")
    path = route.path(arguments(route, world))
    engine = engines["django"].engine
    engine.autoescape = False
    try:
        assert canary.faults_of(got(readers["alfa", "stranger"], path))
    finally:
        engine.autoescape = True


def test_live_formula_is_heard(
    monkeypatch: pytest.MonkeyPatch, world: World, readers: dict[tuple[str, str], Any]
) -> None:
    from kernel import exports

    monkeypatch.setattr(exports, "FORMULA_SIGNS", ("no such sign",))
    route = next(route for route in ROUTES if route.name == "imports:rejected")
    answer = got(readers["region", "all roles"], route.path({**arguments(route, world), "ending": "csv"}))
    assert any(fault.startswith("live formula") for fault in canary.faults_of(answer))


def test_without_its_guard_the_byte_nul_ends_in_an_error(
    monkeypatch: pytest.MonkeyPatch, readers: dict[tuple[str, str], Any]
) -> None:
    monkeypatch.setattr("kernel.asking.NUL", "no such text")
    assert canary.faults_of(got(readers["region", "stranger"], "/municipalities/", {"q": "\x00"}))
