"""What people were told, from a file: `[[told]]`, entries of the log as `log.write_entry` takes them, and `[[notice]]`
with `title text until link of_all`, which are published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kernel.clock import day_of
from planning.informing.log import write_entry
from planning.informing.noticing import publish_notice, write_notice
from planning.structure.models import Plan


def load_told(plan: Plan, content: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    for row in content.get("told", []):
        write_entry(plan_id=plan.pk, **row, by=by, at=at)
    for row in content.get("notice", []):
        _notice(plan, row, {"by": by, "at": at})


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
