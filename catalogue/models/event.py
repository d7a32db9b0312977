"""What happened to a service in the registers, as events with a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models.service import Service
from catalogue.models.staging import Batch


class RegistryEvent(models.Model):
    """One turn in the life of a service; `before` and `after` hold numbers and names of bodies, never of people."""

    class Kind(models.TextChoices):
        REGISTERED = "REGISTERED", _("entered the register")
        ENDED = "ENDED", pgettext_lazy("event", "ended")
        RENEWED = "RENEWED", _("provided again")
        RENUMBERED = "RENUMBERED", _("got another number in the register")
        RENAMED = "RENAMED", _("its provider is called otherwise")
        CHANGED_ICO = "CHANGED_ICO", _("its provider has another IČO")
        HANDED_OVER = "HANDED_OVER", _("went over to another provider")
        SUCCEEDED = "SUCCEEDED", _("another service follows it")

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    before = models.CharField(max_length=320, blank=True)
    after = models.CharField(max_length=320, blank=True)
    successor = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="events")
    undone_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_a_succession_names_a_successor",
                condition=models.Q(kind="SUCCEEDED", successor__isnull=False)
                | (~models.Q(kind="SUCCEEDED") & models.Q(successor__isnull=True)),
            ),
            models.CheckConstraint(
                name="service_does_not_succeed_itself", condition=~models.Q(successor=models.F("service"))
            ),
        ]
        indexes = [models.Index(name="event_by_service", fields=["service", "on"])]
