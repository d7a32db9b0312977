"""Two tenants that ids cannot tell apart: every row of alfa again in beta, with beta's mark in each text."""

import io
import random
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db import connection, models
from support.harness.cast import browser
from support.harness.routes import Route, all_routes
from support.harness.sampling import arguments, query
from support.harness.world import World, account, build_world, fill_people
from support.world import FOUNDED, HOSTS

MARKS = {"alfa": "MARK-ALFA", "beta": "MARK-BETA"}
# What a town shows to everybody on purpose, on the region's pages of the catalogue too.
SHOWN = {"alfa": "SEEN-ALFA", "beta": "SEEN-BETA"}
OTHER = {"alfa": "beta", "beta": "alfa"}
# These name what published plans and sites of all towns say; only there may the other one's public words stand.
SHARED_PAGES = {"catalogue:service", "catalogue:provider", "tenants:choose", "api-service", "api-provider"}


def build_twins() -> World:
    """The world of the harness with plans in alfa, then its image in beta."""
    from support.forgetting import forget

    from tenants.models import Tenant

    for site, mark in MARKS.items():
        Tenant.objects.filter(domains__domain=HOSTS[site]).update(
            name=f"{SHOWN[site]} mesto", contact={"name": f"{mark} úrad", "email": f"{site}@example.org"}
        )
    world = build_world(MARKS["alfa"])
    _unmark_catalogue(world)
    fill_people(world, "beta", MARKS["beta"])
    show_what_is_public(world)
    mark_every_text(world)
    copy_schema(world)
    forget()
    return world


def _unmark_catalogue(world: World) -> None:
    """The catalogue belongs to all; a mark in it would say nothing."""
    for row in (world.provider, world.place, world.service, world.activity):
        for name in free_texts(type(row)):
            setattr(row, name.name, str(getattr(row, name.name)).replace(MARKS["alfa"], "Spoločné"))
        if hasattr(row, "accessibility"):
            row.accessibility = ["bez schodov"]
        row.save()


def show_what_is_public(world: World) -> None:
    """The measure's title and the plan's title of a publication are told by the catalogue on purpose."""
    from kernel.tenancy import entered
    from planning.structure.models import Node, Plan
    from planning.structure.publishing import publish_plan

    with entered(world.tenants["alfa"].key):
        Plan.objects.filter(pk=world.plan.pk).update(title=f"{SHOWN['alfa']} plán")
        Node.objects.filter(pk=world.measure.pk).update(title=f"{SHOWN['alfa']} opatrenie")
        publish_plan(Plan.objects.get(pk=world.plan.pk), by=None, at=FOUNDED)


def tenant_models() -> list[type[models.Model]]:
    from django.conf import settings

    return [model for label in settings.TENANT_APPS for model in apps.get_app_config(label.split(".")[-1]).get_models()]


def free_texts(model: type[models.Model]) -> list[Any]:
    """Fields that hold words of people: no codes, no keys, no files."""
    kinds = (models.CharField, models.TextField)
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, kinds) and not isinstance(each, models.FileField) and not each.choices
        and not each.primary_key and not each.unique
    ]  # fmt: skip


def mark_every_text(world: World) -> None:
    """Every free text of alfa's tables holds a mark, also the ones no command filled."""
    from kernel.tenancy import entered
    from planning.delivery.models import Report

    with entered(world.tenants["alfa"].key):
        # What a group said stands beside the day on which it said so.
        Report.objects.filter(checked_on=None).update(checked_on=FOUNDED.date(), checked_by_group=MARKS["alfa"])
        for model in tenant_models():
            # All at once: some texts stand only beside each other.
            if marked := {each.name: _marked(each) for each in free_texts(model)}:
                model._base_manager.update(**marked)


def _marked(field: Any) -> models.Case:
    has_mark = models.When(**{f"{field.name}__contains": "-ALFA"}, then=models.F(field.name))
    default = models.Value(MARKS["alfa"][: field.max_length])
    return models.Case(has_mark, default=default, output_field=models.TextField())


def copy_schema(world: World) -> None:
    """Row by row, with the same ids; only the marks differ."""
    source, goal = (world.tenants[site].schema_name for site in ("alfa", "beta"))
    with connection.cursor() as cursor:
        cursor.execute("set constraints all deferred")
        for table in in_order_of_references():
            cursor.execute(
                f"""
                insert into {goal}."{table}"
                select (jsonb_populate_record(null::{goal}."{table}",
                        replace(to_jsonb(one)::text, '-ALFA', '-BETA')::jsonb)).*
                from {source}."{table}" one
                """
            )


