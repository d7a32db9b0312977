"""Acts on needs and links: add, change, set aside, take up again, link, cut."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.knowing.models import Link, Need, Source, Statement
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.history import remember, values_of
from planning.structure.locking import lock
from planning.structure.models import Node, Plan

NEED_FIELDS = (
    "title", "text", "target_group", "municipality", "part", "source", "source_note", "source_on", "weight",
)  # fmt: skip


@transaction.atomic
def add_need(plan: Plan, *, by: Any, at: datetime, **facts: Any) -> Need:
    """Write a need into the register; it gets the next number of the plan.

    `facts`: NEED_FIELDS, municipality_name, and `survey`, the id of the survey in whose results it was read.
    """
    plan = lock(plan)
    last = plan.needs.order_by("-number").values_list("number", flat=True).first()
    need = Need.objects.create(plan=plan, number=(last or 0) + 1, created_at=at, changed_at=at, **facts)
    remember(plan, need, "added", after=values_of(need, NEED_FIELDS), by=by, at=at)
    record("planning.need_added", subject=need, by=by, at=at, plan=str(plan.pk), source=need.source)
    return need


@transaction.atomic
def change_need(need: Need, *, changes: Mapping[str, Any], version: int, by: Any, at: datetime, why: str = "") -> Need:
    """Change a need that was read in this version; somebody else's later version is never overwritten."""
    need = _locked(need)
    if need.version != version:
        raise ChangedMeanwhile(
            _("Somebody else changed this need in the meantime. Compare both versions and save again."),
            facts={"now": values_of(need, NEED_FIELDS), "version": need.version},
        )
    before = values_of(need, NEED_FIELDS)
    for name in (*NEED_FIELDS, "municipality_name"):
        if name in changes:
            setattr(need, name, changes[name])
    if need.source != Source.SURVEY:
        need.survey = None
    after = values_of(need, NEED_FIELDS)
    if after != before:
        _save(need, at)
        remember(need.plan, need, "changed", before=before, after=after, by=by, at=at, why=why)
        record("planning.need_changed", subject=need, by=by, at=at, plan=str(need.plan_id))
    return need


@transaction.atomic
def set_need_aside(need: Need, *, why: str, by: Any, at: datetime) -> Need:
    """The plan will not answer this need; it stays in the register with the reason."""
    need = _locked(need)
    if need.set_aside_at:
        return need
    if not why.strip():
        raise PlanRefused(_("Say why the need is set aside."))
    need.set_aside_at, need.set_aside_why = at, why.strip()
    _save(need, at)
    remember(need.plan, need, "set_aside", by=by, at=at, why=need.set_aside_why)
    record("planning.need_set_aside", subject=need, by=by, at=at, plan=str(need.plan_id))
    return need


@transaction.atomic
def take_need_up(need: Need, *, by: Any, at: datetime) -> Need:
    """A need that was set aside counts again."""
    need = _locked(need)
    if need.set_aside_at:
        why, need.set_aside_at, need.set_aside_why = need.set_aside_why, None, ""
        _save(need, at)
        remember(need.plan, need, "taken_up", before={"why": why}, by=by, at=at)
        record("planning.need_taken_up", subject=need, by=by, at=at, plan=str(need.plan_id))
    return need


@transaction.atomic
def link(
    plan: Plan,
    *,
    need: Need | None = None,
    statement: Statement | None = None,
    node: Node | None = None,
    by: Any,
    at: datetime,
) -> Link:
    """Say that two of the three belong together; said twice it changes nothing."""
    plan = lock(plan)
    ends = {"need": need, "statement": statement, "node": node}
    told = {name: end for name, end in ends.items() if end is not None}
    if len(told) != 2:
        raise PlanRefused(_("Choose what to link it with."))
    if any(_plan_of(end) != plan.pk for end in told.values()):
        raise PlanRefused(_("Only things of one plan can be linked."))
    if need is not None and Need.objects.filter(pk=need.pk, set_aside_at__isnull=False).exists():
        raise PlanRefused(_("This need was set aside. Take it up again first."))
    made, is_new = Link.objects.get_or_create(plan=plan, **ends, defaults={"linked_at": at})
    if is_new:
        facts = _remember_both(made, "linked", by, at)
        record("planning.linked", subject=made, by=by, at=at, plan=str(made.plan_id), **facts)
    return made


@transaction.atomic
def link_all(
    plan: Plan, end: Need | Statement | Node, others: Iterable[Need | Statement | Node], *, by: Any, at: datetime
) -> int:
    """Link one thing with several others; answers how many of these links are new."""
    before = Link.objects.filter(plan=plan).count()
    for other in others:
        ends: dict[str, Any] = {type(end).__name__.lower(): end, type(other).__name__.lower(): other}
        link(plan, **ends, by=by, at=at)
    return Link.objects.filter(plan=plan).count() - before


@transaction.atomic
def cut_link(made: Link, *, by: Any, at: datetime) -> None:
    """The two no longer belong together."""
    lock(made.plan)
    made = Link.objects.filter(pk=made.pk).select_related("plan").first()  # type: ignore[assignment]
    if made is not None:
        facts = _remember_both(made, "unlinked", by, at)
        record("planning.unlinked", subject=made, by=by, at=at, plan=str(made.plan_id), **facts)
        made.delete()


def _remember_both(made: Link, act: str, by: Any, at: datetime) -> dict[str, str]:
    """Both ends remember the link; answers the ids of the ends by their kind."""
    ids = {"need": made.need_id, "statement": made.statement_id, "node": made.node_id}
    ends = {name: str(end) for name, end in ids.items() if end}
    for end in (made.need, made.statement, made.node):
        if end is not None:
            remember(made.plan, end, act, after=ends, by=by, at=at)
    return ends


def _plan_of(end: Any) -> Any:
    return end.swot.plan_id if isinstance(end, Statement) else end.plan_id


def _locked(need: Need) -> Need:
    lock(need.plan)
    return Need.objects.select_related("plan").select_for_update(of=("self",)).get(pk=need.pk)


def _save(need: Need, at: datetime) -> None:
    need.changed_at = at
    need.version += 1
    need.save()
