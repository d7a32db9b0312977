"""Booklet: a printed catalogue that was asked for, and the file that was made of it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.files import stored_path
from tenants.models import Language


class BookletQuerySet(models.QuerySet["Booklet"]):
    def ready(self) -> "BookletQuerySet":
        return self.filter(made_at__isnull=False)


class Booklet(models.Model):
    """What was chosen, of which state of the catalogue, and the file. Nothing in it says who asked."""

    class Level(models.TextChoices):
        """Never read by people: they choose an area by its name."""

        REGION = "REGION"
        DISTRICT = "DISTRICT"
        TENANT = "TENANT"
        MUNICIPALITY = "MUNICIPALITY"

    class Chapters(models.TextChoices):
        KIND = "KIND", _("by kind of help")
        GROUP = "GROUP", _("by whom the services are for")

    class Format(models.TextChoices):
        PDF = "pdf", _("PDF, to print and to read")
        DOCX = "docx", _("DOCX, to work on further")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    level = models.CharField(max_length=12, choices=Level)
    code = models.CharField(max_length=12, blank=True, help_text="of the district, tenant or municipality")
    target_group = models.CharField(max_length=40, blank=True)
    chapters = models.CharField(max_length=8, choices=Chapters)
    is_large = models.BooleanField(default=False)
    format = models.CharField(max_length=4, choices=Format)
    language = models.CharField(max_length=2, choices=Language)
    fingerprint = models.CharField(max_length=64, help_text="of the state of the catalogue it shows")
    services = models.PositiveIntegerField()
    job_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    file = models.FileField(upload_to=stored_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)

    objects = BookletQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="booklet_is_made_once_of_a_state",
                fields=[
                    "level",
                    "code",
                    "target_group",
                    "chapters",
                    "is_large",
                    "format",
                    "language",
                    "fingerprint",
                ],
            ),
            models.CheckConstraint(
                name="made_booklet_has_its_file",
                condition=Q(made_at__isnull=True, file="", sha256="")
                | (Q(made_at__isnull=False) & ~Q(file="") & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="booklet_of_a_part_names_it",
                condition=Q(level="REGION", code="") | (~Q(level="REGION") & ~Q(code="")),
            ),
            models.CheckConstraint(name="booklet_holds_services", condition=Q(services__gt=0)),
        ]
        indexes = [models.Index(name="booklet_by_time", fields=["-made_at"])]

    def __str__(self) -> str:
        return f"{self.level} {self.code} {self.format}"
