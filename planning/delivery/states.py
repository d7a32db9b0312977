"""The states of an action plan and what has to be there before each begins: the whole year as one table.

States follow in this order; going back is ordinary and asks only for a reason. A closed year is frozen and stays so.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy


class YearState(models.TextChoices):
    """Where the action plan of a year stands."""

    PROPOSED = "PROPOSED", pgettext_lazy("action plan", "proposed")
    DISCUSSED = "DISCUSSED", pgettext_lazy("action plan", "discussed")
    APPROVED = "APPROVED", pgettext_lazy("action plan", "approved")
    RUNNING = "RUNNING", pgettext_lazy("action plan", "running")
    REPORTED = "REPORTED", pgettext_lazy("action plan", "reported")
    CLOSED = "CLOSED", pgettext_lazy("action plan", "closed")


class ItemState(models.TextChoices):
    """How far the task of a year is."""

    NOT_STARTED = "NOT_STARTED", pgettext_lazy("item", "not started")
    RUNNING = "RUNNING", pgettext_lazy("item", "running")
    DONE = "DONE", pgettext_lazy("item", "done")
    PARTLY = "PARTLY", pgettext_lazy("item", "partly done")
    NOT_DONE = "NOT_DONE", pgettext_lazy("item", "not done")
    CANCELLED = "CANCELLED", pgettext_lazy("item", "cancelled")


class Verdict(models.TextChoices):
    """What is said of a task when its year ends."""

    DONE = "DONE", pgettext_lazy("verdict", "done")
    PARTLY = "PARTLY", pgettext_lazy("verdict", "partly done, it ends here")
    CARRIED_OVER = "CARRIED_OVER", pgettext_lazy("verdict", "carried over as it is")
    CHANGED = "CHANGED", pgettext_lazy("verdict", "carried over and changed")
    DROPPED = "DROPPED", pgettext_lazy("verdict", "dropped")


class Guard(StrEnum):
    """A condition that looks at the action plan itself; what it finds missing is said by `guards`."""

    HAS_ITEMS = "HAS_ITEMS"
    ITEMS_HAVE_IMPLEMENTERS = "ITEMS_HAVE_IMPLEMENTERS"
    ITEMS_HAVE_TERMS = "ITEMS_HAVE_TERMS"
    YEAR_HAS_BEGUN = "YEAR_HAS_BEGUN"
    ROUNDS_ARE_CLOSED = "ROUNDS_ARE_CLOSED"
    ITEMS_HAVE_VERDICTS = "ITEMS_HAVE_VERDICTS"


@dataclass(frozen=True, slots=True)
class Rule:
    """A state may begin when these conditions hold."""

    state: YearState
    guards: tuple[Guard, ...] = ()


G = Guard
PROCESS = (
    Rule(YearState.PROPOSED),
    Rule(YearState.DISCUSSED, guards=(G.HAS_ITEMS,)),
    Rule(YearState.APPROVED, guards=(G.HAS_ITEMS, G.ITEMS_HAVE_IMPLEMENTERS, G.ITEMS_HAVE_TERMS)),
    Rule(YearState.RUNNING, guards=(G.YEAR_HAS_BEGUN,)),
    Rule(YearState.REPORTED, guards=(G.ROUNDS_ARE_CLOSED,)),
    Rule(YearState.CLOSED, guards=(G.ITEMS_HAVE_VERDICTS,)),
)
RULES = {rule.state: rule for rule in PROCESS}
ORDER = [rule.state for rule in PROCESS]

# While the year is talked about its items are added, changed and removed; afterwards only their state is told.
OPEN_TO_CHANGE = frozenset({YearState.PROPOSED, YearState.DISCUSSED})
# Promised to the public: these may be shown.
AGREED = frozenset({YearState.APPROVED, YearState.RUNNING, YearState.REPORTED, YearState.CLOSED})
# Nothing more is awaited of these: they are not late.
FINISHED = frozenset({ItemState.DONE, ItemState.CANCELLED})
# Verdicts that lead into the year after.
GOES_ON = frozenset({Verdict.CARRIED_OVER, Verdict.CHANGED})


def after(state: str) -> YearState | None:
    """The next state."""
    place = ORDER.index(YearState(state)) + 1
    return ORDER[place] if place < len(ORDER) else None


def before(state: str) -> list[YearState]:
    """The states one may go back to, the nearest first; none from a closed year."""
    return [] if state == YearState.CLOSED else ORDER[: ORDER.index(YearState(state))][::-1]
