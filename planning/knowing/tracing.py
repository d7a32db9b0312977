"""From a need to what answers it, and back: the whole plan with its links in memory, read in a few queries."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from planning.knowing.models import Link, Need, Quarter, Statement
from planning.structure.models import Level, MeasureService, Plan
from planning.structure.queries import JoinedService, branches, live
from planning.structure.tree import Branch, walk

Key = uuid.UUID


@dataclass(frozen=True, slots=True)
class Via:
    """How a need leads to an item of the plan: straight, or through a statement of a SWOT."""

    link_id: Key
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A need that stands behind an item; `at` is the item that it is linked to, `via` the statement if it leads there
    through one."""

    need: Need
    at: Branch
    via: Statement | None


@dataclass(frozen=True, slots=True)
class Shoot:
    """An item of the plan as one line shows it: whether the line leads right here, and what stands below of it."""

    branch: Branch
    vias: tuple[Via, ...]
    services: tuple[JoinedService, ...]
    children: tuple["Shoot", ...]

    @property
    def is_goal_of_the_line(self) -> bool:
        return bool(self.vias)

    @property
    def is_straight(self) -> bool:
        return any(via.statement is None for via in self.vias)

    @property
    def statements(self) -> list[Statement]:
        return [via.statement for via in self.vias if via.statement is not None]


