"""What a person said of one item of the checklist."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.tenancy import TenantRow
from planning.structure.models import Plan


class ChecklistWord(TenantRow):
    """What a person said of one item: on the checklist that it is there or does not apply, once for each item; in an
    assessment of the process, made on a day by one of `assessing.lists`, a score with its evidence."""

    class Verdict(models.TextChoices):
        IS_THERE = "IS_THERE", _("it is there")
        NOT_APPLICABLE = "NOT_APPLICABLE", _("it does not apply")
        SCORED = "SCORED", _("it is scored")

    class List(models.TextChoices):
        """The checklist, and the lists of `data/assessments.toml`, which name themselves."""

        CHECKLIST = "CHECKLIST"
        CZ_QUALITY = "CZ_QUALITY"
        MONITORING = "MONITORING"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="checklist_words")
    item = models.CharField(max_length=24)
    verdict = models.CharField(_("what is so"), max_length=16, choices=Verdict)
    text = models.CharField(_("where it is, or why it does not apply"), max_length=2000)
    list = models.CharField(max_length=16, choices=List, default=List.CHECKLIST)
    on = models.DateField(null=True, help_text="the day of the assessment")
    score = models.PositiveSmallIntegerField(null=True)
    recommendation = models.CharField(_("what to do better"), max_length=400, blank=True)
    task_id = models.UUIDField(null=True, help_text="the task that the recommendation became")
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="item_of_the_checklist_has_one_word", fields=["plan", "item"], condition=Q(list="CHECKLIST")
            ),
            models.UniqueConstraint(
                name="criterion_is_judged_once_in_an_assessment",
                fields=["plan", "list", "on", "item"],
                condition=~Q(list="CHECKLIST"),
            ),
            models.CheckConstraint(
                name="assessment_has_a_day",
                condition=Q(list="CHECKLIST", on__isnull=True) | (~Q(list="CHECKLIST") & Q(on__isnull=False)),
            ),
            models.CheckConstraint(
                name="score_lies_between_one_and_five",
                condition=Q(verdict="SCORED", score__isnull=False, score__gte=1, score__lte=5)
                | (~Q(verdict="SCORED") & Q(score__isnull=True)),
            ),
            models.CheckConstraint(
                name="task_comes_from_a_recommendation", condition=Q(task_id__isnull=True) | ~Q(recommendation="")
            ),
            models.CheckConstraint(name="word_on_the_checklist_says_why", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.verdict}"


CHECKLIST = ChecklistWord.List.CHECKLIST
