"""How far indicators are towards their targets, counted by the database when it is asked for and never kept.

From the value at the beginning to the target is 0 to 100 per cent, whichever way it should go. Without a value, or
without a target, there is no progress, and none is not nought: means are of what is known, each by the weight of its
item.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Abs, Cast, Coalesce, Greatest, Least, Round

from planning.delivery.models import ActionPlan, MonitoringRound, Report
from planning.delivery.readings.asking import TARGETS, asked_in, in_order
from planning.delivery.readings.models import Reading
from planning.structure.sheet.models import Indicator, Target

EXACT = DecimalField(max_digits=30, decimal_places=6)
WAY = Indicator.Direction
KEPT_WITHIN = Decimal("0.05")  # of what should stay, so much up or down is still the same
NOTHING: Any = Value(None, output_field=EXACT)
WHOLE: Any = Value(Decimal(100), output_field=EXACT)
NOUGHT: Any = Value(Decimal(0), output_field=EXACT)
HEARD = ("value", "numerator", "denominator", "is_estimated", "note", "source", "on")  # what a page shows of a reading


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of how many indicators a value came; `mean` is the progress in per cent over the `judged`, None where none is.

    `unmeasured`: told that there is no value, and why; the rest of `asked` is missing.
    """

    asked: int
    told: int
    estimated: int
    unmeasured: int
    judged: int
    mean: int | None

    @property
    def missing(self) -> int:
        return self.asked - self.told - self.unmeasured


def of_round(opened: MonitoringRound, stages: tuple[str, ...] = Report.TOLD) -> QuerySet[Any]:
    """Every indicator that is asked for in the round, judged by what was told in it. See `judged`."""
    readings = Reading.objects.told_in(tuple(stages)).filter(report__round=opened)
    rows = asked_in(opened.action_plan).filter(item__in=opened.reports.values("item"))  # not what came later
    return judged(rows, readings, opened.action_plan.year)


def of_year(year: ActionPlan) -> QuerySet[Any]:
    """Every indicator of the year, judged by the last value that counts, of whatever day up to the end of the year."""
    readings = Reading.objects.counting().filter(value__isnull=False, on__lte=date(year.year, 12, 31))
    return judged(asked_in(year), readings, year.year)


def judged(rows: QuerySet[Any], readings: QuerySet[Reading], year: int) -> QuerySet[Any]:
    """Adds of the newest reading `reading` and `now_…`, the target with its year `aim`, `aim_year` and `progress`."""
    newest = readings.filter(indicator=OuterRef("pk")).order_by("-on", "-at", "-pk")
    heard = {f"now_{name}": Subquery(newest.values(name)[:1]) for name in HEARD}
    rows = rows.annotate(reading=Subquery(newest.values("pk")[:1]), **heard, **_aims(year))
    near = Abs(F("aim"), output_field=EXACT) * Value(KEPT_WITHIN, output_field=EXACT)
    return rows.annotate(kept_from=F("aim") - near, kept_to=F("aim") + near).annotate(progress=_progress())


def in_pages(rows: QuerySet[Any]) -> QuerySet[Any]:
    """As a page lists them, with what it shows beside."""
    return in_order(rows).select_related("node").prefetch_related(TARGETS)


def completeness(rows: QuerySet[Any]) -> Completeness:
    """One question, whatever there is."""
    is_judged = Q(progress__isnull=False)
    weight = Cast(F("weight"), FloatField())
    found = rows.order_by().aggregate(
        asked=Count("pk"),
        told=Count("pk", filter=Q(now_value__isnull=False)),
        estimated=Count("pk", filter=Q(now_is_estimated=True)),
        unmeasured=Count("pk", filter=Q(reading__isnull=False, now_value__isnull=True)),
        judged_ones=Count("pk", filter=is_judged),
        weighed=Sum(weight * Cast(F("progress"), FloatField()), filter=is_judged),
        weights=Sum(weight, filter=is_judged),
    )
    mean = round(found["weighed"] / found["weights"]) if found["weights"] else None
    return Completeness(
        found["asked"], found["told"], found["estimated"], found["unmeasured"], found["judged_ones"], mean
    )


def _aims(year: int) -> dict[str, Any]:
    """The target of the year, else of the nearest year to come, else the last one; what should stay, as it began."""
    targets = Target.objects.filter(indicator=OuterRef("pk"))
    ahead, behind = targets.filter(year__gte=year).order_by("year"), targets.filter(year__lt=year).order_by("-year")
    stays = Case(When(direction=WAY.KEEP, then=F("baseline")), default=NOTHING)
    return {
        "aim": Coalesce(_one(ahead, "value"), _one(behind, "value"), stays, output_field=EXACT),
        "aim_year": Coalesce(_one(ahead, "year"), _one(behind, "year")),
    }


def _progress() -> Any:
    """Per cent from the beginning to the target, at least 0 and at most 100; none where one of them is not known."""
    value, aim, began = (Cast(F(name), EXACT) for name in ("now_value", "aim", "baseline"))
    away = Abs(value - aim, output_field=EXACT)
    near = WHOLE - WHOLE * away / Abs(aim, output_field=EXACT)
    way = WHOLE * (value - began) / (aim - began)
    return Case(
        When(Q(now_value__isnull=True) | Q(aim__isnull=True), then=NOTHING),
        When(_reached(), then=WHOLE),
        When(direction=WAY.KEEP, aim=0, then=NOUGHT),
        When(direction=WAY.KEEP, then=_within(near)),
        When(baseline__isnull=True, then=NOTHING),
        When(baseline=F("aim"), then=NOUGHT),
        default=_within(way),
        output_field=EXACT,
    )


def _reached() -> Q:
    keeps = Q(direction=WAY.KEEP, kept_from__lte=F("now_value"), kept_to__gte=F("now_value"))
    up, down = Q(direction=WAY.UP, now_value__gte=F("aim")), Q(direction=WAY.DOWN, now_value__lte=F("aim"))
    return up | down | keeps


def _within(share: Any) -> Any:
    return Round(Least(Greatest(share, NOUGHT), WHOLE), precision=0, output_field=EXACT)


def _one(rows: QuerySet[Target], name: str) -> Any:
    return Subquery(rows.values(name)[:1])
