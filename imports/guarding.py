"""The guard: how much of a source would end or change, and whether that is more than one person may decide alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import intake
from imports.models import Run, SecondLook, SourceSettings
from imports.sources import source_named
from imports.stages import batch_of, id_of
from kernel.errors import DomainError
from kernel.journal import record

CHANGING = ("changed", "returned", "conflict")


class LimitRefused(DomainError):
    """The guard can be widened, but not switched off."""

    default_code = "limit_refused"


@dataclass(frozen=True)
class Weighed:
    """What accepting a run would do to the running services of its source, beside the limits of the source."""

    running: int
    ended: int
    changed: int
    ended_limit: int
    changed_limit: int

    @property
    def too_many_end(self) -> bool:
        return self.ended * 100 > self.ended_limit * self.running

    @property
    def too_many_change(self) -> bool:
        return self.changed * 100 > self.changed_limit * self.running

    @property
    def is_beyond(self) -> bool:
        """More than one person may decide. Where nothing was running, nothing can be lost."""
        return bool(self.running) and (self.too_many_end or self.too_many_change)

    @property
    def reasons(self) -> list[str]:
        """A sentence for each limit that is passed."""
        said = []
        if self.running and self.too_many_end:
            text = ngettext(
                "%(count)s of %(running)s running services would end; more than %(limit)s %% need a second person.",
                "%(count)s of %(running)s running services would end; more than %(limit)s %% need a second person.",
                self.ended,
            )
            said.append(text % {"count": self.ended, "running": self.running, "limit": self.ended_limit})
        if self.running and self.too_many_change:
            text = ngettext(
                "%(count)s of %(running)s running services would change; more than %(limit)s %% need a second person.",
                "%(count)s of %(running)s running services would change; more than %(limit)s %% need a second person.",
                self.changed,
            )
            said.append(text % {"count": self.changed, "running": self.running, "limit": self.changed_limit})
        return said


def weigh(run: Run, counts: dict[str, int] | None = None) -> Weighed:
    """What the chosen changes of a compared run weigh."""
    limits = SourceSettings.of(run.source)
    counts = chosen_counts(run) if counts is None else counts
    ended, changed = counts.get("ended", 0), sum(counts.get(kind, 0) for kind in CHANGING)
    running = max(run.count("running"), ended + changed)
    return Weighed(running, ended, changed, limits.ended_limit, limits.changed_limit)


def chosen_counts(run: Run) -> dict[str, int]:
    """How many changes of each kind are taken now."""
    return {kind.lower(): number for kind, number in intake.taken_by_kind(batch_of(run)).items()}


def is_agreed(run: Run) -> bool:
    """A second person has agreed to exactly what the run would write now."""
    return run.second_looks.filter(batch_id=batch_of(run), answer=SecondLook.Answer.AGREED).exists()


@transaction.atomic
def set_limits(source: str, *, ended_limit: int, changed_limit: int, by: Any, at: datetime) -> SourceSettings:
    """Say how much of a source may end or change before a second person has to agree."""
    source_named(source)
    if not (0 <= ended_limit <= 50 and 0 <= changed_limit <= 90):
        raise LimitRefused(_("At most 50 % may end and 90 % change without a second person."))
    SourceSettings.objects.get_or_create(pk=source)
    row = SourceSettings.objects.select_for_update().get(pk=source)
    before = (row.ended_limit, row.changed_limit)
    if before == (ended_limit, changed_limit):
        return row
    row.ended_limit, row.changed_limit, row.changed_by, row.changed_at = ended_limit, changed_limit, id_of(by), at
    row.save()
    record(
        "imports.limits_changed",
        subject=row,
        by=by,
        at=at,
        ended={"from": before[0], "to": ended_limit},
        changed={"from": before[1], "to": changed_limit},
    )
    return row
