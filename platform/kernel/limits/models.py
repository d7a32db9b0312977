"""Counter: how often something was done in the running span of time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """One key in one span; expired rows are reused by their key or swept away."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        indexes = [models.Index(fields=["ends_at"], name="limits_by_end")]

    def __str__(self) -> str:
        return self.key
