"""Search over 20,000 services: page, API and fallback beside the same query sent bare, a rebuild beside bare bulk, and
fifty readers at once.

Run by `make bench`. Works in a database and under an index prefix of its own and throws both away. Each question is
asked once through the whole of Opora and, right after it, once bare over one connection; the difference is our share.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "platform"), str(CHECKOUT / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("OPORA_ENV", "test")

SERVICES, ROUNDS, WARM = 20_000, 5, 20
READERS, SECONDS = 50, 120
DATABASE = f"bench_search_{os.getpid()}"
STEWARDS = (uuid.UUID(int=1), uuid.UUID(int=2))
TEXTS = (
    "opatrovateľská služba", "opatrovatelska sluzba", "domov dôchodcov", "zariadenie pre seniorov", "denný stacionár",
    "otec sa po operácii nevie sám obliecť", "mama zabúda a nemôže byť sama doma", "nocľaháreň", "nemám kde bývať",
    "sociálne poradenstvo", "pomoc pre týranú ženu s deťmi", "včasná intervencia", "rozvoz obedov", "útulok",
    "chránené bývanie", "oaptrovatelska", "poradenstvo pri dlhoch", "prepravná služba na vozíku", "komunitné centrum",
    "dieťa s autizmom", "",
)  # fmt: skip
PLACES = ("", "508438", "518158", "508497")
FILTERS: tuple[dict[str, Any], ...] = ({}, {"form": "OUTREACH"}, {"kind": ["SK448-41", "SK448-35"]})


def main(services: int = SERVICES) -> None:
    import django

    django.setup()
    from django.conf import settings
    from support.database import _copy, _drop, _pointed_at, _template
    from support.finding import own_index

    with tempfile.TemporaryDirectory() as folder:
        _copy(_template(), DATABASE)
        try:
            with _pointed_at(DATABASE), own_index(settings, f"bench-{os.getpid()}"):
                fill(services, Path(folder))
                measure(Path(folder))
        finally:
            _drop(DATABASE)


def fill(services: int, folder: Path) -> None:
    """The demonstration's files at full size, through the imports everybody uses."""
    from django.conf import settings

    from search.updating import keep_everything

    settings.MEDIA_ROOT = folder / "files"
    demo = CHECKOUT / "deploy" / "demo"
    words = ["--region", "sk", "--out", str(folder), "--services", str(services)]
    subprocess.run([sys.executable, str(demo / "generate.py"), *words], check=True, capture_output=True)
    for source, file in tomllib.loads((demo / "region-sk.toml").read_text())["imports"]:
        take_in(source, folder / file)
    written, took = timed(keep_everything)
    print(f"  described and written to PostgreSQL: {written} services in {took:.1f} s ({written / took:.0f}/s)")


def take_in(source: str, path: Path) -> None:
    from django.core.files import File

    from imports.commands import accept_run, agree_as_second, ask_second_person, read_and_compare, receive_file
    from imports.guarding import weigh
    from kernel.clock import now
    from kernel.jobs import Progress

    with path.open("rb") as file:
        run = receive_file(File(file), source=source, is_whole=False, name=path.name, by=None, at=now())
    read_and_compare(run, progress=Progress(), at=now())
    if weigh(run).is_beyond:  # descriptions change nearly every service; two people have looked
        ask_second_person(run, by=STEWARDS[0], at=now())
        agree_as_second(run, by=STEWARDS[1], at=now())
    accept_run(run, by=STEWARDS[0], at=now())


def measure(folder: Path) -> None:
    rebuild_beside_bare_bulk()
    calm()
    page_and_api()
    suggestions()
    fallback()
    silence()
    readers(folder)
    edit_to_visible()


