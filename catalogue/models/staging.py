"""What a source said, before a person agreed: records in waiting and what they would change."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """One load of records from one source, from staging to acceptance."""

    class State(models.TextChoices):
        STAGING = "STAGING", _("being read")
        COMPARED = "COMPARED", _("ready to be looked at")
        ACCEPTED = "ACCEPTED", _("accepted")
        DISCARDED = "DISCARDED", _("put aside")
        UNDONE = "UNDONE", _("undone")

    class Holds(models.TextChoices):
        SERVICES = "SERVICES", _("services")
        ACTIVITIES = "ACTIVITIES", _("related activities")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=16)
    holds = models.CharField(max_length=12, choices=Holds, default=Holds.SERVICES)
    is_whole = models.BooleanField(help_text="the file is the whole register, so what is missing has ended")
    adds_services = models.BooleanField(default=True, help_text="a sheet only describes services that are known")
    state = models.CharField(max_length=12, choices=State, default=State.STAGING)
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="undone_batch_was_accepted_before",
                condition=~Q(state="UNDONE") | Q(accepted_at__isnull=False, undone_at__isnull=False),
            ),
        ]


class StagedRecord(models.Model):
    """One service as a source describes it: its key in the register and the fields the source speaks of."""

    class Problem(models.TextChoices):
        DOUBLED = "DOUBLED", _("the same key stands in the file more than once")
        NO_KEY = "NO_KEY", _("the key of the service is missing")
        NO_PROVIDER = "NO_PROVIDER", _("the provider's name is missing")
        NO_KIND = "NO_KIND", _("the kind of service is missing")
        UNKNOWN_CODE = "UNKNOWN_CODE", _("this code is not known")
        BAD_VALUE = "BAD_VALUE", _("this value cannot be read")
        TOO_LONG = "TOO_LONG", _("this value is too long")
        BAD_PERIOD = "BAD_PERIOD", _("the end comes before the beginning")

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="records")
    row = models.PositiveIntegerField(help_text="line or position in the file")
    register = models.CharField(max_length=16)
    register_key = models.CharField(max_length=80)
    service_id = models.UUIDField(help_text="the service's id, if it is new")
    provider_id = models.UUIDField(help_text="the provider's id, if it is new")
    fields = models.JSONField()
    is_outside = models.BooleanField(default=False, help_text="no place of it belongs to the region")
    problem = models.CharField(max_length=24, choices=Problem, blank=True)
    problem_field = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes = [models.Index(name="staged_by_key", fields=["batch", "register", "register_key"])]


class Change(models.Model):
    """What accepting a batch would do to one service, with the old and new value of each field."""

    class Kind(models.TextChoices):
        NEW = "NEW", _("new")
        CHANGED = "CHANGED", _("changed")
        ENDED = "ENDED", _("ended")
        RETURNED = "RETURNED", _("returned")
        CONFLICT = "CONFLICT", _("conflict")
        NOTED = "NOTED", _("taken note of")
        UNCHANGED = "UNCHANGED", _("unchanged")
        UNKNOWN = "UNKNOWN", _("not in the catalogue")

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind)
    row = models.PositiveIntegerField(null=True)
    register_key = models.CharField(max_length=80)
    register = models.CharField(max_length=16)
    service_id = models.UUIDField(null=True)
    provider_id = models.UUIDField(null=True, help_text="whose the service will be, where the source speaks of it")
    title = models.CharField(max_length=300)
    fields = models.JSONField(
        default=list, help_text='[{"field", "old", "new", "kept"}]; kept: the voice whose word stays, or SAME'
    )
    is_taken = models.BooleanField(default=True, help_text="a person has not left it out")
    stayed = models.JSONField(default=list, help_text="fields that undoing could not put back: somebody spoke since")

    class Meta:
        indexes = [models.Index(name="change_by_kind", fields=["batch", "kind", "id"])]
