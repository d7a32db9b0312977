"""The years of the sample world's plan: one closed and frozen, one running with a round and a report. In the tenant."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from support.world import FOUNDED

if TYPE_CHECKING:
    from support.harness.world import World

# Somebody of the cast, so that the matrix sees one who may report and many who may not.
OWNER = "group-member@alfa.example.org"


def fill_years(world: "World", plan: Any, mark: str) -> None:
    """A closed year, and the one after with a task of its own, a shown promise and a round with a published report."""
    from planning.delivery import closing, reporting, rounds
    from planning.delivery.items import add_item, fill_year, name_owner, offered
    from planning.delivery.reminding import make_link

    who: dict[str, Any] = {"by": None, "at": FOUNDED}
    first = _begun(plan, 2026)
    fill_year(first, nodes=[branch.node.pk for branch in offered(first)], **who)
    _lead(first, "REPORTED")
    said = {each.pk: closing.Said("CARRIED_OVER", f"{mark} prečo", each.version) for each in first.items.standing()}
    closing.say_verdicts(first, said=said, **who)
    world.year = closing.close_year(first, seen=5, **who)
    facts = {"title": f"{mark} úloha", "task": f"{mark} čo", "implementer": f"{mark} kto", "budget": Decimal("10.00")}
    item = add_item(world.year, node=None, facts=facts | {"due_on": date(2027, 6, 30)}, **who)
    type(world.year).objects.filter(pk=world.year.pk).update(state="RUNNING")
    world.year.refresh_from_db()
    world.item = item
    name_owner(world.year, items=[each.pk for each in world.year.items.standing()], email=OWNER, **who)
    rounds.show_year(world.year, **who)
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30), "due_on": date(2126, 1, 1)}
    world.round = rounds.open_round(world.year, title=f"{mark} monitoring", **days, **who)
    world.report = world.round.reports.get(item=item)
    told = {"state": "RUNNING", "per_cent": 40, "comment": f"{mark} komentár", "spent": Decimal("5.00")}
    reporting.send_report(world.report, facts=told, version=1, file=_proof(mark), **who)
    reporting.accept_reports([world.report.pk], round_id=world.round.pk, **who)
    fill_readings(world, mark)
    rounds.publish_round(world.round, summary=f"{mark} zhrnutie", **who)
    world.reports_secret = make_link(OWNER, date(2126, 1, 1), at=FOUNDED)


def fill_readings(world: "World", mark: str) -> None:
    """A value of the measure's indicator: recorded of a day, and told with a report that was checked and accepted."""
    from planning.delivery import reporting
    from planning.delivery.checking import check_report
    from planning.delivery.readings.telling import Given, record_reading
    from planning.structure.sheet.models import Indicator

    who: dict[str, Any] = {"by": None, "at": FOUNDED}
    indicator = Indicator.objects.select_related("node__plan").get(node=world.measure)
    words = {"note": f"{mark} poznámka", "source": f"{mark} výkaz", "parts": ((f"{mark} seniori", Decimal(3)),)}
    given = Given(numerator=Decimal(3), denominator=Decimal(4), is_estimated=True, **words)
    record_reading(indicator, given, on=date(2025, 12, 31), **who)
    report = world.round.reports.select_related("round__action_plan", "item").get(item__node=world.measure)
    told = {"state": "RUNNING", "comment": f"{mark} slovo", "readings": {indicator.pk: given}}
    reporting.send_report(report, facts=told, version=report.version, **who)
    check_report(report, on=FOUNDED.date(), group=f"{mark} skupina", note=f"{mark} kontrola", **who)
    reporting.accept_reports([report.pk], round_id=world.round.pk, **who)
    world.indicator, world.told_item = indicator, report.item


def _proof(mark: str) -> Any:
    from django.core.files.base import ContentFile

    return ContentFile(f"%PDF-{mark}".encode(), name=f"{mark}.pdf")


def _begun(plan: Any, year: int) -> Any:
    from planning.delivery.commands import begin_year

    return begin_year(plan, year=year, currency="EUR", by=None, at=FOUNDED)


def _lead(year: Any, state: str) -> None:
    from planning.delivery.commands import go_on

    number = 1
    while year.state != state:
        go_on(year, seen=number, on=FOUNDED.date(), by=None, at=FOUNDED)
        number += 1
        year.refresh_from_db()
