"""What a municipality itself says of a shared service, without a copy of the record."""

import uuid

from django.db import models
from django.db.models import F, Q

from catalogue.models.service import Service


class Overlay(models.Model):
    """One municipality's own word on one service.

    The rows of all municipalities lie in one table; PostgreSQL shows and writes each only where its search path stands
    in the schema of the municipality (see the migration that sets row-level security).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant_key = models.CharField(max_length=10)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")

    # for the public of this municipality
    in_network = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    contact_name = models.CharField(max_length=160, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)

    # for its coordinator alone
    internal_note = models.TextField(blank=True)
    contract_number = models.CharField(max_length=80, blank=True)
    contract_from = models.DateField(null=True, blank=True)
    contract_to = models.DateField(null=True, blank=True)

    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="municipality_speaks_of_a_service_once", fields=["tenant_key", "service"]),
            models.CheckConstraint(name="overlay_belongs_to_a_municipality", condition=~Q(tenant_key="")),
            models.CheckConstraint(
                name="contract_ends_after_it_starts",
                condition=Q(contract_from__isnull=True)
                | Q(contract_to__isnull=True)
                | Q(contract_to__gte=F("contract_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_key} {self.service_id}"
