"""The end of a year: a verdict on every item, the year frozen, the next one filled once, any two years compared."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from support.at_once import at_once, town_alfa
from support.plans import add
from support.years import DAY, WHO, begin, filled, items, last_day, said, seen, small_plan, to

from planning.delivery.closing import Said, close_year, say_verdicts
from planning.delivery.comparing import compare
from planning.delivery.items import add_item, change_item, fill_year, offered, remove_item
from planning.delivery.models import ActionItem, ActionPlan, Unchangeable, YearPicture
from planning.delivery.picturing import content_of, facts_of, living, read
from planning.delivery.rounds import open_round
from planning.delivery.states import GOES_ON, YearState
from planning.structure.commands import change_node, change_plan, remove_node
from planning.structure.errors import PlanRefused
from tenants.context import in_tenant

S = YearState


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        yield small_plan()


def closed(plan: Any, *verdicts: str, year: int = 2026) -> Any:
    """The year with these verdicts, closed; answers (year, next year)."""
    one = to(filled(plan, year), S.REPORTED)
    say_verdicts(one, said=said(one, *verdicts), **WHO)
    following = close_year(one, seen=seen(one), **WHO)
    one.refresh_from_db()
    return one, following


# --- verdicts ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_verdicts_are_kept_as_a_draft_until_all_are_said(plan: Any) -> None:
    year = to(filled(plan), S.RUNNING)
    kept = say_verdicts(year, said=said(year, "DONE", "", "CARRIED_OVER"), **WHO)
    assert (kept.written, kept.without_reason, kept.overtaken) == (2, (), ())
    assert [item.verdict for item in items(year)] == ["DONE", "", "CARRIED_OVER"]
    to(year, S.REPORTED)
    with pytest.raises(PlanRefused, match="chýba") as refused:
        close_year(year, seen=seen(year), **WHO)
    (missing,) = refused.value.facts["missing"]
    assert missing.href == f"/work/plans/{plan.pk}/years/{year.pk}/verdicts/#item-{items(year)[1].pk}"
    assert not YearPicture.objects.exists()


@pytest.mark.django_db
def test_every_verdict_but_done_needs_a_reason_and_the_rest_is_kept(plan: Any) -> None:
    year = to(filled(plan), S.RUNNING)
    first, second, third = items(year)
    words = {first.pk: Said("DONE", "", 1), second.pk: Said("DROPPED", " ", 1), third.pk: Said("PARTLY", "Chýba", 1)}
    kept = say_verdicts(year, said=words, **WHO)
    assert (kept.written, kept.without_reason) == (2, (second.pk,))
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.filter(pk=second.pk).update(verdict="DROPPED")


@pytest.mark.django_db
def test_a_verdict_somebody_else_said_meanwhile_is_not_overwritten(plan: Any) -> None:
    year = to(filled(plan), S.RUNNING)
    mine = said(year, "DONE", "DONE", "DONE")
    say_verdicts(year, said={items(year)[0].pk: Said("DROPPED", "Iný názor", 1)}, **WHO)
    kept = say_verdicts(year, said=mine, **WHO)
    assert (kept.written, kept.overtaken) == (2, (items(year)[0].pk,))
    assert items(year)[0].verdict == "DROPPED"


@pytest.mark.django_db
def test_verdicts_are_said_of_a_year_that_runs(plan: Any) -> None:
    year = filled(plan)
    with pytest.raises(PlanRefused):
        say_verdicts(year, said=said(year, "DONE", "DONE", "DONE"), **WHO)


# --- closing ----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_what_goes_on_stands_in_the_next_year_with_where_it_comes_from(plan: Any) -> None:
    year = to(filled(plan), S.REPORTED)
    first = items(year)[0]
    ActionItem.objects.filter(pk=first.pk).update(task="Úloha", budget=Decimal("100.00"), owner_email="a@example.org")
    say_verdicts(year, said=said(year, "CARRIED_OVER", "DONE", "CHANGED"), **WHO)
    following = close_year(year, seen=seen(year), **WHO)
    assert following is not None
    assert (following.year, following.state) == (2027, S.PROPOSED)
    one, other = items(following)
    assert (one.comes_from, one.title, one.task, one.budget) == (first, "A.first", "Úloha", Decimal("100.00"))
    assert (one.owner_email, one.due_on, one.verdict) == ("a@example.org", last_day(2027), "")
    assert other.comes_from == items(year)[2]
    assert {str(verdict) for verdict in GOES_ON} == {"CARRIED_OVER", "CHANGED"}


@pytest.mark.django_db
def test_a_second_closing_changes_nothing(plan: Any) -> None:
    year, following = closed(plan, "CARRIED_OVER", "CARRIED_OVER", "CARRIED_OVER")
    with pytest.raises(PlanRefused):
        close_year(year, seen=seen(year) - 1, **WHO)
    with pytest.raises(PlanRefused):
        close_year(year, seen=seen(year), **WHO)
    assert (len(items(following)), YearPicture.objects.count(), ActionPlan.objects.count()) == (3, 1, 2)


@pytest.mark.django_db
def test_what_stands_in_the_next_year_already_is_joined_and_not_doubled(plan: Any) -> None:
    coming = begin(plan, 2027)
    fill_year(coming, nodes=[plan.nodes.get(title="A.first").pk], **WHO)
    coming.items.update(result="Vlastný výsledok", implementer="")
    year = filled(plan)
    facts = {"task": "Úloha", "budget": Decimal("100.00"), "result": "Iný", "owner_email": "a@example.org"}
    ActionItem.objects.filter(pk=items(year)[0].pk).update(**facts)
    year, following = closed(plan, "CARRIED_OVER", "DROPPED", "DONE")
    assert following == coming
    (item,) = items(coming)
    assert (item.comes_from, item.version) == (items(year)[0], 2)
    assert (item.task, item.budget, item.owner_email) == ("Úloha", Decimal("100.00"), "a@example.org")
    assert (item.result, item.implementer, item.due_on) == ("Vlastný výsledok", "Mesto", last_day(2027))


@pytest.mark.django_db
def test_an_amount_is_not_filled_in_in_another_currency(plan: Any) -> None:
    coming = begin(plan, 2027)
    fill_year(coming, nodes=[plan.nodes.get(title="A.first").pk], **WHO)
    ActionPlan.objects.filter(pk=coming.pk).update(currency="CZK")
    ActionItem.objects.filter(pk=items(filled(plan))[0].pk).update(budget=Decimal(100))
    closed(plan, "CARRIED_OVER", "DROPPED", "DONE")
    assert [item.budget for item in items(coming)] == [None]


@pytest.mark.django_db
def test_an_open_monitoring_of_the_next_year_asks_about_what_has_come(plan: Any) -> None:
    coming = begin(plan, 2027)
    fill_year(coming, nodes=[plan.nodes.get(title="A.first").pk], **WHO)
    ActionPlan.objects.filter(pk=coming.pk).update(state=S.RUNNING)
    opened = open_round(coming, title="Začiatok", starts_on=DAY, ends_on=DAY, due_on=DAY, **WHO)
    closed(plan, "CARRIED_OVER", "CARRIED_OVER", "DONE")
    assert [report.item for report in opened.reports.order_by("item__position")] == items(coming)
    assert len(items(coming)) == 2


@pytest.mark.django_db
def test_the_last_day_of_all_is_carried_as_it_is(plan: Any) -> None:
    year = to(filled(plan, 2026), S.REPORTED)
    ActionItem.objects.filter(action_plan=year).update(due_on=date(9999, 12, 31))
    say_verdicts(year, said=said(year, "CARRIED_OVER", "DONE", "DONE"), **WHO)
    following = close_year(year, seen=seen(year), **WHO)
    assert [item.due_on for item in items(following)] == [date(9999, 12, 31)]


@pytest.mark.django_db
def test_an_item_is_carried_over_once(plan: Any) -> None:
    _year, following = closed(plan, "CARRIED_OVER", "DONE", "DONE")
    (item,) = items(following)
    item.pk = None
    item._state.adding = True
    with pytest.raises(IntegrityError, match="item_is_carried_over_once"), transaction.atomic():
        item.save(force_insert=True)


@pytest.mark.django_db
def test_the_last_year_of_a_plan_is_closed_without_a_next_one(plan: Any) -> None:
    change_plan(plan, changes={"ends_on": date(2026, 12, 31)}, version=plan.version, **WHO)
    year, following = closed(plan, "CARRIED_OVER", "DONE", "DONE")
    assert following is None
    assert [item.verdict for item in facts_of(year).items] == ["CARRIED_OVER", "DONE", "DONE"]
    assert ActionPlan.objects.count() == 1


@pytest.mark.django_db
def test_the_last_of_february_is_carried_to_the_last_of_february(plan: Any) -> None:
    year = to(filled(plan, 2026), S.REPORTED)
    ActionItem.objects.filter(action_plan=year).update(due_on=date(2028, 2, 29))
    say_verdicts(year, said=said(year, "CARRIED_OVER", "DONE", "DONE"), **WHO)
    following = close_year(year, seen=seen(year), **WHO)
    assert [item.due_on for item in items(following)] == [date(2029, 2, 28)]


# --- frozen -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_later_change_of_the_plan_or_an_item_changes_nothing_in_a_closed_year(plan: Any) -> None:
    year, following = closed(plan, "CARRIED_OVER", "DONE", "DROPPED")
    before = content_of(facts_of(year))
    node = plan.nodes.get(title="A.first")
    change_node(node, changes={"title": "Inak"}, version=node.version, **WHO)
    remove_node(plan.nodes.get(title="A.second"), **WHO)
    change_plan(plan, changes={"title": "Iný plán"}, version=plan.version, **WHO)
    remove_item(items(following)[0], why="Rozpočet", **WHO)
    ActionItem.objects.filter(action_plan=year).update(title="podvrh", budget=Decimal(1))
    assert content_of(facts_of(ActionPlan.objects.get(pk=year.pk))) == before
    assert [item["title"] for item in before["items"]] == ["A.first", "A.activity", "A.second"]


@pytest.mark.django_db
def test_nobody_changes_or_removes_a_picture(plan: Any) -> None:
    closed(plan, "DONE", "DONE", "DONE")
    picture = YearPicture.objects.get()
    with pytest.raises(Unchangeable):
        picture.save()
    with pytest.raises(Unchangeable):
        picture.delete()
    for change in ({"content": {}}, {"shape": 2}, {"by": picture.pk}):
        with pytest.raises(Unchangeable):
            YearPicture.objects.update(**change)
    with pytest.raises(Unchangeable), transaction.atomic():
        YearPicture.objects.bulk_update([picture], ["content"])
    with pytest.raises(Unchangeable):
        YearPicture.objects.all().delete()
    with pytest.raises(ProtectedError):
        picture.action_plan.delete()
    with pytest.raises(IntegrityError, match="closed_year_is_not_taken_back"), transaction.atomic():
        YearPicture.objects.update(withdrawn_at=WHO["at"])


@pytest.mark.django_db
def test_a_closed_year_takes_no_changes(plan: Any) -> None:
    year, _following = closed(plan, "DONE", "DONE", "DONE")
    item = items(year)[0]
    for refused in (
        lambda: change_item(item, changes={"state": "DONE"}, version=item.version, **WHO),
        lambda: add_item(year, node=None, facts={"title": "Navyše"}, **WHO),
        lambda: say_verdicts(year, said=said(year, "DROPPED", "DONE", "DONE"), **WHO),
    ):
        with pytest.raises(PlanRefused):
            refused()


@pytest.mark.django_db
def test_what_is_frozen_reads_as_it_was_and_names_nobody_who_reports(plan: Any) -> None:
    year = filled(plan)
    ActionItem.objects.filter(action_plan=year).update(budget=Decimal("0.00"), owner_email="anna@example.org")
    facts = living(year)
    picture = YearPicture(action_plan=year, kind="CLOSED", shape=1, content=content_of(facts), at=WHO["at"])
    again = read(picture)
    assert (again.items, again.frozen_at) == (facts.items, WHO["at"])
    assert again.items[0].budget == Decimal("0.00")
    assert "anna" not in str(picture.content)


# --- two people at once -----------------------------------------------------------------------------------------------
def test_two_coordinators_who_close_at_the_same_moment_fill_the_next_year_once(own_database: str) -> None:
    key = town_alfa().key
    with in_tenant(key):
        plan = small_plan()
        year = to(filled(plan), S.REPORTED)
        say_verdicts(year, said=said(year, "CARRIED_OVER", "CHANGED", "DONE"), **WHO)
        step = seen(year)
        both = [ActionPlan.objects.select_related("plan").get(pk=year.pk) for _each in range(2)]
    answers = at_once([lambda mine=mine: close_year(mine, seen=step, **WHO) for mine in both], key)
    assert sorted(type(each).__name__ for each in answers) == ["ActionPlan", "PlanRefused"]
    with in_tenant(key):
        assert [one.items.count() for one in ActionPlan.objects.order_by("year")] == [3, 2]
        assert YearPicture.objects.count() == 1


# --- comparing --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_two_years_beside_each_other_say_what_is_new_gone_carried_changed_or_the_same(plan: Any) -> None:
    goal = plan.nodes.get(title="A.goal")
    add(plan, "A.third", goal)
    year = to(filled(plan), S.REPORTED)
    ActionItem.objects.filter(action_plan=year, title="A.first").update(budget=Decimal(100))
    say_verdicts(year, said=said(year, "CARRIED_OVER", "CHANGED", "DONE", "DONE"), **WHO)
    coming = close_year(year, seen=seen(year), **WHO)
    same = next(branch for branch in offered(coming) if branch.node.title == "A.third")
    fill_year(coming, nodes=[same.node.pk], **WHO)
    ActionItem.objects.filter(action_plan=coming, title="A.third").update(implementer="Mesto")
    activity = coming.items.get(title="A.activity")
    change_item(activity, changes={"task": "Nové znenie", "budget": Decimal(40)}, version=activity.version, **WHO)
    add_item(coming, node=None, facts={"title": "Celkom nové"}, **WHO)
    told = compare(coming, year)
    assert [(pair.fate, pair.item.title) for pair in told.pairs] == [
        ("CARRIED", "A.first"),
        ("CHANGED", "A.activity"),
        ("SAME", "A.third"),
        ("NEW", "Celkom nové"),
        ("GONE", "A.second"),
    ]
    assert (told.old_budget, told.new_budget, told.difference) == (Decimal(100), Decimal(140), Decimal(40))


@pytest.mark.django_db
def test_years_that_do_not_follow_each_other_are_joined_over_the_years_between(plan: Any) -> None:
    first, second = closed(plan, "CARRIED_OVER", "DONE", "DONE")
    to(second, S.APPROVED)
    ActionPlan.objects.filter(pk=second.pk).update(state=S.REPORTED)
    second.refresh_from_db()
    say_verdicts(second, said=said(second, "CHANGED"), **WHO)
    third = close_year(second, seen=seen(second), **WHO)
    told = compare(first, third)
    assert [(pair.fate, pair.item.title) for pair in told.pairs][:1] == [("CARRIED", "A.first")]
    assert told.pairs[0].old.verdict == "CARRIED_OVER"


@pytest.mark.django_db
def test_money_is_never_compared_across_currencies(plan: Any) -> None:
    year, following = closed(plan, "CARRIED_OVER", "DONE", "DONE")
    ActionPlan.objects.filter(pk=following.pk).update(currency="CZK")
    ActionItem.objects.filter(action_plan=following).update(budget=Decimal(10))
    assert compare(year, ActionPlan.objects.get(pk=following.pk)).difference is None
