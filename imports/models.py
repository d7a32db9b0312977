"""Runs: a file somebody brought in, what was found in it and what became of it."""

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from imports.findings import Problem, Weight
from imports.reasons import sentence
from kernel.files import stored_path


class RunQuerySet(models.QuerySet["Run"]):
    def of_source(self, source: str) -> "RunQuerySet":
        return self.filter(source=source)

    def accepted(self) -> "RunQuerySet":
        return self.filter(state=Run.State.ACCEPTED)

    def last_accepted(self, source: str) -> "Run | None":
        return self.of_source(source).accepted().order_by("-decided_at", "-id").first()


class Run(models.Model):
    """One file of one source on its way into the catalogue."""

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("received")
        READING = "READING", _("being read")
        COMPARED = "COMPARED", _("ready to be looked at")
        ACCEPTED = "ACCEPTED", _("accepted")
        DISCARDED = "DISCARDED", _("put aside")
        FAILED = "FAILED", _("cannot be read")
        CANCELLED = "CANCELLED", _("stopped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=16)
    file = models.FileField(upload_to=stored_path, max_length=200)
    original_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_whole = models.BooleanField()
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    counts = models.JSONField(default=dict, help_text="changes by kind, and problems by weight")
    batch_id = models.UUIDField(null=True)
    job_id = models.UUIDField(null=True)
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    failure = models.CharField(max_length=32, blank=True)
    failure_facts = models.JSONField(default=dict)
    started_by = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    despite_guard = models.BooleanField(default=False, help_text="accepted although unusually many services end")

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decided_run_has_its_time",
                condition=Q(state__in=["ACCEPTED", "DISCARDED"], decided_at__isnull=False)
                | (~Q(state__in=["ACCEPTED", "DISCARDED"]) & Q(decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="compared_run_has_its_batch",
                condition=~Q(state__in=["COMPARED", "ACCEPTED"]) | Q(batch_id__isnull=False),
            ),
            models.CheckConstraint(name="failed_run_says_why", condition=~Q(state="FAILED") | ~Q(failure="")),
            models.CheckConstraint(name="run_is_not_the_same_as_itself", condition=~Q(same_as=F("id"))),
        ]
        indexes = [
            models.Index(name="run_by_time", fields=["-received_at"]),
            models.Index(name="run_by_source", fields=["source", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.original_name}"

    @property
    def is_settled(self) -> bool:
        """Nothing more can become of it."""
        return self.state in {self.State.ACCEPTED, self.State.DISCARDED, self.State.FAILED, self.State.CANCELLED}

    @property
    def is_compared(self) -> bool:
        return self.state == self.State.COMPARED

    @property
    def is_nothing_new(self) -> bool:
        """The same file has been accepted already, and nobody has asked to compare it once more."""
        return self.state == self.State.RECEIVED and self.same_as_id is not None and self.job_id is None

    @property
    def why_failed(self) -> str:
        """The reason in the reader's language."""
        return sentence(self.failure, self.failure_facts) if self.failure else ""

    def count(self, name: str) -> int:
        return int(self.counts.get(name, 0))

    @property
    def written(self) -> int:
        """How many services accepting it changes."""
        return sum(self.count(kind) for kind in ("new", "changed", "ended", "returned", "conflict"))

    @property
    def ended_share(self) -> float:
        """Which part of the known running services of this source would end."""
        known = sum(self.count(kind) for kind in ("ended", "changed", "conflict", "noted", "unchanged"))
        return self.count("ended") / known if known else 0.0


class RowProblem(models.Model):
    """What was found in one row of a run's file."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    weight = models.CharField(max_length=8, choices=[(weight.value, weight.name) for weight in Weight])
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=32)
    facts = models.JSONField(default=dict)
    sent = models.JSONField(null=True, encoder=DjangoJSONEncoder, help_text="a rejected row as its sender wrote it")

    class Meta:
        indexes = [models.Index(name="problem_by_row", fields=["run", "weight", "row"])]

    def __str__(self) -> str:
        return f"{self.row}: {self.code}"

    @property
    def reason(self) -> str:
        return sentence(self.code, self.facts)

    @classmethod
    def of(cls, run: Run, problem: Problem, sent: Any = None) -> "RowProblem":
        return cls(
            run=run,
            row=problem.row,
            weight=problem.weight,
            column=problem.column,
            value=problem.value,
            code=problem.code,
            facts=problem.facts,
            sent=sent,
        )
