"""The steps a plan has taken and the papers of its process. Neither is ever deleted."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.files import stored_path
from kernel.tenancy import TenantRow
from planning.course.stages import PaperKind, Stage
from planning.structure.models import Plan, Publication
from ui.typography import date_long


class Happening(models.TextChoices):
    """What happens to a plan in force without its leaving the stage."""

    EXTENDED = "EXTENDED", pgettext_lazy("plan", "extended")
    AMENDED = "AMENDED", pgettext_lazy("plan", "amended")


class Step(TenantRow):
    """A plan entered a stage on a day; the last one says where it stands. Going back is a step like any other.

    A happening is a step within the stage: an extension says from which last day to which, an amendment its number and
    what it changes; each knows the publication it made.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=20, choices=Stage)
    on = models.DateField(_("day"))
    is_back = models.BooleanField(default=False)
    is_outside = models.BooleanField(default=False, help_text="done before Opora or outside it, and told afterwards")
    why = models.CharField(_("reason"), max_length=400, blank=True)
    happening = models.CharField(max_length=12, choices=Happening, blank=True)
    what = models.TextField(_("what changes"), blank=True)
    amendment = models.PositiveSmallIntegerField(null=True)
    ended_on = models.DateField(null=True, help_text="the last day before the extension")
    until = models.DateField(null=True, help_text="the last day after the extension")
    publication = models.ForeignKey(Publication, on_delete=models.RESTRICT, null=True, related_name="steps")
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="steps_of_a_plan_are_numbered", fields=["plan", "number"]),
            models.CheckConstraint(name="step_back_has_a_reason", condition=Q(is_back=False) | ~Q(why="")),
            models.UniqueConstraint(name="amendments_of_a_plan_are_numbered", fields=["plan", "amendment"]),
            models.CheckConstraint(
                name="amendment_has_a_number_and_says_what_it_changes",
                condition=(Q(happening="AMENDED", amendment__isnull=False, amendment__gte=1) & ~Q(what=""))
                | (~Q(happening="AMENDED") & Q(amendment__isnull=True)),
            ),
            models.CheckConstraint(
                name="extension_ends_later_than_the_plan_did",
                condition=Q(happening="EXTENDED", ended_on__isnull=False, until__isnull=False, until__gt=F("ended_on"))
                | (~Q(happening="EXTENDED") & Q(ended_on__isnull=True, until__isnull=True)),
            ),
            models.CheckConstraint(
                name="only_a_plan_in_force_is_extended_or_amended", condition=Q(happening="") | Q(stage="IN_FORCE")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.stage}"

    @property
    def words(self) -> str:
        """What happened, in words."""
        if self.happening == Happening.AMENDED:
            return _("amendment no. %(number)s") % {"number": self.amendment}
        if self.happening == Happening.EXTENDED:
            return _("extended until %(day)s") % {"day": date_long(self.until)}
        return str(self.get_stage_display())


class Paper(TenantRow):
    """A paper of the process: what it is, from which day, under which number, and the file where there is one."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="papers")
    step = models.ForeignKey(
        Step, on_delete=models.CASCADE, null=True, related_name="papers", help_text="the happening it decided"
    )
    kind = models.CharField(_("what it is"), max_length=16, choices=PaperKind)
    on = models.DateField(_("day"))
    number = models.CharField(_("number"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    file = models.FileField(_("file"), upload_to=stored_path, max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=400, blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="withdrawn_paper_has_a_reason", condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why="")
            ),
            models.CheckConstraint(name="file_of_a_paper_has_a_name", condition=Q(file="") | ~Q(file_name="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