def rebuild_beside_bare_bulk() -> None:
    """Our rebuild reads, loads, compares and switches; the bare load has all documents in memory already."""
    from elasticsearch import helpers

    from kernel.clock import now
    from search.engine import bulk, mapping
    from search.engine.client import alias, writing
    from search.engine.rebuilding import documents, rebuild

    ready = [bulk.action(row, f"{alias()}-bare", number) for number, rows in documents() for row in rows]
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _round in range(3):
        writing().indices.create(
            index=f"{alias()}-bare", mappings=mapping.mapping(), settings={**mapping.SETTINGS, "refresh_interval": "-1"}
        )
        times["bare"].append(
            timed(lambda: consume(helpers.parallel_bulk(writing(), ready, thread_count=2, **bulk.HOW)))[1]
        )
        writing().indices.refresh(index=f"{alias()}-bare")
        writing().indices.delete(index=f"{alias()}-bare")
        made, took = timed(lambda: rebuild(now()))
        times["ours"].append(took)
    ours, bare = min(times["ours"]), min(times["bare"])
    print(f"  rebuild of {made.documents}: ours {ours:.2f} s, bare parallel_bulk {bare:.2f} s, {bare / ours:.0%} of it")


def consume(answers: Iterable[Any]) -> None:
    for _answer in answers:
        pass


def questions() -> list[dict[str, Any]]:
    return [
        {"q": text, **({"municipality": place} if place else {}), **chosen}
        for text in TEXTS
        for place in PLACES
        for chosen in FILTERS
    ]


def page_and_api() -> None:
    from django.conf import settings
    from django.test import Client

    settings.OPORA_API_PER_MINUTE = 10**9
    client = Client(headers={"host": "localhost"})
    for name, path in (("page", "/search"), ("API", "/api/v1/search/services")):
        through, bare = beside_bare(client, path)
        share = [one - other for one, other in zip(through, bare, strict=True)]
        show(f"{name}, whole request", through)
        show(f"{name}, the same queries bare", bare)
        show(f"{name}, our own share", share)


def beside_bare(client: Any, path: str) -> tuple[list[float], list[float]]:
    """Each question through the site, then exactly the bodies that it sent, bare."""
    from search.engine import asking
    from search.engine.client import alias, reading

    sent: list[dict[str, Any]] = []
    carry_out = asking.carry_out

    def listening(body: dict[str, Any]) -> dict[str, Any]:
        sent.append(body)
        return carry_out(body)

    asking.carry_out = listening
    through, bare = [], []
    try:
        for number, asked in enumerate(questions() * ROUNDS):
            sent.clear()
            answer, took = timed(lambda asked=asked: client.get(path, asked))
            assert answer["X-Search-Backend"] == "elasticsearch", answer
            bodies = list(sent)
            alone = sum(timed(lambda body=body: reading().search(index=alias(), body=body))[1] for body in bodies)
            if number >= WARM:
                through.append(took)
                bare.append(alone)
    finally:
        asking.carry_out = carry_out
    return through, bare


def suggestions() -> None:
    """What the box asks while one types: each beginning of some words."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    begun = [
        word[:length] for word in ("opatrovanie", "domov", "nocľaháreň", "Detva") for length in range(2, len(word))
    ]
    show("suggestions", [timed(lambda q=q: client.get("/search/suggest", {"q": q}))[1] for q in begun * ROUNDS])


def readers(folder: Path) -> None:
    """Fifty people who never pause, against two web processes on this machine."""
    from browser.standing import Site, _environment, second_web
    from django.conf import settings
    from support.database import address_of

    import embedded

    broker = embedded.addresses()["OPORA_BROKER_URL"]
    environment = _environment(address_of(DATABASE), broker, folder, 0, settings.OPORA_INDEX_PREFIX)
    with second_web(Site(0, folder, environment)) as site, ThreadPoolExecutor(READERS) as people:
        until = time.monotonic() + SECONDS
        seen = [each for found in people.map(lambda n: reader(site.port, n, until), range(READERS)) for each in found]
    failed = Counter(status for status, _took in seen if status != 200)
    told = f"{failed.total()} failed {dict(failed) or ''}"
    print(f"  {READERS} readers for {SECONDS} s: {len(seen)} pages, {len(seen) / SECONDS:.0f}/s, {told}")
    show("page for fifty at once", [took for _status, took in seen])


def reader(port: int, number: int, until: float) -> list[tuple[int, float]]:
    """One person's pages: status and seconds of each."""
    asked, seen = questions(), []
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for question in islice(cycle(asked), number, None):
            if time.monotonic() > until:
                return seen
            seen.append(timed(lambda q=question: page_of(connection, q)))
    return seen


