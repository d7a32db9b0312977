"""The pages of the minutes: written, sent round, approved, published, taken back, printed."""

import io
from typing import Any

import pytest
from support.meetings import (
    came,
    coming,
    held,
    invited,
    minuted,
    planned,
    published,
)
from support.plans import here, text_of

from kernel.clock import now
from planning.meetings.models import Meeting, MeetingTask, Resolution

pytestmark = pytest.mark.django_db


# --- minutes ----------------------------------------------------------------------------------------------------------
def test_whole_way_of_the_minutes(alfa: Any, group: Any, coordinator: Any, browse: Any) -> None:
    meeting = invited(group)
    came(meeting, "Anna Nováková", "Boris Dlhý")
    coordinator.post(here("hold", meeting.pk))
    now_ = Meeting.objects.get()
    items = list(meeting.items.all())
    said = {f"course_{item.pk}": "Zhodli sa." for item in items}
    facts = said | {"version": now_.version, "written_by": "Anna", "number": "1/2026"}
    assert coordinator.post(here("minutes", meeting.pk), facts).status_code == 302
    vote = {"text": "Súhlasíme.", "votes_for": 2, "votes_against": 0, "abstained": 0}
    address = here("resolve", meeting.pk, items[0].pk)
    assert coordinator.post(address, vote | {"votes_for": 3}).status_code == 422
    assert coordinator.post(address, vote).status_code == 302
    resolution = Resolution.objects.get()
    facts = vote | {"text": "Súhlasíme s plánom.", "version": resolution.version}
    assert coordinator.post(here("resolution", meeting.pk, resolution.pk), facts).status_code == 302
    due = {"what": "Spočítať miesta", "due_on": "31.5.2026"}
    assert coordinator.post(here("give_task", meeting.pk), due).status_code == 422
    assert coordinator.post(here("give_task", meeting.pk), due | {"who": "Mestský úrad"}).status_code == 302
    coordinator.post(here("send_round", meeting.pk))
    assert coordinator.post(here("approve_minutes", meeting.pk), {"on": "1.1.2020"}).status_code == 422
    assert coordinator.post(here("approve_minutes", meeting.pk), {"on": "30.4.2026"}).status_code == 302
    asked = text_of(coordinator.get(here("publish_minutes", meeting.pk)))
    assert here("minutes", meeting.pk) in asked
    assert browse(alfa).get(here("public_meeting", meeting.pk)).status_code == 404
    coordinator.post(here("publish_minutes", meeting.pk))
    page = text_of(browse(alfa).get(here("public_meeting", meeting.pk)))
    for words in ("Zhodli sa.", "Súhlasíme s plánom.", "Za: 2, proti: 0, zdržali sa: 0.", "Spočítať miesta", "1/2026"):
        assert words in page
    assert "Anna" not in page


@pytest.mark.parametrize("role", ["OFFICER", "GROUP_LEADER"])
def test_minutes_are_published_and_taken_back_by_the_coordinator_only(
    alfa: Any, group: Any, person: Any, browse: Any, coordinator: Any, role: str
) -> None:
    meeting, past = minuted(group), published(group)
    leader = browse(alfa, person(role, at=alfa))
    leader.post(here("send_round", meeting.pk))
    leader.post(here("approve_minutes", meeting.pk), {"on": "30.4.2026"})
    address = here("publish_minutes", meeting.pk)
    assert address not in text_of(leader.get(here("meeting", meeting.pk)))
    assert leader.post(address).status_code == 403
    assert leader.post(here("withdraw_minutes", past.pk), {"why": "x"}).status_code == 403
    assert address in text_of(coordinator.get(here("meeting", meeting.pk)))
    assert coordinator.post(address).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).stage == "PUBLISHED"


def test_minutes_that_were_taken_back_are_read_by_nobody_outside(
    alfa: Any, group: Any, coordinator: Any, browse: Any
) -> None:
    meeting, stranger = published(group), browse(alfa)
    addresses = [here("public_meeting", meeting.pk), here("public_minutes", meeting.pk, "pdf")]
    assert [stranger.get(each).status_code for each in addresses] == [200, 200]
    way = here("withdraw_minutes", meeting.pk)
    assert way in text_of(coordinator.get(here("meeting", meeting.pk)))
    assert coordinator.post(way, {"why": ""}).status_code == 422
    assert coordinator.post(way, {"why": "Meno v texte"}).status_code == 302
    assert [stranger.get(each).status_code for each in addresses] == [404, 404]
    assert str(meeting.pk) not in text_of(stranger.get(here("public_meetings")))
    assert "Meno v texte" in text_of(coordinator.get(here("meeting", meeting.pk)))


def test_who_gets_the_minutes_and_who_does_not_is_said_before(group: Any, coordinator: Any) -> None:
    meeting = minuted(group)
    step = text_of(coordinator.get(here("meeting", meeting.pk))).split('aria-labelledby="facts"')[0]
    assert "Cyril Krátky" in step
    assert "Anna Nováková" not in step


