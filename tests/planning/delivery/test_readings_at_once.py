"""Two people send one report at the same moment: each with a connection of their own, in a database of their own."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from support.at_once import at_once, town_alfa
from support.readings import asked, indicator, opened, send
from support.years import WHO, filled, small_plan, to


def test_of_two_who_send_at_once_one_is_taken_whole_and_the_other_told(own_database: str) -> None:
    from planning.delivery.models import Report
    from planning.delivery.readings.models import Reading
    from planning.delivery.states import YearState
    from planning.structure.errors import PlanRefused
    from tenants.context import in_tenant

    key = town_alfa().key
    with in_tenant(key):
        report = asked(opened(to(filled(small_plan()), YearState.RUNNING)))[0]
        rows = [indicator(report.item.node, name).pk for name in ("a", "b")]

    def sends(number: int) -> Callable[[], Any]:
        values = dict.fromkeys(rows, Decimal(number))
        return lambda: send(
            Report.objects.select_related("round__action_plan").get(pk=report.pk), values, per_cent=number
        )

    answers = at_once([sends(number) for number in (1, 2, 3)], key)
    assert sorted(isinstance(each, Report) for each in answers) == [False, False, True]
    assert all(isinstance(each, Report | PlanRefused) or type(each).__name__ == "ChangedMeanwhile" for each in answers)
    with in_tenant(key):
        kept = Report.objects.get(pk=report.pk)
        assert (kept.stage, {each.value for each in Reading.objects.all()}) == ("SUBMITTED", {Decimal(kept.per_cent)})
        assert Reading.objects.count() == 2


def test_a_value_recorded_twice_at_once_for_one_day_stands_once(own_database: str) -> None:
    from planning.delivery.readings.models import Reading
    from planning.delivery.readings.telling import Given, record_reading
    from planning.structure.sheet.models import Indicator
    from tenants.context import in_tenant

    key = town_alfa().key
    with in_tenant(key):
        row = indicator(small_plan("Iný plán").nodes.get(title="A.first")).pk

    def records(number: int) -> Callable[[], Any]:
        found = Indicator.objects.select_related("node__plan")
        facts = {"on": WHO["at"].date(), **WHO}
        return lambda: record_reading(found.get(pk=row), Given(value=Decimal(number)), **facts)

    answers = at_once([records(number) for number in range(3)], key)
    assert all(isinstance(each, Reading) for each in answers)
    with in_tenant(key):
        assert Reading.objects.filter(indicator=row).count() == 1
