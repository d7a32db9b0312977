"""Posters to hang up: choose what for, take the PDF."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.text import slugify
from django.views import View

from kernel.access import Permitted
from kernel.clock import now, today
from kernel.exports import as_download
from planning.informing import posters
from planning.informing.forms import PosterForm
from planning.informing.pages.work import crumbs, tabs
from ui.documents import poster_pdf


class PostersPage(Permitted, View):
    """What a poster can be made for."""

    permission = "planning.read_draft"

    def get(self, request: Any) -> HttpResponse:
        offered = posters.offered(now(), today())
        first = {"of": request.GET.get("of") or (offered[0][0] if offered else "")}
        form = PosterForm(offered=offered, initial=first | {"paper": "a4", "language": request.tenant.language})
        return show_posters(request, form, has_some=bool(offered))


def show_posters(request: HttpRequest, form: PosterForm, *, has_some: bool) -> HttpResponse:
    facts = {"form": form, "has_some": has_some, "tabs": tabs(), "breadcrumbs": crumbs()}
    return render(request, "planning/informing/posters.html", facts, status=422 if form.errors else 200)


class PosterFile(Permitted, View):
    """The poster as a PDF."""

    permission = "planning.read_draft"

    def get(self, request: Any) -> HttpResponseBase:
        offered = posters.offered(now(), today())
        form = PosterForm(request.GET, offered=offered)
        if not form.is_valid():
            return show_posters(request, form, has_some=bool(offered))
        said = form.cleaned_data
        subject = posters.Subject.of(said["of"])
        with translation.override(said["language"]):
            poster = subject and posters.compose(
                subject, request.tenant, language=said["language"], paper=said["paper"], at=now(), day=today()
            )
        if not poster:
            raise Http404
        answer = HttpResponse(poster_pdf(poster), content_type="application/pdf")
        return as_download(answer, f"{slugify(poster.title)[:60] or 'poster'}-{poster.paper}.pdf")
