"""Several people at once: each with a connection of their own, in a database of their own."""

from support.at_once import at_once, town_alfa
from support.meetings import came, deliver, group_of_five, held, invited, letters, moment, planned
from support.plans import begin_plan, small_tree


def test_two_tablets_tick_five_people_at_once_and_lose_nobody(own_database: str) -> None:
    from planning.meetings.models import Participant
    from planning.meetings.queries import seats_of
    from tenants.context import in_tenant

    key = town_alfa().key
    with in_tenant(key):
        meeting = invited(group_of_five())
        names = [seat.name for seat in seats_of(meeting)]
    assert at_once([lambda name=name: came(meeting, name) for name in names], key) == [1] * 5
    with in_tenant(key):
        assert Participant.objects.filter(meeting=meeting, presence="PRESENT").count() == 5


def test_three_who_press_invite_at_once_ask_each_member_once(own_database: str) -> None:
    from planning.meetings.inviting import invite
    from tenants.context import in_tenant

    key = town_alfa().key
    with in_tenant(key):
        meeting = planned(group_of_five())
    press = [lambda: invite(meeting, by=None, at=moment(2, 9))] * 3
    assert sorted(at_once(press, key)) == [0, 0, 5]
    deliver()
    with in_tenant(key):
        assert meeting.participants.count() == 5
    assert len(letters()) == 4


def test_two_who_make_an_activity_of_one_task_make_one(own_database: str) -> None:
    from planning.meetings.becoming import make_activity
    from planning.meetings.minuting import give_task
    from tenants.context import in_tenant

    key = town_alfa().key
    with in_tenant(key):
        tree = small_tree(begin_plan())
        facts = {
            "what": "Zistiť miesta",
            "who": "Úrad",
            "due_on": moment(28, 9).date(),
            "by": None,
            "at": moment(28, 9),
        }
        task = give_task(held(group_of_five()), **facts)
    who = {"by": None, "at": moment(28, 9)}
    press = [lambda: make_activity(task, measure=tree["second"], title="Miesta", implementer="", **who).pk] * 2
    assert len(set(at_once(press, key))) == 1
    with in_tenant(key):
        assert tree["second"].children.count() == 1


def test_two_who_add_a_point_at_once_add_two(own_database: str) -> None:
    from planning.meetings.agenda import add_item
    from tenants.context import in_tenant

    key = town_alfa().key
    with in_tenant(key):
        meeting = planned(group_of_five())
    add = [lambda: add_item(meeting, title="Bod", by=None, at=moment(2, 9)).position] * 2
    assert sorted(at_once(add, key)) == [2, 3]
