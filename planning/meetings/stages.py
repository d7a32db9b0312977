"""The stages of a meeting as one table: what each follows, what it asks for, and what may still be changed in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext, pgettext_lazy


class Stage(models.TextChoices):
    """Where a meeting stands, in the order of its life."""

    PLANNED = "PLANNED", pgettext_lazy("meeting", "planned")
    INVITED = "INVITED", pgettext_lazy("meeting", "invited")
    HELD = "HELD", pgettext_lazy("meeting", "held")
    MINUTES_DRAFTED = "MINUTES_DRAFTED", pgettext_lazy("meeting", "minutes being written")
    SENT_ROUND = "SENT_ROUND", pgettext_lazy("meeting", "minutes sent round")
    APPROVED = "APPROVED", pgettext_lazy("meeting", "minutes approved")
    PUBLISHED = "PUBLISHED", pgettext_lazy("meeting", "minutes published")
    CANCELLED = "CANCELLED", pgettext_lazy("meeting", "cancelled")


class Guard(StrEnum):
    """What is asked for before a stage begins; what is missing is said by `guards`."""

    HAS_AGENDA = "HAS_AGENDA"
    HAS_PLACE = "HAS_PLACE"
    LIES_AHEAD = "LIES_AHEAD"
    HAS_BEGUN = "HAS_BEGUN"
    SOMEBODY_CAME = "SOMEBODY_CAME"
    SAYS_WHO_WROTE = "SAYS_WHO_WROTE"


class Part(StrEnum):
    """What of a meeting is changed together."""

    FACTS = "FACTS"
    AGENDA = "AGENDA"
    ATTENDANCE = "ATTENDANCE"
    MINUTES = "MINUTES"


@dataclass(frozen=True, slots=True)
class Rule:
    """A stage follows one of `after`, asks for `needs`, and leaves `open` what may be changed while it lasts."""

    stage: Stage
    after: tuple[Stage, ...] = ()
    needs: tuple[Guard, ...] = ()
    open: tuple[Part, ...] = ()


S, G, P = Stage, Guard, Part
WRITING = (P.AGENDA, P.ATTENDANCE, P.MINUTES)

LIFE = (
    Rule(S.PLANNED, open=(P.FACTS, P.AGENDA, P.ATTENDANCE)),
    Rule(
        S.INVITED,
        after=(S.PLANNED,),
        needs=(G.HAS_AGENDA, G.HAS_PLACE, G.LIES_AHEAD),
        open=(P.FACTS, P.AGENDA, P.ATTENDANCE),
    ),
    Rule(S.HELD, after=(S.PLANNED, S.INVITED), needs=(G.HAS_BEGUN, G.SOMEBODY_CAME), open=WRITING),
    Rule(S.MINUTES_DRAFTED, after=(S.HELD, S.SENT_ROUND, S.APPROVED, S.PUBLISHED), open=WRITING),
    Rule(S.SENT_ROUND, after=(S.MINUTES_DRAFTED,), needs=(G.SAYS_WHO_WROTE,)),
    Rule(S.APPROVED, after=(S.SENT_ROUND,)),
    Rule(S.PUBLISHED, after=(S.APPROVED,)),
    Rule(S.CANCELLED, after=(S.PLANNED, S.INVITED)),
)
RULES = {rule.stage: rule for rule in LIFE}
LINE = [rule.stage for rule in LIFE if rule.stage != S.CANCELLED]
OF_EVENTS = LINE[: LINE.index(S.HELD) + 1]  # minutes of an event are rare; their stages are shown once they are begun
TOLD = (S.INVITED, S.HELD, S.MINUTES_DRAFTED, S.SENT_ROUND, S.APPROVED, S.PUBLISHED)


def words_of(stage: Stage, *, is_event: bool) -> str:
    """The name of a stage; to an open event nobody is invited by name."""
    return pgettext("event", "announced") if is_event and stage == S.INVITED else str(stage.label)


def line_of(stage: Stage, *, is_event: bool) -> Sequence[Stage]:
    """The stages that are shown as a line."""
    return OF_EVENTS if is_event and stage in OF_EVENTS else LINE


def may_follow(stage: Stage, now: str) -> bool:
    return Stage(now) in RULES[stage].after


def is_open(part: Part, now: str) -> bool:
    return part in RULES[Stage(now)].open
