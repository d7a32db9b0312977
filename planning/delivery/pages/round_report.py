"""The report of a round: as a page, as PDF and as DOCX; for those at work, and for the public what was published."""

import uuid
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from planning.delivery.pages.rounds import OfRound
from planning.delivery.public import published_round
from planning.delivery.round_facts import RoundFacts, facts_of_round
from planning.delivery.round_papers import round_document, round_title, states_chart
from planning.structure.imprint import Imprint, imprint_of
from planning.structure.pages.papers import printed
from planning.structure.pages.public import published_or_404


class RoundReportPage(OfRound):
    """What would be published of the round now, with what is missing and what is late."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        opened = self.round
        facts = facts_of_round(opened)
        return self.show_round(
            "round_report",
            opened,
            facts=facts,
            title=round_title(facts),
            chart=states_chart(facts.sums) if facts.sums else None,
            late=facts.late(today()),
        )


class RoundPaper(OfRound):
    """The same to print and to work on."""

    def get(self, request: HttpRequest, ending: str, **address: Any) -> HttpResponse:
        imprint = imprint_of(self.round.action_plan.plan)
        return answer(request, facts_of_round(self.round), ending, imprint)


class PublicRoundPaper(Permitted, View):
    """The published round to take home."""

    permission = PUBLIC

    def get(
        self, request: HttpRequest, plan: uuid.UUID, number: int, ending: str, **address: uuid.UUID
    ) -> HttpResponse:
        imprint = published_or_404(plan).imprint
        facts = published_round(plan, number, address["round"])
        if facts is None:
            raise Http404(_("Nothing of this monitoring is shown."))
        return answer(request, facts, ending, imprint)


def answer(request: Any, facts: RoundFacts, ending: str, imprint: Imprint) -> HttpResponse:
    """The paper in the language of who reads it."""
    language = get_language() or "sk"
    facts_of_paper = {"author": request.tenant.name, "language": language[:2], "at": facts.at or now()}
    compose = partial(round_document, facts, **facts_of_paper)
    return printed(
        request, ending, compose, imprint=imprint, language=language, name=slugify(round_title(facts)), saved=True
    )
