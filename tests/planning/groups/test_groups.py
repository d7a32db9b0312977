"""Groups and mandates: nothing is deleted, nobody sits twice, a person is one in all groups."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.groups import DAY, found, full, seat
from support.plans import begin_plan
from support.world import FOUNDED

from kernel.journal.models import Entry
from planning.groups import commands, people
from planning.groups.checking import concerns_of, plans_without_steering
from planning.groups.models import Group, GroupMember, Person
from planning.groups.people import Newcomer, PersonKnown
from planning.groups.queries import in_order
from planning.structure.errors import PlanRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_alfa")]
NOBODY: dict[str, Any] = {"by": None, "at": FOUNDED}


def codes(group: Group, day: date = DAY) -> list[str]:
    members = in_order(group.members.sitting_on(day).select_related("person"), "sk")
    return [concern.code for concern in concerns_of(members, day)]


# --- groups ----------------------------------------------------------------------------------------------------------
def test_an_ended_group_keeps_its_members_with_the_reason() -> None:
    group = full()
    late = seat(group, "Neskorý", starts_on=DAY + timedelta(30))
    commands.end_group(group, on=DAY + timedelta(9), why="Plán je hotový.", **NOBODY)
    ends = dict(group.members.values_list("person__name", "ends_on"))
    assert ends.pop("Neskorý") == late.starts_on
    assert set(ends.values()) == {DAY + timedelta(9)}
    assert set(group.members.values_list("ended_why", flat=True)) == {"Plán je hotový."}
    assert Group.objects.running_on(DAY + timedelta(10)).count() == 0
    assert Group.objects.count() == 1


def test_a_second_press_ends_a_group_once() -> None:
    group = found()
    commands.end_group(group, on=DAY, why="Hotovo.", **NOBODY)
    commands.end_group(group, on=DAY, why="Hotovo.", **NOBODY)
    with pytest.raises(PlanRefused):
        commands.end_group(group, on=DAY + timedelta(3), why="Znova.", **NOBODY)
    group.refresh_from_db()
    assert (group.ended_on, group.ended_why) == (DAY, "Hotovo.")
    assert Entry.objects.filter(verb="planning.group_ended").count() == 1


def test_a_group_ends_with_a_reason_and_not_before_it_began() -> None:
    group = found()
    for on, why in ((DAY, " "), (DAY - timedelta(1), "Preto.")):
        with pytest.raises(PlanRefused):
            commands.end_group(group, on=on, why=why, **NOBODY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.update(ended_on=DAY)


def test_an_older_version_overwrites_nothing() -> None:
    group = found()
    seen = group.version
    commands.change_group(group, changes={"name": "Seniori mesta"}, version=seen, **NOBODY)
    with pytest.raises(PlanRefused) as refusal:
        commands.change_group(group, changes={"name": "Iné"}, version=seen, **NOBODY)
    assert refusal.value.code == "changed_meanwhile"
    assert Group.objects.get().name == "Seniori mesta"


def test_saving_the_same_changes_nothing() -> None:
    group = found()
    before = Entry.objects.count()
    commands.change_group(group, changes={"name": group.name, "quorum": 50}, version=group.version, **NOBODY)
    assert Group.objects.get().version == group.version
    assert Entry.objects.count() == before


# --- mandates --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "second", "is_free"),
    [
        ((0, None), (5, None), False),
        ((0, 10), (5, None), False),
        ((0, 10), (10, 20), False),
        ((0, 10), (11, None), True),
        ((20, None), (0, 19), True),
        ((20, None), (0, 20), False),
    ],
)
def test_nobody_sits_in_a_group_twice_at_one_time(
    first: tuple[int, int | None], second: tuple[int, int | None], is_free: bool
) -> None:
    def days(span: tuple[int, int | None]) -> dict[str, Any]:
        start, end = span
        return {"starts_on": DAY + timedelta(start), "ends_on": None if end is None else DAY + timedelta(end)}

    group = found()
    person = seat(group, "Anna", **days(first)).person
    if is_free:
        assert seat(group, person, **days(second)).person == person
        return
    with pytest.raises(PlanRefused):
        seat(group, person, **days(second))
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMember.objects.create(group=group, person=person, party="USER", **days(second))


def test_a_mandate_ends_once_and_stays() -> None:
    member = seat(found(), "Anna")
    with pytest.raises(PlanRefused):
        commands.end_mandate(member, on=DAY, why="", **NOBODY)
    commands.end_mandate(member, on=DAY + timedelta(3), why="Odsťahovala sa.", **NOBODY)
    commands.end_mandate(member, on=DAY + timedelta(3), why="Odsťahovala sa.", **NOBODY)
    with pytest.raises(PlanRefused):
        commands.end_mandate(member, on=DAY + timedelta(8), why="Znova.", **NOBODY)
    member.refresh_from_db()
    assert (member.ends_on, member.ended_why) == (DAY + timedelta(3), "Odsťahovala sa.")
    assert member.group.members.sitting_on(DAY + timedelta(3)).count() == 1
    assert member.group.members.sitting_on(DAY + timedelta(4)).count() == 0


def test_a_mandate_ends_within_its_own_days() -> None:
    member = seat(found(), "Anna", starts_on=DAY + timedelta(5), ends_on=DAY + timedelta(9))
    for day in (4, 10):
        with pytest.raises(PlanRefused):
            commands.end_mandate(member, on=DAY + timedelta(day), why="Preto.", **NOBODY)


def test_nobody_joins_before_the_group_or_after_it() -> None:
    group = found()
    with pytest.raises(PlanRefused):
        seat(group, "Skorý", starts_on=DAY - timedelta(1))
    commands.end_group(group, on=DAY + timedelta(5), why="Hotovo.", **NOBODY)
    with pytest.raises(PlanRefused):
        seat(group, "Neskorý")
    assert seat(group, "Zabudnutý", ends_on=DAY + timedelta(5)).ends_on == DAY + timedelta(5)


def test_a_substitute_stands_for_another_member_of_the_same_group() -> None:
    group, other = found(), found("Deti")
    anna, beata = seat(group, "Anna"), seat(other, "Beáta")
    cyril = seat(group, "Cyril", office="SUBSTITUTE", substitute_for=anna)
    wrong = [
        {"office": "SUBSTITUTE"},
        {"office": "MEMBER", "substitute_for": anna},
        {"office": "SUBSTITUTE", "substitute_for": beata},
        {"office": "SUBSTITUTE", "substitute_for": cyril},
    ]
    for facts in wrong:
        with pytest.raises(PlanRefused):
            seat(group, "Dana", **facts)
    assert set(group.members.values_list("person__name", flat=True)) == {"Anna", "Cyril"}


def test_a_name_is_published_since_the_day_it_was_agreed_to() -> None:
    group = found()
    assert seat(group, "Anna", name_is_public=True).agreed_on == DAY
    assert seat(group, "Beáta", agreed_on=DAY).agreed_on is None
    with pytest.raises(PlanRefused):
        seat(group, "Cyril", name_is_public=True, agreed_on=DAY + timedelta(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMember.objects.filter(name_is_public=False).update(name_is_public=True)


def test_taking_consent_back_takes_its_day_back() -> None:
    member = seat(found(), "Anna", name_is_public=True)
    changed = commands.change_member(
        member, changes={"name_is_public": False, "agreed_on": DAY}, version=member.version, **NOBODY
    )
    assert (changed.name_is_public, changed.agreed_on) == (False, None)


# --- people ----------------------------------------------------------------------------------------------------------
def test_nobody_becomes_two_people_by_mistake() -> None:
    group, other = found(), found("Deti")
    anna = seat(group, Newcomer("Mgr. Anna Nová", "Anna@Example.org")).person
    assert anna.email == "anna@example.org"
    for alike in (Newcomer("A. Nová", "ANNA@example.org"), Newcomer("mgr. anna nova")):
        with pytest.raises(PersonKnown) as refusal:
            seat(other, alike)
        assert refusal.value.facts == {"known": [anna.pk]}
    assert not other.members.exists()
    assert seat(other, anna).person == anna
    assert seat(other, Newcomer("Anna Nová ml.", "anna@example.org", is_another=True)).person != anna
    assert Person.objects.count() == 2


def test_a_person_is_changed_for_all_groups_at_once() -> None:
    anna = seat(found(), Newcomer("Anna Nová", "anna@example.org")).person
    beata = seat(found("Deti"), Newcomer("Beáta Malá", "beata@example.org")).person
    with pytest.raises(PersonKnown):
        people.change_person(anna, changes={"email": "beata@example.org"}, version=anna.version, **NOBODY)
    changed = people.change_person(anna, changes={"email": "Nova@example.org"}, version=anna.version, **NOBODY)
    assert (changed.name, changed.email) == ("Anna Nová", "nova@example.org")
    with pytest.raises(PlanRefused):
        people.change_person(anna, changes={"name": "Iná"}, version=anna.version, **NOBODY)
    assert Entry.objects.filter(verb="planning.person_changed").values_list("facts", flat=True)[0] == {
        "fields": ["email"]
    }
    assert beata.email == "beata@example.org"


def test_an_account_is_linked_by_its_e_mail_and_to_one_person(person: Any) -> None:
    user = person(email="anna@example.org")
    anna = seat(found(), Newcomer("Anna Nová", "anna@example.org")).person
    twin = seat(found("Deti"), Newcomer("Anna mladšia", "anna@example.org", is_another=True)).person
    nobody = seat(found("Rodiny"), "Bez adresy").person
    assert people.link_account(anna, **NOBODY).account == user.pk
    for refused in (twin, nobody):
        with pytest.raises(PlanRefused):
            people.link_account(refused, **NOBODY)
    assert people.part_account(anna, **NOBODY).account is None
    assert people.link_account(twin, **NOBODY).account == user.pk


def test_an_account_that_was_closed_is_not_linked(person: Any) -> None:
    user = person(email="anna@example.org")
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    anna = seat(found(), Newcomer("Anna Nová", "anna@example.org")).person
    with pytest.raises(PlanRefused):
        people.link_account(anna, **NOBODY)


def test_the_journal_holds_no_names() -> None:
    group = found("Tajné meno skupiny")
    member = seat(group, Newcomer("Anna Nová", "anna@example.org"), represents="Zväz")
    commands.end_mandate(member, on=DAY, why="Choroba", **NOBODY)
    told = str(list(Entry.objects.filter(verb__startswith="planning.").values_list("facts", flat=True)))
    assert [word for word in ("Tajné", "Anna", "anna@", "Zväz", "Choroba") if word in told] == []


# --- what to look at -------------------------------------------------------------------------------------------------
def test_a_whole_group_raises_no_concern() -> None:
    assert codes(full()) == []


def test_an_empty_group_lacks_all_sides_and_a_chair() -> None:
    assert codes(found()) == ["NO_COMMISSIONER", "NO_PROVIDER", "NO_USER", "NO_CHAIR"]


def test_providers_are_too_many_when_they_are_more_than_half() -> None:
    group = full()
    seat(group, "Druhý", "PROVIDER")
    assert codes(group) == []
    seat(group, "Tretí", "PROVIDER")
    assert codes(group) == ["MOSTLY_PROVIDERS"]


def test_substitutes_and_guests_make_no_side_present() -> None:
    group = found()
    chair = seat(group, "Predseda", "COMMISSIONER", office="CHAIR")
    seat(group, "Poskytovateľ", "PROVIDER")
    seat(group, "Náhradník", "USER", office="SUBSTITUTE", substitute_for=chair)
    seat(group, "Hosť", "USER", office="GUEST")
    assert codes(group) == ["NO_USER"]


def test_mandates_that_end_within_sixty_days_are_told() -> None:
    group = full()
    seat(group, "Dnes", "USER", ends_on=DAY + timedelta(60))
    seat(group, "Neskôr", "USER", ends_on=DAY + timedelta(61))
    assert codes(group) == ["ENDING"]


def test_a_substitute_of_a_former_member_is_told() -> None:
    group = full()
    anna = seat(group, "Anna")
    seat(group, "Cyril", office="SUBSTITUTE", substitute_for=anna)
    commands.end_mandate(anna, on=DAY, why="Odišla.", **NOBODY)
    assert codes(group, DAY + timedelta(1)) == ["LOST_SUBSTITUTE"]


def test_a_plan_needs_a_steering_group_of_its_own_or_of_all() -> None:
    first, second = begin_plan("Prvý"), begin_plan("Druhý")
    assert plans_without_steering(DAY) == [second, first]
    mine = found("Riadiaca", kind="STEERING", plan=first)
    assert plans_without_steering(DAY) == [second]
    common = found("Spoločná", kind="STEERING")
    assert plans_without_steering(DAY) == []
    for group in (mine, common):
        commands.end_group(group, on=DAY, why="Hotovo.", **NOBODY)
    assert plans_without_steering(DAY + timedelta(1)) == [second, first]
    assert plans_without_steering(date(2031, 1, 1)) == []


def test_an_empty_group_does_not_begin_after_its_end() -> None:
    group = found("Seniori")
    commands.end_group(group, on=DAY, why="Nikto neprišiel.", **NOBODY)
    group.refresh_from_db()
    later = {"started_on": DAY + timedelta(1)}
    with pytest.raises(PlanRefused, match="nemôže"):
        commands.change_group(group, changes=later, version=group.version, **NOBODY)
