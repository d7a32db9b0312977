"""What the pages of groups ask."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from kernel.collation import sort_key
from kernel.text import fold
from planning.groups.checking import COUNTED, Concern, concerns_of
from planning.groups.models import Application, Group, GroupMember, Party, Person
from planning.structure.models import Plan

PARTIES = [party.value for party in Party]
OFFICES = [office.value for office in GroupMember.Office]
WAITING = Count("applications", filter=Q(applications__state=Application.State.WAITING))


@dataclass(frozen=True, slots=True)
class GroupAtWork:
    """A group with those who sit in it now, and what to look at."""

    group: Group
    members: tuple[GroupMember, ...]
    concerns: tuple[Concern, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """What everybody sees of a group: by side, names only of those who agreed."""

    group: Group
    sides: tuple["PublicSide", ...]
    members: int


@dataclass(frozen=True, slots=True)
class PublicSide:
    """One side: who may be named (name, office or "", whom they represent), and how many others sit there."""

    label: str
    named: tuple[tuple[str, str, str], ...]
    others: int
    total: int


def groups_at_work(day: date, language: str) -> tuple[list[GroupAtWork], list[Group]]:
    """Those that work, the steering groups first; and those that have ended, the newest first."""
    running: list[Group] = []
    ended: list[Group] = []
    for group in with_members(Group.objects.select_related("plan").annotate(waiting=WAITING), day):
        (ended if group.ended_on and group.ended_on < day else running).append(group)
    running.sort(key=lambda group: (group.kind != Group.Kind.STEERING, sort_key(group.name, language), str(group.pk)))
    ended.sort(key=lambda group: (str(group.ended_on), str(group.pk)), reverse=True)
    return [at_work(group, day, language) for group in running], ended


def named_groups(plan: Plan | None) -> list[tuple[uuid.UUID, str]]:
    """Id and name of the groups that have not ended, of one plan or all."""
    rows = Group.objects.filter(ended_on__isnull=True)
    return list((rows.of_plan(plan) if plan else rows).order_by("name", "pk").values_list("pk", "name"))


def labelled_groups(plan: Plan | None) -> list[tuple[uuid.UUID, str]]:
    """The same as they are offered to choose from, told apart among all that have not ended."""
    labels = told_apart(Group.objects.filter(ended_on__isnull=True).select_related("plan"))
    return [(pk, labels[pk]) for pk, _own in named_groups(plan)]


def told_apart(groups: Iterable[Group]) -> dict[uuid.UUID, str]:
    """What each is called among these: its name, with its plan in brackets where another bears the same name, and the
    years of the plan where that does not suffice. They come with their plans."""
    rows = list(groups)
    names = {group.pk: group.name for group in rows}
    for longer in (_with_plan, _with_years):
        times = Counter(fold(name) for name in names.values())
        names = {row.pk: longer(row) if times[fold(names[row.pk])] > 1 else names[row.pk] for row in rows}
    return names


def _with_plan(group: Group) -> str:
    whose = group.plan.title if group.plan else _("all plans of the municipality")
    return f"{group.name} ({whose})"


def _with_years(group: Group) -> str:
    return f"{group.name} – {group.plan.with_years}" if group.plan else _with_plan(group)


def with_members(groups: QuerySet[Group], day: date) -> QuerySet[Group]:
    """With those who sit in each on this day as `sitting`."""
    sitting = GroupMember.objects.sitting_on(day).select_related("person")
    return groups.prefetch_related(Prefetch("members", queryset=sitting, to_attr="sitting"))


def at_work(group: Group, day: date, language: str) -> GroupAtWork:
    members = in_order(group.sitting, language)  # type: ignore[attr-defined]
    has_ended = group.ended_on is not None and group.ended_on < day
    concerns = [] if has_ended else concerns_of(members, day)
    return GroupAtWork(group, tuple(members), tuple(concerns), getattr(group, "waiting", 0))


def in_order(members: Iterable[GroupMember], language: str) -> list[GroupMember]:
    """By office, side and name."""
    return sorted(
        members,
        key=lambda one: (
            OFFICES.index(one.office),
            PARTIES.index(one.party),
            sort_key(one.person.name, language),
            str(one.pk),
        ),
    )


def former_members(group: Group, day: date) -> list[GroupMember]:
    """Those whose mandate has ended, the newest first."""
    return list(group.members.filter(ends_on__lt=day).select_related("person").order_by("-ends_on", "-starts_on", "id"))


def coming_members(group: Group, day: date) -> list[GroupMember]:
    """Those whose mandate has not begun."""
    return list(group.members.filter(starts_on__gt=day).select_related("person").order_by("starts_on", "id"))


def memberships_of(people: Iterable[Person]) -> dict[uuid.UUID, list[GroupMember]]:
    """The mandates of each of these people, the newest first."""
    rows = GroupMember.objects.filter(person__in=list(people)).select_related("group")
    found: dict[uuid.UUID, list[GroupMember]] = {}
    for row in rows.order_by("-starts_on", "id"):
        found.setdefault(row.person_id, []).append(row)
    return found


def public_groups(day: date, language: str) -> list[PublicGroup]:
    """Groups that everybody may see, the steering group first."""
    rows = with_members(Group.objects.open_to_the_public(day).select_related("plan"), day)
    shown = [public_group(group, language) for group in rows]
    return sorted(
        shown,
        key=lambda one: (one.group.kind != Group.Kind.STEERING, sort_key(one.group.name, language), str(one.group.pk)),
    )


def public_group(group: Group, language: str) -> PublicGroup:
    """`group` comes from `with_members`."""
    members = [one for one in in_order(group.sitting, language) if one.office in COUNTED]  # type: ignore[attr-defined]
    totals = Counter(member.party for member in members)
    sides = [_side(party, [one for one in members if one.party == party]) for party in Party if totals[party]]
    return PublicGroup(group, tuple(sides), len(members))


def _side(party: Party, members: Sequence[GroupMember]) -> PublicSide:
    named = [
        (one.person.name, "" if one.office == GroupMember.Office.MEMBER else one.get_office_display(), one.represents)
        for one in members
        if one.name_is_public
    ]
    return PublicSide(str(party.label), tuple(named), len(members) - len(named), len(members))
