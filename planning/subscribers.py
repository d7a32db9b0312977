"""What happens after a plan was published or withdrawn: the catalogue learns which measures speak of which services."""

from collections.abc import Sequence

from catalogue import intake
from kernel.journal import Event, subscribe
from kernel.tenancy import current_key
from planning import feed


@subscribe("planning.plan_published", name="planning.mentions")
def tell_the_catalogue(events: Sequence[Event]) -> None:
    """Write the mentions of what is published now, whatever the event said."""
    for plan_id in sorted({event.subject_id for event in events}):
        _write_mentions(plan_id)


@subscribe("planning.plan_withdrawn", name="planning.mentions_withdrawn")
def take_back_from_the_catalogue(events: Sequence[Event]) -> None:
    for plan_id in sorted({event.subject_id for event in events}):
        _write_mentions(plan_id)


def _write_mentions(plan_id: str) -> None:
    plan = feed.published_plan(plan_id)
    key = current_key()
    if plan is None:
        intake.withdraw_mentions(key, plan_id)
        return
    intake.replace_mentions(key, plan_id, feed.mentions_of(plan), plan.number)
