"""How complete the entries are: the score of each service as it was last counted, and a picture of each quarter."""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact

from catalogue.models.service import Service


def _is_object(field: str) -> Exact:
    return Exact(Func(F(field), function="jsonb_typeof", output_field=models.TextField()), Value("object"))


class ServiceQuality(models.Model):
    """The score of one service, 0 to 100, with what each criterion gave; a criterion that does not apply is null."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, primary_key=True, related_name="quality")
    score = models.PositiveSmallIntegerField()
    criteria = models.JSONField()
    changed_on = models.DateField(help_text="the day on which the score or a criterion last became another one")

    class Meta:
        constraints = [
            models.CheckConstraint(name="quality_is_between_0_and_100", condition=Q(score__lte=100)),
            models.CheckConstraint(name="criteria_of_quality_are_an_object", condition=_is_object("criteria")),
        ]
        indexes = [models.Index(name="quality_by_score", fields=["score"])]


class QualitySnapshot(models.Model):
    """What was missing at the end of a quarter; the running quarter is written anew each night until it ends."""

    class Scope(models.TextChoices):
        """Whose services were counted; untranslated, since nobody reads these words."""

        ALL = "ALL", "ALL"
        DISTRICT = "DISTRICT", "DISTRICT"
        KIND = "KIND", "KIND"
        TENANT = "TENANT", "TENANT"
        PROVIDER = "PROVIDER", "PROVIDER"

    quarter = models.DateField(help_text="its first day")
    scope = models.CharField(max_length=8, choices=Scope)
    key = models.CharField(max_length=40, blank=True)
    services = models.PositiveIntegerField()
    score = models.DecimalField(max_digits=5, decimal_places=2, help_text="the mean over the services")
    missing = models.JSONField(help_text="for each criterion the number of services in which it is missing")
    counted_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="quarter_is_pictured_once_for_a_scope", fields=["scope", "key", "quarter"]),
            models.CheckConstraint(name="picture_of_a_quarter_counts_some_service", condition=Q(services__gt=0)),
            models.CheckConstraint(name="what_is_missing_is_an_object", condition=_is_object("missing")),
        ]
