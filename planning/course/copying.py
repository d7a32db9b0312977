"""The groups of an older plan go on with a new one, as they sit now."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kernel.journal import record
from planning.groups.models import Group, GroupMember
from planning.structure.guarantors import groups_of, link_named
from planning.structure.models import Plan

Office = GroupMember.Office


@transaction.atomic
def copy_groups(source: Plan, plan: Plan, *, on: date, by: Any, at: datetime) -> int:
    """The running groups of the older plan once more for the new one, with the members who sit in them today; answers
    how many. They are not public yet and name nobody: who agreed to it agreed for the older group. Groups that serve
    all plans serve the new one anyway."""
    olds = list(Group.objects.filter(plan=source).running_on(on))
    groups = {old.pk: _group(old, plan, on) for old in olds}
    Group.objects.bulk_create(groups.values())
    members = list(GroupMember.objects.filter(group__in=olds).sitting_on(on))
    copies = {old.pk: _member(old, groups[old.group_id], on) for old in members}
    first = [copy for copy in copies.values() if copy.office != Office.SUBSTITUTE]
    GroupMember.objects.bulk_create(first)
    substitutes = []
    for old in members:
        stands_for = copies.get(old.substitute_for_id) if old.substitute_for_id else None
        if old.office == Office.SUBSTITUTE and stands_for is not None:
            copies[old.pk].substitute_for = stands_for
            substitutes.append(copies[old.pk])
    GroupMember.objects.bulk_create(substitutes)
    for group in groups.values():
        record("planning.group_founded", subject=group, by=by, at=at, kind=str(group.kind), plan=str(plan.pk))
    for group_id, name in groups_of(plan):
        link_named(group_id, name, plan)
    return len(groups)


def _group(old: Group, plan: Plan, on: date) -> Group:
    names = ("kind", "name", "about", "quorum", "is_open")
    return Group(plan=plan, started_on=on, is_public=False, **{name: getattr(old, name) for name in names})


def _member(old: GroupMember, group: Group, on: date) -> GroupMember:
    names = ("person_id", "office", "party", "represents", "ends_on", "appointed_by")
    return GroupMember(group=group, starts_on=on, **{name: getattr(old, name) for name in names})
