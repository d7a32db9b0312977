"""What the open data must remember: services that the public has seen and sees no more, and lists kept as files."""

import uuid

from django.db import models
from django.db.models import Q

from kernel.files import stored_path


class Departure(models.Model):
    """A service left the public: withdrawn, unpublished or merged away. Triggers write it, whoever changes the service.

    Nothing but the id and the time is kept, so that what was taken from the public is not told by its tombstone.
    """

    service_id = models.UUIDField(primary_key=True)
    gone_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.service_id)


class ListFile(models.Model):
    """A long list that a job writes into a file; the same question is answered by it as long as nothing has changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    list_name = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    question = models.CharField(max_length=64, default="", help_text="fingerprint of the parameters")
    language = models.CharField(max_length=2)
    ending = models.CharField(max_length=4)
    stamp = models.CharField(max_length=64, help_text="of the catalogue when the list was asked for")
    asked_at = models.DateTimeField()
    job_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to=stored_path, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="list_is_kept_once_for_a_state_of_the_catalogue",
                fields=["list_name", "question", "language", "ending", "stamp"],
            ),
            models.CheckConstraint(name="list_that_was_made_has_its_file", condition=Q(made_at=None) | ~Q(file="")),
        ]
        indexes = [models.Index(name="list_file_by_age", fields=["asked_at"])]

    def __str__(self) -> str:
        return f"{self.list_name}.{self.ending}"
