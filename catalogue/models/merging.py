"""Entries that may be the same, and entries that a person has merged; nothing is ever merged by itself."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    SERVICE = "SERVICE", _("services")
    PROVIDER = "PROVIDER", _("providers")


class LikelyPairQuerySet(models.QuerySet["LikelyPair"]):
    def waiting(self, what: str) -> "LikelyPairQuerySet":
        return self.filter(what=what, told_apart_at__isnull=True)


class LikelyPair(models.Model):
    """Two services, or two providers, that may be one; found by a job, judged by a person.

    Ids without foreign keys: the smaller one stands first, so that a pair is known once whichever way it was found.
    """

    id = models.BigAutoField(primary_key=True)
    what = models.CharField(max_length=8, choices=What)
    one = models.UUIDField()
    other = models.UUIDField()
    score = models.PositiveSmallIntegerField(help_text="points of 100")
    reasons = models.JSONField(default=list, help_text="codes of what agrees")
    found_at = models.DateTimeField()
    told_apart_at = models.DateTimeField(null=True, help_text="a person has looked: they are two")
    told_apart_by = models.UUIDField(null=True)

    objects = LikelyPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="likely_pair_is_known_once", fields=["what", "one", "other"]),
            models.CheckConstraint(name="likely_pair_is_two", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(name="likely_pair_has_at_most_hundred_points", condition=Q(score__lte=100)),
            models.CheckConstraint(
                name="pair_is_told_apart_by_somebody",
                condition=Q(told_apart_at__isnull=True, told_apart_by__isnull=True)
                | Q(told_apart_at__isnull=False, told_apart_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="pair_to_be_judged",
                fields=["what", "-score", "id"],
                condition=Q(told_apart_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.one} {self.other}"


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> "MergeQuerySet":
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """One entry went into another. What moved is kept here, so that both can be put back as they were."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=8, choices=What)
    kept = models.UUIDField(help_text="the entry whose address stays")
    gone = models.UUIDField(help_text="the entry whose address leads to the other one now")
    kept_title = models.CharField(max_length=300)
    gone_title = models.CharField(max_length=300)
    chosen = models.JSONField(default=dict, help_text="whose value was taken, by field: KEPT, GONE or BOTH")
    moved = models.JSONField(
        default=dict, help_text="what hung on the entry that went: ids, and rows that fell together"
    )
    merged_at = models.DateTimeField()
    merged_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="entry_goes_into_one_other", fields=["what", "gone"], condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(name="entry_is_not_merged_with_itself", condition=~Q(kept=F("gone"))),
        ]
        indexes = [models.Index(name="merge_by_time", fields=["-merged_at"])]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
