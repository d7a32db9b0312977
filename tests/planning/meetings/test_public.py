"""What the public sees: open meetings and published minutes. A closed meeting leaks nowhere."""

import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from support.counting import questions
from support.meetings import deliver, invited, letters, moment, planned, published
from support.plans import here

from kernel.clock import now
from kernel.signing import sign, unsign
from planning.groups.models import Person
from planning.meetings import calendars
from planning.meetings.commands import cancel_meeting
from planning.meetings.picturing import published_minutes
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
SECRET = {"title": "Tajné rokovanie", "place": "Tajná miestnosť", "note": "Tajná poznámka", "call_address": ""}


def coming(**facts: Any) -> dict[str, Any]:
    """A meeting a month ahead of the real today, so that pages show it as coming."""
    at = now() + timedelta(days=30)
    return {"starts_at": at, "ends_at": at + timedelta(hours=2)} | facts


def words_of(answer: Any) -> str:
    """What can be read in an answer: of a PDF its text."""
    if answer["Content-Type"] == "application/pdf":
        from pypdf import PdfReader

        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return str(answer.content.decode("utf-8", "replace"))


def everything_public(stranger: Any, meeting: Any) -> str:
    """Each public page and file a stranger may try, as one text; with real secrets signed for another purpose."""
    asked = [row for row in meeting.participants.select_related("person") if row.person]
    answers = [sign([str(row.pk), row.person.email], calendars.CALENDAR) for row in asked]
    calendar = [sign([str(row.person_id), 1], calendars.ANSWER) for row in asked]
    addresses = [
        "/",
        here("public_meetings"),
        here("public_calendar"),
        here("public_meeting", meeting.pk),
        here("public_minutes", meeting.pk, "pdf"),
        *(here("answer", secret) for secret in [sign([str(meeting.pk), ""], calendars.ANSWER), *answers]),
        *(here("own_calendar", secret) for secret in [sign([str(meeting.pk), 1], calendars.CALENDAR), *calendar]),
        f"{here('public_calendar')}?meeting={meeting.pk}",
    ]
    return "\n".join(words_of(stranger.get(address)) for address in addresses)


@pytest.mark.parametrize("stage", ["planned", "invited", "cancelled"])
def test_closed_meeting_leaks_nowhere(alfa: Any, group: Any, browse: Any, stage: str) -> None:
    shown = invited(group, title="Večer susedov", is_open=True, **coming())
    closed = (planned if stage == "planned" else invited)(group, **coming(**SECRET))
    if stage == "cancelled":
        cancel_meeting(closed, why="Tajný dôvod", by=None, at=now())
    stranger = browse(alfa)
    whole = everything_public(stranger, closed)
    assert "Večer susedov" in whole
    assert "Tajn" not in whole
    for address in ("/", here("public_meetings"), here("public_calendar")):
        assert str(closed.pk) not in stranger.get(address).content.decode()
    assert stranger.get(here("public_meeting", closed.pk)).status_code == 404
    assert stranger.get(here("public_meeting", shown.pk)).status_code == 200


def test_meeting_that_was_closed_later_leaves_the_calendar(alfa: Any, group: Any, browse: Any) -> None:
    from planning.meetings.models import Meeting

    meeting = invited(group, title="Večer susedov", is_open=True, **coming())
    stranger = browse(alfa)
    assert "Večer susedov" in stranger.get(here("public_calendar")).content.decode()
    Meeting.objects.update(is_open=False)
    assert "Večer susedov" not in everything_public(stranger, meeting)


def test_open_meeting_is_seen_once_people_were_invited(alfa: Any, group: Any, browse: Any) -> None:
    meeting = planned(group, title="Večer susedov", is_open=True, **coming())
    stranger = browse(alfa)
    assert "Večer susedov" not in everything_public(stranger, meeting)
    from planning.meetings.inviting import invite

    invite(meeting, by=None, at=now())
    page = stranger.get(here("public_meeting", meeting.pk)).content.decode()
    assert "Vyhodnotenie roka 2025" in page
    assert "Anna Nováková" not in page


def test_cancelled_open_meeting_says_so_to_everybody(alfa: Any, group: Any, browse: Any) -> None:
    meeting = invited(group, title="Večer susedov", is_open=True, **coming())
    cancel_meeting(meeting, why="Chrípka", by=None, at=now())
    stranger = browse(alfa)
    assert "Chrípka" in stranger.get(here("public_meeting", meeting.pk)).content.decode()
    feed = stranger.get(here("public_calendar")).content.decode()
    assert "STATUS:CANCELLED\r\n" in feed
    assert "SEQUENCE:1\r\n" in feed


