"""Which levels a plan has and what they are called."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.structure.errors import PlanRefused
from planning.structure.history import remember, values_of
from planning.structure.labels import named
from planning.structure.locking import lock, refuse_overwriting
from planning.structure.models import Level, Plan
from planning.structure.wording import LEVELS, are_words

OF_LEVELS = ("levels", "words")


@transaction.atomic
def change_levels(
    plan: Plan, *, levels: Sequence[str], words: Mapping[str, str], version: int, by: Any, at: datetime
) -> Plan:
    """Choose the levels and their names. Levels on which something stands stay; a publication keeps its words."""
    plan = lock(plan)
    refuse_overwriting(plan, version, OF_LEVELS)
    before = values_of(plan, OF_LEVELS)
    plan.levels = _in_order(plan, levels)
    plan.words = {level: word.strip() for level, word in words.items() if word.strip() and level in plan.levels}
    try:
        are_words(plan.words)
    except ValidationError as wrong:
        raise PlanRefused(" ".join(wrong.messages)) from wrong
    after = values_of(plan, OF_LEVELS)
    if after != before:
        plan.changed_at = at
        plan.version += 1
        plan.save()
        remember(plan, plan, "levels_changed", before=before, after=after, by=by, at=at)
        record("planning.plan_changed", subject=plan, by=by, at=at)
    return plan


def used_levels(plan: Plan) -> list[str]:
    """The levels that cannot change any more: down to the lowest one on which something stands."""
    standing = set(plan.nodes.values_list("level", flat=True))
    depth = max((plan.levels.index(level) + 1 for level in standing if level in plan.levels), default=0)
    return list(plan.levels[:depth])


def _in_order(plan: Plan, levels: Sequence[str]) -> list[str]:
    chosen = [level for level in LEVELS if level in levels]
    if Level.MEASURE not in chosen:
        raise PlanRefused(
            _("A plan needs the level of measures: money, indicators and terms stand there. Rename it instead.")
        )
    used = used_levels(plan)
    if chosen[: len(used)] != used:
        raise PlanRefused(
            _(
                "Items of the plan stand on these levels already: %(levels)s. None of them can be left out and none "
                "added between them. Move or remove the items first."
            )
            % {"levels": named(plan.words, used)}
        )
    return chosen
