"""What is told to whom: what one follows, what is public, nothing twice and nothing withdrawn."""

from typing import Any

import pytest
from support.informing import EVA, follow, letters, morning, news, shown
from support.meetings import deliver, group_of_five, invited, published
from support.plans import begin_plan, small_tree
from support.world import FOUNDED

from kernel.clock import now
from planning.informing import noticing
from planning.informing.models import MUNICIPALITY
from planning.structure.publishing import publish_plan
from tenants import post
from tenants.models import Telling

pytestmark = pytest.mark.django_db


def test_who_follows_a_plan_hears_of_it_and_of_no_other(town: Any) -> None:
    mine, other = begin_plan("Môj plán"), begin_plan("Iný plán")
    for plan in (mine, other):
        small_tree(plan)
        publish_plan(plan, by=None, at=FOUNDED)
    follow(EVA, str(mine.pk), tenant=town)
    for plan in (mine, other):
        publish_plan(plan, by=None, at=now())
    shown("O mojom", plan_id=mine.pk)
    shown("O inom", plan_id=other.pk)
    deliver()
    morning()
    (letter,) = news()
    assert "Môj plán" in letter.text
    assert "O mojom" in letter.text
    assert "Iný plán" not in letter.text
    assert "O inom" not in letter.text


def test_an_open_meeting_and_its_minutes_are_told_a_closed_one_never(town: Any, soon: Any) -> None:
    plan = begin_plan()
    small_tree(plan)
    publish_plan(plan, by=None, at=FOUNDED)
    follow(EVA, str(plan.pk), tenant=town)
    group = group_of_five(plan=plan)
    invited(group, title="Večer susedov", is_open=True, **soon)
    invited(group, title="Tajné rokovanie", **soon)
    deliver()
    published(group, title="Jarné stretnutie")
    deliver()
    morning()
    text = "\n".join(each.text for each in news())
    assert "Večer susedov" in text
    assert "Jarné stretnutie" in text
    assert "Tajné" not in text


def test_who_was_invited_is_not_told_of_the_open_meeting_again(town: Any, soon: Any) -> None:
    plan = begin_plan()
    small_tree(plan)
    publish_plan(plan, by=None, at=FOUNDED)
    follow("anna@example.org", str(plan.pk), tenant=town)
    deliver()
    morning()
    before = len(letters())
    invited(group_of_five(plan=plan), is_open=True, **soon)
    deliver()
    morning()
    assert [each.kind for each in letters()[before:] if each.to == "anna@example.org"] == ["planning.meeting"]


def test_what_is_withdrawn_before_its_letter_is_not_told(town: Any, soon: Any) -> None:
    from planning.meetings.commands import cancel_meeting

    plan = begin_plan()
    small_tree(plan)
    publish_plan(plan, by=None, at=FOUNDED)
    follow(EVA, MUNICIPALITY, str(plan.pk), tenant=town)
    deliver()
    morning()
    before = len(news())
    notice, meeting = shown("Omyl"), invited(group_of_five(plan=plan), title="Zrušené", is_open=True, **soon)
    deliver()
    noticing.withdraw_notice(notice, why="Omyl", by=None, at=now())
    cancel_meeting(meeting, why="Chrípka", by=None, at=now())
    deliver()
    morning()
    (letter,) = news()[before:]
    assert "Omyl" not in letter.text
    assert [row.thing for row in Telling.objects.filter(mail=letter.pk)] == [f"meeting:{meeting.pk}:cancelled"]


def test_what_is_told_in_one_town_is_not_listed_in_another(alfa: Any, beta: Any, town: Any) -> None:
    follow(EVA, tenant=town)
    shown()
    deliver()
    assert post.told_here(alfa).count() == 1
    assert post.told_here(beta).count() == 0