def test_group_that_is_not_shown_is_not_named(alfa: Any, group: Any, browse: Any) -> None:
    group.is_public, group.name = False, "Neverejná skupina"
    group.save()
    meeting = invited(group, title="Večer susedov", is_open=True, **coming())
    assert "Neverejná skupina" not in everything_public(browse(alfa), meeting)
    past = published(group)
    read = everything_public(browse(alfa), past)
    assert "Hovorilo sa o meste." in read
    assert "Neverejná skupina" not in read


def test_minutes_of_a_shown_and_a_hidden_group_name_the_shown_one_only(alfa: Any, group: Any, browse: Any) -> None:
    from support.meetings import group_of_five

    hidden = group_of_five("Neverejná skupina")
    past = published(group, hidden)
    assert "Neverejná skupina" in everything_public(browse(alfa), past)
    hidden.is_public = False
    hidden.save()
    read = everything_public(browse(alfa), past)
    assert "Seniori" in read
    assert "Neverejná" not in read
    for document in ("pdf", "docx"):
        assert browse(alfa).get(here("public_minutes", past.pk, document)).status_code == 200
    assert [each.group for each in published_minutes(past).quorums] == ["Seniori"]


def test_calendar_is_served_as_one(alfa: Any, group: Any, browse: Any) -> None:
    answer = browse(alfa).get(here("public_calendar"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")


def test_published_minutes_are_read_by_everybody_without_names(alfa: Any, group: Any, browse: Any) -> None:
    meeting = published(group, courses="Dohodlo sa.")
    stranger = browse(alfa)
    page = stranger.get(here("public_meeting", meeting.pk)).content.decode()
    assert "Dohodlo sa." in page
    assert "Nováková" not in page
    assert "Prítomní bez zverejneného mena: zadávateľ 1, poskytovateľ 1." in page
    assert stranger.get(here("public_minutes", meeting.pk, "pdf")).content.startswith(b"%PDF")
    assert stranger.get(here("public_minutes", meeting.pk, "exe")).status_code == 404
    assert str(meeting.pk) not in stranger.get(here("public_calendar")).content.decode()


def test_lists_ask_the_same_few_questions(alfa: Any, group: Any, browse: Any, coordinator: Any) -> None:
    stranger = browse(alfa)
    invited(group, is_open=True, **coming())
    one = [questions(stranger, here("public_meetings")), questions(stranger, here("public_calendar"))]
    one.append(questions(coordinator, here("meetings")))
    for number in range(2):
        invited(group, title=f"Ďalšie {number}", is_open=True, **coming())
    three = [questions(stranger, here("public_meetings")), questions(stranger, here("public_calendar"))]
    three.append(questions(coordinator, here("meetings")))
    assert one == three == [2, 2, 8]


# --- a person's own calendar ------------------------------------------------------------------------------------------
def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_own_calendar_holds_the_closed_meetings_of_this_person_only(alfa: Any, group: Any, browse: Any) -> None:
    invited(group, **coming(**SECRET))
    anna, elena = (group.members.get(person__name=name).person for name in ("Anna Nováková", "Elena Hosťová"))
    from support.meetings import empty_group, person, seat

    other = empty_group("Iná")
    seat(other, person("Niekto"))
    invited(other, title="Cudzie", **coming())
    addresses = []
    for who in (anna, elena):
        calendars.renew_address(who, by=None, at=now())
        addresses.append(path_of(calendars.feed_of(who, alfa)))
    assert len(set(addresses)) == 2
    answer = browse(alfa).get(addresses[0])
    assert "Tajné rokovanie" in answer.content.decode()
    assert "Cudzie" not in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_new_address_makes_the_old_one_useless(alfa: Any, beta: Any, group: Any, browse: Any) -> None:
    anna = group.members.get(person__name="Anna Nováková").person
    calendars.renew_address(anna, by=None, at=now())
    old = path_of(calendars.feed_of(anna, alfa))
    assert browse(alfa).get(old).status_code == 200
    assert browse(beta).get(old).status_code == 404
    assert browse(alfa).get(old).status_code == 200
    calendars.renew_address(anna, by=None, at=now())
    assert browse(alfa).get(old).status_code == 404
    assert browse(alfa).get(path_of(calendars.feed_of(anna, alfa))).status_code == 200
    assert Person.objects.get(pk=anna.pk).calendar_number == 2


# --- the link in the letter -------------------------------------------------------------------------------------------
@pytest.fixture
def link(alfa: Any, group: Any) -> str:
    """The address in Anna's letter."""
    invited(group, **coming())
    deliver()
    mail = next(mail for mail in letters() if mail.to == "anna@example.org")
    return path_of(next(line for line in mail.text.splitlines() if "/meetings/answer/" in line))


def test_link_answers_without_signing_in_and_looking_changes_nothing(alfa: Any, link: str, browse: Any) -> None:
    from planning.meetings.models import Participant

    stranger = browse(alfa)
    for _time in range(2):
        assert stranger.get(link).status_code == 200
        assert stranger.head(link).status_code == 200
    row = Participant.objects.get(name="Anna Nováková")
    assert (row.answer, row.answered_at) == ("", None)
    assert stranger.post(link, {"answer": "SUBSTITUTE"}).status_code == 422
    assert stranger.post(link, {"answer": "SUBSTITUTE", "name": "Fero"}).status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.answer_name) == ("SUBSTITUTE", "Fero")


def test_page_of_the_link_is_kept_by_nobody_and_tells_no_address(alfa: Any, link: str, browse: Any) -> None:
    answer = browse(alfa).get(link)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"  # were it stricter, no browser could send the form


def test_no_address_can_be_read_in_a_link(group: Any) -> None:
    row = invited(group, **coming()).participants.select_related("person").exclude(person__email="").first()
    assert row is not None
    secret = calendars.answer_secret(row)
    assert row.person.email not in json.dumps(unsign(secret, calendars.ANSWER, max_age=timedelta(days=1)))


def test_link_of_another_town_opens_nothing(alfa: Any, beta: Any, link: str, browse: Any) -> None:
    assert browse(beta).get(link).status_code == 404
    assert browse(alfa).get(link[:-3] + "xx/").status_code == 404


def test_own_calendar_goes_to_the_e_mail_of_its_person_and_is_shown_on_no_page(
    alfa: Any, group: Any, link: str, browse: Any
) -> None:
    stranger, before = browse(alfa), len(letters())
    assert stranger.get(f"{link}calendar/").status_code == 200
    assert not Person.objects.filter(calendar_number__gt=0).exists()
    answer = stranger.post(f"{link}calendar/", follow=True)
    for page in (answer, stranger.get(f"{link}calendar/"), stranger.get(link)):
        assert "calendar.ics" not in page.content.decode()
    (letter,) = letters()[before:]
    assert letter.to == "anna@example.org"
    first = address_in(letter)
    assert stranger.get(first).status_code == 200
    stranger.post(f"{link}calendar/")
    assert stranger.get(first).status_code == 200
    stranger.post(f"{link}calendar/", {"new": "yes"})
    assert stranger.get(first).status_code == 404
    assert stranger.get(address_in(letters()[-1])).status_code == 200
    assert len(letters()) == before + 3


def address_in(letter: Any) -> str:
    """The path of the calendar that a letter tells."""
    (address,) = re.findall(r"https?://[^/]+(/\S+calendar\.ics)", letter.text)
    return str(address)


def test_person_without_e_mail_gets_no_calendar_address(alfa: Any, group: Any, browse: Any) -> None:
    row = invited(group, **coming()).participants.get(name="Cyril Krátky")
    address = here("answer_calendar", calendars.answer_secret(row))
    assert '<form method="post"' not in browse(alfa).get(address).content.decode()
    browse(alfa).post(address)
    assert not Person.objects.filter(calendar_number__gt=0).exists()
    assert letters() == []


def test_minutes_are_read_by_the_link_once_they_went_round(alfa: Any, group: Any, browse: Any) -> None:
    from support.meetings import minuted

    from planning.meetings import minuting

    meeting = minuted(group)
    row = meeting.participants.get(name="Anna Nováková")
    address = here("answer_minutes", calendars.answer_secret(row), "pdf")
    assert browse(alfa).get(address).status_code == 404
    minuting.send_minutes_round(meeting, by=None, at=moment(28, 10))
    assert browse(alfa).get(address).content.startswith(b"%PDF")


def test_person_who_was_never_invited_has_no_link(alfa: Any, group: Any) -> None:
    from support.meetings import came

    meeting = planned(group)
    came(meeting, "Anna Nováková")
    with in_tenant(alfa.key):
        assert calendars.invited_by(calendars.answer_secret(meeting.participants.get()), moment(2, 9)) is None