def in_order_of_references() -> list[str]:
    """Tables of a tenant, each after those it points to."""
    waiting, done = list(tenant_models()), []
    tables = set(waiting)
    while waiting:
        for model in list(waiting):
            wanted = {each.related_model for each in model._meta.concrete_fields if each.is_relation} - {model}
            if wanted & tables <= set(done):
                done.append(model)
                waiting.remove(model)
    return [model._meta.db_table for model in done]


# --- asking -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Question:
    """One address on the site of one of the twins, as somebody."""

    site: str
    route: Route
    path: str
    who: str = "stranger"
    cookies: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.path} on {self.site} as {self.who}"


def foreign_marks(site: str, name: str) -> list[str]:
    """What must not stand in an answer of this site."""
    other = OTHER[site]
    return [MARKS[other]] if name in SHARED_PAGES else [MARKS[other], SHOWN[other]]


def strangers_in(question: Question, body: bytes) -> list[str]:
    """The marks of the other twin found in an answer; marks are shown as they are written, questions are small."""
    return [mark for mark in foreign_marks(question.site, question.route.name) if mark.encode() in body]


def questions(world: World, browsers: dict[tuple[str, str], Any]) -> list[Question]:
    """Every address that can be got, on both sites, with the twin's own arguments and with those of the other."""
    found = []
    for route in all_routes():
        if route.site != "alfa" or "get" not in route.methods:
            continue
        for (site, who), client in browsers.items():
            cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
            found += [Question(site, route, path, who, cookies) for path in _paths(route, world)]
    return found


def _paths(route: Route, world: World) -> Iterable[str]:
    """With arguments of alfa and of beta: for rows of a tenant they are the same, for public ones they are not."""
    paths = {}
    for site in MARKS:
        pretended = Route(site, route.urlconf, route.name, route.pattern, route.callback, route.parameters)
        path = route.path(arguments(pretended, world))
        asked = query(pretended, world)
        paths[f"{path}?{urlencode(asked)}" if asked else path] = None
    if "search" in route.name:
        asked_for = ("opatrenie", "mesto", MARKS["alfa"].lower(), "text")
        paths |= {f"{path}?{urlencode({'q': words})}": None for path in list(paths) for words in asked_for}
    return paths


def twin_browsers(world: World) -> dict[tuple[str, str], Any]:
    """A stranger and a coordinator on each site."""
    found = {}
    for site in MARKS:
        found[site, "stranger"] = browser(world, site)
        found[site, "coordinator"] = browser(world, site, coordinator(world, site))
    return found


def coordinator(world: World, site: str) -> Any:
    from tenants.models import Membership

    user = account(f"{MARKS[site]} koordinátor", f"leader-of-{MARKS[site].lower()}@example.org")
    Membership.objects.create(
        tenant=world.tenants[site], user=user, role="COORDINATOR", starts_on=FOUNDED.date(), given_at=FOUNDED
    )
    return user


# --- through the real WSGI stack --------------------------------------------------------------------------------------
def wsgi_application() -> Any:
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


def ask_wsgi(application: Any, host: str, question: Question) -> tuple[int, bytes]:
    """One request as a web server hands it over, with the answer closed, which gives the connection back."""
    path, _mark, words = question.path.partition("?")
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": words, "HTTP_HOST": host, "SERVER_NAME": host,
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_COOKIE": question.cookies,
        "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False, "SCRIPT_NAME": "",
    }  # fmt: skip
    answer = application(environ, lambda status, headers, *_more: told.append(status))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    return int(told[0][:3]), body


@dataclass
class Storm:
    """Several threads ask at random; what was wrong is kept."""

    application: Any
    world: World
    asked: list[Question]
    wrong: list[str] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)

    def blow(self, *, threads: int, requests: int, seed: int = 1) -> None:
        started = [
            threading.Thread(target=self._one, args=(random.Random(seed + number), requests // threads))
            for number in range(threads)
        ]
        for thread in started:
            thread.start()
        for thread in started:
            thread.join()

    def _one(self, chance: random.Random, requests: int) -> None:
        for _time in range(requests):
            question = chance.choice(self.asked)
            try:
                status, body = ask_wsgi(self.application, self.world.host(question.site), question)
            except Exception as error:  # noqa: BLE001 - the thread goes on, the test says what happened
                self.wrong.append(f"{question}: {error!r}")
                continue
            self.answered.append(status)
            self.wrong += list(self._faults(question, status, body))

    def _faults(self, question: Question, status: int, body: bytes) -> Iterator[str]:
        if status >= 500:
            yield f"{question}: answered {status}"
        for mark in strangers_in(question, body):
            yield f"{question}: shows {mark}"
