"""The course of a plan from a file: `[[paper]]` with `kind on number note`, `[[step]]` with `stage on` and `outside`;
of a plan in force `[[amendment]]` with `what on number` and `[[extension]]` with `until on number note`;
`[expected]`, the days on which stages should begin.

A step that was done outside is told and asks for nothing; every other one is entered as on the page, and refused when
something is missing. Steps stand in the file in their order.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from planning.course.commands import expect_stages, go_on, record_paper, standing, tell_past
from planning.course.happenings import amend_plan, extend_plan
from planning.course.stages import PaperKind, Stage, after
from planning.structure.models import Plan


def load_course(plan: Plan, content: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    for row in content.get("paper", []):
        told = {"number": row.get("number", ""), "note": row.get("note", "")}
        record_paper(plan, kind=PaperKind(row["kind"]), on=row["on"], **told, by=by, at=at)
    for row in content.get("step", []):
        _step(plan, Stage(row["stage"]), row, {"by": by, "at": at})
    if days := content.get("expected"):
        version = Plan.objects.get(pk=plan.pk).version
        expect_stages(plan, days={Stage(name): day for name, day in days.items()}, version=version, by=by, at=at)
    for row in content.get("amendment", []):
        amend_plan(plan, **row, is_outside=True, seen=_seen(plan), by=by, at=at)
    for row in content.get("extension", []):
        extend_plan(plan, **row, seen=_seen(plan), by=by, at=at)


def _seen(plan: Plan) -> int:
    here = standing(plan)
    return here.number if here else 0


def _step(plan: Plan, stage: Stage, row: Mapping[str, Any], who: dict[str, Any]) -> None:
    here = standing(plan)
    if row.get("outside"):
        tell_past(plan, days={stage: row["on"]}, seen=_seen(plan), **who)
    elif stage != after(here.stage if here else None):
        raise ValueError(stage)
    else:
        go_on(plan, seen=_seen(plan), on=row["on"], **who)
