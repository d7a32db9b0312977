"""What a person said of one item of the checklist."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.tenancy import TenantRow
from planning.structure.models import Plan


class ChecklistWord(TenantRow):
    """An item is there although Opora cannot see it, or it does not apply; one word for each item of a plan."""

    class Verdict(models.TextChoices):
        IS_THERE = "IS_THERE", _("it is there")
        NOT_APPLICABLE = "NOT_APPLICABLE", _("it does not apply")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="checklist_words")
    item = models.CharField(max_length=24)
    verdict = models.CharField(_("what is so"), max_length=16, choices=Verdict)
    text = models.CharField(_("where it is, or why it does not apply"), max_length=400)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="item_of_the_checklist_has_one_word", fields=["plan", "item"]),
            models.CheckConstraint(name="word_on_the_checklist_says_why", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.verdict}"
