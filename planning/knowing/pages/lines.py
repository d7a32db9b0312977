"""The line from a need to what answers it, walkable from both ends; and what hangs in the air."""

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from planning.knowing.models import Need, Quarter, Statement
from planning.knowing.orphans import Survey, orphans_of, rules_of
from planning.knowing.pages.base import OfKnowing, crumb, needs_crumb
from planning.knowing.tracing import Reason, Shoot, Trace
from planning.structure.tree import Branch


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its SWOT and list in words."""

    statement: Statement

    @property
    def where(self) -> str:
        return f"{self.statement.swot.name}: {Quarter(self.statement.quarter).label}"


@dataclass(frozen=True, slots=True)
class Answered:
    """A need and the measures that answer it."""

    need: Need
    measures: list[Branch]
    said: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure and the needs that stand behind it."""

    branch: Branch
    reasons: list[Reason]


class NeedLinePage(OfKnowing):
    """One need: what the SWOT says of it, and everything in the plan that answers it, down to the services."""

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), needs_crumb(self.plan)]

    def get(self, request: HttpRequest, plan: uuid.UUID, need: uuid.UUID) -> HttpResponse:
        trace = Trace(self.plan)
        found = trace.needs.get(need)
        if found is None:
            raise Http404
        said = [Said(trace.statements[key]) for key, _link in trace.said_of[found.pk]]
        measures = trace.measures_of(found)
        shoots = [shown(shoot) for shoot in trace.line_of(found)]
        return self.show("need_line", need=found, said=said, shoots=shoots, measures=measures)


class NodeLinePage(OfKnowing):
    """One item of the plan: the needs behind it, the way they lead here, and what it holds."""

    def get(self, request: HttpRequest, plan: uuid.UUID, node: uuid.UUID) -> HttpResponse:
        trace = Trace(self.plan)
        branch = trace.branches.get(node)
        if branch is None:
            raise Http404
        context: dict[str, Any] = {
            "node": branch.node,
            "number": branch.number,
            "level": self.plan.word(branch.node.level),
            "reasons": trace.reasons_of(branch),
            "said": [Said(trace.statements[key]) for key, _link in trace.said_at[branch.node.pk]],
            "above": [{"branch": each, "level": self.plan.word(each.node.level)} for each in trace.above(branch)],
            "shoots": [shown(_whole(trace, branch))],
        }
        return self.show("node_line", **context)


class WholePage(OfKnowing):
    """All needs with what answers each; or all measures with the needs behind each."""

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        trace = Trace(self.plan)
        back = request.GET.get("from") == "measures"
        address = reverse("planning:whole", args=[plan])
        tabs = [
            ("needs", _("From needs to measures"), address, len(trace.standing)),
            ("measures", _("From measures to needs"), f"{address}?from=measures", len(trace.measures)),
        ]
        context: dict[str, Any] = {"tabs": tabs, "current": "measures" if back else "needs"}
        if back:
            context["measures"] = [Standing(branch, trace.reasons_of(branch)) for branch in trace.measures]
        else:
            context["needs"] = [
                Answered(need, trace.measures_of(need), len(trace.said_of[need.pk])) for need in trace.standing
            ]
        return self.show("whole", **context)


class OrphansPage(OfKnowing):
    """What hangs in the air, rule by rule, each with the place where it is mended."""

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), crumb(_("From needs to measures"), "whole", self.plan)]

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        survey = Survey(Trace(self.plan))
        found, chosen = orphans_of(survey), set(request.GET.getlist("rule"))
        counts = Counter(orphan.rule.code for orphan in found)
        rules = rules_of(survey.trace)
        options = [
            {"value": rule.code, "label": rule.label, "count": counts[rule.code], "checked": rule.code in chosen}
            for rule in rules
        ]
        shown_rules = [rule for rule in rules if not chosen or rule.code in chosen]
        piles = [(rule.label, [orphan for orphan in found if orphan.rule is rule]) for rule in shown_rules]
        return self.show(
            "orphans", options=options, chosen=len(chosen), total=len(found), piles=[pile for pile in piles if pile[1]],
            is_empty=not survey.trace.branches and not survey.trace.needs,
        )  # fmt: skip


def shown(shoot: Shoot) -> dict[str, Any]:
    """A shoot as the template draws it, with all below."""
    node = shoot.branch.node
    return {
        "node": node,
        "number": shoot.branch.number,
        "level": node.plan.word(node.level),
        "is_here": shoot.is_goal_of_the_line,
        "through": [Said(statement) for statement in shoot.statements],
        "services": shoot.services,
        "children": [shown(child) for child in shoot.children],
    }


def _whole(trace: Trace, branch: Branch) -> Shoot:
    """The item with everything below it."""
    children = tuple(_whole(trace, child) for child in branch.children)
    return Shoot(branch, (), tuple(trace.services.get(branch.node.pk, ())), children)
