"""The last free place: several people at once, each with a connection of their own, in a database of their own."""

from collections.abc import Callable
from typing import Any

from support.at_once import at_once, town_alfa
from support.events import conference, signed_up
from support.meetings import deliver, letters

from kernel.clock import now


def test_the_last_place_is_given_once_and_moves_up_once(own_database: str) -> None:
    from planning.events.registering import Said, register, withdraw
    from planning.meetings.models import Meeting, Participant
    from tenants.context import in_tenant

    key = town_alfa().key
    with in_tenant(key):
        meeting = conference(capacity=1)

    def come(name: str) -> Callable[[], Any]:
        return lambda: register(meeting, Said(name, email=f"{name}@example.org"), by=None, at=now())[0].registration

    # two strangers race for the last place
    assert sorted(at_once([come("anna"), come("boris")], key)) == ["TAKEN", "WAITING"]
    # a double press of one person is one registration
    twice = [lambda: register(meeting, Said("cyril", email="cyril@example.org"), by=None, at=now())[1]] * 2
    assert sorted(at_once(twice, key)) == [False, True]
    with in_tenant(key):
        first = Participant.objects.get(meeting=meeting, registration="TAKEN")
    # somebody cancels, twice, while somebody else registers: one place, given to whoever waited first
    press: list[Callable[[], Any]] = [lambda: withdraw(first, by=None, at=now()).registration] * 2
    found = at_once([*press, come("dana")], key)
    assert sorted(found) == ["WAITING", "WITHDRAWN", "WITHDRAWN"]
    with in_tenant(key):
        rows = Participant.objects.filter(meeting=meeting).order_by("number")
        assert sorted(rows.values_list("number", flat=True)) == [1, 2, 3, 4]
        assert list(rows.filter(registration="TAKEN").values_list("number", flat=True)) == [2]
        assert Meeting.objects.get(pk=meeting.pk).places_taken == 1
    deliver()
    deliver()
    told = [mail.to for mail in letters()]
    assert sorted(told) == sorted({*told})  # nobody is told twice of one state


def test_two_at_two_doors_tick_one_person_once_and_two_coordinators_set_the_places(own_database: str) -> None:
    from planning.events.checking_in import check_in
    from planning.events.registering import set_registration
    from planning.meetings.models import Meeting, Participant
    from planning.structure.errors import ChangedMeanwhile
    from tenants.context import in_tenant

    key = town_alfa().key
    with in_tenant(key):
        meeting = conference(capacity=5)
        (anna,) = signed_up(meeting, "Anna Prvá")
        meeting.refresh_from_db()
        version = anna.version
    tick = [lambda: check_in(anna, presence="PRESENT", by=None, at=meeting.starts_at).presence] * 2
    assert at_once(tick, key) == ["PRESENT", "PRESENT"]
    with in_tenant(key):
        assert Participant.objects.get(pk=anna.pk).version == version + 1

    def places(count: int) -> Callable[[], Any]:
        facts = {"takes": True, "until": None, "version": meeting.version, "by": None, "at": now()}
        return lambda: set_registration(meeting, capacity=count, **facts).capacity

    found = at_once([places(7), places(9)], key)
    assert sum(isinstance(each, ChangedMeanwhile) for each in found) == 1
    with in_tenant(key):
        assert Meeting.objects.get(pk=meeting.pk).capacity in found
