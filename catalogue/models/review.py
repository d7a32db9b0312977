"""What the region decides on: changes that are asked for, proposals, reported mistakes; and open conflicts."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models.activity import RelatedActivity
from catalogue.models.claim import Voice
from catalogue.models.provider import Provider
from catalogue.models.service import Service
from kernel.files import stored_path


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def waiting(self) -> "ChangeRequestQuerySet":
        return self.filter(state=ChangeRequest.State.WAITING)

    def with_subject(self) -> "ChangeRequestQuerySet":
        return self.select_related("service__provider", "service__kind", "provider", "activity__provider", "asked_by")


class ChangeRequest(models.Model):
    """Somebody asks for something that the region decides on; each field of it gets its own answer."""

    class Kind(models.TextChoices):
        CHANGE = "CHANGE", _("change of a service")
        NEW_SERVICE = "NEW_SERVICE", _("new service")
        NEW_PROVIDER = "NEW_PROVIDER", _("new provider")
        NEW_ACTIVITY = "NEW_ACTIVITY", _("new related activity")
        MISTAKE = "MISTAKE", _("reported mistake")

    class State(models.TextChoices):
        WAITING = "WAITING", _("waiting")
        DECIDED = "DECIDED", _("decided")

    class Answer(models.TextChoices):
        NONE = "", _("not answered")
        RESOLVED = "RESOLVED", pgettext_lazy("a reported mistake", "corrected")
        REFUSED = "REFUSED", pgettext_lazy("a reported mistake", "nothing was changed")

    class Wrong(models.TextChoices):
        CONTACT = "CONTACT", _("telephone, e-mail or website")
        ADDRESS = "ADDRESS", _("address")
        HOURS = "HOURS", _("opening hours")
        PRICE = "PRICE", _("price")
        FREE = "FREE", _("free places or waiting time")
        WHOM = "WHOM", _("for whom it is")
        NAME = "NAME", _("name or description")
        ENDED = "ENDED", _("it does not exist any more")
        OTHER = "OTHER", _("something else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="change_requests")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, related_name="change_requests")
    activity = models.ForeignKey(RelatedActivity, on_delete=models.PROTECT, null=True, related_name="change_requests")
    title = models.CharField(max_length=300, help_text="what it is about, as it was called then")
    reason = models.TextField(blank=True, help_text="why, or what is wrong, in the sender's words")
    wrong = ArrayField(models.CharField(max_length=8, choices=Wrong), default=list, blank=True)
    proof = models.FileField(upload_to=stored_path, max_length=200, blank=True)
    proof_name = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=2, help_text="in which the sender gets the answer")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.EmailField(blank=True, help_text="of a reporter without an account; forgotten after the answer")
    contact_forgotten_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.NONE, blank=True)
    answer_text = models.TextField(blank=True)
    resolved_by = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="the words by which a mistake was corrected"
    )

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decided_change_request_says_when_and_by_whom",
                condition=Q(state="WAITING", decided_at__isnull=True, decided_by__isnull=True)
                | Q(state="DECIDED", decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="change_request_speaks_of_something",
                condition=Q(kind="CHANGE", service__isnull=False)
                | Q(kind__in=["NEW_SERVICE", "NEW_ACTIVITY"], provider__isnull=False)
                | Q(kind="NEW_PROVIDER")
                | (
                    Q(kind="MISTAKE")
                    & (Q(service__isnull=False) | Q(provider__isnull=False) | Q(activity__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="only_a_decided_mistake_has_an_answer",
                condition=Q(kind="MISTAKE", state="DECIDED", answer__in=["RESOLVED", "REFUSED"]) | Q(answer=""),
            ),
            models.CheckConstraint(
                name="decided_mistake_has_its_answer",
                condition=~Q(kind="MISTAKE") | Q(state="WAITING") | ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="refused_mistake_says_why", condition=~Q(answer="REFUSED") | ~Q(answer_text="")
            ),
            models.CheckConstraint(
                name="forgotten_contact_is_gone", condition=Q(contact_forgotten_at__isnull=True) | Q(contact="")
            ),
        ]
        indexes = [
            models.Index(name="request_in_the_queue", fields=["asked_at"], condition=Q(state="WAITING")),
            models.Index(name="request_of_an_account", fields=["asked_by", "-asked_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_mistake(self) -> bool:
        return self.kind == self.Kind.MISTAKE


class AskedField(models.Model):
    """One field of a request: what stood there, what should stand there, and what was decided."""

    class Decision(models.TextChoices):
        NONE = "", _("not decided yet")
        ACCEPTED = "ACCEPTED", pgettext_lazy("field", "accepted")
        WISHED = "WISHED", _("left to the register")
        REFUSED = "REFUSED", pgettext_lazy("field", "refused")

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="fields")
    field = models.CharField(max_length=24)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.NONE, blank=True)
    reason = models.TextField(blank=True)
    until = models.DateField(null=True, help_text="last day on which the region stands behind the new value")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="request_asks_for_a_field_once", fields=["request", "field"]),
            models.CheckConstraint(
                name="decided_field_says_when_and_by_whom",
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(name="refused_field_says_why", condition=~Q(decision="REFUSED") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.field}"


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        """Neither settled by the register nor closed by a person."""
        return self.filter(state__in=[Case.State.OPEN, Case.State.SENT])


class Case(models.Model):
    """The register says one thing of a service, the provider or the region another: its keeper must be told."""

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("a case", "open")
        SENT = "SENT", _("told to the keeper of the register")
        AGREED = "AGREED", _("they agree now")
        CLOSED = "CLOSED", pgettext_lazy("a case", "closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="cases")
    field = models.CharField(max_length=24)
    register = models.CharField(max_length=16, help_text="which register says otherwise")
    register_word = models.JSONField(null=True)
    our_word = models.JSONField(null=True)
    voice = models.CharField(max_length=8, choices=Voice, help_text="who disagrees with the register")
    request = models.ForeignKey(
        ChangeRequest, on_delete=models.SET_NULL, null=True, related_name="cases", help_text="which brought it, if any"
    )
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True, help_text="none where the register itself came to agree")
    reason = models.TextField(blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_case_for_a_field",
                fields=["service", "field"],
                condition=Q(state__in=["OPEN", "SENT"]),
            ),
            models.CheckConstraint(
                name="settled_case_says_when",
                condition=Q(state__in=["OPEN", "SENT"], settled_at__isnull=True)
                | Q(state__in=["AGREED", "CLOSED"], settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="told_case_says_when", condition=~Q(state="SENT") | Q(sent_at__isnull=False, sent_by__isnull=False)
            ),
            models.CheckConstraint(
                name="case_closed_by_hand_says_by_whom_and_why",
                condition=~Q(state="CLOSED") | (Q(settled_by__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="case_is_about_two_different_words", condition=~Q(register_word=models.F("our_word"))
            ),
            models.CheckConstraint(
                name="provider_or_region_disagrees", condition=Q(voice__in=[Voice.PROVIDER, Voice.REGION])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.field}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.OPEN, self.State.SENT}
