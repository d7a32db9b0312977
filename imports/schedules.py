"""Schedules: where a register is fetched from by itself, how often, and how it went last time."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from imports.reasons import sentence


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def due(self, at: datetime) -> "ScheduleQuerySet":
        return self.filter(is_on=True, next_at__lte=at)


class Schedule(models.Model):
    """One source fetched regularly, from a folder of this installation or from an address."""

    class Every(models.TextChoices):
        DAY = "DAY", _("every day")
        WEEK = "WEEK", _("every week")
        MONTH = "MONTH", _("every four weeks")

    class Result(models.TextChoices):
        NEVER = "", _("not fetched yet")
        WAITS = "WAITS", _("a file waits to be looked at")
        NOTHING_NEW = "NOTHING_NEW", _("nothing new")
        FAILED = "FAILED", _("not fetched")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=16)
    folder = models.CharField(max_length=300, blank=True, help_text="below OPORA_FETCH_FOLDER; a folder or a file")
    address = models.CharField(max_length=500, blank=True)
    every = models.CharField(max_length=8, choices=Every)
    is_whole = models.BooleanField()
    is_on = models.BooleanField(default=True)
    next_at = models.DateTimeField()
    result = models.CharField(max_length=12, choices=Result, blank=True)
    tried_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True, help_text="when the source last gave a file that could be read")
    failure = models.CharField(max_length=32, blank=True)
    failure_facts = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_has_a_folder_or_an_address",
                condition=(Q(folder="") & ~Q(address="")) | (~Q(folder="") & Q(address="")),
            ),
            models.CheckConstraint(
                name="failed_fetch_says_why",
                condition=~Q(result="FAILED") | (~Q(failure="") & Q(tried_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.where}"

    @property
    def where(self) -> str:
        return self.address or self.folder

    @property
    def why_failed(self) -> str:
        return sentence(self.failure, self.failure_facts) if self.failure else ""

    def next_after(self, at: datetime) -> datetime:
        """The first moment of its rhythm that still lies ahead; what was missed meanwhile is fetched only once."""
        step = STEPS[self.every]
        missed = max(0, (at - self.next_at) // step)
        return self.next_at + step * (missed + 1)


STEPS: dict[Any, timedelta] = {
    Schedule.Every.DAY: timedelta(days=1),
    Schedule.Every.WEEK: timedelta(days=7),
    Schedule.Every.MONTH: timedelta(days=28),
}
