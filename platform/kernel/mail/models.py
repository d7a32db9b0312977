"""OutgoingMail: one letter to one recipient, and how far it has come."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self) -> "OutgoingMailQuerySet":
        """To be handed over now; also those whose sender died on the way: nobody knows whether they arrived."""
        return self.filter(state__in=[OutgoingMail.State.WAITING, OutgoingMail.State.SENDING], next_at__lte=Now())

    def failed(self) -> "OutgoingMailQuerySet":
        return self.filter(state=OutgoingMail.State.FAILED)

    def newest_first(self) -> "OutgoingMailQuerySet":
        return self.order_by("-created_at", "-id")


class OutgoingMail(models.Model):
    """A letter. Its Message-ID is made once, so that a second copy is known as the same letter."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        SENDING = "SENDING", _("Being handed over")
        SENT = "SENT", _("Sent")
        FAILED = "FAILED", _("Could not be sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message_id = models.CharField(max_length=200, unique=True, editable=False)
    kind = models.CharField(max_length=100)
    tenant_key = models.CharField(max_length=40, blank=True)
    sender = models.CharField(max_length=320)
    to = models.EmailField(max_length=254)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True, help_text="an iCalendar that goes with the letter")
    unsubscribe = models.CharField(
        max_length=500, blank=True, help_text="an address that ends such letters by one click"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = [
            models.Index(fields=["next_at"], name="mail_due", condition=Q(state__in=["WAITING", "SENDING"])),
            models.Index(fields=["-created_at"], name="mail_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="mail_sent_has_its_time",
                condition=Q(state="SENT", sent_at__isnull=False) | (~Q(state="SENT") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="mail_headers_are_one_line",
                condition=~Q(to__regex=r"[\r\n]")
                & ~Q(subject__regex=r"[\r\n]")
                & ~Q(sender__regex=r"[\r\n]")
                & ~Q(reply_to__regex=r"[\r\n]")
                & ~Q(unsubscribe__regex=r"[\r\n<>]"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
