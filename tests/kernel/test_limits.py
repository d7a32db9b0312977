"""How often somebody may do something."""

import threading
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from kernel.limits import address_of, counting, spend
from kernel.limits.counting import sweep
from kernel.limits.models import Counter
from kernel.limits.throttling import ApiThrottle
from kernel.tenancy import entered

MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_so_many_turns_are_allowed_and_no_more() -> None:
    turns = [spend("trial", 3, MINUTE) for _ in range(5)]
    assert [bool(turn) for turn in turns] == [True, True, True, False, False]
    assert turns[0].wait == 0
    assert 55 <= turns[3].wait <= 60


@pytest.mark.django_db
def test_turns_come_back_when_the_span_is_over() -> None:
    assert spend("trial", 1, MINUTE)
    assert not spend("trial", 1, MINUTE)
    Counter.objects.update(ends_at=Now())
    assert spend("trial", 1, MINUTE)
    assert not spend("trial", 1, MINUTE)


@pytest.mark.django_db
def test_refused_turns_do_not_lengthen_the_span() -> None:
    spend("trial", 1, MINUTE)
    ends_at = Counter.objects.get().ends_at
    spend("trial", 1, MINUTE)
    assert Counter.objects.get().ends_at == ends_at


@pytest.mark.django_db
def test_keys_and_tenants_have_turns_of_their_own() -> None:
    assert spend("one", 1, MINUTE)
    assert spend("other", 1, MINUTE)
    with entered("alfa"):
        assert spend("one", 1, MINUTE)
        assert not spend("one", 1, MINUTE)


@pytest.mark.django_db
def test_no_address_is_kept() -> None:
    spend("from 192.0.2.7", 1, MINUTE)
    assert "192.0.2.7" not in Counter.objects.get().key


@pytest.mark.django_db
def test_counters_whose_span_is_over_are_swept_away() -> None:
    spend("old", 1, timedelta(0))
    spend("new", 1, MINUTE)
    assert sweep() == 1
    assert Counter.objects.count() == 1


def test_eight_at_once_take_exactly_the_turns_there_are(own_database: str) -> None:
    taken = []

    def try_often() -> None:
        taken.extend(bool(spend("trial", 20, MINUTE)) for _ in range(10))
        connection.close()

    threads = [threading.Thread(target=try_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), sum(taken)) == (80, 20)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),  # anybody can write this header
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "nonsense", ""),
        (1, "2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
    ],
)
def test_address_is_the_one_our_own_proxies_saw(
    rf: Any, settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.OPORA_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR="192.0.2.1")) == address


@pytest.mark.django_db
def test_api_tells_how_long_to_wait(rf: Any, settings: Any) -> None:
    settings.OPORA_API_PER_MINUTE = 2
    answers = []
    for _ in range(3):
        throttle = ApiThrottle()
        answers.append((throttle.allow_request(rf.get("/"), None), throttle.wait()))
    assert [allowed for allowed, _wait in answers] == [True, True, False]
    assert 55 <= (answers[2][1] or 0) <= 60


@pytest.mark.django_db
def test_api_counts_a_signed_in_person_wherever_they_are(rf: Any, settings: Any) -> None:
    settings.OPORA_API_PER_MINUTE = 1

    def ask(pk: int, address: str) -> bool:
        request = rf.get("/", REMOTE_ADDR=address)
        request.user = SimpleNamespace(pk=pk, is_authenticated=True)
        return ApiThrottle().allow_request(request, None)

    assert [ask(1, "192.0.2.1"), ask(1, "192.0.2.2"), ask(2, "192.0.2.1")] == [True, False, True]


def test_the_same_key_has_another_fingerprint_with_another_secret(settings: Any) -> None:
    one = counting._fingerprint("trial")
    settings.SECRET_KEY = "another"
    assert counting._fingerprint("trial") != one
