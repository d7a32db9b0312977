"""Campaigns: providers are asked by letter, by link and by telephone whether their entries are still true."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.provider import Provider
from catalogue.models.service import Service

HOLDS_AFTER_TERM = timedelta(days=30)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running(self) -> "CampaignQuerySet":
        return self.filter(state=Campaign.State.RUNNING)


class Campaign(models.Model):
    """Services chosen once, a text, a term; the list stays as it was when it was chosen."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("being prepared")
        RUNNING = "RUNNING", _("running")
        CLOSED = "CLOSED", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=160)
    chosen_by = models.JSONField(default=dict, help_text="the filters in codes, as a record")
    text_sk = models.TextField(blank=True)
    text_cs = models.TextField(blank=True)
    term_on = models.DateField()
    remind_before = models.PositiveSmallIntegerField(null=True, blank=True, help_text="days before the term")
    remind_after = models.PositiveSmallIntegerField(null=True, blank=True, help_text="days after the term")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    job_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="campaign_that_runs_was_started", condition=Q(state="DRAFT") | Q(started_at__isnull=False)
            ),
            models.CheckConstraint(
                name="closed_campaign_says_when",
                condition=(Q(state="CLOSED") & Q(closed_at__isnull=False))
                | (~Q(state="CLOSED") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(name="campaign_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def last_day_of_links(self) -> date:
        """A late answer is better than none."""
        return self.term_on + HOLDS_AFTER_TERM


class LetterQuerySet(models.QuerySet["Letter"]):
    def unsent(self) -> "LetterQuerySet":
        return self.filter(sent_at__isnull=True).exclude(email="")

    def with_open_questions(self) -> "LetterQuerySet":
        asked = Asked.objects.open().filter(letter=models.OuterRef("pk"))
        return self.filter(models.Exists(asked))


class Letter(models.Model):
    """What one campaign asks of one provider: one letter, its reminders, and the calls where no letter helps."""

    class Call(models.TextChoices):
        NONE = "", _("not called yet")
        NOT_REACHED = "NOT_REACHED", _("not reached")
        WILL_ANSWER = "WILL_ANSWER", _("will answer by the link")
        REFUSES = "REFUSES", _("does not want to answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="letters")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="letters")
    email = models.EmailField(blank=True, help_text="empty: only by telephone")
    language = models.CharField(max_length=2)
    mail_id = models.UUIDField(null=True, help_text="the newest mail with a link")
    sent_at = models.DateTimeField(null=True)
    reminded_before_at = models.DateTimeField(null=True)
    reminded_after_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True, help_text="when the page of the link was first shown to a person")
    call = models.CharField(max_length=12, choices=Call, default=Call.NONE, blank=True)
    called_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="campaign_writes_to_a_provider_once", fields=["campaign", "provider"]),
            models.CheckConstraint(name="sent_letter_has_an_address", condition=Q(sent_at__isnull=True) | ~Q(email="")),
            models.CheckConstraint(
                name="call_has_its_time",
                condition=Q(call="", called_at__isnull=True) | (~Q(call="") & Q(called_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.provider_id}"


class AskedQuerySet(models.QuerySet["Asked"]):
    def open(self) -> "AskedQuerySet":
        return self.filter(answer=Asked.Answer.NONE)


class Asked(models.Model):
    """One service a letter asks about, and what was answered."""

    class Answer(models.TextChoices):
        NONE = "", _("not answered")
        CONFIRMED = "CONFIRMED", _("confirmed")
        CORRECTED = "CORRECTED", _("corrected")
        MISTAKE = "MISTAKE", _("a mistake was told")

    class Way(models.TextChoices):
        NONE = "", _("not answered")
        LINK = "LINK", _("by the link")
        DESK = "DESK", _("on the provider's desk")
        STAFF = "STAFF", _("by telephone, entered by staff")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="asked")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="asked")
    district_code = models.CharField(max_length=12, blank=True)
    district_name = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.NONE, blank=True)
    way = models.CharField(max_length=8, choices=Way, default=Way.NONE, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True, help_text="the account, where somebody was signed in")
    told = models.TextField(blank=True, help_text="what is wrong, in the provider's words")
    settled_at = models.DateTimeField(null=True, help_text="staff has dealt with what was told")
    settled_by = models.UUIDField(null=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="letter_asks_about_a_service_once", fields=["letter", "service"]),
            models.CheckConstraint(
                name="answer_has_its_way_and_time",
                condition=Q(answer="", way="", answered_at__isnull=True)
                | (~Q(answer="") & ~Q(way="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(name="told_mistake_has_words", condition=~Q(answer="MISTAKE") | ~Q(told="")),
            models.CheckConstraint(
                name="mistake_is_settled_after_it_was_told",
                condition=Q(settled_at__isnull=True) | Q(settled_at__gte=F("answered_at")),
            ),
        ]
        indexes = [models.Index(name="asked_of_a_service", fields=["service"], condition=Q(answer=""))]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.service_id}"
