"""The journal hands its entries over: once, in batches, with pauses, and to everybody in their turn."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from support.happenings import AT, LONG_AGO, deliveries, due_again, entries, happened, heard_by, numbers

from kernel import journal
from kernel.journal import relaying, subscribing
from kernel.journal.models import Entry
from kernel.journal.relaying import deliver_pending, purge_done, retry_dead
from kernel.journal.subscribing import Event
from kernel.tenancy import current_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_subscribers_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribing, "_subscribers", {})


def test_events_of_a_tenant_come_in_one_call_and_in_their_tenant() -> None:
    places = []

    @journal.subscribe("trial.*", name="trial")
    def hear(events: list[Event]) -> None:
        places.append((current_key(), [event.facts["n"] for event in events]))

    for n, tenant in enumerate(["alfa", "beta", "", "alfa"]):
        happened(n, tenant=tenant)
    assert deliver_pending() == 4
    assert sorted(places) == [("", [2]), ("alfa", [0, 3]), ("beta", [1])]
    assert current_key() == ""


def test_delivered_events_do_not_come_again() -> None:
    calls = heard_by("trial")
    happened()
    assert deliver_pending() == 1
    assert deliver_pending() == 0
    assert len(calls) == 1
    assert deliveries().get().done_at is not None


def test_each_subscriber_gets_its_own_copy() -> None:
    one, other = heard_by("trial.one"), heard_by("trial.other")
    happened(5)
    assert deliver_pending() == 2
    assert numbers(one) == numbers(other) == [[5]]


def test_limit_is_kept() -> None:
    calls = heard_by("trial")
    for n in range(5):
        happened(n)
    assert deliver_pending(limit=2) == 2
    assert numbers(calls) == [[0, 1]]


def test_poisoned_event_does_not_hold_the_others() -> None:
    heard = []

    @journal.subscribe("trial.*", name="trial")
    def hear(events: list[Event]) -> None:
        for event in events:
            if event.facts["n"] == 2:
                raise ValueError("poison")
            heard.append(event.facts["n"])

    for n in range(5):
        happened(n)
    deliver_pending()
    assert [n for n in (0, 1, 3, 4) if n not in heard] == []
    states = dict(deliveries().values_list("entry__facts__n", "state"))
    assert states == {0: "DONE", 1: "DONE", 2: "WAITING", 3: "DONE", 4: "DONE"}
    poisoned = deliveries().waiting().get()
    assert (poisoned.attempts, poisoned.error) == (1, "ValueError: poison")


def test_effects_of_a_failed_call_are_undone() -> None:
    @journal.subscribe("trial.*", name="trial")
    def hear(events: list[Event]) -> None:
        for event in events:
            journal.record("effect.made", subject=("effect", event.facts["n"]), by=None, at=AT)
            if event.facts["n"] == 1:
                raise ValueError("after the effect")

    for n in range(3):
        happened(n)
    deliver_pending()
    effects = Entry.objects.filter(verb="effect.made").values_list("subject_id", flat=True)
    assert sorted(effects) == ["0", "2"]


def test_what_the_commit_would_refuse_fails_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE trial_parent (id int PRIMARY KEY)")
        cursor.execute("CREATE TABLE trial_child (parent int REFERENCES trial_parent DEFERRABLE INITIALLY DEFERRED)")
        cursor.execute("INSERT INTO trial_parent VALUES (0), (2)")

    @journal.subscribe("trial.*", name="trial")
    def hear(events: list[Event]) -> None:
        with connection.cursor() as cursor:
            for event in events:
                cursor.execute("INSERT INTO trial_child VALUES (%s)", [event.facts["n"]])

    for n in range(3):
        happened(n)
    deliver_pending()
    states = dict(deliveries().values_list("entry__facts__n", "state"))
    assert states == {0: "DONE", 1: "WAITING", 2: "DONE"}


def failing(error: Exception) -> list[int]:
    calls: list[int] = []

    @journal.subscribe("trial.*", name="trial")
    def hear(events: list[Event]) -> None:
        calls.append(len(events))
        raise error

    return calls


def test_failure_is_tried_again_with_growing_pauses_and_then_laid_aside() -> None:
    failing(ValueError("no"))
    happened()
    pauses = []
    for attempt in range(1, relaying.MAX_ATTEMPTS + 1):
        due_again()
        deliver_pending()
        delivery = deliveries().get()
        assert delivery.attempts == attempt
        pauses.append((delivery.next_at - entries().annotate(now=Now()).get().now).total_seconds())
    assert delivery.state == "DEAD"
    assert list(deliveries().dead()) == [delivery]
    for attempt, pause in enumerate(pauses):
        usual = min(relaying.FIRST_PAUSE * 2**attempt, relaying.LONGEST_PAUSE)
        assert 0.4 * usual <= pause <= 1.6 * usual
    assert deliver_pending() == 0


def test_pause_is_kept() -> None:
    calls = failing(ValueError("no"))
    happened()
    assert deliver_pending() == 1
    assert deliver_pending() == 0
    assert len(calls) == 2  # the batch, then the event alone


def test_later_does_not_count_as_failing_until_it_goes_on_for_ever() -> None:
    failing(journal.Later("not yet visible"))
    happened()
    for _ in range(relaying.POSTPONED_FREELY):
        due_again()
        deliver_pending()
    delivery = deliveries().get()
    assert (delivery.attempts, delivery.postponed) == (0, relaying.POSTPONED_FREELY)
    for _ in range(relaying.MAX_ATTEMPTS):
        due_again()
        deliver_pending()
    assert deliveries().get().state == "DEAD"


def test_later_concerns_only_the_event_that_cannot_be_seen() -> None:
    @journal.subscribe("trial.*", name="trial")
    def hear(events: list[Event]) -> None:
        if any(event.facts["n"] == 1 for event in events):
            raise journal.Later

    for n in range(3):
        happened(n)
    deliver_pending()
    assert [d.entry.facts["n"] for d in deliveries().waiting()] == [1]


def test_what_waits_for_another_never_holds_it_up() -> None:
    """Its pauses are over each time it is looked at; the other has been due longer all the same."""
    seen: list[int] = []

    @journal.subscribe("trial.*", name="a_waits")
    def wait(events: list[Event]) -> None:
        if len(seen) < 3:
            raise journal.Later

    @journal.subscribe("trial.*", name="b_works")
    def work(events: list[Event]) -> None:
        seen.extend(event.facts["n"] for event in events)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relaying, "_pause", lambda *_: timedelta(0))
        for n in range(3):
            happened(n)
        deliver_pending(50)
    assert seen == [0, 1, 2]
    assert not deliveries().waiting().exists()


def test_a_long_queue_of_one_who_is_away_never_holds_up_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first events come due again before its last ones were looked at once."""
    monkeypatch.setattr(relaying, "_pause", lambda *_: timedelta(0))
    heard: list[int] = []

    @journal.subscribe("trial.happened", name="away")
    def never(events: list[Event]) -> None:
        raise journal.Away

    @journal.subscribe("trial.else", name="here")
    def hear(events: list[Event]) -> None:
        heard.extend(event.facts["n"] for event in events)

    for n in range(7):
        happened(n)
    journal.record("trial.else", subject=("trial.thing", 1), by=None, at=AT, n=7)
    for _batch in range(5):
        relaying.deliver_batch(2)
    assert heard == [7]


