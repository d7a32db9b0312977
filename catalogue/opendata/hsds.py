"""HSDS 3.1 at /hsds/: open to all, without a key. Each view names its parameters and how its rows are told."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from catalogue.feed import names_of_areas
from catalogue.models import Departure, Provider, Service, ServiceAtPlace
from catalogue.opendata import asking, reading, records, schemas
from catalogue.opendata.answering import (
    OPEN,
    Part,
    State,
    as_json,
    as_stream,
    page_of,
    state_of_catalogue,
    unless_known,
)
from catalogue.opendata.asking import BadQuery, Query
from catalogue.opendata.places import Spot, service_at_location
from catalogue.opendata.records import Telling
from catalogue.opendata.sources import Sources
from catalogue.opendata.vocabulary import Speaker, Term, taxonomies
from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.http import problem, refusal, spoken_to_machines
from kernel.limits import address_of, spend
from kernel.text import fold

MINUTE = timedelta(minutes=1)
WHOLE_PER_MINUTE = 30


@method_decorator(csrf_exempt, name="dispatch")
class Hsds(Permitted, View):
    """What all addresses here have in common: open across origins, limited in number, refusals told as problems."""

    permission = PUBLIC
    http_method_names: Sequence[str] = ("get", "head", "options")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self._limited(request) or self._answered(request, *args, **kwargs)
        for name, value in OPEN.items():
            response[name] = value
        return response

    def _limited(self, request: HttpRequest) -> HttpResponseBase | None:
        who = address_of(request)
        turn = spend(f"open data from {who}", settings.OPORA_API_PER_MINUTE, MINUTE)
        if turn and "ndjson" in request.GET.get("format", ""):
            turn = spend(f"all open data from {who}", WHOLE_PER_MINUTE, MINUTE)
        if turn:
            return None
        with spoken_to_machines(request):
            text = _("You have asked very often. Please wait a while; for all of it at once there is format=ndjson.")
            response = problem(429, detail=text, code="throttled")
        response["Retry-After"] = str(turn.wait)
        return response

    def _answered(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with translation.override(self.language(request)):
                return super().dispatch(request, *args, **kwargs)
        except Http404:
            return refusal(request, 404)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        allowed = self._methods()
        with spoken_to_machines(request):
            text = _("Here one can only ask by %(methods)s.") % {"methods": allowed}
            response = problem(405, detail=text, code="method_not_allowed")
        response["Allow"] = allowed
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        methods = self._methods()
        headers = {
            "Allow": methods,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": "Content-Type, If-None-Match, If-Modified-Since",
            "Access-Control-Max-Age": "86400",
        }
        return HttpResponse(status=204, headers=headers)

    def _methods(self) -> str:
        return ", ".join(name.upper() for name in self.http_method_names if hasattr(self, name))

    def language(self, request: Any) -> str:
        """The data speak the language of the region, whoever asks."""
        return request.region.language if getattr(request, "region", None) else settings.LANGUAGE_CODE

    def telling(self, request: HttpRequest, services: Sequence[Service] = ()) -> Telling:
        base = request.build_absolute_uri("/").rstrip("/")
        if not services:
            return Telling(today(), now(), base)
        return Telling(today(), now(), base, names_of_areas(services), sources=Sources.of(services, today()))


class ListOf(Hsds):
    """Pages of something, or all of it as a stream; POST asks the same with the parameters in its body."""

    http_method_names = ("get", "head", "options", "post")
    parameters: tuple[str, ...] = ()

    def get(self, request: HttpRequest) -> HttpResponseBase:
        try:
            with spoken_to_machines(request):
                query = asking.understand(request, self.parameters)
        except BadQuery as refused:
            return problem(400, detail=str(refused), code=refused.code)
        return unless_known(request, state_of_catalogue(), partial(self._made, request, query))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Asks only; nothing is changed, so no form token is needed."""
        return self.get(request)

    def _made(self, request: HttpRequest, query: Query) -> HttpResponseBase:
        parts = self.parts(request, query)
        return as_stream(parts, self.language(request)) if query.whole else as_json(page_of(parts, query))

    def parts(self, request: HttpRequest, query: Query) -> list[Part]:
        raise NotImplementedError


class OneOf(Hsds):
    """One object by its id."""

    def get(self, request: HttpRequest, **ids: UUID) -> HttpResponseBase:
        return unless_known(request, state_of_catalogue(), lambda: as_json(self.found(request, **ids)))

    def found(self, request: HttpRequest, **ids: UUID) -> dict[str, Any]:
        raise NotImplementedError


