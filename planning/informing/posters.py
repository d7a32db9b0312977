"""What can stand on a poster: an open meeting, a survey, a group one can join, where a plan stands. Only what everybody
may know.

Call `compose` in the language of the poster.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from planning.groups.models import Group
from planning.informing.following import known_plans
from planning.meetings.calendars import open_meetings
from planning.meetings.models import Meeting
from planning.meetings.papers import when_of
from planning.meetings.queries import plans_of
from planning.meetings.stages import Stage
from planning.structure.imprint import lines_of
from planning.structure.models import Plan
from planning.surveys.models import Stage as SurveyStage
from planning.surveys.models import Survey
from tenants.addresses import URLS, address_of
from tenants.models import Tenant
from ui.documents import Poster
from ui.typography import date_long, date_range

OFFERED = 60
SHORT = 240
KINDS = ("meeting", "survey", "group", "plan")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a poster is for, as `meeting:<id>`."""

    kind: str
    id: UUID

    @classmethod
    def of(cls, said: str) -> "Subject | None":
        kind, _colon, key = said.partition(":")
        try:
            return cls(kind, UUID(key)) if kind in KINDS else None
        except ValueError:
            return None


def offered(at: datetime, day: date) -> list[tuple[str, str]]:
    """Everything a poster can be made for now: meetings first, the nearest on top."""
    found = [
        (f"meeting:{row.pk}", _("Meeting: %(title)s, %(day)s") % {"title": row.title, "day": date_long(row.starts_at)})
        for row in _meetings(at).order_by("starts_at", "pk")[:OFFERED]
    ]
    found += [
        (f"survey:{row.pk}", _("Survey: %(title)s") % {"title": row.title})
        for row in _surveys(day).order_by("closes_on", "title", "pk")[:OFFERED]
    ]
    found += [
        (f"group:{row.pk}", _("Joining the group: %(name)s") % {"name": row.name})
        for row in _groups(day).order_by("name", "pk")[:OFFERED]
    ]
    return found + [
        (f"plan:{row.pk}", _("Where the plan stands: %(title)s") % {"title": row.public_title})
        for row in known_plans().order_by("-starts_on", "title", "pk")[:OFFERED]
    ]


def _meetings(at: datetime) -> QuerySet[Meeting]:
    return open_meetings().filter(ends_at__gte=at).exclude(stage=Stage.CANCELLED)


def _surveys(day: date) -> QuerySet[Survey]:
    """Open to everybody by its public address, not by links and codes alone; hung up before it begins, too."""
    return Survey.objects.filter(stage=SurveyStage.OPEN, one_each=False, closes_on__gte=day)


def _groups(day: date) -> QuerySet[Group]:
    return Group.objects.open_to_the_public(day).filter(is_open=True)


def compose(subject: Subject, site: Tenant, *, language: str, paper: str, at: datetime, day: date) -> Poster | None:
    """The poster, or None where this cannot stand on one."""
    facts = _of(subject, at, day)
    if facts is None:
        return None
    title, lead, rows, call, path, plans = facts
    contact = (site.contact.get("name", ""), site.contact.get("phone", ""), site.contact.get("email", ""))
    return Poster(
        title=title,
        lead=lead,
        rows=rows,
        call=call,
        address=address_of(site, path),
        alt=_("QR code: opens the page %(address)s") % {"address": address_of(site, path)},
        contact=tuple(filter(None, contact)),
        imprint=lines_of(plans),
        language=language,
        author=site.name,
        made_at=at,
        paper=paper,
    )


# Title, lead, rows, what the code is for, the path it opens, and the plans of which it is a document.
Facts = tuple[str, str, tuple[tuple[str, str], ...], str, str, list[Plan]]


def _of(subject: Subject, at: datetime, day: date) -> Facts | None:
    if subject.kind == "meeting":
        meeting = _meetings(at).filter(pk=subject.id).first()
        return _of_meeting(meeting) if meeting else None
    if subject.kind == "survey":
        survey = _surveys(day).select_related("plan").filter(pk=subject.id).first()
        return _of_survey(survey) if survey else None
    if subject.kind == "group":
        group = _groups(day).filter(pk=subject.id).first()
        return _of_group(group) if group else None
    plan = known_plans().filter(pk=subject.id).first()
    return _of_plan(plan) if plan else None


def _of_meeting(meeting: Meeting) -> Facts:
    rows = [(_("When"), when_of(meeting))]
    if meeting.place:
        rows.append((_("Where"), meeting.place))
    path = reverse("planning:public_meeting", URLS, [meeting.pk])
    may_come = _("Everybody may come. You need not sign up.")
    if meeting.takes_registrations:
        may_come = _("It is open to everybody who registers beforehand.")
    lead = _shortened(meeting.note) or may_come
    return meeting.title, lead, tuple(rows), _("Programme and news on your telephone"), path, plans_of(meeting)


def _of_survey(survey: Survey) -> Facts:
    lead = _shortened(survey.introduction_easy or survey.introduction)
    rows = [(_("You can answer"), date_range(survey.opens_on, survey.closes_on))]
    path = reverse("planning:answer_survey", URLS, [survey.pk])
    return survey.title, lead, tuple(rows), _("Answer from your telephone, without a name"), path, [survey.plan]


def _of_group(group: Group) -> Facts:
    lead = _("We are looking for people who want to help plan social services.")
    rows = [(_("Group"), group.name)]
    if group.about:
        rows.append((_("What it deals with"), _shortened(group.about)))
    path = reverse("planning:join", URLS, [group.pk])
    return (
        _("Join us"),
        lead,
        tuple(rows),
        _("Apply from your telephone, without an account"),
        path,
        [group.plan] if group.plan else [],
    )


def _of_plan(plan: Any) -> Facts:
    lead = _("What help do people need here, and what will be done for it? See where the plan stands.")
    rows = ((_("Period"), f"{plan.starts_on.year} – {plan.ends_on.year}"),)
    path = reverse("planning:where_we_are", URLS, [plan.pk])
    return plan.public_title, lead, rows, _("Read, follow, tell your opinion"), path, [plan]


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHORT else words[:SHORT].rsplit(" ", 1)[0] + "…"
