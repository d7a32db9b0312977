"""What a published plan says about a service; written by planning through the door."""

import uuid

from django.db import models

from catalogue.models.service import Service


class Mention(models.Model):
    """One measure of one tenant's published plan speaks of one service."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.BigIntegerField(default=0, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="mentions")
    tenant_key = models.CharField(max_length=10)
    tenant_name = models.CharField(max_length=150)
    plan_id = models.UUIDField()
    plan_title = models.CharField(max_length=300)
    measure_id = models.UUIDField()
    measure_title = models.CharField(max_length=400)
    address = models.CharField(max_length=400, help_text="full address of the measure's page")
    source_version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="measure_mentions_a_service_once", fields=["service", "tenant_key", "measure_id"]
            ),
        ]
        indexes = [models.Index(name="mention_by_plan", fields=["tenant_key", "plan_id"])]
