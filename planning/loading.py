"""Brings in what people do around a plan, from a TOML file, by the same commands that they use.

Shape: `plan` (the title of a plan that is there), `[[group]]` with `kind name about since`, its `[[group.member]]` with
`name email party represents office appointed_by public`; `[[need]]` with `title text target_group source source_note
source_on weight` and `measures`, the titles of what answers it; `[[swot]]` with `name` and four lists; `[[meeting]]`
with `title groups day from until place open` and its `[[meeting.item]]` with `kind title presenter minutes`; `year`,
the action plan that is begun with everything that runs in it; `[[reading]]` with `measure indicator on` and a value,
recorded of a day; `[[round]]` with `title starts_on ends_on answer_in_days summary`, the monitoring that is opened in
the running year, its `[[round.report]]` with `item state per_cent spent comment is_accepted` and their
`[[round.report.reading]]`, like those above but of the item. A value is `value` or `numerator` and `denominator`, with
`parts` (by group), `is_estimated note source`.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from kernel.clock import day_of
from planning.delivery.commands import begin_year, go_on
from planning.delivery.items import change_item, fill_year, offered
from planning.delivery.models import ActionPlan
from planning.delivery.readings.telling import Given, record_reading
from planning.delivery.reporting import accept_reports, send_report
from planning.delivery.rounds import open_round, publish_round, show_year
from planning.delivery.states import YearState
from planning.groups.commands import add_member, found_group
from planning.groups.models import Group, Person
from planning.groups.people import Newcomer
from planning.knowing.commands import add_need, link
from planning.knowing.models import Quarter, Swot
from planning.knowing.swot import add_statement, begin_swot
from planning.meetings.agenda import add_item
from planning.meetings.commands import plan_meeting
from planning.structure.errors import PlanRefused
from planning.structure.models import Plan
from planning.structure.sheet.models import Indicator


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
    except (KeyError, TypeError, ValueError, InvalidOperation, ObjectDoesNotExist) as wrong:
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
    if "year" in content:
        year = begin_year(plan, year=content["year"], currency=currency, **who)
        fill_year(year, nodes=[branch.node.pk for branch in offered(year)], **who)
        for row in content.get("reading", []):
            indicator = _indicator(plan, row["measure"], row["indicator"])
            record_reading(indicator, _given(row), on=row["on"], **who)
        for row in content.get("round", []):
            _round(year, row, who)


def _round(year: ActionPlan, row: Mapping[str, Any], who: dict[str, Any]) -> None:
    """The year runs, some have reported, and the public reads what was accepted."""
    _lead_to_running(year, who)
    days = {name: row[name] for name in ("starts_on", "ends_on")}
    due_on = day_of(who["at"]) + timedelta(days=row["answer_in_days"])
    opened = open_round(year, title=row["title"], **days, due_on=due_on, **who)
    accepted = []
    for told in row.get("report", []):
        report = opened.reports.select_related("round__action_plan", "item").get(item__title=told["item"])
        facts: dict[str, Any] = {name: told[name] for name in ("state", "per_cent", "comment") if name in told}
        facts |= {"spent": Decimal(told["spent"])} if "spent" in told else {}
        readings = {_indicator(year.plan, told["item"], each["indicator"]).pk: _given(each) for each in told["reading"]}
        send_report(report, facts=facts | {"readings": readings}, version=report.version, **who)
        accepted += [report.pk] if told.get("is_accepted") else []
    accept_reports(accepted, round_id=opened.pk, **who)
    if accepted and year.plan.published():
        show_year(year, **who)
        publish_round(opened, summary=row.get("summary", ""), **who)


def _lead_to_running(year: ActionPlan, who: dict[str, Any]) -> None:
    """An activity that names nobody is carried out by whoever carries out its measure."""
    for item in year.items.filter(implementer="").select_related("node__parent", "action_plan__plan"):
        above = item.node.parent if item.node else None
        change_item(item, changes={"implementer": above.implementer if above else ""}, version=item.version, **who)
    while year.state != YearState.RUNNING:
        go_on(year, seen=year.steps.count(), on=day_of(who["at"]), **who)
        year.refresh_from_db()


def _indicator(plan: Plan, node: str, name: str) -> Indicator:
    return Indicator.objects.select_related("node__plan").get(node__plan=plan, node__title=node, name=name)


def _given(row: Mapping[str, Any]) -> Given:
    numbers: dict[str, Any] = {
        name: Decimal(str(row[name])) for name in ("value", "numerator", "denominator") if name in row
    }
    parts = tuple((group, Decimal(str(value))) for group, value in row.get("parts", {}).items())
    words = {name: row[name] for name in ("is_estimated", "note", "source") if name in row}
    return Given(**numbers, parts=parts, **words)


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
