"""Saved mappings of spreadsheets, and those that are still being built."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from imports.spreadsheets.spec import ROWS_IN_SHORT, Rows, Spec
from imports.spreadsheets.targets import known_spec
from kernel.files import stored_path

SLUG = RegexValidator(
    r"^[a-z][a-z0-9-]{1,15}\Z", _("Two to sixteen small letters, digits and hyphens; a letter first.")
)
COUNTRIES = [("SK", "SK"), ("CZ", "CZ")]


class MappingQuerySet(models.QuerySet["SavedMapping"]):
    def current(self) -> "MappingQuerySet":
        """The newest version of each mapping that is offered."""
        return self.filter(replaced_at=None, retired_at=None).order_by("name", "slug")

    def newest(self, slug: str) -> "SavedMapping | None":
        return self.filter(slug=slug).order_by("-version").first()


class SavedMapping(models.Model):
    """One version of a mapping; it never changes, a better one takes its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=16, validators=[SLUG], help_text="the name of the source in runs and claims")
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, choices=COUNTRIES)
    rows = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Rows])
    spec = models.JSONField(help_text="checked by imports.spreadsheets.spec")
    saved_by = models.UUIDField(null=True)
    saved_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = MappingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="mapping_has_each_version_once", fields=["slug", "version"]),
            models.UniqueConstraint(
                name="mapping_has_one_current_version", fields=["slug"], condition=Q(replaced_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def parsed(self) -> Spec:
        return known_spec(self.spec)

    @property
    def rows_in_words(self) -> str:
        return str(ROWS_IN_SHORT[self.rows])


class MappingDraft(models.Model):
    """A mapping that is being built, with the file it is built on; everything is kept here between two pages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=stored_path, max_length=200)
    original_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=8, help_text="CSV, XLSX or ODS")
    country = models.CharField(max_length=2, choices=COUNTRIES)
    rows = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Rows])
    revises = models.CharField(max_length=16, blank=True, help_text="the mapping of which it becomes the next version")
    spec = models.JSONField()
    stage = models.CharField(max_length=8, default="table", help_text="the furthest page that may be opened")
    tally = models.JSONField(default=dict, help_text="words of the coded columns with their counts")
    job_id = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.original_name

    @property
    def parsed(self) -> Spec:
        return known_spec(self.spec)

    @property
    def rows_in_words(self) -> str:
        return str(ROWS_IN_SHORT[self.rows])
