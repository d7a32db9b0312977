"""Plans and their trees, what was published of them, and who changed what."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.files import stored_path
from kernel.tenancy import TenantRow
from planning.structure.acts import words_of
from planning.structure.wording import are_words


class Level(models.TextChoices):
    """The levels of a plan, from the widest to the narrowest; a plan may leave some out."""

    PRIORITY = "PRIORITY", _("priority")
    GOAL = "GOAL", _("goal")
    MEASURE = "MEASURE", _("measure")
    ACTIVITY = "ACTIVITY", _("activity")


class State(models.TextChoices):
    """How far a measure or an activity has come."""

    NOT_STARTED = "NOT_STARTED", pgettext_lazy("measure", "not begun")
    RUNNING = "RUNNING", pgettext_lazy("measure", "under way")
    DONE = "DONE", pgettext_lazy("measure", "done")
    PARTLY = "PARTLY", pgettext_lazy("measure", "partly done")
    NOT_DONE = "NOT_DONE", pgettext_lazy("measure", "not done")
    CANCELLED = "CANCELLED", pgettext_lazy("measure", "cancelled")


def word_of(words: Mapping[str, str], level: str) -> str:
    """What a plan calls this level; the usual word in the reader's language where it has none of its own."""
    return words.get(level) or str(Level(level).label)


def all_levels() -> list[str]:
    return list(Level.values)


class PlanQuerySet(models.QuerySet["Plan"]):
    def with_publication(self) -> "PlanQuerySet":
        """Adds `published_at` of the publication in force, or None for a draft."""
        in_force = Publication.objects.filter(plan=models.OuterRef("pk"), withdrawn_at__isnull=True)
        return self.annotate(published_at=models.Subquery(in_force.values("published_at")[:1]))


class Plan(TenantRow):
    """A community plan of social services for a period, both days included."""

    class Kind(models.TextChoices):
        MUNICIPAL = "MUNICIPAL", _("municipal plan")
        MICROREGIONAL = "MICROREGIONAL", _("joint plan of a microregion")
        REGIONAL = "REGIONAL", _("regional plan")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    summary = models.TextField(_("summary"), blank=True)
    levels = ArrayField(models.CharField(max_length=12, choices=Level), default=all_levels)
    words = models.JSONField(default=dict, validators=[are_words], help_text="own names of levels: {level: word}")
    funded_by = models.CharField(_("what the planning is paid from"), max_length=300, blank=True)
    project_number = models.CharField(_("number of the project"), max_length=80, blank=True)
    publicity = models.CharField(_("publicity line"), max_length=400, blank=True)
    methodologist = models.CharField(_("outside methodologist"), max_length=200, blank=True)
    came_from = models.CharField(max_length=400, blank=True, help_text="the plan or template it was copied from")
    is_template = models.BooleanField(default=False, help_text="others in the region may begin theirs with it")
    expected = models.JSONField(default=dict, blank=True, help_text="stage of the process → the day it should begin")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="plan_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="plan_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="plan_has_a_level_of_measures", condition=Q(levels__contains=["MEASURE"])),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def with_years(self) -> str:
        """Its title and the years of its period, where people choose among plans."""
        first, last = self.starts_on.year, self.ends_on.year
        return f"{self.title} ({first})" if first == last else f"{self.title} ({first}–{last})"

    def word(self, level: str) -> str:
        """What this plan calls the level."""
        return word_of(self.words, level)

    def published(self) -> "Publication | None":
        """The publication in force."""
        return self.publications.filter(withdrawn_at__isnull=True).first()


class NodeQuerySet(models.QuerySet["Node"]):
    def in_order(self) -> "NodeQuerySet":
        return self.order_by("position", "id")


class Node(TenantRow):
    """One priority, goal, measure or activity; its level follows from its depth in the tree."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    level = models.CharField(max_length=12, choices=Level)
    position = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=400)
    text = models.TextField(_("description"), blank=True)
    target_groups = models.CharField(_("for whom"), max_length=400, blank=True)
    implementer = models.CharField(_("who carries it out"), max_length=300, blank=True)
    implementer_id = models.UUIDField(null=True, help_text="the provider of the catalogue, where it is one")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NOT_STARTED)
    problem = models.TextField(_("what problem it solves"), blank=True)
    territory = models.CharField(_("where"), max_length=300, blank=True)
    staff = models.CharField(_("people needed for it"), max_length=300, blank=True)
    conditions = models.TextField(_("what must be there first"), blank=True)
    superior = models.TextField(_("which national or regional priority it serves"), blank=True)
    guarantor = models.CharField(_("which group stands for it"), max_length=200, blank=True)
    guarantor_id = models.UUIDField(null=True, help_text="the group of the municipality, where it is one")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    came_from = models.CharField(max_length=400, blank=True, help_text="the item of another plan it was copied from")
    changed_at = models.DateTimeField()

    objects = NodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="node_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="node_ends_after_it_starts",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(name="node_by_place_in_plan", fields=["plan", "parent", "position"])]

    def __str__(self) -> str:
        return self.title

    @property
    def level_word(self) -> str:
        """What its plan calls this level."""
        return self.plan.word(self.level)

    def validate_constraints(self, exclude: Any = None) -> None:
        """Forms say the same in words and the database refuses by itself; asking it beforehand would cost each row of
        a file two questions."""


class MeasureService(TenantRow):
    """A measure changes a service of the region's catalogue: its id and the name it had when it was joined."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="services")
    service_id = models.UUIDField()
    service_name = models.CharField(max_length=300)
    provider_name = models.CharField(max_length=300)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="measure_joins_a_service_once", fields=["node", "service_id"]),
        ]


class PublicationQuerySet(models.QuerySet["Publication"]):
    def in_force(self) -> "PublicationQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Publication(TenantRow):
    """What the public reads: the plan as it stood when it was published, never changed afterwards."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="publications")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="publications_of_a_plan_are_numbered", fields=["plan", "number"]),
            models.UniqueConstraint(
                name="one_publication_of_a_plan_is_in_force", fields=["plan"], condition=Q(withdrawn_at__isnull=True)
            ),
        ]


class PrintedPlanQuerySet(models.QuerySet["PrintedPlan"]):
    def in_force(self) -> "PrintedPlanQuerySet":
        return self.filter(publication__withdrawn_at__isnull=True).select_related("publication")

    def of_plan(self, plan_id: str | uuid.UUID) -> "PrintedPlanQuerySet":
        """What may be downloaded of a plan now, PDF first, without what the publication says."""
        rows = self.in_force().filter(publication__plan_id=plan_id)
        return rows.defer("publication__content").order_by("-ending")


class PrintedPlan(TenantRow):
    """A publication as a file to download, made once by a job; whoever publishes again makes the earlier files go."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="printed")
    ending = models.CharField(max_length=4)
    file = models.FileField(upload_to=stored_path, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    objects = PrintedPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="publication_is_printed_once_in_a_format", fields=["publication", "ending"]),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}.{self.ending}"


class Revision(models.Model):
    """Who changed what in a plan, when and why: append-only, with the values before and after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="revisions")
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    act = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(max_length=400, blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    batch = models.UUIDField(null=True, help_text="the same for all items that were changed in one act")

    class Meta:
        indexes = [models.Index(name="revision_by_subject", fields=["subject_id", "at"])]

    @property
    def words(self) -> str:
        """What happened, in the reader's language."""
        return words_of(self.act)