class Services(ListOf):
    parameters = asking.OF_SERVICES

    def parts(self, request: HttpRequest, query: Query) -> list[Part]:
        rows = reading.services(query, today())
        if query.full:
            found = Part(reading.full(rows), partial(self._full, request))
        else:
            record = records.service_minimal if query.minimal else records.service_brief
            found = Part(reading.brief(rows), lambda some: [record(row, self.telling(request)) for row in some])
        return [found, Part(reading.departures(query), _departed)]

    def _full(self, request: HttpRequest, rows: Sequence[Service]) -> list[dict[str, Any]]:
        tell = self.telling(request, rows)
        return [records.service_full(row, tell) for row in rows]


def _departed(rows: Sequence[Departure]) -> list[dict[str, Any]]:
    return [records.departed(row) for row in rows]


class OneService(OneOf):
    """Fully nested; an ended one as well, and of one that left the public only that it is gone."""

    def found(self, request: HttpRequest, **ids: UUID) -> dict[str, Any]:
        day = today()
        rows = reading.full(reading.with_modified(Service.objects.published(), day))
        row = rows.filter(pk=ids["service"]).first()
        if row is not None:
            return records.service_full(row, self.telling(request, [row]))
        gone = Departure.objects.filter(pk=ids["service"]).first()
        if gone is None:
            raise Http404
        return records.departed(gone)


class Places(ListOf):
    parameters = asking.OF_PLACES

    def parts(self, request: HttpRequest, query: Query) -> list[Part]:
        rows = reading.with_service(reading.places(query, today()), today(), is_full=query.full)
        return [Part(rows, partial(self._told, request, is_full=query.full))]

    def _told(self, request: HttpRequest, rows: Sequence[ServiceAtPlace], *, is_full: bool) -> list[dict[str, Any]]:
        tell = self.telling(request, [row.service for row in rows] if is_full else ())
        return [_at_place(row, tell, is_full=is_full) for row in rows]


def _at_place(row: ServiceAtPlace, tell: Telling, *, is_full: bool) -> dict[str, Any]:
    facts = service_at_location(Spot.of(row, row.service))
    if not is_full:
        return facts | {"service": records.service_brief(row.service, tell)}
    service = records.service_full(row.service, tell)
    service.pop("service_at_locations", None)
    return facts | {"service": service}


class OnePlace(OneOf):
    def found(self, request: HttpRequest, **ids: UUID) -> dict[str, Any]:
        rows = ServiceAtPlace.objects.filter(pk=ids["at"], service__is_published=True)
        row = reading.with_service(rows, today(), is_full=True).first()
        if row is None:
            raise Http404
        return _at_place(row, self.telling(request, [row.service]), is_full=True)


class Organizations(ListOf):
    parameters = asking.OF_ORGANIZATIONS

    def parts(self, request: HttpRequest, query: Query) -> list[Part]:
        return [Part(reading.organizations(query, today()), partial(self._told, request, query))]

    def _told(self, request: HttpRequest, query: Query, rows: Sequence[Provider]) -> list[dict[str, Any]]:
        if query.full_service:
            return _with_services(self, request, rows)
        return [(records.organization_full if query.full else records.organization_brief)(row) for row in rows]


def _with_services(view: Hsds, request: HttpRequest, rows: Sequence[Provider]) -> list[dict[str, Any]]:
    services = list(reading.public_services_of((row.pk for row in rows), today()))
    tell = view.telling(request, services)
    of: dict[UUID, list[dict[str, Any]]] = {}
    for service in services:
        of.setdefault(service.provider_id, []).append(records.service_full(service, tell))
    return [records.organization_full(row) | {"services": of.get(row.pk, [])} for row in rows]


class OneOrganization(OneOf):
    """A provider that the public knows by any service, also by one that has ended."""

    parameters = ("full_service",)

    def get(self, request: HttpRequest, **ids: UUID) -> HttpResponseBase:
        try:
            with spoken_to_machines(request):
                self.query = asking.understand(request, self.parameters)
        except BadQuery as refused:
            return problem(400, detail=str(refused), code=refused.code)
        return super().get(request, **ids)

    def found(self, request: HttpRequest, **ids: UUID) -> dict[str, Any]:
        row = Provider.objects.filter(pk=ids["provider"], services__is_published=True).first()
        if row is None:
            raise Http404
        return _with_services(self, request, [row])[0] if self.query.full_service else records.organization_full(row)