def test_words_about_a_point_that_was_taken_off_are_shown_again(group: Any, coordinator: Any) -> None:
    from planning.meetings.agenda import remove_item

    meeting = held(group)
    one, two = meeting.items.all()
    facts = {"version": meeting.version, f"course_{one.pk}": "Prvý text", f"course_{two.pk}": "Druhý text"}
    remove_item(two, by=None, at=now())
    answer = coordinator.post(here("minutes", meeting.pk), facts)
    assert answer.status_code == 409
    assert "Druhý text" in " ".join(text_of(answer).split())


def test_second_writer_of_the_minutes_sees_both_texts(group: Any, coordinator: Any) -> None:
    meeting = held(group)
    item = meeting.items.first()
    facts = {"version": meeting.version, "written_by": "Anna"}
    assert coordinator.post(here("minutes", meeting.pk), facts | {f"course_{item.pk}": "Prvý text"}).status_code == 302
    answer = coordinator.post(here("minutes", meeting.pk), facts | {f"course_{item.pk}": "Druhý text"})
    assert answer.status_code == 409
    assert "Prvý" in text_of(answer)
    assert "Druhý" in text_of(answer)
    item.refresh_from_db()
    assert item.course == "Prvý text"


def test_saving_again_keeps_what_the_second_writer_left_alone(group: Any, coordinator: Any) -> None:
    meeting = held(group)
    one, two = meeting.items.all()
    shown = coordinator.get(here("minutes", meeting.pk)).context["form"]
    sent = {name: shown[name].value() or "" for name in shown.fields}
    coordinator.post(here("minutes", meeting.pk), sent | {"number": "1/2026", f"course_{one.pk}": "Prvý text"})
    late = sent | {f"course_{two.pk}": "Druhý text"}
    refused = coordinator.post(here("minutes", meeting.pk), late)
    form = refused.context["form"]
    assert refused.status_code == 409
    assert (form["number"].value(), form[f"course_{one.pk}"].value()) == ("1/2026", "Prvý text")
    again = {name: form[name].value() or "" for name in form.fields}
    assert coordinator.post(here("minutes", meeting.pk), again).status_code == 302
    meeting.refresh_from_db()
    assert meeting.number == "1/2026"
    assert [item.course for item in meeting.items.all()] == ["Prvý text", "Druhý text"]


def test_minutes_that_went_round_are_opened_again_with_a_reason(group: Any, coordinator: Any) -> None:
    meeting = minuted(group)
    coordinator.post(here("send_round", meeting.pk))
    assert coordinator.post(here("return_minutes", meeting.pk), {"why": ""}).status_code == 422
    assert coordinator.post(here("return_minutes", meeting.pk), {"why": "Chýba bod"}).status_code == 302
    assert "Chýba bod" in text_of(coordinator.get(here("meeting", meeting.pk)))


def test_task_from_last_time_is_ticked_at_the_next_meeting(group: Any, coordinator: Any) -> None:
    from datetime import date

    from planning.meetings.minuting import give_task

    task = give_task(held(group), what="Spočítať", who="Úrad", due_on=date(2026, 5, 1), by=None, at=now())
    meeting = planned(group, **coming())
    page = text_of(coordinator.get(here("meeting", meeting.pk)))
    assert "Z minulých stretnutí" in page
    assert "Spočítať" in page
    coordinator.post(here("finish_task", meeting.pk, task.pk), {"note": "12 miest"})
    assert MeetingTask.objects.get().done_note == "12 miest"
    assert "Z minulých stretnutí" not in text_of(coordinator.get(here("meeting", meeting.pk)))


# --- paper ------------------------------------------------------------------------------------------------------------
def pdf_text(content: bytes) -> str:
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_sheet_has_a_line_for_each_member_a_place_to_sign_and_the_note(group: Any, coordinator: Any) -> None:
    meeting = invited(group)
    words = pdf_text(coordinator.get(here("sheet", meeting.pk, "pdf")).content)
    for said in ("Anna Nováková", "Elena Hosťová", "Podpis", "Strana", "poskytovateľ", "Podpisom potvrdzujete"):
        assert said in words
    assert coordinator.get(here("sheet", meeting.pk, "docx")).content.startswith(b"PK")
    assert coordinator.get(here("sheet", meeting.pk, "exe")).status_code == 404


def test_letters_are_for_those_without_mail_only(group: Any, coordinator: Any) -> None:
    meeting = invited(group)
    words = pdf_text(coordinator.get(here("letters", meeting.pk, "pdf")).content)
    assert "Cyril Krátky" in words
    assert "Anna Nováková" not in words
    assert "Vyhodnotenie roka 2025" in words
    assert coordinator.get(here("letters", planned(group).pk, "pdf")).status_code == 404


def test_minutes_on_paper_hold_all_names_for_those_who_work(
    alfa: Any, group: Any, coordinator: Any, browse: Any
) -> None:
    meeting = published(group)
    words = pdf_text(coordinator.get(here("minutes_paper", meeting.pk, "pdf")).content)
    assert "Anna Nováková" in words
    assert "Hovorilo sa o meste." in words
    public = pdf_text(browse(alfa).get(here("public_minutes", meeting.pk, "pdf")).content)
    assert "Nováková" not in public
    assert "Hovorilo sa o meste." in public
