"""Acts on groups and mandates: found, change, end. Nothing is deleted; what ended stays with its reason."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.groups.models import Application, Group, GroupMember, Person
from planning.groups.people import Newcomer, person_of, refuse_overwriting
from planning.structure.errors import PlanRefused
from planning.structure.guarantors import link_named
from planning.structure.models import Plan

GROUP_FIELDS = ("plan", "kind", "name", "about", "quorum", "is_open", "is_public", "started_on")
MEMBER_FIELDS = (
    "party", "represents", "office", "substitute_for", "appointed_by", "starts_on", "ends_on", "name_is_public",
    "agreed_on",
)  # fmt: skip
Office = GroupMember.Office


@transaction.atomic
def found_group(
    *, plan: Plan | None, kind: str, name: str, started_on: date, by: Any, at: datetime, **facts: Any
) -> Group:
    """A steering or a working group, for one plan or (without one) for all."""
    group = Group()
    _put(group, {"plan": plan, "kind": kind, "name": name, "started_on": started_on} | facts, GROUP_FIELDS)
    group.save()
    link_named(group.pk, group.name, plan)
    record("planning.group_founded", subject=group, by=by, at=at, kind=str(kind), plan=_plan_of(group))
    return group


@transaction.atomic
def change_group(group: Group, *, changes: Mapping[str, Any], version: int, by: Any, at: datetime) -> Group:
    """Correct what is said of a group that was read in this version."""
    group = lock(group)
    refuse_overwriting(group, version)
    changed = _put(group, changes, GROUP_FIELDS)
    if not changed:
        return group
    if group.members.filter(starts_on__lt=group.started_on).exists():
        raise PlanRefused(_("Somebody's mandate begins before this day."))
    if group.ended_on is not None and group.ended_on < group.started_on:
        raise PlanRefused(_("The group cannot end before it began."))
    _save(group, changed)
    if "name" in changed:
        link_named(group.pk, group.name, group.plan)
    record("planning.group_changed", subject=group, by=by, at=at, fields=changed)
    return group


@transaction.atomic
def end_group(group: Group, *, on: date, why: str, by: Any, at: datetime) -> Group:
    """The group works no longer after this day; the mandates of its members end with it."""
    group = lock(group)
    why = _reason(why)
    if group.ended_on is not None:
        _refuse_another_end((group.ended_on, group.ended_why), (on, why))
        return group
    if on < group.started_on:
        raise PlanRefused(_("The group cannot end before it began."))
    if group.applications.filter(state=Application.State.WAITING).exists():
        raise PlanRefused(_("Somebody waits for an answer to an application. Answer it first."))
    running = group.members.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    for member in running:
        member.ends_on, member.ended_why = max(on, member.starts_on), why
        _save(member, ["ends_on", "ended_why"])
    group.ended_on, group.ended_why = on, why
    _save(group, ["ended_on", "ended_why"])
    record("planning.group_ended", subject=group, by=by, at=at, mandates=len(running))
    return group


@transaction.atomic
def add_member(group: Group, *, who: Person | Newcomer, by: Any, at: datetime, **facts: Any) -> GroupMember:
    """A person, known or new, sits in the group from a day on. `facts`: MEMBER_FIELDS."""
    group = lock(group)
    member = GroupMember(group=group, person=person_of(who, by=by, at=at))
    _put(member, facts, MEMBER_FIELDS)
    _agree(member, at)
    _refuse_wrong(member)
    member.save()
    record(
        "planning.member_added", subject=member, by=by, at=at, group=str(group.pk), person=str(member.person_id),
        party=str(member.party), office=str(member.office),
    )  # fmt: skip
    return member


@transaction.atomic
def change_member(
    member: GroupMember, *, changes: Mapping[str, Any], version: int, by: Any, at: datetime
) -> GroupMember:
    """Correct what is said of a mandate that was read in this version."""
    lock(member.group)
    member = _held(member)
    refuse_overwriting(member, version)
    changed = _put(member, changes, MEMBER_FIELDS)
    if not changed:
        return member
    _agree(member, at)
    _refuse_wrong(member)
    _save(member, list(MEMBER_FIELDS))
    record("planning.member_changed", subject=member, by=by, at=at, group=str(member.group_id), fields=changed)
    return member


@transaction.atomic
def end_mandate(member: GroupMember, *, on: date, why: str, by: Any, at: datetime) -> GroupMember:
    """The member sits there until this day, for a reason."""
    lock(member.group)
    member = _held(member)
    why = _reason(why)
    if member.ended_why:
        _refuse_another_end((member.ends_on, member.ended_why), (on, why))
        return member
    if on < member.starts_on:
        raise PlanRefused(_("The mandate cannot end before it began."))
    if member.ends_on is not None and member.ends_on < on:
        raise PlanRefused(_("The mandate ran out before this day."))
    member.ends_on, member.ended_why = on, why
    _save(member, ["ends_on", "ended_why"])
    record("planning.mandate_ended", subject=member, by=by, at=at, group=str(member.group_id))
    return member


def lock(group: Group) -> Group:
    """Hold the group: whoever changes its membership goes one after the other."""
    return Group.objects.select_for_update(of=("self",)).get(pk=group.pk)


def _held(member: GroupMember) -> GroupMember:
    return GroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)


def _put(row: Group | GroupMember, facts: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    """Write the facts into the row; answers the names of those that are other than before."""
    changed = []
    for name in names:
        if name in facts:
            value = facts[name].strip() if isinstance(facts[name], str) else facts[name]
            if getattr(row, name, None) != value:
                changed.append(name)
            setattr(row, name, value)
    return changed


def _agree(member: GroupMember, at: datetime) -> None:
    """A name is published since the day it was agreed to: today, where no other day is told."""
    if not member.name_is_public:
        member.agreed_on = None
    elif member.agreed_on is None:
        member.agreed_on = day_of(at)
    elif member.agreed_on > day_of(at):
        raise PlanRefused(_("Nobody can have agreed on a day that lies ahead."))


def _refuse_wrong(member: GroupMember) -> None:
    """What the constraints refuse, in words; the group is held meanwhile."""
    group = member.group
    if member.starts_on < group.started_on:
        raise PlanRefused(_("The mandate cannot begin before the group."))
    if member.ends_on is not None and member.ends_on < member.starts_on:
        raise PlanRefused(_("The mandate cannot end before it began."))
    if group.ended_on is not None and (member.ends_on is None or member.ends_on > group.ended_on):
        raise PlanRefused(_("The group has ended."))
    others = group.members.filter(person=member.person_id).exclude(pk=member.pk)
    if member.ends_on is not None:
        others = others.filter(starts_on__lte=member.ends_on)
    if others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=member.starts_on)).exists():
        raise PlanRefused(_("This person sits in the group at that time already."))
    _refuse_wrong_substitute(member)


def _refuse_wrong_substitute(member: GroupMember) -> None:
    if (member.office == Office.SUBSTITUTE) != (member.substitute_for is not None):
        raise PlanRefused(_("A substitute stands for a member; say for whom. Nobody else does."))
    stands_for = member.substitute_for
    if stands_for is None:
        return
    if stands_for.group_id != member.group_id or stands_for.person_id == member.person_id:
        raise PlanRefused(_("A substitute stands for another member of the same group."))
    if stands_for.office in {Office.SUBSTITUTE, Office.GUEST}:
        raise PlanRefused(_("A substitute stands for a member, not for a guest or another substitute."))


def _refuse_another_end(there: tuple[date | None, str], said: tuple[date, str]) -> None:
    """The same button pressed twice is one act; another day or reason would be lost unseen."""
    if there != said:
        raise PlanRefused(_("The end with its reason is entered already."))


def _reason(why: str) -> str:
    if not why.strip():
        raise PlanRefused(_("Say why."))
    return why.strip()


def _save(row: Group | GroupMember, names: list[str]) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])


def _plan_of(group: Group) -> str:
    return str(group.plan_id or "")