def page_of(connection: HTTPConnection, question: dict[str, Any]) -> int:
    connection.request("GET", f"/search?{urlencode(question, doseq=True)}", headers={"Host": "localhost"})
    with connection.getresponse() as answer:
        answer.read()
        return answer.status


def fallback() -> None:
    from django.test import Client
    from support.finding import without_elasticsearch

    client = Client(headers={"host": "localhost"})
    with without_elasticsearch():
        for name, path in (("page", "/search"), ("API", "/api/v1/search/services")):
            show(
                f"{name} from PostgreSQL", [timed(lambda a=asked, p=path: client.get(p, a))[1] for asked in questions()]
            )


def silence() -> None:
    """What an Elasticsearch that takes connections but never answers costs a process: first reader, and the rest."""
    from django.conf import settings
    from django.test import Client

    from search import searching
    from search.engine import client
    from search.engine.breaker import Breaker

    site, address, usual = Client(headers={"host": "localhost"}), settings.OPORA_ELASTICSEARCH_URL, searching.breaker
    first, rest = [], []
    with socket.create_server(("127.0.0.1", 0), backlog=200) as server, patience_of(client, 0.45):
        settings.OPORA_ELASTICSEARCH_URL = f"http://127.0.0.1:{server.getsockname()[1]}"
        for _process in range(20):
            searching.breaker = Breaker(pause=60)
            first.append(timed(lambda: site.get("/search", {"q": "nocľaháreň"}))[1])
            rest.append(timed(lambda: site.get("/search", {"q": "nocľaháreň"}))[1])
            searching.breaker.close()
    settings.OPORA_ELASTICSEARCH_URL, searching.breaker = address, usual
    show("first page beside silence", first)
    show("the next ones", rest)


@contextmanager
def patience_of(client: Any, seconds: float) -> Iterator[None]:
    """As in production; the tests' own index is given more time."""
    before, client.PATIENCE_OF_READERS = client.PATIENCE_OF_READERS, seconds
    yield
    client.PATIENCE_OF_READERS = before


def edit_to_visible() -> None:
    """One edit at a time; a relay that looks every 20 ms delivers it."""
    from django.db import transaction

    from catalogue.models import Service
    from kernel import journal
    from kernel.clock import now
    from kernel.journal.relaying import deliver_pending
    from search.request import SearchRequest
    from search.searching import find

    while deliver_pending():
        pass
    waits = []
    for number, service in enumerate(Service.objects.filter(is_published=True).order_by("id")[:20]):
        name = f"Skusobna{number}zmena"
        with transaction.atomic():
            Service.objects.filter(pk=service.pk).update(name=name)
            journal.record("catalogue.services_changed", subject=service, by=None, at=now(), services=[service.pk])
        begun = time.monotonic()
        while not find(SearchRequest(text=name)).count:
            deliver_pending()
            time.sleep(0.02)
        waits.append(time.monotonic() - begun)
    show("edit to visible", waits)


def calm() -> None:
    """One segment, as an index has after a while."""
    from search.engine.client import alias, writing

    writing().options(request_timeout=120).indices.forcemerge(index=alias(), max_num_segments=1)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - begun


def show(name: str, seconds: list[float]) -> None:
    cut = statistics.quantiles([each * 1000 for each in seconds], n=100)
    print(
        f"  {name:32} p50 {cut[49]:7.1f} ms   p95 {cut[94]:7.1f} ms   p99 {cut[98]:7.1f} ms   ({len(seconds)})",
        flush=True,
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
