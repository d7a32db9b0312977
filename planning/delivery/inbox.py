"""What is awaited of one person here: the reports of an address in the rounds that are open."""

from datetime import date

from django.urls import reverse

from planning.delivery.items import address
from planning.delivery.models import Report
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
    return sorted(found, key=lambda report: not report.is_awaited)


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
        path=reverse("planning:reports", "config.urls_municipality"),
    )
