"""A file that was brought and waits for a person's yes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.tenancy import TenantRow
from planning.structure.models import Plan


class BroughtFile(TenantRow):
    """The rows of a file as they were read; taken once, or discarded."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="brought_files")
    file_name = models.CharField(_("file"), max_length=200)
    rows = models.JSONField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    taken = models.JSONField(default=dict, help_text="how many rows were new, changed and unchanged")

    def __str__(self) -> str:
        return self.file_name
