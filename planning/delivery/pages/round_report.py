"""The report of a round: as a page, as PDF and as DOCX; for those at work, and for the public what was published."""

import uuid
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.exports import as_download
from planning.delivery.pages.rounds import OfRound
from planning.delivery.public import published_round
from planning.delivery.round_facts import RoundFacts, facts_of_round
from planning.delivery.round_papers import round_document, round_title, states_chart
from planning.structure.imprint import Imprint, imprint_of
from planning.structure.pages.public import published_or_404
from ui.documents import TYPES, docx_of, pdf


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

    def get(self, request: HttpRequest, ending: str, **address: Any) -> HttpResponseBase:
        imprint = imprint_of(self.round.action_plan.plan)
        return answer(request, facts_of_round(self.round), ending, imprint)


class PublicRoundPaper(Permitted, View):
    """The published round to take home."""

    permission = PUBLIC

    def get(
        self, request: HttpRequest, plan: uuid.UUID, number: int, ending: str, **address: uuid.UUID
    ) -> HttpResponseBase:
        imprint = published_or_404(plan).imprint
        facts = published_round(plan, number, address["round"])
        if facts is None:
            raise Http404(_("Nothing of this monitoring is shown."))
        return answer(request, facts, ending, imprint)


def answer(request: HttpRequest, facts: RoundFacts, ending: str, imprint: Imprint) -> HttpResponseBase:
    if ending not in TYPES:
        raise Http404(_("There is no such paper."))
    tenant: Any = request.tenant  # type: ignore[attr-defined]
    at, language = facts.at or now(), get_language() or "sk"
    document = round_document(facts, author=tenant.name, language=language[:2], at=at)
    document = replace(document, imprint=imprint.lines())
    body = pdf(document) if ending == "pdf" else docx_of(document)
    return as_download(HttpResponse(body, content_type=TYPES[ending]), f"{slugify(round_title(facts))}.{ending}")
