"""The stages of a plan and what has to be there before each begins: the whole process as one table.

Steps follow in this order; going back is ordinary and asks only for a reason. What was done before Opora, or outside
it, counts the same as soon as its date is told.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """Where a plan stands, in the order of the process."""

    INITIATED = "INITIATED", pgettext_lazy("stage", "beginning")
    ORGANISED = "ORGANISED", pgettext_lazy("stage", "groups")
    ANALYSING = "ANALYSING", pgettext_lazy("stage", "analyses")
    FORMULATING = "FORMULATING", pgettext_lazy("stage", "goals and measures")
    DRAFT_REVIEW = "DRAFT_REVIEW", pgettext_lazy("stage", "draft before the steering group")
    PUBLIC_CONSULTATION = "PUBLIC_CONSULTATION", pgettext_lazy("stage", "comments of the public")
    SETTLEMENT = "SETTLEMENT", pgettext_lazy("stage", "settling of comments")
    FOR_COUNCIL = "FOR_COUNCIL", pgettext_lazy("stage", "before the council")
    APPROVED = "APPROVED", pgettext_lazy("stage", "approved")
    IN_FORCE = "IN_FORCE", pgettext_lazy("stage", "in force")
    EVALUATED = "EVALUATED", pgettext_lazy("stage", "evaluated")


class PaperKind(models.TextChoices):
    """What the process leaves behind on paper."""

    MANDATE = "MANDATE", _("resolution to begin")
    CHARTER = "CHARTER", _("founding paper and appointments")
    STATUTE = "STATUTE", _("statute and rules of procedure")
    MEMBERS = "MEMBERS", _("list of members")
    CALENDAR = "CALENDAR", _("calendar of the process")
    PEOPLE = "PEOPLE", _("analysis of people and territory")
    PROVIDERS = "PROVIDERS", _("analysis of providers and services")
    NEEDS = "NEEDS", _("analysis of needs")
    RESOURCES = "RESOURCES", _("analysis of resources")
    FORMER_PLAN = "FORMER_PLAN", _("evaluation of the plan before")
    SWOT = "SWOT", _("SWOT")
    DECISIONS = "DECISIONS", _("decisions on the draft")
    ANNOUNCEMENT = "ANNOUNCEMENT", _("announcement on the official board")
    HEARING = "HEARING", _("minutes of the public hearing")
    SETTLEMENT = "SETTLEMENT", _("table of settled comments")
    REPORT = "REPORT", _("explanatory report")
    OPINION = "OPINION", _("opinion of the committee")
    RESOLUTION = "RESOLUTION", _("resolution of the council")
    EVALUATION = "EVALUATION", _("final evaluation")


class Guard(StrEnum):
    """A condition that looks at the plan itself; what it finds missing is said by `guards`."""

    HAS_GROUPS = "HAS_GROUPS"
    HAS_MEASURES = "HAS_MEASURES"
    MEASURES_HAVE_OWNERS = "MEASURES_HAVE_OWNERS"
    MEASURES_HAVE_TERMS = "MEASURES_HAVE_TERMS"
    IS_PUBLIC = "IS_PUBLIC"
    HAS_BEGUN = "HAS_BEGUN"
    HAS_ENDED = "HAS_ENDED"


@dataclass(frozen=True, slots=True)
class Rule:
    """A stage may begin when these papers lie here and these conditions hold; `leaves` is what it usually leaves."""

    stage: Stage
    papers: tuple[PaperKind, ...] = ()
    guards: tuple[Guard, ...] = ()
    leaves: tuple[PaperKind, ...] = ()


P, G = PaperKind, Guard
ANALYSES = (P.PEOPLE, P.PROVIDERS, P.NEEDS, P.RESOURCES)
OF_MEASURES = (G.HAS_MEASURES, G.MEASURES_HAVE_OWNERS, G.MEASURES_HAVE_TERMS)

PROCESS = (
    Rule(Stage.INITIATED, papers=(P.MANDATE,), leaves=(P.CHARTER,)),
    Rule(Stage.ORGANISED, papers=(P.CHARTER,), guards=(G.HAS_GROUPS,), leaves=(P.STATUTE, P.MEMBERS, P.CALENDAR)),
    Rule(Stage.ANALYSING, leaves=(*ANALYSES, P.FORMER_PLAN)),
    Rule(Stage.FORMULATING, papers=ANALYSES, leaves=(P.SWOT,)),
    Rule(Stage.DRAFT_REVIEW, guards=OF_MEASURES, leaves=(P.DECISIONS,)),
    Rule(Stage.PUBLIC_CONSULTATION, papers=(P.ANNOUNCEMENT,), guards=(*OF_MEASURES, G.IS_PUBLIC), leaves=(P.HEARING,)),
    Rule(Stage.SETTLEMENT, leaves=(P.SETTLEMENT,)),
    Rule(Stage.FOR_COUNCIL, papers=(P.SETTLEMENT,), guards=OF_MEASURES, leaves=(P.REPORT, P.OPINION)),
    Rule(Stage.APPROVED, papers=(P.RESOLUTION,)),
    Rule(Stage.IN_FORCE, guards=(G.IS_PUBLIC, G.HAS_BEGUN)),
    Rule(Stage.EVALUATED, papers=(P.EVALUATION,), guards=(G.HAS_ENDED,)),
)
# Papers whose day and number everybody may know; the list of members and the analyses are none of them.
PUBLIC_PAPERS = (
    P.MANDATE, P.CHARTER, P.STATUTE, P.CALENDAR, P.ANNOUNCEMENT, P.HEARING, P.SETTLEMENT, P.OPINION, P.RESOLUTION,
    P.EVALUATION,
)  # fmt: skip
RULES = {rule.stage: rule for rule in PROCESS}
ORDER = [rule.stage for rule in PROCESS]


def after(stage: str | None) -> Stage | None:
    """The next stage; the first one where nothing has begun."""
    place = ORDER.index(Stage(stage)) + 1 if stage else 0
    return ORDER[place] if place < len(ORDER) else None


def before(stage: str) -> list[Stage]:
    """The stages that one may go back to, the nearest first."""
    return ORDER[: ORDER.index(Stage(stage))][::-1]
