"""The cache of names gives out what it keeps as it is, and forgets it in time."""

import time

from django.core.cache import caches

from kernel.cache import MOST_HELD


def test_what_is_kept_is_given_out_without_a_copy() -> None:
    names, value = caches["names"], ("a", {"b": 1})
    assert names.get("it") is None
    assert names.get("it", "else") == "else"
    names.set("it", value, 60)
    assert names.get("it") is value
    assert names.delete("it")
    assert not names.delete("it")
    assert names.get("it") is None


def test_what_is_over_is_forgotten() -> None:
    names = caches["names"]
    names.set("soon", 1, 0.01)
    names.set("never", 1, None)
    time.sleep(0.02)
    assert (names.get("soon"), names.get("never")) == (None, 1)


def test_it_never_grows_without_end() -> None:
    names = caches["names"]
    for number in range(MOST_HELD + 1):
        names.set(f"key-{number}", number)
    assert names.get(f"key-{MOST_HELD}") == MOST_HELD
    assert names.get("key-0") is None


def test_it_is_another_cache_than_the_one_that_copies() -> None:
    caches["names"].set("only-here", 1)
    assert caches["local"].get("only-here") is None
