"""What was told to people, and who wishes to be told."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.files import stored_path
from kernel.tenancy import TenantRow
from planning.structure.models import Plan

MUNICIPALITY = "municipality"


class Channel(models.TextChoices):
    """By which way people were told."""

    WEB = "WEB", pgettext_lazy("channel", "web site")
    BOARD = "BOARD", pgettext_lazy("channel", "official board")
    RADIO = "RADIO", pgettext_lazy("channel", "local radio")
    NEWSPAPER = "NEWSPAPER", pgettext_lazy("channel", "newspaper")
    LEAFLET = "LEAFLET", pgettext_lazy("channel", "leaflet or poster")
    MEETING = "MEETING", pgettext_lazy("channel", "meeting")
    EMAIL = "EMAIL", pgettext_lazy("channel", "e-mail")
    SOCIAL = "SOCIAL", pgettext_lazy("channel", "social network")
    OTHER = "OTHER", pgettext_lazy("channel", "another way")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def notices(self) -> "AnnouncementQuerySet":
        return self.filter(kind=Announcement.Kind.NOTICE)

    def public(self, day: date) -> "AnnouncementQuerySet":
        """Notices that everybody may read, also those whose time is over."""
        return self.notices().filter(stage=Announcement.Stage.PUBLISHED, shown_from__lte=day)

    def of_today(self, day: date) -> "AnnouncementQuerySet":
        """Notices that count now."""
        return self.public(day).filter(Q(shown_until__isnull=True) | Q(shown_until__gte=day))

    def entries(self) -> "AnnouncementQuerySet":
        """The information log, with what was written into it by mistake."""
        return self.filter(kind=Announcement.Kind.ENTRY)

    def standing(self) -> "AnnouncementQuerySet":
        return self.entries().filter(withdrawn_at__isnull=True)

    def of_plan(self, plan: Plan) -> "AnnouncementQuerySet":
        """What was said of this plan, and of the municipality as a whole."""
        return self.filter(Q(plan=plan) | Q(plan__isnull=True))


class Announcement(TenantRow):
    """A notice to everybody, or an entry of the information log that proves how people were told of something.

    `source` marks what an entry was written from by itself (a notice, a meeting), so that it is written once.
    """

    class Kind(models.TextChoices):
        NOTICE = "NOTICE", _("notice")
        ENTRY = "ENTRY", _("entry of the information log")

    class Stage(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("notice", "draft")
        PUBLISHED = "PUBLISHED", pgettext_lazy("notice", "published")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("notice", "withdrawn")

    kind = models.CharField(max_length=8, choices=Kind)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="announcements", null=True, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to=stored_path, max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT)
    shown_from = models.DateField(null=True)
    shown_until = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=12, choices=Channel, blank=True)
    on = models.DateField(null=True)
    audience = models.CharField(max_length=200, blank=True)
    source = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=400, blank=True)
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField()

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="announcement_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="notice_is_shown_from_a_day_on",
                condition=Q(kind="ENTRY") | Q(shown_from__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_ends_after_it_begins",
                condition=Q(shown_until__isnull=True) | Q(shown_until__gte=F("shown_from")),
            ),
            models.CheckConstraint(
                name="published_notice_keeps_its_moment",
                condition=Q(kind="ENTRY") | Q(stage="DRAFT") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_of_the_log_says_day_and_channel",
                condition=Q(kind="NOTICE") | (Q(on__isnull=False) & ~Q(channel="")),
            ),
            models.CheckConstraint(
                name="what_was_taken_back_has_a_reason", condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why="")
            ),
            models.CheckConstraint(name="file_of_an_announcement_has_a_name", condition=Q(file="") | ~Q(file_name="")),
            models.UniqueConstraint(name="information_is_logged_once", fields=["source"]),
        ]
        indexes = [
            models.Index(name="announcement_by_day", fields=["kind", "on"]),
            models.Index(name="announcement_shown", fields=["kind", "stage", "shown_from"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def web_link(self) -> str:
        """The link where it is one to follow: nothing but the web."""
        return self.link if self.link.startswith(("https://", "http://")) else ""

    def is_past(self, day: date) -> bool:
        return self.shown_until is not None and self.shown_until < day


class Subscription(TenantRow):
    """An address that wishes to hear of plans (`topics`, their ids) or of the municipality; gone when it ends.

    `asked` is what waits for the link in the letter to be answered; nothing is sent for it before.
    """

    email = models.EmailField(max_length=254)
    whose = models.UUIDField(help_text="a mark of the address")
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    asked = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="address_subscribes_once", fields=["whose"]),
            models.CheckConstraint(
                name="nothing_is_sent_before_the_address_agreed", condition=Q(topics=[]) | Q(confirmed_at__isnull=False)
            ),
            models.CheckConstraint(name="subscription_has_an_address", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return str(self.whose)
