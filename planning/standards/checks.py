"""What Opora sees of a plan by itself: so many of so many, and where to mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from planning.course.stages import PaperKind
from planning.groups.models import Group
from planning.informing.models import Announcement
from planning.knowing.chapters import accepted_kinds
from planning.knowing.models import ChapterKind
from planning.structure.models import Level, Node, Plan
from planning.structure.sheet.models import Indicator


@dataclass(frozen=True, slots=True)
class Seen:
    """`have` of `of` are there; `href` is where the rest is mended."""

    have: int
    of: int
    href: str


@dataclass(frozen=True)
class Facts:
    """A plan with all that the checks look at, asked once."""

    plan: Plan
    today: date
    papers: frozenset[str]
    measures: list[Node]
    levels: frozenset[str]
    superior: int
    indicators: frozenset[str]
    is_informed: bool


def gather(plan: Plan, today: date) -> Facts:
    """Five questions, whatever the plan holds."""
    rows = plan.nodes.annotate(**{f"has_{part}": _has(part) for part in ("costs", "risks", "indicators")})
    nodes = list(rows.order_by("position", "pk").defer("text", "problem"))
    return Facts(
        plan=plan,
        today=today,
        papers=frozenset(plan.papers.filter(withdrawn_at__isnull=True).values_list("kind", flat=True))
        | accepted_kinds(plan),
        measures=[node for node in nodes if node.level == Level.MEASURE],
        levels=frozenset(node.level for node in nodes),
        superior=sum(bool(node.superior) for node in nodes),
        indicators=frozenset(Indicator.objects.filter(node__plan=plan).values_list("kind", flat=True)),
        is_informed=Announcement.objects.standing().filter(plan=plan).exists(),
    )


def _has(part: str) -> Exists:
    """A measure has a row itself or by one of its activities."""
    table = Node._meta.get_field(part).related_model
    rows = table._default_manager.filter(Q(node=OuterRef("pk")) | Q(node__parent=OuterRef("pk")))  # type: ignore[union-attr]
    return Exists(rows)


def see(check: str, facts: Facts) -> Seen | None:
    """None where Opora cannot see it; then a person says so."""
    if check in PaperKind.values:
        return _paper(PaperKind(check), facts)
    if check in _OF_MEASURES:
        return _measures(check, facts)
    found = _OF_PLAN.get(check)
    return found(facts) if found else None


def _measures(check: str, facts: Facts) -> Seen:
    """Counted over all measures; the link opens the first one that lacks it, at the right part of its sheet."""
    lacking = [node for node in facts.measures if not _OF_MEASURES[check](node)]
    href = _at("work", facts)
    if lacking:
        href = reverse("planning:node_work", args=[facts.plan.pk, lacking[0].pk]) + _PARTS.get(check, "")
    return Seen(len(facts.measures) - len(lacking), len(facts.measures), href)


def _paper(kind: PaperKind, facts: Facts) -> Seen:
    href = f"{_at('add_paper', facts)}?kind={kind}"
    if kind.value in ChapterKind.values:
        href = reverse("planning:chapter", args=[facts.plan.pk, kind.value])
    return Seen(int(kind in facts.papers), 1, href)


def _organisation(facts: Facts) -> Seen:
    """A paper with the members counts; else a steering group and a working group."""
    if PaperKind.MEMBERS in facts.papers:
        return Seen(1, 1, "")
    running = Group.objects.of_plan(facts.plan).running_on(facts.today)
    kinds = set(running.values_list("kind", flat=True))
    lacking = [kind for kind in Group.Kind.values if kind not in kinds]
    href = f"{reverse('planning:new_group')}?kind={lacking[0]}&plan={facts.plan.pk}" if lacking else ""
    return Seen(len(kinds), len(Group.Kind.values), href)


def _informed(facts: Facts) -> Seen:
    """The announcement on the official board as a paper, or an entry of the information log."""
    told = facts.is_informed or PaperKind.ANNOUNCEMENT in facts.papers
    return Seen(int(told), 1, f"{reverse('planning:log')}?plan={facts.plan.pk}")


def _goals(facts: Facts) -> Seen:
    wanted = {Level.PRIORITY, Level.GOAL} & set(facts.plan.levels)
    return Seen(len(wanted & facts.levels), len(wanted), _at("work", facts))


def _at(name: str, facts: Facts) -> str:
    return reverse(f"planning:{name}", args=[facts.plan.pk])


_OF_MEASURES: dict[str, Callable[[Node], object]] = {
    "TERMS": lambda node: node.starts_on and node.ends_on,
    "STAFF": lambda node: node.staff,
    "OPERATION": lambda node: node.conditions,
    "OWNERS": lambda node: node.implementer,
    "MONEY": lambda node: node.has_costs,  # type: ignore[attr-defined]
    "INDICATORS": lambda node: node.has_indicators,  # type: ignore[attr-defined]
    "RISKS": lambda node: node.has_risks,  # type: ignore[attr-defined]
}
_PARTS = {"MONEY": "#costs", "INDICATORS": "#indicators", "RISKS": "#risks"}
_OF_PLAN: dict[str, Callable[[Facts], Seen]] = {
    "IDENTITY": lambda facts: Seen(1, 1, _at("facts", facts)),
    "ORGANISATION": _organisation,
    "INFORMED": _informed,
    "GOALS": _goals,
    "SUPERIOR": lambda facts: Seen(int(facts.superior > 0), 1, _at("work", facts)),
    "IMPACT": lambda facts: Seen(int("IMPACT" in facts.indicators), 1, _at("work", facts)),
}
CHECKS = frozenset({*_OF_MEASURES, *_OF_PLAN, *PaperKind.values})
