"""By which keys registers know a service, and what may be the same service under another key."""

from django.db import models

from catalogue.models.service import Service
from catalogue.models.staging import Change


class RegisterKey(models.Model):
    """A further key of a service: another register's, a new number in the same one, or that of a merged duplicate."""

    id = models.BigAutoField(primary_key=True)
    register = models.CharField(max_length=16)
    key = models.CharField(max_length=80)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="further_keys")
    said_by = models.UUIDField(null=True, help_text="who said that it is the same service")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="key_leads_to_one_service", fields=["register", "key"])]

    def __str__(self) -> str:
        return f"{self.register} {self.key}"


class DifferentService(models.Model):
    """A person has looked: what the register calls so is not this service, and need not be asked again."""

    id = models.BigAutoField(primary_key=True)
    register = models.CharField(max_length=16)
    key = models.CharField(max_length=80)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    said_by = models.UUIDField(null=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="services_are_told_apart_once", fields=["register", "key", "service"])
        ]


class Candidate(models.Model):
    """A new record of a batch may be this service; a person decides, nothing is merged by itself."""

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="candidates")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(help_text="points of 100")
    reasons = models.JSONField(default=list, help_text="codes of what agrees")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="candidate_is_named_once", fields=["change", "service"]),
            models.CheckConstraint(name="candidate_has_at_most_hundred_points", condition=models.Q(score__lte=100)),
        ]
