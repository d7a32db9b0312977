"""What hangs in the air: the rules by which a plan is looked through, as one table.

A rule speaks of a need or of one level of the plan. To add one, write one line into RULES.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from planning.knowing.models import Need
from planning.knowing.tracing import Trace
from planning.structure.models import Level
from planning.structure.queries import with_services_gone
from planning.structure.tree import Branch

NEED = "NEED"


class Survey:
    """What the rules look at: the traced plan, and what is asked of the catalogue once."""

    def __init__(self, trace: Trace, gone: set[uuid.UUID] | None = None) -> None:
        self.trace, self._gone = trace, gone

    @cached_property
    def gone(self) -> set[uuid.UUID]:
        """Measures that speak of a service which has ended."""
        return with_services_gone(self.trace.plan) if self._gone is None else self._gone


@dataclass(frozen=True, slots=True)
class Rule:
    """`holds(survey, need or branch)` says that something is missing; `mend` names the page where it is mended.
    `needs_level`: the rule makes sense only in a plan that has this level."""

    code: str
    label: Any
    of: str
    holds: Callable[[Survey, Any], bool]
    mend: str = "node_work"
    needs_level: str = ""


def _unanswered(survey: Survey, need: Need) -> bool:
    return not survey.trace.is_answered(need)


def _needless(survey: Survey, branch: Branch) -> bool:
    return branch.node.pk not in survey.trace.measures_with_a_need


def _empty(_survey: Survey, branch: Branch) -> bool:
    return not branch.children


def _service_gone(survey: Survey, branch: Branch) -> bool:
    return branch.node.pk in survey.gone


def _tells_no(mark: str) -> Callable[[Survey, Branch], bool]:
    """Neither the measure nor any of its activities bears the mark (see `sheet.queries.with_marks`)."""
    return lambda _survey, branch: not any(getattr(item.node, mark) for item in branch.walk())


P, G, M, A = Level.PRIORITY, Level.GOAL, Level.MEASURE, Level.ACTIVITY
RULES = (
    Rule("NEED_NO_MEASURE", _("Need that no measure answers"), NEED, _unanswered, "need_links"),
    Rule("MEASURE_NO_NEED", _("Measure that answers no need"), M, _needless, "node_needs"),
    Rule("MEASURE_NO_ACTIVITY", _("Measure without an activity"), M, _empty, "add", A),
    Rule("MEASURE_NO_OWNER", _("Measure without who carries it out"), M, lambda _s, b: not b.node.implementer),
    Rule("MEASURE_NO_TERM", _("Measure without a term"), M, lambda _s, b: not b.node.ends_on),
    Rule("MEASURE_NO_INDICATOR", _("Measure without an indicator"), M, _tells_no("has_indicators")),
    Rule("MEASURE_NO_MONEY", _("Measure that does not say what it costs"), M, _tells_no("has_costs")),
    Rule("GOAL_NO_MEASURE", _("Goal without a measure"), G, _empty, "add", M),
    Rule("PRIORITY_NO_GOAL", _("Priority without a goal"), P, _empty, "add", G),
    Rule("SERVICE_ENDED", _("Measure that speaks of a service which has ended"), M, _service_gone),
)


@dataclass(frozen=True, slots=True)
class Orphan:
    """One thing that hangs in the air; `href` leads to where it is mended."""

    rule: Rule
    number: str
    title: str
    href: str


def orphans_of(survey: Survey) -> list[Orphan]:
    """Everything the rules find, rule by rule and in reading order."""
    return [orphan for rule in rules_of(survey.trace) for orphan in _found(survey, rule)]


def rules_of(trace: Trace) -> list[Rule]:
    """The rules that make sense for the levels of this plan."""
    levels = trace.plan.levels
    return [rule for rule in RULES if (rule.of == NEED or rule.of in levels) and rule.needs_level in ("", *levels)]


def _found(survey: Survey, rule: Rule) -> Iterator[Orphan]:
    if rule.of == NEED:
        yield from (_of_need(rule, need) for need in survey.trace.standing if rule.holds(survey, need))
        return
    for branch in survey.trace.branches.values():
        if branch.node.level == rule.of and rule.holds(survey, branch):
            yield _of_node(rule, branch)


def _of_need(rule: Rule, need: Need) -> Orphan:
    return Orphan(rule, need.code, need.title, reverse(f"planning:{rule.mend}", args=[need.plan_id, need.pk]))


def _of_node(rule: Rule, branch: Branch) -> Orphan:
    node = branch.node
    if rule.mend == "add":
        href = f"{reverse('planning:add', args=[node.plan_id])}?parent={node.pk}"
    else:
        href = reverse(f"planning:{rule.mend}", args=[node.plan_id, node.pk])
    return Orphan(rule, branch.number, node.title, href)
