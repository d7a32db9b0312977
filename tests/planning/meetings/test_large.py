"""Ten groups with 250 people: pages stay short and quick, letters are written by a job, each once."""

from datetime import date, timedelta
from typing import Any

import pytest
from support.counting import questions
from support.meetings import deliver, planned
from support.plans import here
from support.world import FOUNDED

from kernel.clock import now
from planning.groups.models import Group, GroupMember, Person
from planning.meetings.models import Participant

pytestmark = pytest.mark.django_db
FRAME = 4  # who is signed in, where, with which roles
PARTIES = ("USER", "PROVIDER", "COMMISSIONER")
OFFICES = ("CHAIR", "SECRETARY", *("MEMBER",) * 23)


@pytest.fixture
def groups(in_alfa: Any) -> list[Any]:
    """Ten groups of twenty-five; each tenth person has no e-mail."""
    groups = Group.objects.bulk_create(
        Group(kind="WORKING", name=f"Skupina {n:02}", started_on=date(2026, 1, 1)) for n in range(10)
    )
    people = Person.objects.bulk_create(
        Person(name=f"Osoba {n:03}", email=f"o{n}@example.org" if n % 10 else "", created_at=FOUNDED)
        for n in range(250)
    )
    GroupMember.objects.bulk_create(
        GroupMember(
            group=groups[n // 25], person=who, office=OFFICES[n % 25], party=PARTIES[n % 3],
            represents=f"Organizácia {n % 40}", starts_on=date(2026, 1, 1),
        )
        for n, who in enumerate(people)
    )  # fmt: skip
    return list(groups)


@pytest.fixture
def meeting(groups: list[Any]) -> Any:
    soon = now() + timedelta(days=30)
    return planned(*groups, starts_at=soon, ends_at=soon + timedelta(hours=2))


def test_pages_stay_within_twelve_questions(groups: list[Any], meeting: Any, coordinator: Any) -> None:
    for name, *address in (
        ("groups",), ("group", groups[0].pk), ("public_groups",), ("meetings",), ("meeting", meeting.pk),
        ("invite", meeting.pk), ("attendance", meeting.pk), ("give_task", meeting.pk), ("minutes", meeting.pk),
    ):  # fmt: skip
        assert questions(coordinator, here(name, *address)) <= FRAME + 12, name


def test_two_hundred_and_fifty_are_invited_by_a_job_each_once(meeting: Any, coordinator: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from support.meetings import letters

    from kernel.jobs import run_now
    from kernel.jobs.models import Job

    with CaptureQueriesContext(connection) as captured:
        answer = coordinator.post(here("invite", meeting.pk), {})
    assert len(captured) < 60  # of which the person signed in and the schema take most
    job = Job.objects.get(kind="planning.meeting_letters")
    assert str(job.pk) in answer.url
    assert meeting.participants.filter(invited_at__isnull=False).count() == 250
    run_now(job)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("DONE", 225, 225)
    deliver()
    told = [mail.to for mail in letters()]
    assert len(told) == len(set(told)) == 225
    assert meeting.participants.filter(channel=Participant.Channel.PAPER).count() == 25
    assert questions(coordinator, here("meeting", meeting.pk)) <= FRAME + 12
    page = coordinator.get(here("meeting", meeting.pk) + "?page=2").context["people"]
    assert (page.number, len(page.object_list), page.paginator.count) == (2, 50, 250)


def test_attendance_is_ticked_page_by_page_and_by_name(meeting: Any, coordinator: Any) -> None:
    first = coordinator.get(here("attendance", meeting.pk)).context
    assert (len(first["rows"]), first["total"], first["is_long"]) == (50, 250, True)
    key = first["rows"][0].line.key
    answer = coordinator.post(here("attendance", meeting.pk), {f"presence_{key}": "PRESENT"})
    assert answer.url == here("attendance", meeting.pk)
    found = coordinator.get(here("attendance", meeting.pk) + "?q=osoba+199").context
    (row,) = found["rows"]
    answer = coordinator.post(
        here("attendance", meeting.pk) + "?q=osoba+199", {f"presence_{row.line.key}": "REMOTE", "was_": ""}
    )
    assert answer.url == here("attendance", meeting.pk) + "?q=osoba+199"
    assert set(meeting.participants.values_list("presence", flat=True)) == {"PRESENT", "REMOTE"}
    again = coordinator.get(here("attendance", meeting.pk) + "?page=5").context
    assert (again["ticked"], len(again["rows"])) == (2, 50)
    assert sum(each.here for each in again["quorums"]) == 2
    refused = coordinator.post(here("attendance", meeting.pk) + "?page=5", {f"presence_{key}": "REPRESENTED"})
    assert refused.status_code == 422


def test_each_tablet_sees_the_quorum_the_others_tick(meeting: Any, coordinator: Any) -> None:
    page = coordinator.get(here("attendance", meeting.pk))
    seen = page.context["heads"]
    assert coordinator.get(here("attendance", meeting.pk), {"quorum": seen}).status_code == 204
    key = page.context["rows"][0].line.key
    coordinator.post(here("attendance", meeting.pk), {f"presence_{key}": "PRESENT"})
    again = coordinator.get(here("attendance", meeting.pk), {"quorum": seen})
    assert again.status_code == 200
    assert again.context["heads"] != seen
