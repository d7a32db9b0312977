"""Job: a piece of work, how far it is, and how it ended."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kernel.jobs.declaring import kind_of


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self) -> "JobQuerySet":
        return self.filter(state=Job.State.WAITING)

    def running(self) -> "JobQuerySet":
        return self.filter(state=Job.State.RUNNING)

    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])

    def of_kind(self, name: str) -> "JobQuerySet":
        return self.filter(kind=name)


class Job(models.Model):
    """A piece of work asked for by a person or by the clock."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Failed")
        CANCELLED = "CANCELLED", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    tenant_key = models.CharField(max_length=40, blank=True)
    by_id = models.UUIDField(null=True)
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.TextField(blank=True)
    reference = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # how the row finds its worker
    runner = models.UUIDField(null=True)
    starts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)
    sends = models.PositiveIntegerField(default=0)
    send_again_at = models.DateTimeField(db_default=Now())

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["send_again_at"], name="jobs_waiting", condition=Q(state="WAITING")),
            models.Index(fields=["heartbeat_at"], name="jobs_running", condition=Q(state="RUNNING")),
            models.Index(fields=["kind", "-created_at"], name="jobs_by_kind"),
            models.Index(fields=["by_id", "-created_at"], name="jobs_by_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="jobs_running_has_a_runner",
                condition=~Q(state="RUNNING") | Q(runner__isnull=False, heartbeat_at__isnull=False),
            ),
            models.CheckConstraint(
                name="jobs_ended_has_its_time",
                condition=Q(state__in=["WAITING", "RUNNING"], finished_at__isnull=True)
                | Q(state__in=["DONE", "FAILED", "CANCELLED"], finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

    @property
    def title(self) -> str:
        """What a person calls this work."""
        return str(kind_of(self.kind).title or _("Work in progress"))

    @property
    def result_address(self) -> str:
        """Where the finished work leads, or an empty text."""
        result = kind_of(self.kind).result
        return result(self) if result and self.state == self.State.DONE else ""
