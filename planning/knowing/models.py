"""Needs, SWOT statements, the links that lead from them into the plan, and the chapters of the analysis."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from kernel.tenancy import TenantRow
from planning.structure.models import Node, Plan


class Source(models.TextChoices):
    """Where a need was heard of."""

    SURVEY = "SURVEY", pgettext_lazy("source of a need", "survey")
    GROUP = "GROUP", pgettext_lazy("source of a need", "working group")
    HEARING = "HEARING", pgettext_lazy("source of a need", "public hearing")
    PROVIDER = "PROVIDER", pgettext_lazy("source of a need", "provider")
    STATISTICS = "STATISTICS", pgettext_lazy("source of a need", "statistics")
    OTHER = "OTHER", pgettext_lazy("source of a need", "other source")


LIGHTEST, HEAVIEST = 1, 5


class Need(TenantRow):
    """What people lack, who they are, where, and how we know; set aside with a reason, never deleted."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="needs")
    number = models.PositiveIntegerField()
    title = models.CharField(_("need"), max_length=300)
    text = models.TextField(_("description"), blank=True)
    target_group = models.CharField(_("target group"), max_length=200, blank=True)
    municipality = models.CharField(max_length=12, blank=True, help_text="code; empty for the whole territory")
    municipality_name = models.CharField(max_length=120, blank=True)
    part = models.CharField(_("part of the municipality"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=12, choices=Source)
    source_note = models.CharField(_("where it is written"), max_length=300, blank=True)
    source_on = models.DateField(_("day"), null=True, blank=True)
    survey = models.UUIDField(null=True, blank=True, help_text="the survey of this site in whose results it was read")
    weight = models.PositiveSmallIntegerField(_("weight"), default=3)
    set_aside_at = models.DateTimeField(null=True)
    set_aside_why = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="needs_of_a_plan_are_numbered", fields=["plan", "number"]),
            models.CheckConstraint(name="need_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="need_weighs_one_to_five", condition=Q(weight__gte=LIGHTEST, weight__lte=HEAVIEST)
            ),
            models.CheckConstraint(
                name="need_set_aside_has_a_reason", condition=Q(set_aside_at__isnull=True) | ~Q(set_aside_why="")
            ),
            models.CheckConstraint(
                name="need_read_in_a_survey_says_so", condition=Q(survey__isnull=True) | Q(source=Source.SURVEY)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """A need is told apart from items of the plan by its letter."""
        return pgettext("code of a need", "N%(number)s") % {"number": self.number}

    @property
    def place(self) -> str:
        """The municipality and its part in words; empty for the whole territory."""
        return ", ".join(each for each in (self.municipality_name, self.part) if each)


class Swot(TenantRow):
    """Strengths, weaknesses, opportunities and threats as one group sees them, or of one target group."""

    class Kind(models.TextChoices):
        WHOLE = "WHOLE", pgettext_lazy("SWOT", "of the whole territory")
        GROUP = "GROUP", pgettext_lazy("SWOT", "of a working group")
        TARGET_GROUP = "TARGET_GROUP", pgettext_lazy("SWOT", "for a target group")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="swots")
    kind = models.CharField(_("what it is about"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="swot_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(name="swot_of_a_name_stands_once_in_a_plan", fields=["plan", "kind", "name"]),
        ]

    def __str__(self) -> str:
        return self.name


class Quarter(models.TextChoices):
    """The four lists of a SWOT, in the order in which they are read."""

    STRENGTH = "STRENGTH", _("strengths")
    WEAKNESS = "WEAKNESS", _("weaknesses")
    OPPORTUNITY = "OPPORTUNITY", _("opportunities")
    THREAT = "THREAT", _("threats")


class Statement(TenantRow):
    """One sentence of a SWOT."""

    swot = models.ForeignKey(Swot, on_delete=models.CASCADE, related_name="statements")
    quarter = models.CharField(max_length=12, choices=Quarter)
    position = models.PositiveIntegerField()
    text = models.CharField(_("statement"), max_length=400)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="statement_says_something", condition=~Q(text="")),
            models.UniqueConstraint(name="statement_stands_once_in_a_quarter", fields=["swot", "quarter", "text"]),
        ]

    def __str__(self) -> str:
        return self.text


class Link(TenantRow):
    """Two of these three belong together: a need, a SWOT statement, an item of the plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="links")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="links", null=True)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="links", null=True)
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links", null=True)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_joins_two_things",
                condition=Q(need__isnull=True, statement__isnull=False, node__isnull=False)
                | Q(need__isnull=False, statement__isnull=True, node__isnull=False)
                | Q(need__isnull=False, statement__isnull=False, node__isnull=True),
            ),
            models.UniqueConstraint(name="need_and_item_are_linked_once", fields=["need", "node"]),
            models.UniqueConstraint(name="need_and_statement_are_linked_once", fields=["need", "statement"]),
            models.UniqueConstraint(name="statement_and_item_are_linked_once", fields=["statement", "node"]),
        ]


class ChapterKind(models.TextChoices):
    """The chapters of the analysis; the first five are also papers of the course and bear the same codes."""

    PEOPLE = "PEOPLE", _("people and territory")
    PROVIDERS = "PROVIDERS", _("providers and services")
    NEEDS = "NEEDS", _("needs of users")
    RESOURCES = "RESOURCES", _("resources")
    FORMER_PLAN = "FORMER_PLAN", _("evaluation of the former plan")
    RISKS = "RISKS", _("social risks")


class Chapter(TenantRow):
    """One chapter of the analysis; accepted by the steering group on a day, and then unchanged until it is reopened."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="chapters")
    kind = models.CharField(max_length=12, choices=ChapterKind)
    text = models.TextField(_("text of the chapter"), blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    accepted_note = models.CharField(_("where it is written"), max_length=300, blank=True)
    snapshot = models.JSONField(null=True, help_text="the catalogue as it stood on `snapshot_on`")
    snapshot_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="chapter_of_a_kind_stands_once_in_a_plan", fields=["plan", "kind"]),
            models.CheckConstraint(
                name="snapshot_has_its_day",
                condition=Q(snapshot__isnull=True, snapshot_on__isnull=True)
                | Q(snapshot__isnull=False, snapshot_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(ChapterKind(self.kind).label)


class Figure(TenantRow):
    """A table of numbers in a chapter, with its source and day, drawn as bars or as a line."""

    class Drawing(models.TextChoices):
        BARS = "BARS", _("bars")
        LINE = "LINE", _("line over time")
        TABLE = "TABLE", _("table only")

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="figures")
    title = models.CharField(_("title"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    as_of = models.DateField(_("numbers as of"))
    drawing = models.CharField(_("picture"), max_length=8, choices=Drawing, default=Drawing.BARS)
    heads = models.JSONField(help_text="words above the columns")
    rows = models.JSONField(help_text="rows of texts; a number is kept as it was written")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="figure_has_a_title_and_a_source", condition=~Q(title="") & ~Q(source="")),
            models.UniqueConstraint(name="title_of_a_figure_stands_once_in_a_chapter", fields=["chapter", "title"]),
        ]

    def __str__(self) -> str:
        return self.title
