"""The index keeps up with what happens: late, doubled, stale, while relays die and while it is rebuilt."""

import random
import signal
import threading
import time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from support.finding import bring, deliver, refresh, service
from support.keeping import (
    busy_people,
    busy_relay,
    hurry_up,
    publish,
    relay_process,
    rename,
    state_of_index,
    wrong_documents,
)
from support.world import FOUNDED


@pytest.fixture
def world(own_database: str, own_index: str) -> str:
    """An empty catalogue, an empty index."""
    call_command("search_update", verbosity=0)
    return own_index


def found(text: str) -> list[str]:
    from search.request import SearchRequest
    from search.searching import find

    refresh()
    answer = find(SearchRequest(text=text, page_size=100))
    assert answer.backend == "elasticsearch"
    return sorted(card["name"] for card in answer.cards)


def test_an_accepted_batch_is_found(world: str) -> None:
    bring(service("a", name="Služba Jahoda"), service("b", name="Služba Malina"))
    deliver()
    assert found("jahoda") == ["Služba Jahoda"]
    assert wrong_documents() == []


def test_a_changed_name_is_found_and_the_old_one_not(world: str) -> None:
    ids = bring(service("a", name="Služba Jahoda"))
    deliver()
    rename(ids["a"], "Služba Malina")
    deliver()
    assert (found("jahoda"), found("malina")) == ([], ["Služba Malina"])


def test_what_is_unpublished_leaves_and_comes_back(world: str) -> None:
    ids = bring(service("a", name="Služba Jahoda"))
    deliver()
    publish(ids["a"], False)
    deliver()
    assert found("jahoda") == []
    assert state_of_index() == {}
    publish(ids["a"], True)
    deliver()
    assert found("jahoda") == ["Služba Jahoda"]


def test_what_may_hide_its_address_never_enters_unpublished(world: str) -> None:
    from search.models import Document

    bring(service("s", name="Tajný dom", kind="SK448-29", forms=["RESIDENTIAL"], target_groups=["SK-VIOLENCE"]))
    from catalogue.models import Service, ServiceKind

    assert ServiceKind.objects.get(code="SK448-29").may_hide_address is not None
    Service.objects.update(is_published=False, hides_address=True)
    deliver()
    call_command("search_update", rebuild=True, verbosity=0)
    assert state_of_index() == {}
    assert not Document.objects.exists()


def test_a_secret_place_shows_no_address(world: str) -> None:
    from catalogue.models import Service
    from search.models import Document

    bring(service("s", name="Bezpečný dom", kind="SK448-26"))
    Service.objects.update(hides_address=True)
    deliver()
    row = Document.objects.get()
    assert "Hlavná" not in str(row.card)
    assert "hlavny" not in str(row.lemmas)
    assert row.latitudes == []


def test_events_may_come_twice_and_in_any_order(world: str) -> None:
    from kernel.journal.models import Delivery

    ids = bring(service("a", name="Služba Jahoda"))
    for name in ("Služba Malina", "Služba Černica"):
        rename(ids["a"], name)
    deliver()
    before = state_of_index()
    Delivery.objects.update(state="WAITING", done_at=None)
    deliver()
    assert state_of_index() == before
    assert found("služba") == ["Služba Černica"]


@pytest.mark.parametrize("is_findable", [True, False])
def test_a_late_request_with_a_lower_number_changes_nothing(world: str, is_findable: bool) -> None:
    """A relay that was slow, or died when its request was already on the way."""
    from search.engine import bulk, indexes
    from search.models import Document

    ids = bring(service("a", name="Služba Jahoda"))
    deliver()
    number = bulk.draw()
    stale = Document.objects.for_index().get()
    rename(ids["a"], "Služba Malina")
    deliver()
    stale.is_findable = is_findable
    with transaction.atomic():
        bulk.send([stale], indexes.written(), number)
    assert found("služba") == ["Služba Malina"]
    assert wrong_documents() == []


def test_what_is_withdrawn_stays_withdrawn_when_an_older_request_arrives(world: str) -> None:
    from search.engine import bulk, indexes
    from search.models import Document

    ids = bring(service("a", name="Služba Jahoda"))
    deliver()
    number = bulk.draw()
    stale = Document.objects.for_index().get()
    publish(ids["a"], False)
    deliver()
    with transaction.atomic():
        bulk.send([stale], indexes.written(), number)
    assert state_of_index() == {}


def test_an_index_is_told_nothing_that_the_table_does_not_hold_yet(world: str) -> None:
    from kernel.journal import Later
    from search import indexing, keeping

    ids = bring(service("a", name="Služba Jahoda"))
    deliver()
    rename(ids["a"], "Služba Malina")
    with pytest.raises(Later):
        indexing.index_services(ids.values())
    assert found("služba") == ["Služba Jahoda"]
    keeping.keep_services(ids.values())
    with transaction.atomic():
        indexing.index_services(ids.values())
    assert found("služba") == ["Služba Malina"]


