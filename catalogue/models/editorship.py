"""Who keeps the entries of which provider."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from catalogue.models.provider import Provider


class EditorshipQuerySet(models.QuerySet["Editorship"]):
    def of(self, account: Any, day: date) -> "EditorshipQuerySet":
        """The editorships an account holds on a day; one that was taken away ends at that moment, not that night."""
        rows = self.filter(account_id=account.pk, starts_on__lte=day, ended_at__isnull=True)
        return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class Editorship(models.Model):
    """An account keeps a provider's entries for a time; together with the role of a provider's editor or manager."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="editorships")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    is_manager = models.BooleanField(default=False, help_text="names and ends the other editors of this provider")
    ended_at = models.DateTimeField(null=True, help_text="it was taken away and counts no more from this moment")

    objects = EditorshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="editor_is_named_once_at_a_time",
                fields=["provider", "account"],
                condition=Q(ends_on__isnull=True),
            ),
            models.CheckConstraint(
                name="editorship_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.provider_id}"
