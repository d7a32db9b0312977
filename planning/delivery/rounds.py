"""Monitoring rounds and what the public sees of a year: open, close, publish, take back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.delivery.commands import held, id_of
from planning.delivery.models import ActionPlan, MonitoringRound, Report, YearPicture
from planning.delivery.picturing import SHAPE, YearFacts, content_of, living, without_drafts
from planning.delivery.readings.facts import promised
from planning.delivery.round_facts import content_of_round, facts_of_round
from planning.delivery.states import AGREED, YearState
from planning.structure.errors import PlanRefused


@transaction.atomic
def open_round(
    year: ActionPlan, *, title: str, starts_on: date, ends_on: date, due_on: date, by: Any, at: datetime
) -> MonitoringRound:
    """Ask how every item of the year goes. While one round of the year is open no other is opened."""
    year, _here = held(year)
    if year.state != YearState.RUNNING:
        raise PlanRefused(_("Monitoring is opened while the year is running."))
    if year.rounds.filter(closed_at__isnull=True).exists():
        raise PlanRefused(_("A monitoring of this year is open already. Close it first."))
    if ends_on < starts_on:
        raise PlanRefused(_("The end must not come before the beginning."))
    if due_on < day_of(at):
        raise PlanRefused(_("The day to answer by must not lie behind."))
    opened = MonitoringRound.objects.create(
        action_plan=year, title=title.strip(), starts_on=starts_on, ends_on=ends_on, due_on=due_on, opened_at=at
    )
    items = year.items.standing()
    Report.objects.bulk_create((Report(round=opened, item=item) for item in items), batch_size=500)
    record("planning.round_opened", subject=opened, by=by, at=at, of_year=str(year.pk))
    return opened


@transaction.atomic
def close_round(opened: MonitoringRound, *, by: Any, at: datetime) -> MonitoringRound:
    """Take no more reports; what was not sent in stays missing and is shown as such."""
    held(opened.action_plan)
    opened = MonitoringRound.objects.select_for_update(of=("self",)).get(pk=opened.pk)
    if opened.closed_at:
        return opened
    opened.closed_at, opened.version = at, opened.version + 1
    opened.save(update_fields=["closed_at", "version"])
    record("planning.round_closed", subject=opened, by=by, at=at, of_year=str(opened.action_plan_id))
    return opened


@transaction.atomic
def publish_round(opened: MonitoringRound, *, by: Any, at: datetime, summary: str | None = None) -> YearPicture:
    """Show the public what was accepted in this round, with a summary; an earlier picture is replaced and kept."""
    year, _here = held(opened.action_plan)
    opened = MonitoringRound.objects.select_for_update(of=("self",)).get(pk=opened.pk)
    opened.action_plan = year
    if not opened.reports.filter(stage=Report.Stage.ACCEPTED).exists():
        raise PlanRefused(_("Nothing is accepted yet; there would be nothing to show."))
    if current_promise(year) is None:
        raise PlanRefused(_("Show the public the action plan first; then what was done of it."))
    if summary is not None and summary.strip() != opened.summary:
        opened.summary, opened.version = summary.strip(), opened.version + 1
        opened.save(update_fields=["summary", "version"])
    opened.pictures.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    content = content_of_round(facts_of_round(opened))
    picture = _picture(year, YearPicture.Kind.ROUND, content, by, at, of_round=opened)
    record("planning.round_published", subject=opened, by=by, at=at, of_year=str(year.pk), picture=str(picture.pk))
    return picture


@transaction.atomic
def show_year(year: ActionPlan, *, by: Any, at: datetime) -> YearPicture:
    """Show the public what is promised for the year, as it stands now; an earlier picture is replaced and kept."""
    year, _here = held(year)
    if year.state not in AGREED:
        raise PlanRefused(_("The public is shown an action plan once it is approved."))
    year.pictures.filter(kind=YearPicture.Kind.PROMISED, withdrawn_at__isnull=True).update(withdrawn_at=at)
    facts: YearFacts = without_drafts(living(year, told={}, indicators=promised(year)))
    picture = _picture(year, YearPicture.Kind.PROMISED, content_of(facts), by, at)
    record("planning.year_shown", subject=year, by=by, at=at, picture=str(picture.pk))
    return picture


@transaction.atomic
def hide_year(year: ActionPlan, *, by: Any, at: datetime) -> int:
    """Take the year back from the public with all its rounds; the pictures are kept. Answers how many were shown."""
    year, _here = held(year)
    shown = year.pictures.exclude(kind=YearPicture.Kind.CLOSED).filter(withdrawn_at__isnull=True)
    count = shown.update(withdrawn_at=at)
    if count:
        record("planning.year_hidden", subject=year, by=by, at=at)
    return count


def current_promise(year: ActionPlan) -> YearPicture | None:
    """What the public reads of the year's promises now."""
    return year.pictures.filter(kind=YearPicture.Kind.PROMISED, withdrawn_at__isnull=True).first()


def _picture(
    year: ActionPlan, kind: str, content: dict[str, Any], by: Any, at: datetime, of_round: MonitoringRound | None = None
) -> YearPicture:
    return YearPicture.objects.create(
        action_plan=year, round=of_round, kind=kind, shape=SHAPE, content=content, at=at, by=id_of(by)
    )
