"""Who provides services, and where."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.models import Country, Municipality


class Provider(models.Model):
    """A body that provides social services; retired rather than deleted."""

    class Type(models.TextChoices):
        MUNICIPALITY = "MUNICIPALITY", _("municipality")
        FOUNDED_BY_MUNICIPALITY = "FOUNDED_BY_MUNICIPALITY", _("founded by a municipality")
        FOUNDED_BY_REGION = "FOUNDED_BY_REGION", _("founded by the region")
        NON_PUBLIC = "NON_PUBLIC", _("non-public provider")
        UNKNOWN = "UNKNOWN", _("not stated")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.BigIntegerField(default=0, editable=False)
    country = models.CharField(max_length=2, choices=Country)
    ico = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=300)
    legal_form = models.CharField(max_length=120, blank=True)
    type = models.CharField(max_length=24, choices=Type, default=Type.UNKNOWN)
    phones = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    emails = ArrayField(models.EmailField(), default=list, blank=True)
    webs = ArrayField(models.URLField(max_length=300), default=list, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged", help_text="it was a duplicate of this one"
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="provider_is_known_once_by_ico", fields=["country", "ico"], condition=~Q(ico="")
            ),
            models.CheckConstraint(name="provider_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="merged_provider_has_no_ico_and_is_retired",
                condition=Q(merged_into__isnull=True) | Q(ico="", retired_on__isnull=False),
            ),
            models.CheckConstraint(
                name="provider_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A building or room where services are provided; several providers may share one address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(max_length=300, blank=True)
    street = models.CharField(max_length=160, blank=True)
    house_number = models.CharField(max_length=24, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", null=True)
    address_code = models.CharField(max_length=16, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    is_secret = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="place_of_a_provider_is_kept_once",
                fields=[
                    "provider",
                    "name",
                    "street",
                    "house_number",
                    "postcode",
                    "municipality",
                    "address_code",
                    "is_secret",
                ],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="place_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="secret_place_holds_no_coordinates", condition=Q(is_secret=False) | Q(latitude__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.street
