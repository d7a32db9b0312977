"""What was told to whom by letter, and how people wish to be told. Whom it concerns is a mark of the address."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class How(models.TextChoices):
    """How somebody wishes to hear of a kind of news."""

    AT_ONCE = "AT_ONCE", pgettext_lazy("letters", "at once")
    DAILY = "DAILY", pgettext_lazy("letters", "once a day, together with the rest")
    NOT = "NOT", pgettext_lazy("letters", "not at all")


class TellingQuerySet(models.QuerySet["Telling"]):
    def waiting(self) -> "TellingQuerySet":
        """To go out with the next letter of the day."""
        return self.filter(sent_at__isnull=True).exclude(to="")


class Telling(models.Model):
    """One thing told to one person by a municipality: it waits for the letter of the day, or was sent.

    The row stays when the address is forgotten, so that nobody is written to about one thing twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="tellings")
    whose = models.UUIDField(help_text="a mark of the e-mail address")
    to = models.EmailField(max_length=254, blank=True, help_text="empty once the address is forgotten")
    kind = models.CharField(max_length=20)
    thing = models.CharField(max_length=120, help_text="what it is about, as `notice:<id>`")
    title = models.CharField(max_length=400)
    path = models.CharField(max_length=1000, blank=True, help_text="where to read more, on the site of the tenant")
    is_asked_for = models.BooleanField(default=False, help_text="by a subscription, not because of a task or a group")
    told_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    mail = models.UUIDField(null=True, help_text="the letter in which it went")

    objects = TellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing told by letter")
        verbose_name_plural = _("things told by letter")
        constraints = [
            models.UniqueConstraint(name="nobody_is_told_one_thing_twice", fields=["tenant", "whose", "thing"]),
            models.CheckConstraint(name="what_is_told_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="what_was_sent_names_its_letter",
                condition=Q(sent_at__isnull=True, mail__isnull=True) | Q(sent_at__isnull=False, mail__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="telling_waiting", fields=["tenant", "whose"], condition=Q(sent_at__isnull=True)),
            models.Index(name="telling_newest", fields=["tenant", "-told_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class PostWish(models.Model):
    """How the person behind an address wishes to be told of each kind of news by this municipality."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="post_wishes")
    whose = models.UUIDField(help_text="a mark of the e-mail address")
    kinds = models.JSONField(default=dict, help_text="kind of news → how")

    class Meta:
        constraints = [models.UniqueConstraint(name="wishes_of_a_person_are_kept_once", fields=["tenant", "whose"])]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.whose}"
