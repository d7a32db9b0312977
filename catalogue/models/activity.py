"""Help that is no registered social service: clubs, self-help groups, home nursing, food banks."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from catalogue.models.provider import Provider
from catalogue.models.reference import TargetGroup
from tenants.models import Municipality


class RelatedActivity(models.Model):
    """A related activity outside the register, entered by people or brought in from a list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.BigIntegerField(default=0, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="related_activities")
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    target_groups = models.ManyToManyField(TargetGroup, related_name="related_activities", blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", null=True)
    street = models.CharField(max_length=160, blank=True)
    phones = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    emails = ArrayField(models.EmailField(), default=list, blank=True)
    webs = ArrayField(models.URLField(max_length=300), default=list, blank=True)
    is_published = models.BooleanField(default=True)
    ended_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=16, blank=True, help_text="the list it came from; none if a person wrote it")
    source_key = models.CharField(max_length=80, blank=True)
    said = models.JSONField(default=dict, blank=True, help_text="what the list said last, field by field")
    withdrawn_on = models.DateField(null=True, blank=True, help_text="the list that brought it was undone")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="activity_is_known_once_in_a_list", fields=["source", "source_key"], condition=~Q(source_key="")
            ),
            models.CheckConstraint(
                name="withdrawn_activity_is_not_public", condition=Q(withdrawn_on=None) | Q(is_published=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name