def test_a_poisoned_event_is_found_among_many_in_few_steps() -> None:
    sizes: list[int] = []

    @journal.subscribe("trial.*", name="trial")
    def hear(events: list[Event]) -> None:
        sizes.append(len(events))
        if any(event.facts["n"] == 37 for event in events):
            raise ValueError("no")

    for n in range(100):
        happened(n)
    deliver_pending()
    assert [d.entry.facts["n"] for d in deliveries().waiting()] == [37]
    assert len(sizes) < 20


def test_time_away_is_no_part_of_an_endless_later() -> None:
    reasons: list[Exception] = [journal.Away("no answer")] * relaying.POSTPONED_FREELY

    @journal.subscribe("trial.*", name="trial")
    def hear(events: list[Event]) -> None:
        raise reasons.pop(0) if reasons else journal.Later("not yet visible")

    happened()
    for _ in range(relaying.POSTPONED_FREELY + 10):
        due_again()
        deliver_pending()
    assert deliveries().get().attempts == 0


def test_while_a_part_is_away_its_events_are_kept_together_and_never_die() -> None:
    calls = failing(journal.Away("no answer"))
    for n in range(3):
        happened(n)
    for _ in range(relaying.POSTPONED_FREELY + 5):
        due_again()
        deliver_pending()
    assert set(calls) == {3}
    assert {(d.state, d.attempts) for d in deliveries()} == {("WAITING", 0)}


def test_dead_letters_get_a_fresh_start() -> None:
    happy: list[int] = []
    calls = failing(ValueError("no"))
    happened()
    deliveries().update(attempts=relaying.MAX_ATTEMPTS - 1)
    deliver_pending()
    assert deliveries().dead().count() == 1
    assert retry_dead(deliveries()) == 1
    subscribing._subscribers.clear()
    journal.subscribe("trial.*", name="trial")(lambda events: happy.append(len(events)))
    assert deliver_pending() == 1
    assert (happy, len(calls)) == ([1], 2)


def test_delivery_waits_for_a_release_that_knows_its_subscriber() -> None:
    heard_by("trial.of_tomorrow")
    happened()
    subscribing._subscribers.clear()
    assert deliver_pending() == 0
    calls = heard_by("trial.of_tomorrow")
    assert deliver_pending() == 1
    assert len(calls) == 1


def test_old_deliveries_are_forgotten_entries_never() -> None:
    heard_by("trial")
    for n in range(3):
        happened(n)
    deliver_pending(limit=2)
    deliveries().filter(state="DONE", entry__facts__n=0).update(done_at=LONG_AGO)
    assert purge_done(timedelta(days=30)) == 1
    assert deliveries().count() == 2
    assert entries().count() == 3


def test_error_note_leaves_out_what_the_database_quotes() -> None:
    @journal.subscribe("trial.*", name="trial")
    def hear(events: list[Event]) -> None:
        Entry.objects.bulk_create([Entry(pk=events[0].id, verb="trial.x", subject_kind="x", subject_id="1", at=AT)])

    happened()
    deliver_pending()
    note = deliveries().get().error
    assert note.startswith("IntegrityError: duplicate key")
    assert "already exists" not in note
