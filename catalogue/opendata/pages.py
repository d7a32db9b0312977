"""Open data for people: what there is and how to have it, lists as files, the description for catalogues of data."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View

from catalogue.models import ListFile
from catalogue.opendata import dcat, lists, schemas
from catalogue.opendata.keeping import ask_for_file, is_long
from catalogue.opendata.lists import KindOfList
from kernel import exports
from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.jobs.models import Job
from kernel.limits import address_of as asked_from
from kernel.limits import spend
from tenants.addresses import address_of

MINUTE = timedelta(minutes=1)
FILES_PER_MINUTE = 30


class OpenPage(Permitted, View):
    """Open to all; where no region was founded there are no data."""

    permission = PUBLIC

    def region(self) -> Any:
        region = getattr(self.request, "region", None)
        if region is None:
            raise Http404
        return region


class DataPage(OpenPage):
    """What data there are, under which licence, and how to have them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        region = self.region()
        facts = {
            "publisher": region,
            "datasets": dcat.datasets(region),
            "licence": dcat.LICENCE_PAGE,
            "hsds": address_of(region, "/hsds/"),
            "version": schemas.VERSION,
            "profile": schemas.PROFILE_NAME,
            "openapi": address_of(region, "/hsds/openapi.json"),
            "api": address_of(region, "/api/v1/"),
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "opendata/page.html", facts)


class Description(OpenPage):
    """The same for catalogues of data: DCAT-AP as Turtle or JSON-LD."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        nodes = dcat.catalogue(self.region())
        if ending == "ttl":
            response = HttpResponse(dcat.as_turtle(nodes), content_type="text/turtle; charset=utf-8")
        elif ending == "jsonld":
            response = HttpResponse(dcat.as_json_ld(nodes), content_type="application/ld+json")
        else:
            raise Http404
        response["Access-Control-Allow-Origin"] = "*"
        return response


class Download(OpenPage):
    """A list as a file; the parameters of the address narrow it."""

    def get(self, request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
        kind = lists.named(name)
        if kind is None or ending not in exports.TYPES:
            raise Http404
        return download(request, kind, dict(request.GET.lists()), ending)


def download(request: HttpRequest, kind: KindOfList, given: dict[str, list[str]], ending: str) -> HttpResponseBase:
    """DOOR: a list as a file to whoever wants it; a long workbook is prepared while a page says how far it is."""
    turn = spend(f"lists from {asked_from(request)}", FILES_PER_MINUTE, MINUTE)
    if not turn:
        headers = {"Retry-After": str(turn.wait)}
        return HttpResponse(
            _("Please wait a minute."), status=429, content_type="text/plain; charset=utf-8", headers=headers
        )
    parameters: dict[str, Any] = lists.narrowed(kind, given)
    if is_long(kind, parameters, ending):
        return redirect("open_data:file", ask_for_file(kind, parameters, ending, at=now()).pk)
    return exports.answer(ending, kind.heads(), kind.rows(parameters), title=str(kind.title), name=_dated(kind))


def _dated(kind: KindOfList) -> str:
    return f"{slugify(str(kind.title))}-{today().isoformat()}"


class FilePage(OpenPage):
    """How far a file is; then the file."""

    def get(self, request: HttpRequest, file: UUID) -> HttpResponseBase:
        held = get_object_or_404(ListFile, pk=file)
        kind = lists.named(held.list_name)
        if kind is None:
            raise Http404
        if held.made_at is not None and "download" in request.GET:
            return self._file(held, kind)
        job = Job.objects.filter(pk=held.job_id).first() if held.job_id else None
        is_part = request.headers.get("HX-Request") == "true"
        facts = {"file": held, "kind": kind, "job": job, "words": _words(job), "breadcrumbs": self._crumbs()}
        response = render(request, "opendata/_progress.html" if is_part else "opendata/file.html", facts)
        if is_part and (job is None or job.is_finished):
            response["HX-Refresh"] = "true"
        response["Cache-Control"] = "no-store"
        response["Vary"] = "HX-Request"
        return response

    def _file(self, held: ListFile, kind: KindOfList) -> HttpResponseBase:
        response = FileResponse(held.file.open("rb"), content_type=exports.TYPES[held.ending])
        return exports.as_download(response, f"{_dated(kind)}.{held.ending}")

    def _crumbs(self) -> list[tuple[str, str]]:
        return [(_("Home"), "/"), (_("Open data"), reverse("open_data:page"))]


def _words(job: Job | None) -> str:
    return str(job.message or job.get_state_display()) if job else ""
