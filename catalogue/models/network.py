"""The networks of services that a region or a municipality pays for, and the numbers that services give once a year."""

import uuid
from datetime import date
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models.service import Service
from kernel.money import MoneyField


class Period(Func):
    """The days of an entry, both ends included; an open end is none."""

    function = "daterange"
    output_field = DateRangeField()


class NetworkEntryQuerySet(models.QuerySet["NetworkEntry"]):
    def running_on(self, day: date) -> "NetworkEntryQuerySet":
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class NetworkEntry(models.Model):
    """A service is in a network for a time, with so many beds or full-time staff; a change is a new entry."""

    class Unit(models.TextChoices):
        BEDS = "BEDS", _("beds")
        STAFF = "STAFF", _("full-time staff")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_key = models.CharField(max_length=10, blank=True, help_text="key of the municipality; empty for the region")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="network_entries")
    unit = models.CharField(max_length=8, choices=Unit)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    resolution = models.CharField(max_length=80, blank=True)
    resolution_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)

    objects = NetworkEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="entries_of_a_network_do_not_overlap",
                expressions=[
                    ("owner_key", RangeOperators.EQUAL),
                    ("service", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (
                        Period("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="network_entry_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="network_entry_has_some_units", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="beds_in_a_network_are_whole",
                condition=~Q(unit="BEDS") | Q(amount=Func(F("amount"), function="trunc")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_key} {self.service_id} {self.amount} {self.unit}"

    def has_outlived(self, day: date) -> bool:
        """The entry still runs although its service has ended."""
        runs = self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)
        return runs and self.service.ended_on is not None and self.service.ended_on < day


class YearlyNumbersQuerySet(models.QuerySet["YearlyNumbers"]):
    def accepted(self) -> "YearlyNumbersQuerySet":
        return self.filter(state=YearlyNumbers.State.ACCEPTED)

    def with_service(self) -> "YearlyNumbersQuerySet":
        return self.select_related("service__provider", "service__kind").prefetch_related("costs")


class YearlyNumbers(models.Model):
    """The questionnaire of one service for one year, and what it says. What was not given is null, not zero."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("being filled in")
        SUBMITTED = "SUBMITTED", _("handed in")
        RETURNED = "RETURNED", _("returned to be mended")
        ACCEPTED = "ACCEPTED", pgettext_lazy("numbers", "accepted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="yearly_numbers")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    due_on = models.DateField()
    currency = models.CharField(max_length=3)

    users = models.PositiveIntegerField(null=True, blank=True)
    staff = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    capacity_unit = models.CharField(max_length=16, blank=True)
    capacity_used = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    remark = models.TextField(blank=True)

    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.UUIDField(null=True)
    return_note = models.TextField(blank=True)

    objects = YearlyNumbersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="service_is_asked_once_for_a_year", fields=["service", "year"]),
            models.CheckConstraint(name="year_of_numbers_is_a_real_year", condition=Q(year__gte=1990, year__lte=2100)),
            models.CheckConstraint(
                name="staff_and_used_capacity_are_not_negative",
                condition=(Q(staff__isnull=True) | Q(staff__gte=0))
                & (Q(capacity_used__isnull=True) | Q(capacity_used__gte=0)),
            ),
            models.CheckConstraint(
                name="accepted_numbers_were_handed_in",
                condition=~Q(state__in=["SUBMITTED", "ACCEPTED"]) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_numbers_say_why", condition=~Q(state="RETURNED") | ~Q(return_note="")
            ),
        ]
        indexes = [models.Index(name="numbers_by_year_and_state", fields=["year", "state"])]

    def __str__(self) -> str:
        return f"{self.service_id} {self.year}"

    @property
    def is_open(self) -> bool:
        """May still be filled in."""
        return self.state in {self.State.DRAFT, self.State.RETURNED}

    @property
    def cost_by_source(self) -> dict[str, Decimal]:
        return {cost.source: cost.amount for cost in self.costs.all()}

    @property
    def total_cost(self) -> Decimal | None:
        """The sum over the sources that were given; None where none was."""
        amounts = list(self.cost_by_source.values())
        return sum(amounts, Decimal(0)) if amounts else None


class YearlyCost(models.Model):
    """What one source paid for a service in a year; a source of which nothing was said has no row."""

    class Source(models.TextChoices):
        STATE = "STATE", _("the state")
        REGION = "REGION", _("the region")
        MUNICIPALITY = "MUNICIPALITY", _("municipalities")
        USERS = "USERS", _("payments of users")
        INSURANCE = "INSURANCE", _("health insurance")
        EUROPEAN = "EUROPEAN", _("European funds")
        OTHER = "OTHER", _("other sources")

    numbers = models.ForeignKey(YearlyNumbers, on_delete=models.CASCADE, related_name="costs")
    source = models.CharField(max_length=12, choices=Source)
    amount = MoneyField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="source_pays_once_in_a_year", fields=["numbers", "source"]),
            models.CheckConstraint(name="cost_is_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.amount}"
