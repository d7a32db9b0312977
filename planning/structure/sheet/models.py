"""Rows of a measure sheet. Every row belongs to one measure or activity and is kept in its history when it goes."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.money import MoneyField
from kernel.tenancy import TenantRow
from planning.structure.models import Node
from planning.structure.sources import is_source

STEPS = [(step, str(step)) for step in range(1, 6)]
MOST_GROUPS = 12
YEARS = [MinValueValidator(1990), MaxValueValidator(2100)]


class Partner(TenantRow):
    """Who helps to carry it out: a provider of the region's catalogue, or anybody else by name."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=300)
    provider_id = models.UUIDField(null=True)
    part = models.CharField(_("what the partner does"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="partner_is_named_once", fields=["node", "name"]),
            models.CheckConstraint(name="partner_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class CapacityChange(TenantRow):
    """What a measure does to a kind of service: so many places or full-time staff more or fewer."""

    class Way(models.TextChoices):
        NEW = "NEW", _("a new service")
        CHANGED = "CHANGED", _("more or fewer")
        KEPT = "KEPT", _("kept as it is")
        ENDED = "ENDED", _("a service ends")

    class Unit(models.TextChoices):
        PLACES = "PLACES", _("places")
        STAFF = "STAFF", _("full-time staff")
        PEOPLE = "PEOPLE", _("people a year")

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("kind of service"), max_length=40)
    kind_name = models.CharField(max_length=300)
    way = models.CharField(_("what happens"), max_length=8, choices=Way)
    amount = models.DecimalField(_("change of capacity"), max_digits=9, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("counted in"), max_length=8, choices=Unit, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="kind_changes_once_in_a_unit", fields=["node", "kind", "unit"]),
            models.CheckConstraint(
                name="change_of_capacity_has_a_unit", condition=Q(amount__isnull=True) | ~Q(unit="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_name} {self.amount or ''}"


class Cost(TenantRow):
    """Money of one year from one source; the currency is the municipality's."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="costs")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    source = models.CharField(_("source"), max_length=24, validators=[is_source])
    planned = MoneyField(_("planned"), null=True, blank=True)
    spent = MoneyField(_("spent"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cost_of_a_year_and_source_stands_once", fields=["node", "year", "source"]),
            models.CheckConstraint(
                name="cost_of_a_measure_is_not_negative",
                condition=(Q(planned__isnull=True) | Q(planned__gte=0)) & (Q(spent__isnull=True) | Q(spent__gte=0)),
            ),
            models.CheckConstraint(
                name="cost_says_an_amount", condition=Q(planned__isnull=False) | Q(spent__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"


class Indicator(TenantRow):
    """A number the measure is judged by: from where, which way, to where. Its readings come with monitoring."""

    class Kind(models.TextChoices):
        INPUT = "INPUT", pgettext_lazy("indicator", "input")
        OUTPUT = "OUTPUT", pgettext_lazy("indicator", "output")
        OUTCOME = "OUTCOME", pgettext_lazy("indicator", "outcome")
        IMPACT = "IMPACT", pgettext_lazy("indicator", "impact on people's lives")

    class Direction(models.TextChoices):
        UP = "UP", _("should rise")
        DOWN = "DOWN", _("should fall")
        KEEP = "KEEP", _("should stay")

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("indicator"), max_length=300)
    kind = models.CharField(_("what it measures"), max_length=8, choices=Kind)
    unit = models.CharField(_("counted in"), max_length=60)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction)
    baseline = models.DecimalField(_("value at the beginning"), max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of that value"), null=True, blank=True, validators=YEARS)
    source = models.CharField(_("where the number comes from"), max_length=300, blank=True)
    is_share = models.BooleanField(_("a share: reported as how many out of how many"), default=False)
    numerator = models.CharField(_("how many of what"), max_length=200, blank=True)
    denominator = models.CharField(_("out of how many of what"), max_length=200, blank=True)
    groups = ArrayField(models.CharField(max_length=120), default=list, blank=True)  # the value is told by each as well
    definition = models.CharField(max_length=60, blank=True, help_text="code of the region's list of indicators")
    definition_name = models.CharField(max_length=300, blank=True, help_text="its name there when it was chosen")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="indicator_is_named_once", fields=["node", "name"]),
            models.CheckConstraint(
                name="value_at_the_beginning_has_a_year",
                condition=Q(baseline__isnull=True) | Q(baseline_year__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_share_has_a_denominator", condition=Q(is_share=True) | Q(numerator="", denominator="")
            ),
            models.CheckConstraint(
                name="indicator_of_the_region_has_its_name", condition=Q(definition="") | ~Q(definition_name="")
            ),
            models.CheckConstraint(name="indicator_is_told_by_few_groups", condition=Q(groups__len__lte=MOST_GROUPS)),
        ]

    def __str__(self) -> str:
        return self.name

    def validate_constraints(self, exclude: Any = None) -> None:
        """Forms say the same in words and the database refuses by itself; asking it beforehand would cost each line of
        a file several questions."""


class Target(TenantRow):
    """What an indicator should reach by the end of a year. Zero is a target."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="indicator_has_one_target_a_year", fields=["indicator", "year"]),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class Risk(TenantRow):
    """What could go wrong, how likely and how bad (1 to 5), what is done against it and who minds it."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="risks")
    title = models.CharField(_("risk"), max_length=300)
    probability = models.PositiveSmallIntegerField(_("how likely"), choices=STEPS)
    impact = models.PositiveSmallIntegerField(_("how bad"), choices=STEPS)
    treatment = models.TextField(_("what is done against it"), blank=True)
    owner = models.CharField(_("who minds it"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="risk_is_named_once", fields=["node", "title"]),
            models.CheckConstraint(
                name="risk_is_judged_from_one_to_five",
                condition=Q(probability__gte=1, probability__lte=5, impact__gte=1, impact__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def weight(self) -> int:
        """1 to 25: how likely times how bad."""
        return self.probability * self.impact
