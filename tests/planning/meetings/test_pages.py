"""The pages of those who lead meetings, from planning to the published minutes, and who may open them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext as _
from support.counting import questions
from support.meetings import (
    came,
    coming,
    deliver,
    empty_group,
    filled,
    held,
    invited,
    letters,
    person,
    planned,
    seat,
)
from support.plans import here, text_of

from kernel.clock import now
from planning.meetings.models import AgendaItem, AgendaPaper, Meeting

pytestmark = pytest.mark.django_db


# --- who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "reads", "leads"),
    [
        ("COORDINATOR", 200, 200),
        ("OFFICER", 200, 200),
        ("GROUP_LEADER", 200, 200),
        ("GROUP_MEMBER", 200, 403),
        ("COUNCIL_CLERK", 200, 403),
        ("INTAKE_CLERK", 200, 403),
    ],
)
def test_who_reads_and_who_leads(
    alfa: Any, group: Any, person: Any, browse: Any, role: str, reads: int, leads: int
) -> None:
    meeting = planned(group, is_open=True)
    client = browse(alfa, person(role, at=alfa))
    assert client.get(here("meetings")).status_code == reads
    assert client.get(here("meeting", meeting.pk)).status_code == reads
    assert client.get(here("minutes_paper", meeting.pk, "docx")).status_code == reads
    for name in ("meeting_facts", "invite", "attendance", "minutes", "add_item", "cancel_meeting"):
        assert client.get(here(name, meeting.pk)).status_code == leads
    assert client.get(here("new_meeting")).status_code == leads


def test_stranger_is_asked_to_sign_in(alfa: Any, group: Any, browse: Any) -> None:
    meeting = planned(group)
    assert browse(alfa).get(here("meeting", meeting.pk)).status_code == 302
    assert browse(alfa).post(here("publish_minutes", meeting.pk)).status_code == 302


def test_person_without_a_role_sees_nothing(alfa: Any, group: Any, person: Any, browse: Any) -> None:
    assert browse(alfa, person()).get(here("meeting", planned(group).pk)).status_code == 403


# --- planning ---------------------------------------------------------------------------------------------------------
def test_meeting_is_planned_in_the_time_of_the_town(group: Any, coordinator: Any) -> None:
    assert coordinator.post(here("new_meeting"), filled(group)).status_code == 302
    meeting = Meeting.objects.get()
    from django.utils import timezone

    assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "12:30"
    assert timezone.localtime(meeting.ends_at).strftime("%H:%M") == "14:45"
    assert list(meeting.groups.all()) == [group]


def test_wrong_facts_are_told_at_the_form(group: Any, coordinator: Any) -> None:
    answer = coordinator.post(here("new_meeting"), filled(group, ends="12:00"))
    assert answer.status_code == 422
    assert "Koniec musí byť až po začiatku." in text_of(answer)
    assert coordinator.post(here("new_meeting"), filled(group, groups=[])).status_code == 422
    assert coordinator.post(here("new_meeting"), filled(group, starts="x")).status_code == 422
    assert Meeting.objects.count() == 0


def test_meeting_changed_by_somebody_else_is_shown_and_nothing_is_lost(group: Any, coordinator: Any) -> None:
    meeting = planned(group, **coming())
    address = here("meeting_facts", meeting.pk)
    facts = filled(group, version=meeting.version)
    assert coordinator.post(address, facts | {"place": "Prvé miesto"}).status_code == 302
    answer = coordinator.post(address, facts | {"place": "Druhé miesto"})
    assert answer.status_code == 409
    assert "Prvé miesto" in text_of(answer)
    assert Meeting.objects.get().place == "Prvé miesto"
    assert coordinator.post(address, facts | {"place": "Druhé miesto", "version": 2}).status_code == 302
    assert Meeting.objects.get().place == "Druhé miesto"


def test_group_whose_end_lies_ahead_still_meets(group: Any, coordinator: Any) -> None:
    day = now().date()
    for name, ended in (("Končí", day + timedelta(days=30)), ("Skončila", day - timedelta(days=1))):
        group_ = empty_group(name)
        group_.ended_on, group_.ended_why = ended, "koniec"
        group_.save()
    page = text_of(coordinator.get(here("new_meeting")))
    assert "Končí" in page
    assert "Skončila" not in page


def test_points_are_ordered_by_buttons(group: Any, coordinator: Any) -> None:
    meeting = planned(group)
    one, two = meeting.items.all()

    def order() -> list[Any]:
        return list(meeting.items.values_list("pk", flat=True))

    coordinator.post(here("move_item", meeting.pk, one.pk), {"direction": "down"})
    assert order() == [two.pk, one.pk]
    coordinator.post(here("move_item", meeting.pk, one.pk), {"direction": "down"})
    assert order() == [two.pk, one.pk]
    coordinator.post(here("move_item", meeting.pk, one.pk), {"direction": "up"})
    assert order() == [one.pk, two.pk]
    assert coordinator.post(here("move_item", meeting.pk, one.pk), {"direction": "in"}).status_code == 400
    coordinator.post(here("remove_item", meeting.pk, one.pk))
    assert list(meeting.items.values_list("pk", "position")) == [(two.pk, 0)]


def test_point_of_another_meeting_is_not_reached_through_this_one(group: Any, coordinator: Any) -> None:
    mine, other = planned(group), planned(group)
    item = other.items.first()
    assert coordinator.post(here("remove_item", mine.pk, item.pk)).status_code == 404
    assert AgendaItem.objects.filter(pk=item.pk).exists()


def test_paper_is_what_it_says_and_comes_back_as_a_download(
    alfa: Any, group: Any, coordinator: Any, browse: Any
) -> None:
    meeting = planned(group)
    item = meeting.items.first()
    address = here("add_agenda_paper", meeting.pk, item.pk)
    wrong = SimpleUploadedFile("plan.pdf", b"<html>")
    assert coordinator.post(address, {"name": "Plán", "file": wrong}).status_code == 422
    right = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 x")
    assert coordinator.post(address, {"name": "", "file": right}).status_code == 302
    paper = AgendaPaper.objects.get()
    assert (paper.name, paper.file_name) == ("plan.pdf", "plan.pdf")
    answer = coordinator.get(here("agenda_paper", meeting.pk, paper.pk))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert browse(alfa).get(here("agenda_paper", meeting.pk, paper.pk)).status_code == 302
    coordinator.post(here("remove_agenda_paper", meeting.pk, paper.pk))
    assert AgendaPaper.objects.count() == 0


# --- inviting ---------------------------------------------------------------------------------------------------------
def test_invitation_says_who_is_asked_how_and_who_cannot_be_at_two_places(group: Any, coordinator: Any) -> None:
    families = empty_group("Rodiny")
    seat(families, group.members.get(person__name="Anna Nováková").person)
    planned(families, title="Rodiny v č. 250", **coming())
    meeting = planned(group, **coming())
    page = text_of(coordinator.get(here("invite", meeting.pk)))
    assert "E-mailom: 4 osoby" in page
    assert "Na papieri: 1 osoba" in page
    assert "Rodiny v č. 250" in page
    assert "menej ako 7 dní" not in page
    assert coordinator.post(here("invite", meeting.pk)).status_code == 302
    deliver()
    assert len(letters()) == 4


def test_late_invitation_is_said_plainly_and_asks_for_a_tick(group: Any, coordinator: Any) -> None:
    meeting = planned(group, **coming(days=3))
    assert "Zostáva menej ako 7 dní" in text_of(coordinator.get(here("invite", meeting.pk)))
    assert coordinator.post(here("invite", meeting.pk)).status_code == 422
    assert coordinator.post(here("invite", meeting.pk), {"although_late": "on"}).status_code == 302
    assert Meeting.objects.get().stage == "INVITED"


def test_get_invites_cancels_and_publishes_nobody(group: Any, coordinator: Any) -> None:
    meeting = planned(group, **coming())
    for name in ("invite", "cancel_meeting"):
        coordinator.get(here(name, meeting.pk))
    for name in ("publish_minutes", "withdraw_minutes"):
        assert coordinator.get(here(name, meeting.pk)).status_code == 200
    for name in ("hold", "send_round"):
        assert coordinator.get(here(name, meeting.pk)).status_code == 405
    assert Meeting.objects.get().stage == "PLANNED"


# --- attendance -------------------------------------------------------------------------------------------------------
def test_quorum_is_shown_after_each_save(group: Any, coordinator: Any) -> None:
    meeting = invited(group)
    address = here("attendance", meeting.pk)
    assert "Skupina nie je uznášaniaschopná" in text_of(coordinator.get(address))
    ids = {each.person.name: each.person_id for each in group.members.select_related("person")}
    said = {f"presence_{ids['Anna Nováková']}": "PRESENT", f"presence_{ids['Boris Dlhý']}": "REPRESENTED",
            f"instead_{ids['Boris Dlhý']}": "Fero Zástupca"}  # fmt: skip
    answer = coordinator.post(address, said, follow=True)
    assert "Skupina je uznášaniaschopná" in text_of(answer)
    with translation.override("sk"):
        words = _("Present: %(here)s, members with a vote: %(members)s, needed: %(needed)s.")
    assert words % {"here": 2, "members": 4, "needed": 2} in text_of(answer)


def test_line_that_was_not_touched_here_stays_as_somebody_else_ticked_it(group: Any, coordinator: Any) -> None:
    meeting = invited(group)
    ids = {each.person.name: each.person_id for each in group.members.select_related("person")}
    came(meeting, "Dana Malá")
    old = {f"was_{ids['Dana Malá']}": "", f"presence_{ids['Dana Malá']}": ""}
    mine = {f"was_{ids['Anna Nováková']}": "", f"presence_{ids['Anna Nováková']}": "PRESENT"}
    coordinator.post(here("attendance", meeting.pk), old | mine)
    assert sorted(meeting.participants.filter(presence="PRESENT").values_list("name", flat=True)) == [
        "Anna Nováková",
        "Dana Malá",
    ]


def test_refused_list_keeps_what_was_ticked(group: Any, coordinator: Any) -> None:
    meeting = invited(group)
    anna = group.members.get(person__name="Anna Nováková").person_id
    answer = coordinator.post(here("attendance", meeting.pk), {f"presence_{anna}": "REPRESENTED"})
    assert answer.status_code == 422
    assert 'value="REPRESENTED" checked' in text_of(answer)
    assert meeting.participants.exclude(presence="").count() == 0


def test_guest_is_added_and_taken_off(group: Any, coordinator: Any) -> None:
    meeting = invited(group)
    coordinator.post(here("add_guest", meeting.pk), {"name": "Ján Občan", "party": "PUBLIC", "remote": "on"})
    guest = meeting.participants.get(name="Ján Občan")
    assert guest.presence == "REMOTE"
    assert "Ján Občan" in text_of(coordinator.get(here("attendance", meeting.pk)))
    coordinator.post(here("remove_guest", meeting.pk, guest.pk))
    assert not meeting.participants.filter(name="Ján Občan").exists()


# --- how many questions -----------------------------------------------------------------------------------------------
def asked(coordinator: Any, meeting: Meeting) -> list[int]:
    return [questions(coordinator, here(name, meeting.pk)) for name in ("meeting", "attendance", "minutes")]


def with_results(group: Any, points: int) -> Meeting:
    """Held, with so many points beside the usual two, each with a paper, a resolution and a task."""
    from django.core.files.base import ContentFile

    from planning.meetings.agenda import add_item, add_paper
    from planning.meetings.minuting import give_task, resolve

    meeting = held(group)
    for number in range(points):
        item = add_item(meeting, title=f"Bod {number}", by=None, at=now())
        add_paper(item, name="Plán", file=ContentFile(b"%PDF-", name="a.pdf"), by=None, at=now())
        resolve(item, text="x", is_recommendation=True, by=None, at=now())
        give_task(meeting, what="x", who="y", due_on=now().date(), by=None, at=now())
    return meeting


def test_pages_of_a_meeting_ask_the_same_few_questions_whatever_its_size(group: Any, coordinator: Any) -> None:
    small = asked(coordinator, with_results(group, 1))
    for number in range(20):
        seat(group, person(f"Osoba {number}", f"o{number}@example.org"))
    assert asked(coordinator, with_results(group, 3)) == small == [14, 9, 14]


def test_page_of_a_coming_meeting_asks_for_clashes_in_three_questions(group: Any, coordinator: Any) -> None:
    meeting = invited(group, **coming())
    alone = questions(coordinator, here("meeting", meeting.pk))
    counts = []
    for number in range(2):
        planned(group, title=f"Naraz {number}", **coming())
        counts.append(questions(coordinator, here("meeting", meeting.pk)))
    assert counts == [alone + 2, alone + 2]
