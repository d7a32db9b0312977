"""People who change entries, relays that carry it, and what is wrong afterwards: for tests and the long campaign."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.db import connections, transaction
from support.finding import deliver, refresh
from support.world import FOUNDED

CHECKOUT = Path(__file__).resolve().parents[2]


def state_of_index() -> dict[str, int]:
    from search.engine.client import alias
    from search.engine.reconciling import in_index

    refresh()
    return {each.name: each.version for each in in_index(alias())}


def wrong_documents() -> list[str]:
    """What differs between the catalogue, the table and the index; empty when all is well."""
    from catalogue import feed
    from search.documents import service_id
    from search.engine.reconciling import in_table
    from search.models import Document

    wanted = {service_id(each.id): each.version for each in feed.versions_after(limit=100_000) if each.is_published}
    table = dict(Document.objects.findable().values_list("id", "source_version"))
    wrong = [f"table {name}" for name in wanted.keys() | table.keys() if wanted.get(name) != table.get(name)]
    index, rows = state_of_index(), dict(in_table())
    return wrong + [
        f"index {name} {index.get(name)} {rows.get(name)}"
        for name in index.keys() | rows.keys()
        if index.get(name) != rows.get(name)
    ]


def rename(service_id: UUID, name: str) -> None:
    """Somebody changes an entry, as the catalogue's commands do."""
    from catalogue.models import Service
    from kernel import journal

    with transaction.atomic():
        Service.objects.filter(pk=service_id).update(name=name)
        journal.record(
            "catalogue.services_changed",
            subject=("catalogue.service", service_id),
            by=None,
            at=FOUNDED,
            services=[str(service_id)],
        )


def publish(service_id: UUID, is_published: bool) -> None:
    from catalogue.models import Service
    from kernel import journal

    with transaction.atomic():
        Service.objects.filter(pk=service_id).update(is_published=is_published)
        journal.record(
            "catalogue.services_changed", subject=("catalogue.service", service_id), by=None, at=FOUNDED,
            services=[str(service_id)],
        )  # fmt: skip


@contextmanager
def busy_people(ids: list[UUID], writers: int = 2, seed: int = 0) -> Iterator[None]:
    """People change entries until it is over, each by a seed of their own; one in twenty changes is rolled back."""
    is_over = threading.Event()

    def change(number: int) -> None:
        chance = random.Random(f"{seed}-{number}")
        while not is_over.is_set():
            which = chance.choice(ids)
            try:
                with transaction.atomic():
                    if chance.random() < 0.2:
                        publish(which, chance.random() < 0.6)
                    else:
                        rename(which, f"Služba {chance.randrange(10**6)}")
                    if chance.random() < 0.05:
                        raise RuntimeError
            except RuntimeError:
                pass
            time.sleep(chance.random() * 0.03)
        connections.close_all()

    with _at_work([threading.Thread(target=change, args=(number,)) for number in range(writers)], is_over):
        yield


@contextmanager
def busy_relay() -> Iterator[None]:
    from kernel.journal.relaying import deliver_pending

    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            if not deliver_pending(100):
                time.sleep(0.02)
        connections.close_all()

    with _at_work([threading.Thread(target=work) for _ in range(2)], is_over):
        yield


@contextmanager
def _at_work(threads: list[threading.Thread], is_over: threading.Event) -> Iterator[None]:
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def hurry_up() -> None:
    from kernel.journal.models import Delivery

    for _round in range(20):
        Delivery.objects.waiting().update(next_at=FOUNDED)
        deliver()
        if not Delivery.objects.waiting().exists():
            return
    raise AssertionError("deliveries are left")


def relay_process(database: str, prefix: str, **more: str) -> "subprocess.Popen[bytes]":
    """A relay of its own; `more` are further settings of its environment."""
    facts = connections["default"].settings_dict
    address = f"postgresql://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{database}"
    environment = os.environ | {"DATABASE_URL": address, "OPORA_INDEX_PREFIX": prefix, "OPORA_ENV": "test", **more}
    return subprocess.Popen([sys.executable, "-m", "config", "relay"], env=environment, cwd=CHECKOUT)
