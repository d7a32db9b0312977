"""Groups and their members from a file: `[[group]]` with `kind name about since`, its `[[group.member]]` with
`name email phone party represents office appointed_by public`. The same name is the same person in the whole file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from planning.groups.commands import add_member, found_group
from planning.groups.models import Group, Person
from planning.groups.people import Newcomer
from planning.structure.models import Plan

TOLD = ("party", "represents", "office", "appointed_by")


def load_groups(plan: Plan, content: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    people: dict[str, Person] = {}
    for row in content.get("group", []):
        _group(plan, row, people, {"by": by, "at": at})


def _group(plan: Plan, row: Mapping[str, Any], people: dict[str, Person], who: dict[str, Any]) -> None:
    facts = {"about": row.get("about", ""), "is_open": row["kind"] == Group.Kind.WORKING}
    group = found_group(plan=plan, kind=row["kind"], name=row["name"], started_on=row["since"], **facts, **who)
    for member in row.get("member", []):
        name = member["name"]
        person = people.get(name) or Newcomer(name, member.get("email", ""), member.get("phone", ""))
        told = {part: member[part] for part in TOLD if part in member}
        agreed = {"name_is_public": True, "agreed_on": row["since"]} if member.get("public") else {}
        people[name] = add_member(group, who=person, starts_on=row["since"], **told, **agreed, **who).person
