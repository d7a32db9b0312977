"""What this room does when something happened."""

from collections.abc import Sequence

from catalogue.feed import services_of_event
from catalogue.quality.scoring import score_services
from kernel.clock import today
from kernel.journal import Event, subscribe


@subscribe("catalogue.services_changed", name="catalogue.quality")
def score_changed(events: Sequence[Event]) -> None:
    """The quality of entries that changed is counted anew."""
    ids = {each for event in events for each in services_of_event(event.facts)}
    if ids:
        score_services(sorted(ids), day=today())
