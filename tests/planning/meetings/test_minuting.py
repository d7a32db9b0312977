"""Minutes: what was said, resolved and given to do; sent round, approved, published and then frozen."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.informing import morning
from support.meetings import came, deliver, held, invited, letters, minuted, moment, planned, published

from planning.groups.models import GroupMember
from planning.meetings import agenda, minuting
from planning.meetings.attending import add_guest
from planning.meetings.models import AgendaItem, Meeting, MeetingTask, Resolution
from planning.meetings.picturing import for_public, from_json, minutes_of, picture, published_minutes, to_json
from planning.meetings.queries import open_tasks
from planning.structure.errors import ChangedMeanwhile, PlanRefused

pytestmark = pytest.mark.django_db
AFTER = moment(28, 9)


def first(meeting: Meeting) -> AgendaItem:
    return meeting.items.first()


def resolve(meeting: Meeting, **facts: Any) -> Resolution:
    facts = {"text": "Skupina súhlasí.", "votes_for": 2} | facts
    return minuting.resolve(first(meeting), by=None, at=AFTER, **facts)


def write(meeting: Meeting, version: int, **head: str) -> Meeting:
    return minuting.write_minutes(meeting, head=head, courses={}, version=version, by=None, at=AFTER)


# --- text -------------------------------------------------------------------------------------------------------------
def test_first_words_make_a_draft_of_the_minutes(group: Any) -> None:
    meeting = minuted(group)
    assert meeting.stage == "MINUTES_DRAFTED"
    assert [item.course for item in meeting.items.all()] == ["Hovorilo sa o meste."] * 2


def test_nothing_is_minuted_before_the_meeting_was_held(group: Any) -> None:
    meeting = invited(group)
    with pytest.raises(PlanRefused):
        write(meeting, meeting.version)
    with pytest.raises(PlanRefused):
        resolve(meeting)


def test_two_writers_do_not_overwrite_each_other(group: Any) -> None:
    meeting = minuted(group)
    write(meeting, meeting.version, written_by="Prvý")
    with pytest.raises(ChangedMeanwhile):
        write(meeting, meeting.version, written_by="Druhý")
    assert Meeting.objects.get(pk=meeting.pk).written_by == "Prvý"


# --- resolutions ------------------------------------------------------------------------------------------------------
def test_no_more_votes_than_votes_in_the_room(group: Any) -> None:
    meeting = held(group)
    with pytest.raises(PlanRefused, match="3, ale prítomných s právom hlasovať je len 2"):
        resolve(meeting, votes_for=1, votes_against=1, abstained=1)
    assert resolve(meeting, votes_for=1, votes_against=0, abstained=1).pk


def test_guests_bring_no_votes(group: Any) -> None:
    meeting = held(group, names=("Anna Nováková", "Boris Dlhý", "Elena Hosťová"))
    add_guest(meeting, name="Občan", party="PUBLIC", by=None, at=AFTER)
    with pytest.raises(PlanRefused):
        resolve(meeting, votes_for=3)


def test_without_quorum_only_a_recommendation(group: Any) -> None:
    meeting = held(group, names=("Anna Nováková",))
    with pytest.raises(PlanRefused, match="uznášaniaschopná"):
        resolve(meeting, votes_for=1)
    kept = resolve(meeting, votes_for=1, is_recommendation=True)
    with pytest.raises(PlanRefused, match="uznášaniaschopná"):
        minuting.change_resolution(kept, version=kept.version, is_recommendation=False, by=None, at=AFTER)


def test_public_meeting_without_a_group_can_only_recommend(group: Any) -> None:
    meeting = invited(is_open=True)
    add_guest(meeting, name="Občan", party="PUBLIC", by=None, at=moment(27, 13))
    from planning.meetings.commands import hold_meeting

    hold_meeting(meeting, by=None, at=AFTER)
    with pytest.raises(PlanRefused):
        resolve(meeting, votes_for=0)
    assert resolve(meeting, votes_for=0, is_recommendation=True).pk


def test_conflict_of_interest_is_told_of_those_present(group: Any) -> None:
    meeting = held(group)
    present = meeting.participants.get(name="Boris Dlhý")
    absent = meeting.participants.get(name="Dana Malá")
    kept = resolve(meeting, conflicts=[present.pk])
    assert kept.conflicts == [present.pk]
    with pytest.raises(PlanRefused, match="Konflikt"):
        resolve(meeting, conflicts=[absent.pk])


def test_older_resolution_does_not_overwrite(group: Any) -> None:
    kept = resolve(held(group))
    minuting.change_resolution(kept, version=1, text="Nové znenie", by=None, at=AFTER)
    with pytest.raises(ChangedMeanwhile):
        minuting.change_resolution(kept, version=1, text="Iné", by=None, at=AFTER)
    assert Resolution.objects.get().text == "Nové znenie"
    minuting.remove_resolution(kept, by=None, at=AFTER)
    assert Resolution.objects.count() == 0


def test_resolution_belongs_to_its_point_which_then_stays(group: Any) -> None:
    meeting = held(group)
    resolve(meeting)
    with pytest.raises(PlanRefused, match="Zápisnica"):
        agenda.remove_item(first(meeting), by=None, at=AFTER)


# --- tasks ------------------------------------------------------------------------------------------------------------
def give(meeting: Meeting, what: str = "Zistiť počet miest", **facts: Any) -> MeetingTask:
    facts = {"who": "Mestský úrad", "due_on": date(2026, 5, 31)} | facts
    return minuting.give_task(meeting, what=what, by=None, at=AFTER, **facts)


def test_task_says_who_and_until_when(group: Any) -> None:
    meeting = held(group)
    anna = group.members.get(person__name="Anna Nováková").person
    assert give(meeting).owner == "Mestský úrad"
    assert give(meeting, person=anna).owner == "Anna Nováková"
    with pytest.raises(PlanRefused):
        give(meeting, who=" ")
    with pytest.raises(PlanRefused):
        give(meeting, due_on=date(2026, 4, 26))


def test_open_tasks_appear_on_the_next_meeting_of_the_group_only(group: Any) -> None:
    from support.meetings import empty_group

    task = give(held(group))
    after = {"starts_at": moment(25, 12, month=5), "ends_at": moment(25, 13, month=5)}
    before = {"starts_at": moment(20, 12), "ends_at": moment(20, 13)}
    assert list(open_tasks(planned(group, **after))) == [task]
    assert list(open_tasks(planned(group, empty_group("Rodiny"), **after))) == [task]
    assert list(open_tasks(planned(empty_group("Deti"), **after))) == []
    assert list(open_tasks(planned(group, **before))) == []


def test_task_that_is_done_leaves_the_list_and_is_ticked_once(group: Any) -> None:
    task = give(held(group))
    coming = planned(group, starts_at=moment(25, 12, month=5), ends_at=moment(25, 13, month=5))
    minuting.finish_task(task, note="12 miest", by=None, at=moment(20, 9, month=5))
    minuting.finish_task(task, note="iné", by=None, at=moment(21, 9, month=5))
    kept = MeetingTask.objects.get()
    assert (kept.done_on, kept.done_note) == (date(2026, 5, 20), "12 miest")
    assert list(open_tasks(coming)) == []


# --- round, approval, publication -------------------------------------------------------------------------------------
def test_minutes_go_round_to_everybody_invited_by_mail(group: Any) -> None:
    meeting = minuted(group)
    deliver()
    minuting.send_minutes_round(meeting, by=None, at=moment(28, 10))
    minuting.send_minutes_round(meeting, by=None, at=moment(28, 11))
    deliver()
    morning()
    told = [mail for mail in letters() if mail.kind == "planning.news"]
    assert sorted(mail.to.split("@")[0] for mail in told) == ["anna", "boris", "dana", "elena"]
    assert told[0].calendar == ""
    assert "/meetings/answer/" in told[0].text


def test_minutes_go_to_the_e_mail_of_today_whatever_the_invitation_was(group: Any) -> None:
    from planning.groups.models import Person

    meeting = minuted(group)
    Person.objects.filter(name="Cyril Krátky").update(email="cyril@example.org")
    Person.objects.filter(name="Anna Nováková").update(email="")
    GroupMember.objects.filter(person__name="Dana Malá").update(ends_on=date(2026, 4, 1), ended_why="koniec")
    deliver()
    minuting.send_minutes_round(meeting, by=None, at=moment(28, 10))
    deliver()
    morning()
    told = [mail.to.split("@")[0] for mail in letters() if mail.kind == "planning.news"]
    assert sorted(told) == ["boris", "cyril", "elena"]


def test_minutes_without_an_author_do_not_go_round(group: Any) -> None:
    meeting = minuted(group)
    write(meeting, meeting.version)
    with pytest.raises(PlanRefused, match="kto ju napísal"):
        minuting.send_minutes_round(meeting, by=None, at=AFTER)


def test_what_was_sent_round_changes_only_when_it_is_opened_again(group: Any) -> None:
    meeting = minuting.send_minutes_round(minuted(group), by=None, at=AFTER)
    acts = (
        lambda: write(meeting, meeting.version),
        lambda: resolve(meeting),
        lambda: give(meeting),
        lambda: came(meeting, "Dana Malá"),
        lambda: agenda.add_item(meeting, title="x", by=None, at=AFTER),
    )
    for act in acts:
        with pytest.raises(PlanRefused):
            act()
    with pytest.raises(PlanRefused):
        minuting.return_minutes(meeting, why=" ", by=None, at=AFTER)
    back = minuting.return_minutes(meeting, why="Chýba bod 2", by=None, at=AFTER)
    assert back.stage == "MINUTES_DRAFTED"
    assert write(back, back.version, written_by="Anna").written_by == "Anna"


def test_approval_has_a_day_between_the_meeting_and_today(group: Any) -> None:
    meeting = minuting.send_minutes_round(minuted(group), by=None, at=AFTER)
    for day in (date(2026, 4, 26), date(2026, 5, 1)):
        with pytest.raises(PlanRefused):
            minuting.approve_minutes(meeting, on=day, by=None, at=moment(30, 9))
    assert minuting.approve_minutes(meeting, on=date(2026, 4, 30), by=None, at=moment(30, 9)).stage == "APPROVED"


def test_nothing_is_published_that_was_not_approved(group: Any) -> None:
    meeting = minuting.send_minutes_round(minuted(group), by=None, at=AFTER)
    with pytest.raises(PlanRefused):
        minuting.publish_minutes(meeting, by=None, at=AFTER)
    with pytest.raises(IntegrityError, match="published_minutes_were_approved_and_are_kept"), transaction.atomic():
        Meeting.objects.update(stage="PUBLISHED")


def test_published_minutes_are_kept_as_they_were(group: Any) -> None:
    meeting = published(group)
    before = minutes_of(Meeting.objects.get(pk=meeting.pk))
    AgendaItem.objects.update(title="Prepísané", course="Prepísané")
    GroupMember.objects.filter(person__name="Anna Nováková").delete()
    meeting.participants.update(name="Prepísané")
    again = minutes_of(Meeting.objects.get(pk=meeting.pk))
    assert again == before
    with pytest.raises(PlanRefused):
        minuting.return_minutes(meeting, why="x", by=None, at=moment(30, 12))


def test_published_minutes_are_taken_back_for_a_reason_and_published_again(group: Any) -> None:
    meeting = published(group)
    with pytest.raises(PlanRefused):
        minuting.withdraw_minutes(meeting, why=" ", by=None, at=moment(30, 12))
    meeting = minuting.withdraw_minutes(meeting, why="Meno v texte", by=None, at=moment(30, 12))
    assert (meeting.stage, meeting.returned_why, meeting.approved_on) == ("MINUTES_DRAFTED", "Meno v texte", None)
    items = {item.pk: "Bez mena." for item in meeting.items.all()}
    head = {"written_by": "Anna Nováková"}
    meeting = minuting.write_minutes(
        meeting, head=head, courses=items, version=meeting.version, by=None, at=moment(30, 13)
    )
    assert {point.course for point in minutes_of(meeting).points} == {"Bez mena."}
    with pytest.raises(PlanRefused):
        minuting.withdraw_minutes(meeting, why="x", by=None, at=moment(30, 14))
    minuting.send_minutes_round(meeting, by=None, at=moment(30, 14))
    minuting.approve_minutes(meeting, on=date(2026, 4, 30), by=None, at=moment(30, 14))
    again = minuting.publish_minutes(meeting, by=None, at=moment(30, 14))
    assert {point.course for point in published_minutes(again).points} == {"Bez mena."}


def test_what_somebody_else_removed_meanwhile_is_refused_in_words(group: Any) -> None:
    meeting = held(group)
    item, kept, task = meeting.items.last(), resolve(meeting), give(meeting)
    guest = add_guest(meeting, name="Občan", party="PUBLIC", by=None, at=AFTER)
    from django.core.files.base import ContentFile

    from planning.meetings.attending import remove_guest

    file = ContentFile(b"%PDF-", name="a.pdf")
    for row in (item, kept, task, guest):
        type(row).objects.filter(pk=row.pk).delete()
    acts = (
        lambda: agenda.change_item(item, version=1, title="x", by=None, at=AFTER),
        lambda: agenda.move_item(item, way="up", by=None, at=AFTER),
        lambda: agenda.remove_item(item, by=None, at=AFTER),
        lambda: agenda.add_paper(item, name="x", file=file, by=None, at=AFTER),
        lambda: minuting.resolve(item, text="x", by=None, at=AFTER),
        lambda: minuting.change_resolution(kept, version=1, by=None, at=AFTER),
        lambda: minuting.remove_resolution(kept, by=None, at=AFTER),
        lambda: give(meeting, item=item),
        lambda: minuting.finish_task(task, note="", by=None, at=AFTER),
        lambda: minuting.remove_task(task, by=None, at=AFTER),
        lambda: remove_guest(guest, by=None, at=AFTER),
    )
    for act in acts:
        with pytest.raises(PlanRefused):
            act()


def test_point_that_is_taken_off_takes_its_files_along(group: Any, django_capture_on_commit_callbacks: Any) -> None:
    from django.core.files.base import ContentFile

    meeting = planned(group)
    item, file = first(meeting), ContentFile(b"%PDF-", name="a.pdf")
    paper = agenda.add_paper(item, name="x", file=file, by=None, at=AFTER)
    storage, name = paper.file.storage, paper.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        agenda.remove_item(item, by=None, at=AFTER)
    assert not storage.exists(name)


def test_picture_is_json_and_comes_back_the_same(group: Any) -> None:
    meeting = minuted(group)
    resolve(meeting, conflicts=[meeting.participants.get(name="Boris Dlhý").pk])
    give(meeting)
    kept = json.loads(json.dumps(picture(meeting)))
    assert to_json(from_json(kept)) == kept
    assert from_json(kept) == minutes_of(meeting)


# --- names ------------------------------------------------------------------------------------------------------------
def agree(name: str) -> None:
    GroupMember.objects.filter(person__name=name).update(name_is_public=True, agreed_on=date(2026, 1, 2))


def with_names_everywhere(group: Any) -> Meeting:
    """Anna and Boris stand in every field that can hold a name."""
    meeting = held(group, names=("Anna Nováková", "Boris Dlhý"))
    came(meeting, "Dana Malá", presence="REPRESENTED", instead="Fero Zástupca")
    add_guest(meeting, name="Ján Občan", party="PUBLIC", by=None, at=AFTER)
    one, two = meeting.items.all()
    for item, name in ((one, "Anna Nováková"), (two, "Boris Dlhý")):
        agenda.change_item(item, version=item.version, presenter=name, by=None, at=AFTER)
    boris = meeting.participants.get(name="Boris Dlhý")
    resolve(meeting, conflicts=[boris.pk])
    give(meeting, "Prvá", person=boris.person)
    give(meeting, "Druhá", who="Boris Dlhý")
    give(meeting, "Tretia", who="Útulok")
    write(meeting, meeting.version, written_by="Boris Dlhý", verified_by="Anna Nováková")
    return Meeting.objects.get(pk=meeting.pk)


def names_in(text: Any) -> set[str]:
    whole = json.dumps(to_json(text), ensure_ascii=False)
    return {name for name in ("Anna", "Boris", "Dana", "Fero", "Ján", "Útulok") if name in whole}


def test_public_reads_the_names_of_those_who_agreed_and_no_other(group: Any) -> None:
    agree("Anna Nováková")
    text = minutes_of(with_names_everywhere(group))
    assert names_in(text) == {"Anna", "Boris", "Dana", "Fero", "Ján", "Útulok"}
    assert names_in(for_public(text)) == {"Anna", "Útulok"}


def test_consent_taken_back_hides_the_name_at_once(group: Any) -> None:
    agree("Anna Nováková")
    meeting = with_names_everywhere(group)
    minuting.send_minutes_round(meeting, by=None, at=AFTER)
    minuting.approve_minutes(meeting, on=date(2026, 4, 28), by=None, at=AFTER)
    meeting = minuting.publish_minutes(meeting, by=None, at=AFTER)
    assert names_in(published_minutes(meeting)) == {"Anna", "Útulok"}
    GroupMember.objects.update(name_is_public=False)
    assert names_in(published_minutes(meeting)) == {"Útulok"}


def test_consent_given_afterwards_does_not_publish_a_name(group: Any) -> None:
    meeting = published(group)
    agree("Anna Nováková")
    assert names_in(published_minutes(meeting)) == set()
