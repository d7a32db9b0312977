"""A survey with its questions, and the answers to it, which nobody can lead back to a person."""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.tenancy import TenantRow
from planning.structure.models import Plan
from planning.surveys.questions import Question, read_questions


def _is(field: str, kind: str) -> Exact:
    return Exact(Func(F(field), function="jsonb_typeof", output_field=models.CharField()), Value(kind))


class Audience(models.TextChoices):
    """Who is asked."""

    PUBLIC = "PUBLIC", pgettext_lazy("audience", "the public")
    USERS = "USERS", pgettext_lazy("audience", "users of services")
    PROVIDERS = "PROVIDERS", pgettext_lazy("audience", "providers")
    MUNICIPALITIES = "MUNICIPALITIES", pgettext_lazy("audience", "municipalities")


class Stage(models.TextChoices):
    """Where a survey stands, in the order of its life."""

    DRAFT = "DRAFT", pgettext_lazy("survey", "draft")
    OPEN = "OPEN", pgettext_lazy("survey", "open")
    CLOSED = "CLOSED", pgettext_lazy("survey", "closed")
    PUBLISHED = "PUBLISHED", pgettext_lazy("survey", "results published")


class Channel(models.TextChoices):
    """How an answer came."""

    WEB = "WEB", pgettext_lazy("answer", "public page")
    LETTER = "LETTER", pgettext_lazy("answer", "link of a letter")
    PAPER = "PAPER", pgettext_lazy("answer", "paper")


class Survey(TenantRow):
    """A questionnaire. Letters and sheets of paper are numbered; `last_number` is the last that was given.

    `results` is what was published, as it was; `quotes` are texts that were chosen for the public one by one.
    `published_across` is the question that published results were told apart by; it stays when they are withdrawn.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="surveys")
    title = models.CharField(_("title"), max_length=200)
    audience = models.CharField(_("who is asked"), max_length=16, choices=Audience, default=Audience.PUBLIC)
    introduction = models.TextField(_("introduction"), blank=True)
    introduction_easy = models.TextField(blank=True)
    privacy = models.TextField(blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    one_each = models.BooleanField(default=False, help_text="answered by links and codes only, each once")
    addressed = models.PositiveIntegerField(null=True)
    sampling = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT)
    questions = models.JSONField(default=list)
    last_number = models.PositiveIntegerField(default=0)
    quotes = models.JSONField(default=list)
    results = models.JSONField(null=True)
    published_at = models.DateTimeField(null=True)
    published_across = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="survey_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="survey_closes_after_it_opens", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="questions_and_quotes_of_a_survey_are_lists",
                condition=Q(_is("questions", "array")) & Q(_is("quotes", "array")),
            ),
            models.CheckConstraint(
                name="survey_asks_something_once_it_is_open", condition=Q(stage="DRAFT") | ~Q(questions=[])
            ),
            models.CheckConstraint(
                name="published_results_are_kept",
                condition=Q(stage="PUBLISHED", results__isnull=False, published_at__isnull=False)
                | (~Q(stage="PUBLISHED") & Q(results__isnull=True, published_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def asked(self) -> list[Question]:
        """The questions as values, in their order."""
        return read_questions(self.questions)


class SurveyAnswer(TenantRow):
    """One filled questionnaire: how it came and what it says. No name, no address, no moment.

    A sheet of paper that is not tied to a person bears its number until the survey is closed, so that it is entered
    once.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    channel = models.CharField(max_length=8, choices=Channel)
    sheet = models.PositiveIntegerField(null=True)
    said = models.JSONField(help_text="by question: chosen, number or text")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sheet_is_entered_once", fields=["survey", "sheet"]),
            models.CheckConstraint(
                name="only_paper_has_a_sheet", condition=Q(sheet__isnull=True) | Q(channel=Channel.PAPER)
            ),
            models.CheckConstraint(name="answer_is_told_by_question", condition=Q(_is("said", "object"))),
        ]
