"""What is awaited of one person here: the reports of an address in the rounds that are open."""

from collections import Counter
from datetime import date

from django.urls import reverse

from planning.delivery.items import address
from planning.delivery.models import Report
from planning.delivery.readings.asking import asked_in
from planning.delivery.readings.models import Reading
from tenants.addresses import URLS
from tenants.duties import Asked


def reports_of(email: str) -> list[Report]:
    """Everything this address reports on in open rounds; what is awaited comes first, the most urgent on top."""
    mine = address(email)
    if not mine:
        return []
    rows = Report.objects.filter(item__owner_email=mine, round__closed_at__isnull=True, item__removed_at__isnull=True)
    found = list(
        rows.select_related("round__action_plan__plan", "item").order_by("round__due_on", "item__position", "pk")
    )
    _count_indicators(found)
    return sorted(found, key=lambda report: not report.is_awaited)


def _count_indicators(reports: list[Report]) -> None:
    """Adds `asked`, how many indicators a report is asked for, and `blank`, of how many nothing is said."""
    years = {report.round.action_plan_id: report.round.action_plan for report in reports}
    asked = Counter(item for year in years.values() for item in asked_in(year).values_list("item", flat=True))
    told = Counter(
        Reading.objects.filter(report__in=reports, indicator__isnull=False).values_list("report_id", flat=True)
    )
    for report in reports:
        report.asked = asked[report.item_id]  # type: ignore[attr-defined]
        report.blank = max(0, asked[report.item_id] - told[report.pk])  # type: ignore[attr-defined]


def open_duties() -> list[Asked]:
    """Of whom how much is awaited in each open round, for the person's one inbox over all municipalities."""
    rows = Report.objects.awaited().exclude(item__owner_email="").select_related("round__action_plan__plan", "item")
    groups: dict[tuple[object, str], list[Report]] = {}
    for report in rows.order_by("pk"):
        groups.setdefault((report.round_id, report.item.owner_email), []).append(report)
    return [_asked(email, reports) for (_round, email), reports in groups.items()]


def _asked(email: str, reports: list[Report]) -> Asked:
    opened = reports[0].round
    due_on: date = opened.due_on
    return Asked(
        thing=opened.pk,
        email=email,
        title=f"{opened.action_plan.plan.title} – {opened.title}",
        count=len(reports),
        due_on=due_on,
        path=reverse("planning:reports", URLS),
    )
