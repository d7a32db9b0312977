"""One value of one indicator for a day. Nothing told is no row; nought is a value; what cannot be measured says why."""

from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Round
from django.db.models.lookups import Exact, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from kernel.tenancy import TenantRow
from planning.delivery.models import Report
from planning.structure.sheet.models import MOST_GROUPS, Indicator

EXACT = models.DecimalField(max_digits=20, decimal_places=2)
NUMBER = '@.value like_regex "^-?[0-9]{1,12}([.][0-9]{1,2})?$"'
NAMED = '@.group like_regex "."'
WRONG_PART = " || ".join(f"!({rule}) || ({rule}) is unknown" for rule in (NUMBER, NAMED))


class _JsonPath(models.TextField):
    """The type of a path into JSON, which PostgreSQL keeps apart from text."""

    def db_type(self, connection: Any) -> str:
        return "jsonpath"


def _length_of_parts() -> Any:
    return Func(F("parts"), function="jsonb_array_length", output_field=models.IntegerField())


def sum_of_parts() -> Any:
    """The parts added up by the database; a row holds at most `MOST_GROUPS` of them."""
    nought = Value(Decimal(0), output_field=EXACT)
    return reduce(add, (Coalesce(Cast(KT(f"parts__{place}__value"), EXACT), nought) for place in range(MOST_GROUPS)))


class ReadingQuerySet(models.QuerySet["Reading"]):
    def counting(self) -> "ReadingQuerySet":
        """Those that count: recorded by the coordinator, or told with a report that was accepted."""
        return self.filter(Q(report__isnull=True) | Q(report__stage=Report.Stage.ACCEPTED))

    def told_in(self, stages: tuple[str, ...]) -> "ReadingQuerySet":
        return self.filter(report__stage__in=stages, report__item__removed_at__isnull=True)

    def newest_first(self) -> "ReadingQuerySet":
        """The later day first; of one day what was said last."""
        return self.order_by("-on", "-at", "-pk")


class Reading(TenantRow):
    """What an indicator was on a day, told with a report or recorded beside it. A share is counted in per cent from its
    two numbers. `parts`: [{"group": …, "value": "12.00"}]; they add up to the value (of a share: to its first number)
    unless it is said that they differ."""

    indicator = models.ForeignKey(Indicator, on_delete=models.SET_NULL, null=True, related_name="readings")
    indicator_name = models.CharField(max_length=300)
    unit = models.CharField(max_length=60)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="readings")
    on = models.DateField(_("to which day"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True)
    numerator = models.DecimalField(_("how many"), max_digits=14, decimal_places=2, null=True)
    denominator = models.DecimalField(_("out of how many"), max_digits=14, decimal_places=2, null=True)
    parts = models.JSONField(default=list)
    parts_differ = models.BooleanField(default=False)
    is_estimated = models.BooleanField(_("an estimate"), default=False)
    note = models.CharField(_("note"), max_length=400, blank=True)
    source = models.CharField(_("where the number comes from"), max_length=300, blank=True)
    at = models.DateTimeField()

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="indicator_is_read_once_in_a_report", fields=["report", "indicator"]),
            models.UniqueConstraint(
                name="indicator_is_recorded_once_a_day",
                fields=["indicator", "on"],
                condition=Q(report__isnull=True),
            ),
            models.CheckConstraint(name="reading_names_its_indicator", condition=~Q(indicator_name="")),
            models.CheckConstraint(
                name="reading_without_a_value_says_why", condition=Q(value__isnull=False) | ~Q(note="")
            ),
            models.CheckConstraint(
                name="reading_without_a_value_is_no_estimate", condition=Q(value__isnull=False) | Q(is_estimated=False)
            ),
            models.CheckConstraint(
                name="numerator_and_denominator_go_together",
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
            ),
            models.CheckConstraint(
                name="denominator_is_not_nought", condition=Q(denominator__isnull=True) | Q(denominator__gt=0)
            ),
            models.CheckConstraint(
                name="value_of_a_share_is_counted",
                condition=Q(numerator__isnull=True)
                | Q(value__isnull=False)
                & Q(
                    Exact(
                        F("value"),
                        Round(
                            Value(Decimal(100), output_field=EXACT) * F("numerator") / F("denominator"),
                            precision=2,
                            output_field=EXACT,
                        ),
                    )
                ),
            ),
            models.CheckConstraint(
                name="parts_of_a_reading_are_a_short_list",
                condition=Q(Exact(Func(F("parts"), function="jsonb_typeof", output_field=models.TextField()), "array"))
                & Q(LessThanOrEqual(_length_of_parts(), MOST_GROUPS)),
            ),
            models.CheckConstraint(name="only_a_known_value_has_parts", condition=Q(parts=[]) | Q(value__isnull=False)),
            models.CheckConstraint(
                name="parts_of_a_reading_are_numbers",
                condition=~Q(
                    Func(
                        F("parts"),
                        Cast(Value(f"$[*] ? ({WRONG_PART})"), _JsonPath()),
                        function="jsonb_path_exists",
                        output_field=models.BooleanField(),
                    )
                ),
            ),
            models.CheckConstraint(
                name="parts_of_a_reading_add_up",
                condition=Q(parts_differ=True)
                | Q(parts=[])
                | Q(Exact(sum_of_parts(), Coalesce(F("numerator"), F("value")))),
            ),
        ]
        indexes = [models.Index(name="reading_by_indicator_and_day", fields=["indicator", "on"])]

    def __str__(self) -> str:
        return f"{self.indicator_name} {self.on}: {'–' if self.value is None else self.value}"

    @property
    def is_known(self) -> bool:
        return self.value is not None
