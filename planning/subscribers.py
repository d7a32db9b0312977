"""What follows a publication: the catalogue learns which measures speak of which services."""

from collections.abc import Sequence

from catalogue import intake
from kernel.jobs import enqueue
from kernel.journal import Event, subscribe
from kernel.tenancy import current_key
from planning import feed
from planning.structure.models import Publication
from planning.structure.print_job import PRINT


@subscribe("planning.plan_published", "planning.plan_withdrawn", name="planning.mentions")
def tell_the_catalogue(events: Sequence[Event]) -> None:
    """Write the mentions of what is published now, whatever the events said."""
    for plan_id in sorted({event.subject_id for event in events}):
        plan = feed.published_plan(plan_id)
        if plan is None:
            intake.withdraw_mentions(current_key(), plan_id)
        else:
            intake.replace_mentions(current_key(), plan_id, feed.mentions_of(plan), plan.number)


@subscribe("planning.plan_published", name="planning.printing")
def have_it_printed(events: Sequence[Event]) -> None:
    """Every publication is printed by a job; one that was replaced meanwhile is not asked for."""
    for publication in Publication.objects.filter(plan__in={event.subject_id for event in events}).in_force():
        enqueue(PRINT, by=None, publication_id=str(publication.pk))
