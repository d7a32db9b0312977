"""The long campaign over the search: people write while relays and Elasticsearch are killed and the index is rebuilt;
`make endure` runs it and keeps its report beside this file."""

import json
import os
import platform
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from support.finding import bring, service
from support.keeping import busy_people, hurry_up, relay_process, wrong_documents

import embedded
from search.engine import indexes
from search.engine.client import FAILURES, SearchUnavailable

ROUNDS = int(os.environ.get("OPORA_ENDURE_SEARCH_ROUNDS", "30"))
REPORT = Path(__file__).with_name("search.md")
SERVICES, WRITERS, RELAYS = 300, 4, 2
PART = "elasticsearch"


@dataclass
class Round:
    """What was done to the search, and what was wrong when all was quiet again."""

    seed: int
    relays_killed: int = 0
    elasticsearch_killed: int = 0
    rebuilt: int = 0
    seconds: float = 0.0
    wrong: tuple[str, ...] = ()


@pytest.fixture
def own_elasticsearch(own_database: str, tmp_path: Path, settings: Any) -> Any:
    """A server that may be killed without anybody else losing theirs."""
    embedded.start(tmp_path, (PART,))
    settings.OPORA_ELASTICSEARCH_URL = embedded.addresses(tmp_path)["OPORA_ELASTICSEARCH_URL"]
    settings.OPORA_INDEX_PREFIX = f"endure-{os.getpid()}"
    call_command("search_update", verbosity=0)
    yield tmp_path
    embedded.stop(tmp_path, (PART,))


@pytest.mark.endure
def test_search_through_many_deaths(own_database: str, own_elasticsearch: Path, settings: Any) -> None:
    ids = list(bring(*(service(str(n), name=f"Služba {n}") for n in range(SERVICES))).values())
    rounds = []
    for seed in range(2000, 2000 + ROUNDS):
        rounds.append(run_round(seed, ids, own_database, own_elasticsearch, settings))
        REPORT.write_text(report(rounds), encoding="utf-8")
    assert [each.seed for each in rounds if each.wrong] == []


def run_round(seed: int, ids: list[Any], database: str, home: Path, settings: Any) -> Round:
    """Some seconds of trouble, then everything is brought to an end and compared."""
    chance, told, begun = random.Random(seed), Round(seed), time.monotonic()
    with busy_people(ids, WRITERS, seed):
        for _step in range(chance.randint(2, 4)):
            relays = [relay_process(database, settings.OPORA_INDEX_PREFIX, **_address(settings)) for _ in range(RELAYS)]
            time.sleep(2 + chance.random())
            with _rebuilding(told) if chance.random() < 0.5 else nullcontext():
                time.sleep(chance.random())
                if chance.random() < 0.5:
                    _kill_elasticsearch(home, told)
            for relay in relays:
                relay.send_signal(signal.SIGKILL)
                relay.wait()
                told.relays_killed += 1
    hurry_up()
    told.wrong, told.seconds = tuple(sorted(wrong_documents())), time.monotonic() - begun
    return told


def _address(settings: Any) -> dict[str, str]:
    return {"OPORA_ELASTICSEARCH_URL": settings.OPORA_ELASTICSEARCH_URL}


def _kill_elasticsearch(home: Path, told: Round) -> None:
    pid = json.loads((home / "run" / f"{PART}.json").read_text())["pid"]
    os.kill(int(pid), signal.SIGKILL)
    told.elasticsearch_killed += 1
    time.sleep(1)
    embedded.start(home, (PART,))


@contextmanager
def _rebuilding(told: Round) -> Iterator[None]:
    """Meanwhile a new index is made; what is done here may fall into the middle of it."""
    before = indexes.asked()
    rebuild = threading.Thread(target=_rebuild)
    rebuild.start()
    try:
        yield
    finally:
        rebuild.join()
        told.rebuilt += indexes.asked() != before


def _rebuild() -> None:
    with suppress(CommandError, SearchUnavailable, *FAILURES):
        call_command("search_update", rebuild=True, verbosity=0)
    connections.close_all()


def report(rounds: list[Round]) -> str:
    rows = [
        f"| {each.seed} | {each.relays_killed} | {each.elasticsearch_killed} | {each.rebuilt} | {each.seconds:.1f} "
        f"| {'; '.join(each.wrong) or 'nothing'} |"
        for each in rounds
    ]
    return "\n".join(
        [
            "# The search through many deaths",
            "",
            f"{WRITERS} people change {SERVICES} services without a pause, one change in twenty is rolled back.",
            "Meanwhile relays and Elasticsearch are killed by SIGKILL, also while the index is built anew. Afterwards",
            "every document of the catalogue, the table and the index is compared by its version. A rebuild counts",
            "when its index came to be asked.",
            "",
            f"{len(rounds)} rounds, {sum(each.relays_killed for each in rounds)} relays and "
            f"{sum(each.elasticsearch_killed for each in rounds)} times Elasticsearch killed, "
            f"{sum(each.rebuilt for each in rounds)} rebuilds, "
            f"{sum(len(each.wrong) for each in rounds)} wrong documents; "
            f"Python {platform.python_version()}, {os.cpu_count()} cores.",
            "",
            "| seed | relays killed | Elasticsearch killed | rebuilds | seconds | wrong |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )
