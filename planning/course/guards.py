"""What is still missing before a plan may enter a stage, each with the place where it is mended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from planning.course.stages import RULES, Guard, PaperKind, Stage
from planning.groups.checking import missing_sides
from planning.groups.models import Group
from planning.groups.queries import with_members
from planning.knowing.chapters import accepted_kinds
from planning.knowing.models import ChapterKind
from planning.structure.models import Level, Plan
from planning.structure.tree import Branch, grow, walk


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do, and where."""

    text: str
    href: str


def missing_for(plan: Plan, stage: Stage, today: date) -> list[Missing]:
    """Empty when the stage may begin."""
    rule = RULES[stage]
    lying = set(plan.papers.filter(withdrawn_at__isnull=True).values_list("kind", flat=True))
    lying |= accepted_kinds(plan)  # an accepted chapter of the analysis counts as the paper of its kind
    papers = [_paper(plan, kind) for kind in rule.papers if kind not in lying]
    measures = [branch for branch in walk(grow(plan.nodes.all())) if branch.node.level == Level.MEASURE]
    return papers + [each for guard in rule.guards for each in CHECKS[guard](plan, measures, today)]


def _paper(plan: Plan, kind: PaperKind) -> Missing:
    if kind in ChapterKind.values:
        words = _("%(paper)s is missing: have the chapter accepted, or record the paper in the course of the plan.")
        text = words % {"paper": capfirst(kind.label)}
        return Missing(text, reverse("planning:chapter", args=[plan.pk, kind.value]))
    text = _("%(paper)s is missing: tell its day and number.") % {"paper": capfirst(kind.label)}
    return Missing(text, f"{reverse('planning:add_paper', args=[plan.pk])}?kind={kind}")


def _has_groups(plan: Plan, _measures: list[Branch], today: date) -> Iterator[Missing]:
    """A steering group, a working group, and in each the whole triad; or the list of members of groups made outside."""
    if plan.papers.filter(kind=PaperKind.MEMBERS, withdrawn_at__isnull=True).exists():
        return
    groups = list(with_members(Group.objects.of_plan(plan).running_on(today), today).order_by("kind", "name", "id"))
    words = {
        Group.Kind.STEERING: _("There is no steering group. Found it, or record the list of members made outside."),
        Group.Kind.WORKING: _("There is no working group. Found one, or record the list of members made outside."),
    }
    for kind, text in words.items():
        if not any(group.kind == kind for group in groups):
            yield Missing(text, f"{reverse('planning:new_group')}?kind={kind}&plan={plan.pk}")
    for group in groups:
        sides = ", ".join(str(party.label) for party in missing_sides(group.sitting))  # type: ignore[attr-defined]
        if sides:
            text = _("In the group “%(group)s” these sides are missing: %(sides)s.")
            yield Missing(text % {"group": group.name, "sides": sides}, reverse("planning:group", args=[group.pk]))


def _has_measures(plan: Plan, measures: list[Branch], _today: date) -> Iterator[Missing]:
    if not measures:
        yield Missing(_("The plan has no measure yet."), reverse("planning:work", args=[plan.pk]))


def _have_owners(plan: Plan, measures: list[Branch], _today: date) -> Iterator[Missing]:
    for branch in measures:
        if not branch.node.implementer:
            yield _of_measure(plan, branch, _("Measure %(number)s does not say who carries it out."))


def _have_terms(plan: Plan, measures: list[Branch], _today: date) -> Iterator[Missing]:
    for branch in measures:
        if not branch.node.ends_on:
            yield _of_measure(plan, branch, _("Measure %(number)s does not say until when."))


def _of_measure(plan: Plan, branch: Branch, text: str) -> Missing:
    return Missing(text % {"number": branch.number}, reverse("planning:node_work", args=[plan.pk, branch.node.pk]))


def _is_public(plan: Plan, _measures: list[Branch], _today: date) -> Iterator[Missing]:
    if plan.published() is None:
        yield Missing(_("The plan is not published."), reverse("planning:publish", args=[plan.pk]))


def _has_begun(plan: Plan, _measures: list[Branch], today: date) -> Iterator[Missing]:
    if today < plan.starts_on:
        yield Missing(_("The first day of the plan has not come."), reverse("planning:facts", args=[plan.pk]))


def _has_ended(plan: Plan, _measures: list[Branch], today: date) -> Iterator[Missing]:
    if today <= plan.ends_on:
        yield Missing(_("The last day of the plan has not passed."), reverse("planning:facts", args=[plan.pk]))


CHECKS: dict[Guard, Callable[[Plan, list[Branch], date], Iterator[Missing]]] = {
    Guard.HAS_GROUPS: _has_groups,
    Guard.HAS_MEASURES: _has_measures,
    Guard.MEASURES_HAVE_OWNERS: _have_owners,
    Guard.MEASURES_HAVE_TERMS: _have_terms,
    Guard.IS_PUBLIC: _is_public,
    Guard.HAS_BEGUN: _has_begun,
    Guard.HAS_ENDED: _has_ended,
}
