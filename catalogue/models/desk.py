"""The provider's desk: who asks to keep a provider's entries, what was typed and not yet saved."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.provider import Provider
from catalogue.models.service import Service


class EditorOfferQuerySet(models.QuerySet["EditorOffer"]):
    def open(self) -> "EditorOfferQuerySet":
        """Neither taken nor withdrawn; perhaps out of date."""
        return self.filter(taken_at__isnull=True, withdrawn_at__isnull=True)

    def waiting(self, at: datetime) -> "EditorOfferQuerySet":
        return self.open().filter(expires_at__gt=at)


class EditorOffer(models.Model):
    """An offer to keep a provider's entries, sent to one address as a one-time link.

    An invitation of `tenants` names a role alone and is open once for an address; somebody may be asked to keep
    several providers, so the offer stands here and brings the role with it.
    """

    class Origin(models.TextChoices):
        INVITED = "INVITED", _("invited")
        ADDRESS = "ADDRESS", _("asked, to be proved by the e-mail of the register")
        STAFF = "STAFF", _("asked and let in by staff")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="editor_offers")
    email = models.EmailField(help_text="where the link was sent")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="who asked; whoever reads the provider's mail agrees to that account",
    )
    is_manager = models.BooleanField(default=False, help_text="may name and end other editors")
    origin = models.CharField(max_length=8, choices=Origin)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = EditorOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="editor_offer_is_taken_or_withdrawn_not_both",
                condition=Q(taken_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="taken_editor_offer_says_by_whom",
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_open_editor_offer_to_an_address",
                fields=["provider", "email"],
                condition=Q(taken_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.origin}"


class EditorRequestQuerySet(models.QuerySet["EditorRequest"]):
    def waiting(self) -> "EditorRequestQuerySet":
        return self.filter(state=EditorRequest.State.WAITING)


class EditorRequest(models.Model):
    """Somebody asks to keep a provider's entries and cannot prove it by the provider's e-mail: staff decides."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("waiting")
        ACCEPTED = "ACCEPTED", _("accepted")
        REFUSED = "REFUSED", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="editor_requests")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    objects = EditorRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answered_editor_request_says_when",
                condition=Q(state="WAITING", answered_at__isnull=True)
                | (~Q(state="WAITING") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="refused_editor_request_says_why", condition=~Q(state="REFUSED") | ~Q(reason="")
            ),
            models.UniqueConstraint(
                name="one_waiting_editor_request_of_an_address",
                fields=["provider", "email"],
                condition=Q(state="WAITING"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.state}"


class Draft(models.Model):
    """What an account has typed into the form of a service and not saved; nobody else sees it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="drafts")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    typed = models.JSONField(help_text="the fields of the form as they were typed")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_draft_of_an_account_and_a_service", fields=["service", "account"]),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.service_id}"
