"""What this room does when something happened."""

from collections.abc import Sequence

from catalogue.feed import services_of_event
from catalogue.quality.scoring import score_services
from catalogue.review.cases import open_cases
from kernel.clock import now, today
from kernel.journal import Event, subscribe


@subscribe("catalogue.services_changed", name="catalogue.quality")
def score_changed(events: Sequence[Event]) -> None:
    """The quality of entries that changed is counted anew."""
    ids = {each for event in events for each in services_of_event(event.facts)}
    if ids:
        score_services(sorted(ids), day=today())


@subscribe("catalogue.services_changed", name="catalogue.cases")
def find_conflicts(events: Sequence[Event]) -> None:
    """Where a register now says otherwise than the provider or the region, a case opens; where it agrees, one ends."""
    ids = {each for event in events for each in services_of_event(event.facts)}
    if ids:
        open_cases(sorted(ids), at=now())
