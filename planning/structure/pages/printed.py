"""The sheet of a measure to download: as it was published for everybody, as it stands now for those who work on it."""

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import PUBLIC, Permitted
from kernel.clock import now
from kernel.exports import download
from kernel.limits import address_of, spend
from planning.structure.models import Plan, PrintedPlan
from planning.structure.pages.papers import printed
from planning.structure.pages.public import node_or_404, published_or_404
from planning.structure.printing import drafted_on, printed_on, sheet_document
from planning.structure.published import PublishedPlan, pictured
from planning.structure.publishing import picture
from planning.structure.tree import grow
from ui.documents import TYPES

SHEETS_OF_ONE_ADDRESS = 20
MINUTE = timedelta(minutes=1)


class OfMeasure(Permitted, View):
    """A measure sheet as PDF or DOCX."""

    def get(self, request: Any, plan: uuid.UUID, node: uuid.UUID, ending: str) -> HttpResponse:
        if ending not in TYPES:
            raise Http404
        if not (turn := spend(f"sheets from {address_of(request)}", SHEETS_OF_ONE_ADDRESS, MINUTE)):
            text = _("Too many documents were asked for. Please try again in a minute.")
            headers = {"Retry-After": str(turn.wait)}
            return HttpResponse(text, status=429, content_type="text/plain; charset=utf-8", headers=headers)
        found, note = self.read(plan)
        told = node_or_404(found, node)
        facts = {"author": request.tenant.name, "currency": request.tenant.currency, "note": note}
        compose = partial(sheet_document, found, told, **facts, at=found.published_at)
        name = slugify(told.title)[:80] or "opora"
        return printed(request, ending, compose, name=name, language=get_language(), saved=True)

    def read(self, plan: uuid.UUID) -> tuple[PublishedPlan, str]:
        """The plan to print from, and what state of it that is."""
        raise NotImplementedError


class PublishedSheet(OfMeasure):
    """As the public reads it."""

    permission = PUBLIC

    def read(self, plan: uuid.UUID) -> tuple[PublishedPlan, str]:
        found = published_or_404(plan)
        return found, printed_on(found.published_at)


class DraftedSheet(OfMeasure):
    """As it stands now, among those who work on the plan."""

    permission = "planning.read_draft"

    def read(self, plan: uuid.UUID) -> tuple[PublishedPlan, str]:
        row = get_object_or_404(Plan, pk=plan)
        at = now()
        found = pictured(row.pk, picture(row, grow(row.nodes.all())), number=0, at=at)
        return found, drafted_on(at)


class WholePlan(Permitted, View):
    """The file of the publication in force, once its job has made it."""

    permission = PUBLIC

    def get(self, request: HttpRequest, plan: uuid.UUID, ending: str) -> HttpResponseBase:
        found = get_object_or_404(PrintedPlan.objects.in_force(), publication__plan_id=plan, ending=ending)
        if not found.file.storage.exists(str(found.file.name)):
            raise Http404
        name = f"{slugify(found.publication.content['title'])[:80] or 'opora'}.{found.ending}"
        return download(found.file, name, of_type=TYPES[found.ending])