def test_what_was_read_before_a_change_is_not_written_after_it(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between describing and locking somebody else changes the service; the newer state must win."""
    from search import keeping
    from search.models import Document

    ids = bring(service("a", name="Služba Jahoda"))
    deliver()
    rename(ids["a"], "Služba Malina")
    lock = keeping._lock

    def change_meanwhile() -> None:
        monkeypatch.setattr(keeping, "_lock", lock)
        thread = threading.Thread(target=lambda: (rename(ids["a"], "Služba Černica"), connections.close_all()))
        thread.start()
        thread.join()
        lock()

    monkeypatch.setattr(keeping, "_lock", change_meanwhile)
    keeping.keep_services([ids["a"]])
    assert Document.objects.get().card["name"] == "Služba Černica"


def test_an_absent_elasticsearch_holds_up_nothing_and_loses_nothing(world: str, settings: Any) -> None:
    from kernel.journal.models import Delivery
    from search.models import Document

    address = settings.OPORA_ELASTICSEARCH_URL
    settings.OPORA_ELASTICSEARCH_URL = "http://127.0.0.1:9"
    bring(service("a", name="Služba Jahoda"))
    deliver()
    assert Document.objects.findable().count() == 1
    waiting = Delivery.objects.filter(subscriber="search.index").latest("id")
    assert (waiting.state, waiting.attempts) == ("WAITING", 0)
    settings.OPORA_ELASTICSEARCH_URL = address
    Delivery.objects.waiting().update(next_at=FOUNDED)
    deliver()
    assert found("jahoda") == ["Služba Jahoda"]
    assert wrong_documents() == []


# --- commands --------------------------------------------------------------------------------------------------------
def test_update_makes_a_new_index_only_when_needed(world: str) -> None:
    from search.engine import indexes

    first = indexes.asked()
    call_command("search_update", verbosity=0)
    assert indexes.asked() == first
    call_command("search_update", rebuild=True, verbosity=0)
    second = indexes.asked()
    assert second is not None
    assert second != first
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexes, "fingerprint", lambda: "another")
        call_command("search_update", verbosity=0)
    assert indexes.asked() not in {first, second}


def test_the_former_index_is_kept_and_older_ones_go(world: str) -> None:
    from search.engine.client import writing
    from search.models import IndexState

    for _round in range(3):
        call_command("search_update", rebuild=True, verbosity=0)
    assert len(writing().indices.get(index=f"{world}-*")) == 2
    assert IndexState.objects.filter(is_asked=True).count() == 1
    assert IndexState.objects.count() == 2


def test_reconciling_repairs_and_counts(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    from search.engine.client import alias, writing
    from search.models import Document

    ids = bring(*(service(str(n), name=f"Služba {n}") for n in range(5)))
    deliver()
    Document.objects.filter(id=f"service:{ids['0']}").delete()  # the table forgot one
    writing().delete(index=alias(), id=f"service:{ids['1']}", refresh=True)  # the index forgot one
    writing().index(index=alias(), id="service:stranger", document={"id": "service:stranger"}, refresh=True)
    call_command("search_reconcile")
    assert capsys.readouterr().out.strip() == "Documents that differed: 1 in the table, 3 in the index."
    assert wrong_documents() == []
    call_command("search_reconcile")
    assert capsys.readouterr().out.strip() == "Documents that differed: 0 in the table, 0 in the index."


def test_after_a_restore_an_older_table_still_wins(world: str) -> None:
    """The index bears numbers that the restored sequence has not drawn yet."""
    from search.models import Document

    ids = bring(service("a", name="Služba Jahoda"))
    deliver()
    rename(ids["a"], "Služba Malina")
    deliver()
    with connection.cursor() as cursor:
        cursor.execute("alter table search_document disable trigger search_next_version")
        cursor.execute("update search_document set version = 1")
        cursor.execute("alter table search_document enable trigger search_next_version")
        cursor.execute("select setval('search_document_version', 1)")
    call_command("search_reconcile")
    assert wrong_documents() == []
    rename(ids["a"], "Služba Černica")
    deliver()
    assert wrong_documents() == []
    assert Document.objects.get().version > 1


# --- under fire ------------------------------------------------------------------------------------------------------
def test_rebuilding_under_writes_ends_with_no_wrong_document(world: str) -> None:
    ids = bring(*(service(str(n), name=f"Služba {n}") for n in range(300)))
    deliver()
    with busy_relay(), busy_people(list(ids.values())):
        for _round in range(3):
            time.sleep(0.5)
            call_command("search_update", rebuild=True, verbosity=0)
    hurry_up()
    assert wrong_documents() == []


def test_killed_relays_leave_no_wrong_document(world: str, own_database: str) -> None:
    ids = bring(*(service(str(n), name=f"Služba {n}") for n in range(100)))
    chance = random.Random(5)
    with busy_people(list(ids.values())):
        for _round in range(3):
            relays = [relay_process(own_database, world) for _ in range(2)]
            time.sleep(2.5 + chance.random())
            for relay in relays:
                relay.send_signal(signal.SIGKILL)
                relay.wait()
    hurry_up()
    assert wrong_documents() == []


def test_an_edit_becomes_visible_by_itself(world: str) -> None:
    """How soon is measured by the benchmark `search_speed`."""
    from search.request import SearchRequest
    from search.searching import find

    ids = bring(*(service(str(n), name=f"Služba {n}") for n in range(3)))
    deliver()
    with busy_relay():
        for n in range(3):
            name = f"Zmena{n}slovo"
            rename(ids[str(n)], name)
            patience = time.monotonic() + 30
            while not find(SearchRequest(text=name)).count:
                assert time.monotonic() < patience
                time.sleep(0.02)
