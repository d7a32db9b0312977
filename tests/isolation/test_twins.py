"""Two towns with equal ids: nothing that one asks ever shows a word of the other."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core import signing
from django.db import connection, transaction
from django.test import override_settings
from support.finding import without_elasticsearch
from support.harness.cast import browser
from support.harness.indexed import indexed
from support.harness.twins import (
    MARKS,
    OTHER,
    SHOWN,
    Question,
    Storm,
    build_twins,
    questions,
    strangers_in,
    tenant_models,
    twin_browsers,
    wsgi_application,
)
from support.harness.world import World
from support.world import FOUNDED

from kernel.tenancy import WrongSchema, entered


@pytest.fixture(scope="module")
def world(module_database: str) -> Iterator[World]:
    made = build_twins()
    with indexed("twins"):
        yield made


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[tuple[str, str], Any]:
    return twin_browsers(world)


@pytest.fixture(scope="module")
def asked(world: World, browsers: dict[tuple[str, str], Any]) -> list[Question]:
    return questions(world, browsers)


def key(world: World, site: str) -> str:
    return str(world.tenants[site].key)


def test_twins_have_equal_ids_and_different_words(world: World) -> None:
    for model in tenant_models():
        held = {}
        for site in MARKS:
            with entered(key(world, site)):
                held[site] = {row.pk: row.__dict__ for row in model._base_manager.all()}
        assert held["alfa"].keys() == held["beta"].keys()
        assert held["alfa"], (
            f"{model.__name__}: the sample world holds none; make one in tests/support/harness/world.py"
        )
        assert "-BETA" not in str(held["alfa"])
        assert "-ALFA" not in str(held["beta"])


def shown_to(question: Question, browsers: dict[tuple[str, str], Any]) -> tuple[int, bytes]:
    client = browsers[question.site, question.who]
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.get(question.path)
        body = answer.getvalue() + str(answer.headers).encode()
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code, body


@pytest.fixture(scope="module")
def answers(asked: list[Question], browsers: dict[tuple[str, str], Any]) -> dict[Question, tuple[int, bytes]]:
    return {question: shown_to(question, browsers) for question in asked}


def faults(answers: dict[Question, tuple[int, bytes]]) -> Iterator[str]:
    for question, (status, body) in answers.items():
        if status >= 500:
            yield f"{question}: answered {status}"
        for mark in strangers_in(question, body):
            yield f"{question}: shows {mark}"


def test_no_page_and_no_api_shows_the_other_town(answers: dict[Question, tuple[int, bytes]]) -> None:
    assert list(faults(answers)) == []


def test_every_page_that_shows_a_town_shows_its_own(answers: dict[Question, tuple[int, bytes]]) -> None:
    """The marks are there to be found: without this the test above could pass on empty pages."""
    seen = {(site, who): 0 for site in MARKS for who in ("stranger", "coordinator")}
    for question, (status, body) in answers.items():
        seen[question.site, question.who] += status == 200 and MARKS[question.site].encode() in body
    assert all(seen.values()), seen
    assert all(seen[site, "coordinator"] > seen[site, "stranger"] for site in MARKS)


def test_search_in_postgresql_shows_no_other_town_either(
    asked: list[Question], browsers: dict[tuple[str, str], Any]
) -> None:
    some = [each for each in asked if "search" in each.route.name]
    with without_elasticsearch():
        answers = {each: shown_to(each, browsers) for each in some}
    assert list(faults(answers)) == []
    for site in MARKS:
        own = [body for question, (_status, body) in answers.items() if question.site == site]
        assert any(MARKS[site].encode() in body for body in own), "nothing was found, so nothing was proved"


def test_drafts_are_shown_to_no_stranger(answers: dict[Question, tuple[int, bytes]]) -> None:
    for question, (_status, body) in answers.items():
        assert question.who != "stranger" or b"koncept" not in body, question
    assert any(b"koncept" in body for question, (_status, body) in answers.items() if question.who == "coordinator")


@pytest.fixture
def careless_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """The leak of the textbook: something is kept in the process without the host it belongs to."""
    from tenants.middleware import ChooseTenant

    kept: dict[str, Any] = {}
    plainly = ChooseTenant.get_tenant
    monkeypatch.setattr(ChooseTenant, "get_tenant", lambda *facts: kept.setdefault("tenant", plainly(*facts)))


@pytest.mark.usefixtures("careless_cache")
def test_a_leak_is_seen(asked: list[Question], browsers: dict[tuple[str, str], Any]) -> None:
    some = [each for each in asked if each.route.name == "planning:plan"]
    assert any("shows" in fault for fault in faults({each: shown_to(each, browsers) for each in some}))


@pytest.mark.usefixtures("careless_cache")
def test_a_leak_is_seen_under_threads(world: World, asked: list[Question]) -> None:
    storm = Storm(wsgi_application(), world, [each for each in asked if each.route.name == "planning:plan"])
    storm.blow(threads=8, requests=80)
    assert storm.wrong


def test_feed_mails_jobs_and_mentions_speak_of_their_own_town(world: World) -> None:
    from catalogue.models import Mention
    from kernel.jobs.models import Job
    from kernel.journal.relaying import deliver_pending
    from kernel.mail.models import OutgoingMail
    from planning import feed

    while deliver_pending(limit=500):
        pass
    for site, other in OTHER.items():
        foreign, own = (MARKS[other], SHOWN[other]), (MARKS[site], SHOWN[site])
        with entered(key(world, site)):
            told = {"feed": str(feed.published_plans())}
        for name, model in {"mail": OutgoingMail, "jobs": Job, "mentions": Mention}.items():
            told[name] = str(list(model.objects.filter(tenant_key=key(world, site)).values()))
        for name, text in told.items():
            assert not any(mark in text for mark in foreign), name
        assert all(any(mark in told[name] for mark in own) for name in ("feed", "mail", "jobs")), told


def test_a_job_works_in_the_town_it_was_asked_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from kernel.jobs import declaring, enqueue, job, run_now
    from planning.structure.models import Plan

    seen: list[str] = []
    monkeypatch.setattr(declaring, "_kinds", dict(declaring._kinds))

    @job("trial.look")
    def look(progress: Any) -> None:
        seen.extend(Plan.objects.values_list("summary", flat=True))

    for site in MARKS:
        with entered(key(world, site)):
            asked = enqueue("trial.look")
        with entered(key(world, OTHER[site])):
            run_now(asked)
        assert seen
        assert all(MARKS[site] in text for text in seen)
        seen.clear()


REQUESTS = 800


# --- many at once -----------------------------------------------------------------------------------------------------
def test_eight_threads_on_a_pool_never_mix_the_towns(world: World, asked: list[Question]) -> None:
    assert connection.settings_dict["OPTIONS"]["pool"]["max_size"] >= 8
    storm = Storm(wsgi_application(), world, gentle(asked))
    storm.blow(threads=8, requests=REQUESTS)
    assert storm.wrong == []
    assert len(storm.answered) == REQUESTS
    assert storm.answered.count(200) > REQUESTS / 3  # the rest are refusals and ways to the sign-in


def gentle(asked: list[Question]) -> list[Question]:
    """Without the health check, which asks every part, and without signing out."""
    return [each for each in asked if each.route.name not in {"readyz", "account_logout"}]


# --- what is bound to one town ----------------------------------------------------------------------------------------
def carried(world: World, browsers: dict[tuple[str, str], Any], path: str = "/work/plans/") -> int:
    """The coordinator of alfa carries the session to beta, where the same account leads nothing."""
    client = browser(world, "beta")
    for name, morsel in browsers["alfa", "coordinator"].cookies.items():
        client.cookies[name] = morsel.value
    answer = client.get(path)
    return int(answer.status_code)


def test_session_of_one_town_opens_nothing_in_the_other(world: World, browsers: dict[tuple[str, str], Any]) -> None:
    with transaction.atomic():
        assert carried(world, browsers) == 302
        transaction.set_rollback(True)


def test_without_the_guard_of_sessions_it_would_be_taken(world: World, browsers: dict[tuple[str, str], Any]) -> None:
    from django.conf import settings

    rest = [name for name in settings.MIDDLEWARE if name != "accounts.middleware.SessionOfThisSite"]
    with override_settings(MIDDLEWARE=rest), transaction.atomic():
        assert carried(world, browsers) == 403  # known there, if only to be refused
        transaction.set_rollback(True)


def test_cache_signature_file_and_link_hold_in_one_town(world: World) -> None:
    from datetime import timedelta

    from django.core.cache import cache

    from accounts import tokens
    from accounts.errors import LinkRefused
    from kernel.files import stored_path
    from kernel.signing import sign, unsign

    with entered(key(world, "alfa")):
        cache.set("twin", MARKS["alfa"])
        signed, path = sign("word", "trial"), stored_path(world.plan, "a.pdf")
        secret = tokens.make_link("trial", world.plan, key(world, "alfa"), timedelta(days=1))
    with entered(key(world, "beta")):
        assert cache.get("twin") is None
        with pytest.raises(signing.BadSignature):
            unsign(signed, "trial", max_age=timedelta(days=1))
        assert path.split("/")[0] == key(world, "alfa") != stored_path(world.plan, "a.pdf").split("/")[0]
        with pytest.raises(LinkRefused):
            tokens.use(secret, "trial", tenant=key(world, "beta"))
    assert tokens.look(secret, "trial", tenant=key(world, "alfa"))


# --- rows that are carried --------------------------------------------------------------------------------------------
def alfas_plan(world: World) -> Any:
    from planning.structure.models import Plan

    with entered(key(world, "alfa")):
        return Plan.objects.get(pk=world.plan.pk)


def test_row_of_one_town_is_not_saved_or_deleted_in_the_other(world: World) -> None:
    plan = alfas_plan(world)
    with entered(key(world, "beta")):
        for act in (plan.save, plan.delete):
            with pytest.raises(WrongSchema):
                act()


def test_relations_of_a_row_are_not_read_in_the_other_town(world: World) -> None:
    from planning.structure.models import Node

    plan = alfas_plan(world)
    with entered(key(world, "alfa")):
        node = Node.objects.get(pk=world.measure.pk)
    with entered(key(world, "beta")):
        for read in (
            lambda: list(plan.nodes.all()),
            lambda: node.plan,
            plan.refresh_from_db,
            lambda: plan.nodes.create(level="GOAL", position=9, title="x", changed_at=FOUNDED),
        ):
            with pytest.raises(WrongSchema):
                read()


@override_settings(DATABASE_ROUTERS=["django_tenants.routers.TenantSyncRouter"])
def test_without_the_router_they_would_be(world: World) -> None:
    plan = alfas_plan(world)
    with entered(key(world, "beta")):
        assert MARKS["beta"] in str([node.text for node in plan.nodes.all()])


def test_a_query_reads_where_it_is_asked_not_where_it_was_written_down(world: World) -> None:
    """Django's queries are lazy. This is why views may keep them in class attributes, and why none leaves a tenant."""
    from planning.structure.models import Plan

    with entered(key(world, "alfa")):
        late = Plan.objects.filter(pk=world.plan.pk)
        soon = list(Plan.objects.filter(pk=world.plan.pk))
    with entered(key(world, "beta")):
        assert MARKS["beta"] in late[0].summary
    assert MARKS["alfa"] in soon[0].summary


def test_twin_of_a_new_row_stays_where_it_was_made(world: World) -> None:
    from planning.structure.models import Plan

    with entered(key(world, "alfa")):
        made = Plan(title="x", kind="MUNICIPAL", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 2))
    with entered(key(world, "beta")), pytest.raises(WrongSchema):
        made.save()
