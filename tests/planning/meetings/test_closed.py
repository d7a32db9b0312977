"""What is inside a closed meeting is read by its own groups; a link and a calendar end with the mandate."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from support.meetings import deliver, empty_group, invited, letters, moment, planned, seat
from support.meetings import person as somebody
from support.plans import here

from kernel.clock import now, today
from planning.groups.models import GroupMember, Person
from planning.groups.people import change_person
from planning.meetings import calendars, papers
from planning.meetings.agenda import add_paper
from planning.meetings.inviting import invite
from planning.meetings.models import Meeting, Participant
from planning.meetings.queries import minutes_post, seats_of

pytestmark = pytest.mark.django_db


def soon(days: int = 30) -> dict[str, Any]:
    at = (now() + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
    return {"starts_at": at, "ends_at": at + timedelta(hours=2)}


def with_paper(meeting: Any) -> Any:
    file = ContentFile(b"%PDF-1.4 tajne", name="p.pdf")
    return add_paper(meeting.items.first(), name="Podklad", file=file, by=None, at=now())


def codes(client: Any, meeting: Any, paper: Any) -> set[int]:
    answers = [
        client.get(here("meeting", meeting.pk)),
        client.get(here("agenda_paper", meeting.pk, paper.pk)),
        client.get(here("minutes_paper", meeting.pk, "docx")),
    ]
    for answer in answers:
        if answer.streaming:
            b"".join(answer.streaming_content)
    return {answer.status_code for answer in answers}


# --- who reads a closed meeting ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "code"),
    [("COORDINATOR", 200), ("OFFICER", 200), ("GROUP_LEADER", 200), ("GROUP_MEMBER", 403), ("COUNCIL_CLERK", 403)],
)
def test_a_closed_meeting_is_read_by_those_who_lead(
    alfa: Any, group: Any, person: Any, browse: Any, role: str, code: int
) -> None:
    meeting = planned(group, **soon())
    paper, client = with_paper(meeting), browse(alfa, person(role, at=alfa))
    assert codes(client, meeting, paper) == {code}
    listed = client.get(here("meetings"))
    assert (meeting.pk in listed.context["readable"]) is (code == 200)
    Meeting.objects.filter(pk=meeting.pk).update(is_open=True)
    assert codes(client, meeting, paper) == {200}


@pytest.mark.parametrize("office", ["MEMBER", "SUBSTITUTE", "GUEST"])
def test_members_and_substitutes_of_its_groups_read_it_as_long_as_they_sit(
    alfa: Any, group: Any, person: Any, browse: Any, office: str
) -> None:
    account = person("GROUP_MEMBER", at=alfa)
    who = somebody("Filip Nový", account=account.pk)
    stands_for = group.members.get(person__name="Anna Nováková") if office == "SUBSTITUTE" else None
    mandate = seat(group, who, office, substitute_for=stands_for)
    meeting, other = planned(group, **soon()), planned(empty_group("Rodiny"), **soon())
    client = browse(alfa, account)
    assert codes(client, meeting, with_paper(meeting)) == {200}
    assert codes(client, other, with_paper(other)) == {403}  # a member of another group
    GroupMember.objects.filter(pk=mandate.pk).update(ends_on=today() - timedelta(days=1), ended_why="odišiel")
    assert codes(client, meeting, meeting.items.first().papers.get()) == {403}


def test_somebody_without_an_account_of_that_person_reads_nothing(
    alfa: Any, group: Any, person: Any, browse: Any
) -> None:
    meeting = planned(group, **soon())  # its members have no account; nor has the stranger a person
    assert codes(browse(alfa, person("GROUP_MEMBER", at=alfa)), meeting, with_paper(meeting)) == {403}
    assert codes(browse(alfa), meeting, meeting.items.first().papers.get()) == {302}


# --- links and calendars end with the mandate -------------------------------------------------------------------------
def test_a_link_refuses_in_words_once_the_mandate_has_ended(alfa: Any, group: Any, browse: Any) -> None:
    meeting = planned(group, **soon())
    paper = with_paper(meeting)
    invite(meeting, by=None, at=now())
    anna = meeting.participants.get(name="Anna Nováková")
    secret, stranger = calendars.answer_secret(anna), browse(alfa)
    pages = [here("answer", secret), here("answer_paper", secret, paper.pk), here("answer_calendar", secret)]
    for page in pages:
        answer = stranger.get(page)
        assert answer.status_code == 200
        if answer.streaming:
            b"".join(answer.streaming_content)
    GroupMember.objects.filter(person=anna.person).update(ends_on=today() - timedelta(days=1), ended_why="odišla")
    for page in pages:
        answer = stranger.get(page)
        assert answer.status_code == 410
        assert answer["Referrer-Policy"] == "same-origin"
        assert here("public_meetings") in answer.content.decode()
    assert stranger.post(pages[0], {"answer": "COMING"}).status_code == 410
    assert stranger.post(pages[2]).status_code == 410
    anna.refresh_from_db()
    assert anna.answer == ""
    GroupMember.objects.filter(person=anna.person).update(ends_on=today())  # the last day counts
    assert stranger.get(pages[0]).status_code == 200


def test_the_own_calendar_leaves_out_meetings_after_the_mandate(alfa: Any, group: Any) -> None:
    first, second = invited(group, title="Prvé"), invited(group, title="Druhé", **soon())
    anna = Person.objects.get(name="Anna Nováková")
    calendars.renew_address(anna, by=None, at=now())
    secret = calendars.sign([str(anna.pk), anna.calendar_number], calendars.CALENDAR)
    at = moment(28, 9)
    feed = str(calendars.own_feed(secret, alfa, at))
    assert (str(first.pk) in feed, str(second.pk) in feed) == (True, True)
    GroupMember.objects.filter(person=anna).update(ends_on=moment(27, 12).date(), ended_why="odišla")
    feed = str(calendars.own_feed(secret, alfa, at))
    assert (str(first.pk) in feed, str(second.pk) in feed) == (True, False)


def test_minutes_go_to_nobody_whose_mandate_has_ended(alfa: Any, group: Any) -> None:
    meeting = invited(group)
    people = list(meeting.participants.select_related("person"))
    GroupMember.objects.filter(person__name="Boris Dlhý").update(ends_on=moment(27, 12).date(), ended_why="odišiel")
    seats = seats_of(meeting)
    assert "Boris Dlhý" in minutes_post(seats, people, moment(27, 12).date())[0]
    assert "Boris Dlhý" not in [name for names in minutes_post(seats, people, moment(28, 12).date()) for name in names]


# --- paper and e-mail -------------------------------------------------------------------------------------------------
def renamed(who: Any, email: str) -> None:
    who.refresh_from_db()
    change_person(who, changes={"email": email}, version=who.version, by=None, at=now())
    deliver()


def test_who_gets_an_e_mail_later_is_no_longer_invited_on_paper(alfa: Any, group: Any) -> None:
    meeting = planned(group, **soon())
    invite(meeting, by=None, at=now())
    deliver()
    cyril = meeting.participants.get(name="Cyril Krátky")
    assert (cyril.channel, cyril.told) == ("PAPER", None)
    renamed(cyril.person, "cyril@example.org")
    cyril.refresh_from_db()
    assert (cyril.channel, cyril.told) == ("EMAIL", 0)
    assert [mail.to for mail in letters()[-1:]] == ["cyril@example.org"]
    assert not meeting.participants.filter(channel="PAPER").exists()
    deliver()
    assert len([mail for mail in letters() if mail.to == "cyril@example.org"]) == 1
    renamed(cyril.person, "")  # and back on paper
    cyril.refresh_from_db()
    assert cyril.channel == "PAPER"
    made = papers.invitations(meeting, meeting.participants.filter(channel="PAPER"), alfa, now())
    assert "Cyril Krátky" in str(made.blocks)


def test_who_has_another_e_mail_gets_a_link_that_works_there(alfa: Any, group: Any, browse: Any) -> None:
    meeting = planned(group, **soon())
    invite(meeting, by=None, at=now())
    deliver()
    before = len(letters())
    boris = meeting.participants.get(name="Boris Dlhý")
    renamed(boris.person, "novy@example.org")
    assert [mail.to for mail in letters()[before:]] == ["novy@example.org"]
    boris = Participant.objects.select_related("person").get(pk=boris.pk)
    assert browse(alfa).get(here("answer", calendars.answer_secret(boris))).status_code == 200


def test_another_e_mail_changes_nothing_of_meetings_that_were(alfa: Any, group: Any) -> None:
    meeting = invited(group)  # long ago
    deliver()
    before = len(letters())
    renamed(meeting.participants.get(name="Boris Dlhý").person, "novy@example.org")
    assert len(letters()) == before