class Trace:
    """The plan, its needs and statements, and every link between them."""

    def __init__(self, plan: Plan, roots: list[Branch] | None = None) -> None:
        self.plan = plan
        self.roots = branches(plan) if roots is None else roots
        self.branches: dict[Key, Branch] = {branch.node.pk: branch for branch in walk(self.roots)}
        self.needs: dict[Key, Need] = {need.pk: need for need in plan.needs.order_by("number")}
        self.needs_at: dict[Key, list[tuple[Key, Key]]] = defaultdict(list)  # by node: (need, link)
        self.nodes_of: dict[Key, list[tuple[Key, Key]]] = defaultdict(list)  # by need: (node, link)
        self.said_of: dict[Key, list[tuple[Key, Key]]] = defaultdict(list)  # by need: (statement, link)
        self.needs_said: dict[Key, list[tuple[Key, Key]]] = defaultdict(list)  # by statement: (need, link)
        self.nodes_said: dict[Key, list[tuple[Key, Key]]] = defaultdict(list)  # by statement: (node, link)
        self.said_at: dict[Key, list[tuple[Key, Key]]] = defaultdict(list)  # by node: (statement, link)
        self.statements: dict[Key, Statement] = {}  # those that are linked with something, each with its SWOT
        for each in Link.objects.filter(plan=plan).select_related("statement__swot").order_by("linked_at", "pk"):
            self._note(each)

    def _note(self, link: Link) -> None:
        need, statement, node = link.need_id, link.statement_id, link.node_id
        if link.statement is not None:
            self.statements[link.statement.pk] = link.statement
        if need and node:
            self.nodes_of[need].append((node, link.pk))
            self.needs_at[node].append((need, link.pk))
        elif need and statement:
            self.said_of[need].append((statement, link.pk))
            self.needs_said[statement].append((need, link.pk))
        elif statement and node:
            self.nodes_said[statement].append((node, link.pk))
            self.said_at[node].append((statement, link.pk))

    def all_statements(self) -> list[Statement]:
        """Everything the SWOTs of the plan say, each with its SWOT."""
        rows = Statement.objects.filter(swot__plan=self.plan).select_related("swot").order_by("position", "pk")
        quarters = list(Quarter.values)
        return sorted(rows, key=lambda row: (row.swot.kind, row.swot.name, quarters.index(row.quarter)))

    @cached_property
    def services(self) -> dict[Key, list[JoinedService]]:
        """Services of every measure as they stand in the catalogue today."""
        rows = list(MeasureService.objects.filter(node__plan=self.plan).order_by("service_name", "id"))
        told = live((str(row.service_id), row.service_name, row.provider_name, str(row.pk)) for row in rows)
        found: dict[Key, list[JoinedService]] = defaultdict(list)
        for row, service in zip(rows, told, strict=True):
            found[row.node_id].append(service)
        return found

    @property
    def standing(self) -> list[Need]:
        """The needs that count, the heaviest first."""
        needs = [need for need in self.needs.values() if need.set_aside_at is None]
        return sorted(needs, key=lambda need: (-need.weight, need.number))

    # --- from a need on -----------------------------------------------------------------------------------------------
    def ways_of(self, need: Need) -> dict[Key, list[Via]]:
        """The items that a need leads to, each with the ways there."""
        ways: dict[Key, list[Via]] = defaultdict(list)
        for node, link in self.nodes_of.get(need.pk, ()):
            ways[node].append(Via(link))
        for statement, _link in self.said_of.get(need.pk, ()):
            for node, link in self.nodes_said.get(statement, ()):
                ways[node].append(Via(link, self.statements[statement]))
        return ways

    def goals_of(self, need: Need) -> set[Key]:
        """The items that a need leads to."""
        goals = {node for node, _link in self.nodes_of.get(need.pk, ())}
        for statement, _link in self.said_of.get(need.pk, ()):
            goals |= {node for node, _link in self.nodes_said.get(statement, ())}
        return goals

    def measures_of(self, need: Need) -> list[Branch]:
        """The measures that answer a need, in reading order: those it leads to, those below, and those above."""
        return [branch for branch in self.measures if branch.node.pk in self._answering(need)]

    def _answering(self, need: Need) -> set[Key]:
        found: set[Key] = set()
        for goal in self.goals_of(need):
            found |= self._near[goal]
        return found

    def is_answered(self, need: Need) -> bool:
        return bool(self._answering(need))

    @cached_property
    def measures(self) -> list[Branch]:
        return [branch for branch in self.branches.values() if branch.node.level == Level.MEASURE]

    @cached_property
    def _near(self) -> dict[Key, frozenset[Key]]:
        """By item: the measures at it, below it, or above it where it is an activity."""
        near: dict[Key, set[Key]] = {key: set() for key in self.branches}
        for measure in self.measures:
            for branch in (*self.above(measure), *measure.walk()):
                near[branch.node.pk].add(measure.node.pk)
        return {key: frozenset(measures) for key, measures in near.items()}

    def line_of(self, need: Need, *, with_services: bool = True) -> list[Shoot]:
        """The part of the tree that a need leads to: the way down from the first level, and all below."""
        return self._shoots(self.roots, self.ways_of(need), with_services, below=False)

    def _shoots(
        self, branches: Iterable[Branch], ways: dict[Key, list[Via]], with_services: bool, *, below: bool
    ) -> list[Shoot]:
        shoots = []
        for branch in branches:
            vias = tuple(ways.get(branch.node.pk, ()))
            children = self._shoots(branch.children, ways, with_services, below=below or bool(vias))
            if vias or below or children:
                services = tuple(self.services.get(branch.node.pk, ())) if with_services else ()
                shoots.append(Shoot(branch, vias, services, tuple(children)))
        return shoots

    # --- from an item back --------------------------------------------------------------------------------------------
    def above(self, branch: Branch) -> list[Branch]:
        """The way from the first level down to the item, without it."""
        way: list[Branch] = []
        parent = branch.node.parent_id
        while parent is not None:
            way.insert(0, self.branches[parent])
            parent = self.branches[parent].node.parent_id
        return way

    def reasons_of(self, branch: Branch) -> list[Reason]:
        """Needs that stand behind an item: its own, those of what it belongs to, those of what belongs to it."""
        around = [branch, *reversed(self.above(branch)), *list(branch.walk())[1:]]
        reasons: dict[Key, Reason] = {}
        for each in around:
            for reason in self._reasons_at(each):
                reasons.setdefault(reason.need.pk, reason)
        return list(reasons.values())

    def _reasons_at(self, branch: Branch) -> Iterator[Reason]:
        for need, _link in self.needs_at.get(branch.node.pk, ()):
            yield Reason(self.needs[need], branch, None)
        for statement, _link in self.said_at.get(branch.node.pk, ()):
            for need, _need_link in self.needs_said.get(statement, ()):
                yield Reason(self.needs[need], branch, self.statements[statement])

    @cached_property
    def measures_with_a_need(self) -> set[Key]:
        """Measures that some need leads to, straight or through what they belong to; needs set aside do not count."""
        return {measure for need in self.standing for measure in self._answering(need)}
