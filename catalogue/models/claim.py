"""Who said what of a service, field by field. The service's own columns hold the word that counts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.service import Service
from catalogue.models.staging import Batch


class Voice(models.TextChoices):
    """In which capacity somebody speaks; the rules of the fields say whose word counts."""

    REGISTER = "REGISTER", _("register")
    SHEET = "SHEET", _("list of the region")
    PROVIDER = "PROVIDER", _("provider")
    REGION = "REGION", _("region")


class Claim(models.Model):
    """One word on one field. A later word of the same voice and source takes its place; an undone one counts no more.

    Of a secret place nothing but its municipality is kept here.
    """

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="claims", db_index=False)
    field = models.CharField(max_length=24)
    voice = models.CharField(max_length=8, choices=Voice)
    source = models.CharField(max_length=16, help_text="the register or sheet; provider, staff or region")
    value = models.JSONField()
    said_at = models.DateTimeField(help_text="first seen; an unchanged import does not say it again")
    by = models.UUIDField(null=True, help_text="the account; none for what came by itself")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="claims", db_index=False)
    reason = models.CharField(max_length=400, blank=True)
    until = models.DateField(null=True, help_text="last day on which the word counts")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="region_says_why_it_overrides", condition=~Q(voice=Voice.REGION) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="word_of_a_file_names_its_batch",
                condition=~Q(voice__in=[Voice.REGISTER, Voice.SHEET])
                | Q(batch__isnull=False)
                | Q(reason="before claims"),
            ),
        ]
        indexes = [
            models.Index(name="claim_by_service", fields=["service", "field"]),
            models.Index(name="claim_by_batch", fields=["batch"], condition=Q(batch__isnull=False)),
            models.Index(
                name="claim_that_runs_out", fields=["until"], condition=Q(until__isnull=False, undone_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.field} {self.voice}"
