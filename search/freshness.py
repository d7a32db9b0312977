"""How much a fact nobody has confirmed lately sinks: the same steps and the same share in both engines.

The bonus of a fresh entry is below what one word in a name counts, so it orders what fits equally well and never lifts
a service over one that fits better. It has two steps rather than a curve: within a step the order stays as it was, and
anybody can say why one stands before the other.
"""

from datetime import date, timedelta

HALF_A_YEAR, A_YEAR = 183, 365
ROOM_HOLDS = 92  # days after which free places that were told count no more
STEPS = ((HALF_A_YEAR, 1.0), (A_YEAR, 0.5))  # confirmed within so many days: the share of the bonus; older ones none


def steps(today: date) -> list[tuple[date, float]]:
    """From which day on a confirmation counts, and what each step adds to those before it, the oldest first."""
    added, before = [], 0.0
    for days, share in reversed(STEPS):
        added.append((today - timedelta(days=days), share - before))
        before = share
    return added
