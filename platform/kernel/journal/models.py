"""Entry: what happened, append-only. Delivery: who still has to hear of it."""

import uuid
from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable


class NextNumber(Func):
    """The next number of the journal; numbers are given before commit, so they may be seen out of order."""

    template = "nextval('journal_entry_number')"
    output_field = models.BigIntegerField()


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, kind: str, subject_id: object) -> "EntryQuerySet":
        return self.filter(subject_kind=kind, subject_id=str(subject_id))

    def of_tenant(self, key: str) -> "EntryQuerySet":
        return self.filter(tenant_key=key)


class Entry(models.Model):
    """One thing that happened. The database refuses to change or remove it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.BigIntegerField(unique=True, editable=False, db_default=NextNumber())
    verb = models.CharField(max_length=100)
    tenant_key = models.CharField(max_length=40, blank=True)
    subject_kind = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=100)
    by_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "number"], name="journal_entry_by_subject"),
            models.Index(fields=["tenant_key", "at"], name="journal_entry_by_tenant_time"),
            models.Index(fields=["at"], name="journal_entry_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="journal_facts_are_an_object",
                condition=Exact(
                    Func(F("facts"), function="jsonb_typeof", output_field=models.TextField()), Value("object")
                ),
            ),
            models.CheckConstraint(name="journal_verb_names_its_room", condition=Q(verb__regex=r"^[a-z_]+\.[a-z_]+$")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject_kind} {self.subject_id}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING)

    def due(self) -> "DeliveryQuerySet":
        return self.waiting().filter(next_at__lte=Now())

    def dead(self) -> "DeliveryQuerySet":
        """What was tried many times and laid aside, for the operator's page."""
        return self.filter(state=Delivery.State.DEAD)

    def for_subscribers(self, names: "Iterable[str]") -> "DeliveryQuerySet":
        return self.filter(subscriber__in=list(names))

    def with_entry(self) -> "DeliveryQuerySet":
        return self.select_related("entry")


class Delivery(models.Model):
    """One subscriber's copy of an entry, and how far the hand-over has come."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        DONE = "DONE", _("Done")
        DEAD = "DEAD", _("Laid aside")

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    subscriber = models.CharField(max_length=100)
    tenant_key = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    postponed = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["next_at", "id"], name="journal_delivery_due", condition=Q(state="WAITING")),
            models.Index(
                fields=["subscriber", "tenant_key", "next_at", "id"],
                name="journal_delivery_by_reader",
                condition=Q(state="WAITING"),
            ),
            models.Index(fields=["id"], name="journal_delivery_dead", condition=Q(state="DEAD")),
            models.Index(fields=["done_at"], name="journal_delivery_done", condition=Q(state="DONE")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry", "subscriber"], name="journal_each_subscriber_hears_once"),
            models.CheckConstraint(
                name="journal_done_has_its_time",
                condition=Q(state="DONE", done_at__isnull=False) | (~Q(state="DONE") & Q(done_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.state}"
