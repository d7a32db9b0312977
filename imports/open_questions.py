"""What registers say that nobody had explained, and what a person has answered; answers count for every later file."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from imports.asking import LONGEST_CODE, Subject

SUBJECTS: dict[str, Any] = {
    Subject.KIND: _("kind of service"),
    Subject.FORM: _("form of service"),
    Subject.PROVIDER_TYPE: _("type of provider"),
    Subject.ELEMENT: _("element of the file"),
}


class QuestionQuerySet(models.QuerySet["Question"]):
    def of_source(self, source: str) -> "QuestionQuerySet":
        return self.filter(source=source)

    def unanswered(self) -> "QuestionQuerySet":
        return self.filter(answer="")

    def answered(self) -> "QuestionQuerySet":
        return self.exclude(answer="")


class Question(models.Model):
    """One code or element of one source: how often it stands there, in which rows, and what it means."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=16)
    subject = models.CharField(max_length=8, choices=list(SUBJECTS.items()))
    code = models.CharField(max_length=LONGEST_CODE)
    times = models.PositiveIntegerField(default=0, help_text="rows of the last file that say so")
    times_here = models.PositiveIntegerField(default=0, help_text="of them in the region")
    examples = models.JSONField(default=list, help_text="rows without addresses: a kind not known may hide its address")
    proposals = models.JSONField(default=list, help_text='[{"answer", "for_it", "of"}] by services known at that place')
    answer = models.CharField(max_length=40, blank=True, help_text="our code; „-“ means that it is left aside")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="thing_is_asked_about_once", fields=["source", "subject", "code"]),
            models.CheckConstraint(
                name="answer_has_its_time",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]
        ordering = ["source", "subject", "-times_here", "-times", "code"]

    def __str__(self) -> str:
        return f"{self.source} {self.subject} {self.code}"

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)
