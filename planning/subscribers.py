"""What follows: the catalogue learns which measures speak of which services; letters go to those who are invited."""

from collections.abc import Sequence

from catalogue import intake
from kernel.clock import now
from kernel.journal import Event, subscribe
from kernel.tenancy import current_key, entered
from planning import feed
from planning.meetings import letters
from tenants.models import Tenant


@subscribe("planning.plan_published", "planning.plan_withdrawn", name="planning.mentions")
def tell_the_catalogue(events: Sequence[Event]) -> None:
    """Write the mentions of what is published now, whatever the events said."""
    for plan_id in sorted({event.subject_id for event in events}):
        plan = feed.published_plan(plan_id)
        if plan is None:
            intake.withdraw_mentions(current_key(), plan_id)
        else:
            intake.replace_mentions(current_key(), plan_id, feed.mentions_of(plan), plan.number)


@subscribe(
    "planning.meeting_invited",
    "planning.meeting_changed",
    "planning.meeting_cancelled",
    name="planning.meeting_letters",
)
def tell_the_invited(events: Sequence[Event]) -> None:
    """Each person is told of the state of the meeting as it is now, once, whatever the events said."""
    for meeting in sorted({event.subject_id for event in events}):
        letters.tell_invited(meeting, _site(), now())


@subscribe("planning.minutes_sent_round", name="planning.minutes_letters")
def send_the_minutes(events: Sequence[Event]) -> None:
    """Whoever was invited reads the minutes before they are approved."""
    for meeting in sorted({event.subject_id for event in events}):
        letters.send_minutes(meeting, _site())


def _site() -> Tenant:
    key = current_key()
    with entered(""):
        return Tenant.objects.get(key=key)
