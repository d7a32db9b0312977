"""What follows a publication: the catalogue learns which measures speak of which services."""

from collections.abc import Sequence

from catalogue import intake
from kernel.journal import Event, subscribe
from kernel.tenancy import current_key
from planning import feed
from planning.delivery.inbox import open_duties
from tenants.duties import replace_duties

REPORTS = (
    "planning.round_opened",
    "planning.round_closed",
    "planning.report_sent",
    "planning.report_returned",
    "planning.owner_named",
    "planning.item_changed",
    "planning.item_removed",
)


@subscribe("planning.plan_published", "planning.plan_withdrawn", name="planning.mentions")
def tell_the_catalogue(events: Sequence[Event]) -> None:
    """Write the mentions of what is published now, whatever the events said."""
    for plan_id in sorted({event.subject_id for event in events}):
        plan = feed.published_plan(plan_id)
        if plan is None:
            intake.withdraw_mentions(current_key(), plan_id)
        else:
            intake.replace_mentions(current_key(), plan_id, feed.mentions_of(plan), plan.number)


@subscribe(*REPORTS, name="planning.duties")
def tell_whose_report_is_awaited(events: Sequence[Event]) -> None:
    """Write down what is awaited of whom in this tenant now, whatever the events said."""
    replace_duties(current_key(), "planning.reports", open_duties())
