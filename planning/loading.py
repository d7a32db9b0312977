"""Brings in what people do around a plan, from a TOML file, by the same commands that they use.

Shape: `plan` (the title of a plan that is there), `[[group]]` with `kind name about since`, its `[[group.member]]` with
`name email party represents office appointed_by public`; `[[need]]` with `title text target_group source source_note
source_on weight` and `measures`, the titles of what answers it; `[[swot]]` with `name` and four lists; `[[meeting]]`
with `title groups day from until place open invite` and its `[[meeting.item]]` with `kind title presenter minutes`;
`year`, the action plan that is begun with everything that runs in it; `stages` and `expected`, days of the stages;
`[[paper]]` with `kind on number`; `[[notice]]` with `title text until link of_all`, published; `[[told]]`, entries of
the information log, with `channel on title audience text link`.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from kernel.clock import day_of
from planning.course.commands import expect_stages, record_paper, tell_past
from planning.course.stages import PaperKind, Stage
from planning.delivery.commands import begin_year
from planning.delivery.items import fill_year, offered
from planning.groups.commands import add_member, found_group
from planning.groups.models import Group, Person
from planning.groups.people import Newcomer
from planning.informing.log import write_entry
from planning.informing.noticing import publish_notice, write_notice
from planning.knowing.commands import add_need, link
from planning.knowing.models import Quarter, Swot
from planning.knowing.swot import add_statement, begin_swot
from planning.meetings.agenda import add_item
from planning.meetings.commands import plan_meeting
from planning.meetings.inviting import invite
from planning.structure.errors import PlanRefused
from planning.structure.models import Plan


def read_work(path: Path) -> dict[str, Any]:
    """The file as values; raises PlanRefused when it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise PlanRefused(_("The file %(name)s cannot be read as a plan.") % {"name": path.name}) from wrong


@transaction.atomic
def load_work(content: Mapping[str, Any], *, currency: str, by: Any, at: datetime) -> Plan:
    """Groups, needs, SWOT, meetings and the year of a plan; all or nothing."""
    plan = Plan.objects.filter(title=content.get("plan", "")).first()
    if plan is None:
        raise PlanRefused(_("No plan has the title „%(title)s“.") % {"title": content.get("plan", "")})
    try:
        _load(plan, content, currency, {"by": by, "at": at})
    except (KeyError, TypeError, ValueError, ObjectDoesNotExist) as wrong:
        raise PlanRefused(_("The file lacks or misnames something: %(what)s") % {"what": wrong}) from wrong
    return plan


def _load(plan: Plan, content: Mapping[str, Any], currency: str, who: dict[str, Any]) -> None:
    people: dict[str, Person] = {}  # of one file: the same name is the same person
    groups = {row["name"]: _group(plan, row, people, who) for row in content.get("group", [])}
    for row in content.get("need", []):
        _need(plan, row, who)
    for row in content.get("swot", []):
        _swot(plan, row, who)
    for row in content.get("meeting", []):
        _meeting([groups[name] for name in row["groups"]], row, who)
    _load_told(plan, content, who)
    if "year" in content:
        year = begin_year(plan, year=content["year"], currency=currency, **who)
        fill_year(year, nodes=[branch.node.pk for branch in offered(year)], **who)


def _load_told(plan: Plan, content: Mapping[str, Any], who: dict[str, Any]) -> None:
    """The course of the plan, and what people were told of it."""
    if days := content.get("stages"):
        tell_past(plan, days={Stage(name): day for name, day in days.items()}, seen=0, **who)
    if days := content.get("expected"):
        version = Plan.objects.get(pk=plan.pk).version
        expect_stages(plan, days={Stage(name): day for name, day in days.items()}, version=version, **who)
    for row in content.get("paper", []):
        record_paper(plan, kind=PaperKind(row["kind"]), on=row["on"], number=row.get("number", ""), **who)
    for row in content.get("told", []):
        write_entry(plan_id=plan.pk, **row, **who)
    for row in content.get("notice", []):
        _notice(plan, row, who)


def _notice(plan: Plan, row: Mapping[str, Any], who: dict[str, Any]) -> None:
    notice = write_notice(
        title=row["title"],
        text=row["text"].strip(),
        link=row.get("link", ""),
        plan_id=None if row.get("of_all") else plan.pk,
        shown_from=day_of(who["at"]),
        shown_until=row.get("until"),
        **who,
    )
    publish_notice(notice, **who)


def _group(plan: Plan, row: Mapping[str, Any], people: dict[str, Person], who: dict[str, Any]) -> Group:
    facts = {"about": row.get("about", ""), "is_open": row["kind"] == Group.Kind.WORKING}
    group = found_group(plan=plan, kind=row["kind"], name=row["name"], started_on=row["since"], **facts, **who)
    for member in row.get("member", []):
        name = member["name"]
        person = people.get(name) or Newcomer(name, member.get("email", ""), member.get("phone", ""))
        told = {name: member[name] for name in ("party", "represents", "office", "appointed_by") if name in member}
        agreed = {"name_is_public": True, "agreed_on": row["since"]} if member.get("public") else {}
        people[name] = add_member(group, who=person, starts_on=row["since"], **told, **agreed, **who).person
    return group


def _need(plan: Plan, row: Mapping[str, Any], who: dict[str, Any]) -> None:
    need = add_need(plan, **{name: value for name, value in row.items() if name != "measures"}, **who)
    for title in row.get("measures", []):
        link(plan, need=need, node=plan.nodes.get(title=title), **who)


def _swot(plan: Plan, row: Mapping[str, Any], who: dict[str, Any]) -> None:
    swot = begin_swot(plan, kind=Swot.Kind.GROUP, name=row["name"], **who)
    for quarter in Quarter:
        for text in row.get(quarter.value.lower(), []):
            add_statement(swot, quarter=quarter.value, text=text, **who)


def _meeting(groups: list[Group], row: Mapping[str, Any], who: dict[str, Any]) -> None:
    meeting = plan_meeting(
        groups=groups,
        title=row["title"],
        starts_at=make_aware(datetime.combine(row["day"], row["from"])),
        ends_at=make_aware(datetime.combine(row["day"], row["until"])),
        place=row.get("place", ""),
        is_open=row.get("open", False),
        **who,
    )
    for item in row.get("item", []):
        add_item(meeting, **item, **who)
    if row.get("invite"):
        invite(meeting, **who)