class _Listed:
    """A plain list with the manners of a queryset, as far as pages need them."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.all = rows

    def count(self) -> int:
        return len(self.all)

    def iterator(self, chunk_size: int = 0) -> Any:
        return iter(self.all)

    def __getitem__(self, part: slice) -> Sequence[Any]:
        return self.all[part]


def _listed(rows: Sequence[Any], query: Query, tell: Any) -> list[Part]:
    asked = fold(query.search).split()
    kept = [row for row in rows if all(word in fold(f"{row.name} {row.description}") for word in asked)]
    return [Part(_Listed(kept), lambda some: [tell(row) for row in some])]  # type: ignore[arg-type]


class Taxonomies(ListOf):
    parameters = asking.OF_TAXONOMIES

    def parts(self, request: HttpRequest, query: Query) -> list[Part]:
        return _listed(taxonomies(), query, lambda row: row.as_json())


class OneTaxonomy(OneOf):
    def found(self, request: HttpRequest, **ids: UUID) -> dict[str, Any]:
        for each in taxonomies():
            if UUID(each.id) == ids["taxonomy"]:
                return each.as_json()
        raise Http404


class Terms(ListOf):
    parameters = asking.OF_TERMS

    def parts(self, request: HttpRequest, query: Query) -> list[Part]:
        rows = [term for term in Speaker().all_terms() if _is_asked(term, query)]
        return _listed(rows, query, lambda row: row.as_json(with_taxonomy=True))


def _is_asked(term: Term, query: Query) -> bool:
    if query.top_only and term.above:
        return False
    if query.parent is not None and term.parent_id != str(query.parent):
        return False
    return all(term.taxonomy.id == str(asked) for asked in query.taxonomies)


class OneTerm(OneOf):
    def found(self, request: HttpRequest, **ids: UUID) -> dict[str, Any]:
        for term in Speaker().all_terms():
            if UUID(term.id) == ids["term"]:
                return term.as_json(with_taxonomy=True)
        raise Http404


# --- what describes the interface itself ------------------------------------------------------------------------------
class Fixed(Hsds):
    """Answers that change only with a release."""

    def get(self, request: HttpRequest, **names: str) -> HttpResponseBase:
        state = State(schemas.fingerprint(), schemas.released())
        return unless_known(request, state, lambda: as_json(self.facts(request, **names)), variant=self.spoken(request))

    def spoken(self, request: HttpRequest) -> str:
        return ""

    def facts(self, request: HttpRequest, **names: str) -> Any:
        raise NotImplementedError


class Unknown(Hsds):
    """Any other address below: refused as the rest is, so that a page of another origin may read why."""

    def get(self, request: HttpRequest, address: str) -> HttpResponseBase:
        raise Http404


class Root(Fixed):
    """Says which version this is, and where all else is described."""

    def spoken(self, request: Any) -> str:
        return str(self.facts(request))

    def facts(self, request: Any, **names: str) -> dict[str, Any]:
        here = request.build_absolute_uri("/hsds/")
        region = request.region
        publisher = {
            "name": region.name if region else "Opora",
            "email": (region.contact or {}).get("email", "") if region else "",
            "website": request.build_absolute_uri("/"),
        }
        return {
            "version": schemas.VERSION,
            "profile": f"{here}profile/",
            "openapi_url": f"{here}openapi.json",
            "description": _("Social services of the region, their providers and places, kept up to date."),
            "publisher": records.clean(publisher),
        }


class OpenApi(Fixed):
    def facts(self, request: HttpRequest, **names: str) -> dict[str, Any]:
        servers = [{"url": request.build_absolute_uri("/hsds").rstrip("/")}]
        return {**schemas.merged()["openapi"], "servers": servers}


class Schema(Fixed):
    """A merged schema; with its relative references it can be read from here as it stands."""

    def facts(self, request: HttpRequest, **names: str) -> Any:
        found = schemas.merged().get(names["schema"])
        if found is None or names["schema"] == "openapi":
            raise Http404
        return found


class Profile(Fixed):
    """What our profile is, and the patches it consists of."""

    def facts(self, request: HttpRequest, **names: str) -> dict[str, Any]:
        here = request.build_absolute_uri("/hsds/")
        return {
            "name": schemas.PROFILE_NAME,
            "version": schemas.PROFILE_VERSION,
            "hsds_version": schemas.VERSION,
            "license": "https://creativecommons.org/licenses/by-sa/4.0/",
            "attribution": schemas.ATTRIBUTION,
            "patches": {name: f"{here}profile/{name}.json" for name in schemas.patches()},
            "schemas": {name: f"{here}schema/{name}.json" for name in schemas.merged() if name != "openapi"},
            "openapi": f"{here}openapi.json",
        }


class Patch(Fixed):
    def facts(self, request: HttpRequest, **names: str) -> Any:
        if names["schema"] not in schemas.patches():
            raise Http404
        return schemas.patches()[names["schema"]]
