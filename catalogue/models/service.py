"""A social service: what it is, for whom, where, how far it reaches and how to get it."""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from catalogue.models.provider import Place, Provider
from catalogue.models.reference import Form, ServiceKind, TargetGroup


class ServiceQuerySet(models.QuerySet["Service"]):
    def published(self) -> "ServiceQuerySet":
        return self.filter(is_published=True)

    def offered(self, day: date) -> "ServiceQuerySet":
        """Published and running on that day."""
        return self.published().filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))

    def for_target_group(self, code: str) -> "ServiceQuerySet":
        return self.filter(target_groups__code=code)

    def with_provider(self) -> "ServiceQuerySet":
        return self.select_related("provider", "kind")

    def with_all(self) -> "ServiceQuerySet":
        """With everything that a card shows."""
        return self.with_provider().prefetch_related(
            "target_groups",
            "capacities",
            "reaches",
            models.Prefetch("at_places", ServiceAtPlace.objects.select_related("place__municipality")),
        )


class Service(models.Model):
    """One registered service of one provider; ended rather than deleted."""

    class Confirmation(models.TextChoices):
        NONE = "", _("not confirmed")
        REGISTER = "REGISTER", _("register")
        SHEET = "SHEET", _("list of the region")
        PROVIDER = "PROVIDER", _("provider")
        STAFF = "STAFF", _("staff by telephone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.BigIntegerField(default=0, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="services")
    kind = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, related_name="services")

    # registration facts: the register's word
    register = models.CharField(max_length=16, blank=True, help_text="the source: rpss, bbsk …")
    register_key = models.CharField(max_length=80, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    forms = ArrayField(models.CharField(max_length=12, choices=Form), default=list)
    target_groups = models.ManyToManyField(TargetGroup, related_name="services", blank=True)
    target_note = models.TextField(blank=True)
    age_groups = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    # what people need to know: the provider's word
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    for_whom = models.TextField(blank=True)
    how_to_apply = models.TextField(blank=True)
    easy_text = models.TextField(blank=True, db_default="", help_text="the same, easy to read")
    phones = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    emails = ArrayField(models.EmailField(), default=list, blank=True)
    webs = ArrayField(models.URLField(max_length=300), default=list, blank=True)
    opening_hours = models.JSONField(default=list, blank=True)
    prices = models.TextField(blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    accessibility = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    capacity_free = models.PositiveIntegerField(null=True, blank=True)
    capacity_free_at = models.DateTimeField(null=True, blank=True)
    waiting_time = models.CharField(max_length=120, blank=True)

    is_published = models.BooleanField(default=True)
    withdrawn_on = models.DateField(null=True, help_text="its import was undone, or it was merged into another")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged", help_text="it was a duplicate of this one"
    )
    hides_address = models.BooleanField(default=False, help_text="no street, map or distance is shown anywhere")
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_how = models.CharField(max_length=12, choices=Confirmation, default=Confirmation.NONE, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="service_is_known_once_in_a_register",
                fields=["register", "register_key"],
                condition=~Q(register_key=""),
            ),
            models.CheckConstraint(
                name="service_ends_after_it_starts",
                condition=Q(starts_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="service_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="withdrawn_service_is_not_published",
                condition=Q(withdrawn_on__isnull=True) | Q(is_published=False),
            ),
            models.CheckConstraint(
                name="merged_service_is_withdrawn",
                condition=Q(merged_into__isnull=True) | Q(withdrawn_on__isnull=False),
            ),
            models.CheckConstraint(
                name="service_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="opening_hours_are_a_list",
                condition=Exact(
                    Func(F("opening_hours"), function="jsonb_typeof", output_field=models.TextField()), Value("array")
                ),
            ),
            models.CheckConstraint(
                name="free_places_have_their_time",
                condition=Q(capacity_free__isnull=True) | Q(capacity_free_at__isnull=False),
            ),
        ]
        indexes = [GinIndex(name="service_by_form", fields=["forms"])]

    def __str__(self) -> str:
        return self.name

    def is_offered(self, day: date) -> bool:
        return self.is_published and (self.ended_on is None or self.ended_on >= day)


class ServiceAtPlace(models.Model):
    """A service is provided at a place for a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="services_here")
    starts_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="service_stands_once_at_a_place", fields=["service", "place"]),
            models.CheckConstraint(
                name="service_leaves_a_place_after_it_comes",
                condition=Q(starts_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
        ]


class Reach(models.Model):
    """Where a service comes to people: a municipality, a district or a whole region, by official code."""

    class Level(models.TextChoices):
        MUNICIPALITY = "MUNICIPALITY", _("municipality")
        DISTRICT = "DISTRICT", _("district")
        REGION = "REGION", _("region")
        COUNTRY = "COUNTRY", _("whole country")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="reaches")
    level = models.CharField(max_length=12, choices=Level)
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="service_reaches_an_area_once", fields=["service", "level", "code"]),
        ]


class Capacity(models.Model):
    """The registered maximum of one form in one unit; free places are another thing."""

    class Unit(models.TextChoices):
        BEDS = "BEDS", _("beds")
        CLIENTS = "CLIENTS", _("people")
        CONTACTS = "CONTACTS", _("contacts of 10 minutes")
        INTERVENTIONS = "INTERVENTIONS", _("interventions of 30 minutes")
        CALLS = "CALLS", _("calls")
        PLACES = "PLACES", _("places")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="capacities")
    form = models.CharField(max_length=12, choices=Form)
    unit = models.CharField(max_length=16, choices=Unit)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="capacity_is_given_once_for_a_form", fields=["service", "form", "unit"]),
        ]
