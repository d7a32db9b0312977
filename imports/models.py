"""Runs: a file somebody brought in, what was found in it and what became of it; and how careful each source is."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from imports.findings import Problem, Weight
from imports.open_questions import Question
from imports.reasons import sentence
from imports.saved import MappingDraft, SavedMapping
from imports.schedules import Schedule
from kernel.files import stored_path

__all__ = [
    "MappingDraft",
    "Question",
    "RowProblem",
    "Run",
    "SavedMapping",
    "Schedule",
    "SecondLook",
    "SourceSettings",
]


class RunQuerySet(models.QuerySet["Run"]):
    def of_source(self, source: str) -> "RunQuerySet":
        return self.filter(source=source)

    def accepted(self) -> "RunQuerySet":
        return self.filter(state=Run.State.ACCEPTED)

    def last_accepted(self, source: str) -> "Run | None":
        """What the catalogue knows from this source came last with this run; an undone one is as if it never was."""
        return self.of_source(source).accepted().order_by("-decided_at", "-id").first()

    def known_already(self, source: str, sha256: str, *, is_whole: bool) -> "Run | None":
        """The run after which this very file holds nothing new: the last accepted one, if all of it was taken."""
        last = self.last_accepted(source)
        same = last is not None and (last.sha256, last.is_whole, last.left_aside) == (sha256, is_whole, 0)
        return last if same else None

    def open(self) -> "RunQuerySet":
        """Those that a person has yet to decide on."""
        return self.filter(state__in=[Run.State.COMPARED, Run.State.WAITING])


class Run(models.Model):
    """One file of one source on its way into the catalogue."""

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("received")
        READING = "READING", _("being read")
        COMPARED = "COMPARED", _("ready to be looked at")
        WAITING = "WAITING", _("waits for a second person")
        ACCEPTED = "ACCEPTED", _("accepted")
        UNDONE = "UNDONE", _("undone")
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
    dated_on = models.DateField(null=True, help_text="the day whose state the file shows, where that can be told")
    is_dated_by_name = models.BooleanField(default=False, help_text="by the stamp in its name, not by its rows")
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
    despite_guard = models.BooleanField(default=False, help_text="accepted by one person before two were asked for")
    is_beyond_limits = models.BooleanField(default=False, help_text="accepted although unusually much ends or changes")
    second_by = models.UUIDField(null=True, help_text="who agreed beside the one who decided")
    left_aside = models.PositiveIntegerField(default=0, help_text="changes that were not taken when it was accepted")
    schedule = models.ForeignKey(Schedule, on_delete=models.SET_NULL, null=True, related_name="runs")
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone = models.JSONField(default=dict, help_text="how many fields were put back, services withdrawn, fields kept")

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decided_run_has_its_time",
                condition=Q(state__in=["ACCEPTED", "DISCARDED", "UNDONE"], decided_at__isnull=False)
                | (~Q(state__in=["ACCEPTED", "DISCARDED", "UNDONE"]) & Q(decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="compared_run_has_its_batch",
                condition=~Q(state__in=["COMPARED", "WAITING", "ACCEPTED", "UNDONE"]) | Q(batch_id__isnull=False),
            ),
            models.CheckConstraint(name="failed_run_says_why", condition=~Q(state="FAILED") | ~Q(failure="")),
            models.CheckConstraint(name="run_is_not_the_same_as_itself", condition=~Q(same_as=F("id"))),
            models.CheckConstraint(
                name="beyond_the_limits_two_persons_decide",
                condition=Q(is_beyond_limits=False)
                | (Q(decided_by__isnull=False, second_by__isnull=False) & ~Q(decided_by=F("second_by"))),
            ),
            models.CheckConstraint(
                name="undone_run_has_its_time",
                condition=Q(state="UNDONE", undone_at__isnull=False) | (~Q(state="UNDONE") & Q(undone_at__isnull=True)),
            ),
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
        return self.state not in {self.State.RECEIVED, self.State.READING, self.State.COMPARED, self.State.WAITING}

    @property
    def is_compared(self) -> bool:
        return self.state == self.State.COMPARED

    @property
    def is_waiting(self) -> bool:
        """Somebody has asked for it to be accepted; a second person has to agree."""
        return self.state == self.State.WAITING

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def is_undone(self) -> bool:
        return self.state == self.State.UNDONE

    @property
    def has_preview(self) -> bool:
        """It was compared, and what was found can still be looked at."""
        return self.state in {self.State.COMPARED, self.State.WAITING, self.State.ACCEPTED, self.State.UNDONE}

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
        """How many services accepting it changes; of an accepted run how many it has changed."""
        if "written" in self.counts:
            return self.count("written")
        return sum(self.count(kind) for kind in ("new", "changed", "ended", "returned", "conflict"))


class SourceSettings(models.Model):
    """How much of a source may end or change before a second person has to agree. The guard is never switched off."""

    source = models.CharField(max_length=16, primary_key=True)
    ended_limit = models.PositiveSmallIntegerField(default=5, help_text="per cent of the running services")
    changed_limit = models.PositiveSmallIntegerField(default=25, help_text="per cent of the running services")
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="at_most_half_may_end_without_a_second_person", condition=Q(ended_limit__range=(0, 50))
            ),
            models.CheckConstraint(
                name="at_most_nine_tenths_may_change_without_a_second_person", condition=Q(changed_limit__range=(0, 90))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.ended_limit} % {self.changed_limit} %"

    @classmethod
    def of(cls, source: str) -> "SourceSettings":
        """What counts for this source; the usual limits where nobody has set others."""
        return cls.objects.filter(pk=source).first() or cls(source=source)


class SecondLook(models.Model):
    """One person asks another to agree to a run that ends or changes unusually much, and what the other answered."""

    class Answer(models.TextChoices):
        NONE = "", _("not answered yet")
        AGREED = "AGREED", _("agreed")
        REFUSED = "REFUSED", _("refused")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")
        OVERTAKEN = "OVERTAKEN", _("agreed, but chosen otherwise since")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="second_looks")
    batch_id = models.UUIDField(help_text="what was seen: compared anew, it has to be asked anew")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="second_look_is_answered_by_somebody_at_a_time",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="nobody_agrees_to_the_own_request",
                condition=~Q(answer__in=["AGREED", "REFUSED", "OVERTAKEN"]) | ~Q(answered_by=F("asked_by")),
            ),
            models.CheckConstraint(name="refusal_says_why", condition=~Q(answer="REFUSED") | ~Q(reason="")),
            models.UniqueConstraint(name="one_second_look_waits_for_a_run", fields=["run"], condition=Q(answer="")),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.answer or 'waits'}"


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
            # Pairs keep the sender's order, which a JSON object in the database does not.
            sent=list(sent.items()) if isinstance(sent, Mapping) else sent,
        )
