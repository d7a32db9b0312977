"""Pages of the catalogue on paper: booklets, one service, a short list."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from catalogue import feed
from catalogue.booklet import composing
from catalogue.booklet.choices import Choice, UnknownArea, area_of, group_name
from catalogue.booklet.forms import BookletForm, initial_of
from catalogue.booklet.gathering import EDITION, provider_phones
from catalogue.booklet.making import BookletRefused, ask_for_booklet, job_of
from catalogue.booklet.shortlist import Shortlist
from catalogue.cards import ServiceCard
from catalogue.models import Booklet
from catalogue.queries import kept_service
from catalogue.showing import Phone, phones
from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.jobs.models import Job
from kernel.limits import address_of, spend
from tenants.models import Language, Tenant
from tenants.queries import region
from ui import menu
from ui.documents import TYPES, Document, docx_of, pdf

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NEW_OF_ONE_ADDRESS, NEW_OF_ALL = 6, 60  # an hour; booklets that are kept already are not counted
PAPERS_OF_ONE_ADDRESS = 30  # a minute
SHOWN = 20


def _here() -> Tenant:
    found = region()
    if found is None:
        raise Http404(_("This deployment has no region yet."))
    return found


class Booklets(Permitted, View):
    """Choose a booklet; those that lie ready are offered at once."""

    permission = PUBLIC

    def get(self, request: Any) -> HttpResponse:
        form = self._form(initial=initial_of(request.tenant, get_language() or "sk"))
        return self._page(request, form)

    def post(self, request: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(request, form, 422)
        if not _may_ask(request):
            add_to_form(form, BookletRefused(_("Too many booklets were asked for. Please try again in an hour.")))
            return self._page(request, form, 429)
        by = request.user if request.user.is_authenticated else None
        try:
            booklet = ask_for_booklet(form.choice, by=by, at=now())
        except DomainError as refusal:
            add_to_form(form, refusal, "area")
            return self._page(request, form, 422)
        return redirect("booklet:booklet", booklet.pk)

    def _form(self, *args: Any, **kwargs: Any) -> BookletForm:
        return BookletForm(*args, here=_here(), language=get_language() or "sk", **kwargs)

    def _page(self, request: HttpRequest, form: BookletForm, status: int = 200) -> HttpResponse:
        ready = Booklet.objects.ready().order_by("-made_at", "pk")[: SHOWN * 2]
        newest: dict[Choice, Booklet] = {}
        for booklet in ready:
            newest.setdefault(Choice.of(booklet), booklet)
        rows = [(booklet, name_of(choice)) for choice, booklet in list(newest.items())[:SHOWN]]
        return render(request, "catalogue/booklet/booklets.html", {"form": form, "ready": rows}, status=status)


def _may_ask(request: HttpRequest) -> bool:
    """Anybody may ask, but drawing costs minutes: strangers share a limit, people signed in have their own."""
    if request.user.is_authenticated:
        return bool(spend(f"booklets of {request.user.pk}", NEW_OF_ALL, HOUR))
    own = spend(f"booklets from {address_of(request)}", NEW_OF_ONE_ADDRESS, HOUR)
    return bool(own) and bool(spend("booklets of strangers", NEW_OF_ALL, HOUR))


def name_of(choice: Choice) -> str:
    """The area and for whom, in the reader's words."""
    try:
        area = area_of(choice).name
    except UnknownArea:
        area = choice.code
    group = group_name(choice.target_group)
    return f"{area} – {group}" if group else area


class BookletPage(Permitted, View):
    """One booklet: how far its making is, then the file. Open to all who have its address; it names nobody."""

    permission = PUBLIC

    def get(self, request: HttpRequest, booklet: UUID) -> HttpResponse:
        found = get_object_or_404(Booklet, pk=booklet)
        job = None if found.made_at else job_of(found)
        is_part = request.headers.get("HX-Request") == "true"
        facts = {
            "booklet": found,
            "name": name_of(Choice.of(found)),
            "breadcrumbs": [(_("Booklets"), reverse("booklet:booklets"))],
            "job": job,
            "words": (job.message or job.get_state_display()) if job else "",
            "has_failed": job is None or job.state in {Job.State.FAILED, Job.State.CANCELLED},
        }
        template = "catalogue/booklet/_progress.html" if is_part and job else "catalogue/booklet/booklet.html"
        response = render(request, template, facts)
        if is_part and (job is None or job.is_finished):
            response["HX-Refresh"] = "true"
        if not found.made_at:
            response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["HX-Request"])
        return response


class BookletFile(Permitted, View):
    """The kept file; its fingerprint is its ETag."""

    permission = PUBLIC

    def get(self, request: HttpRequest, booklet: UUID) -> HttpResponseBase:
        found = get_object_or_404(Booklet.objects.ready(), pk=booklet)
        etag = quote_etag(found.sha256)
        known = get_conditional_response(request, etag=etag)
        if isinstance(known, HttpResponseNotModified):
            return known
        if not found.file.storage.exists(str(found.file.name)):
            raise Http404(_("The file of this booklet is gone. Please ask for it again."))
        words = slugify(_("Catalogue of social services"))
        name = f"{words}-{slugify(name_of(Choice.of(found)))}.{found.format}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(found.size),
            "ETag": etag,
            "Cache-Control": "no-cache",
        }
        return StreamingHttpResponse(_pieces(found), content_type=TYPES[found.format], headers=headers)


def _pieces(booklet: Booklet) -> Iterator[bytes]:
    """The file piece by piece; opened when the first one is asked for, closed after the last."""
    with booklet.file.storage.open(str(booklet.file.name), "rb") as file:
        yield from file.chunks()


class Paper(Permitted, View):
    """A document of a few pages, drawn while the reader waits: limited, and asked for by its ETag the second time."""

    permission = PUBLIC

    def get(self, request: HttpRequest, ending: str, **names: Any) -> HttpResponseBase:
        if ending not in TYPES:
            raise Http404
        cards, here = self.cards(request, **names), _here()
        language, is_large = _language(request), request.GET.get("size") == "large"
        etag = quote_etag(_fingerprint(cards, here, ending, language, is_large))
        known = get_conditional_response(request, etag=etag)
        if isinstance(known, HttpResponseNotModified):
            return known
        if not (turn := spend(f"papers from {address_of(request)}", PAPERS_OF_ONE_ADDRESS, MINUTE)):
            text = _("Too many documents were asked for. Please try again in a minute.")
            return HttpResponse(
                text, status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": str(turn.wait)}
            )
        with translation.override(language):
            document = self.document(cards, here, language, is_large)
            content = (pdf if ending == "pdf" else docx_of)(document)
            name = slugify(document.title)[:60] or "opora"
        disposition = f'{"inline" if ending == "pdf" else "attachment"}; filename="{name}.{ending}"'
        headers = {"Content-Disposition": disposition, "ETag": etag, "Cache-Control": "no-cache"}
        return HttpResponse(content, content_type=TYPES[ending], headers=headers)

    def cards(self, request: HttpRequest, **names: Any) -> list[ServiceCard]:
        raise NotImplementedError

    def document(self, cards: list[ServiceCard], here: Tenant, language: str, is_large: bool) -> Document:
        raise NotImplementedError


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language") or get_language() or "sk"
    return asked if asked in Language.values else "sk"


def _fingerprint(cards: list[ServiceCard], *facts: Any) -> str:
    states = [f"{card.id}{card.version}{card.is_offered}" for card in cards]
    here, *others = facts
    return hashlib.sha256("|".join([EDITION, here.name, str(today()), *map(str, others), *states]).encode()).hexdigest()


def _midnight() -> Any:
    """Papers of a day say the same moment, so they are the same bytes all day."""
    return timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)


class ServicePaper(Paper):
    """One service to print and to hand over."""

    def cards(self, request: HttpRequest, **names: Any) -> list[ServiceCard]:
        """Of an entry that was merged, the one it lives on in."""
        found = feed.service_cards([kept_service(names["service"]) or names["service"]], day=today())
        if not found:
            raise Http404(_("This service is not in the catalogue."))
        return found

    def document(self, cards: list[ServiceCard], here: Tenant, language: str, is_large: bool) -> Document:
        return composing.one_service(cards[0], here, _midnight(), language=language, is_large=is_large)


class ShortlistPaper(Paper):
    """Chosen services as one document."""

    def cards(self, request: HttpRequest, **names: Any) -> list[ServiceCard]:
        found = Shortlist.asked(request).cards(today())
        if not found:
            raise Http404(_("None of these services is in the catalogue."))
        return found

    def document(self, cards: list[ServiceCard], here: Tenant, language: str, is_large: bool) -> Document:
        return composing.short_list(cards, here, _midnight(), language=language, is_large=is_large)


def _mail_with(address: str) -> str:
    """A letter that the reader's own programme opens: to nobody yet, with the address of the list."""
    facts = {"subject": _("A list of social services"), "body": _("The list is here:") + f"\n{address}\n"}
    return f"mailto:?{urlencode(facts, quote_via=quote)}"


def _search_again(chosen: Shortlist) -> str:
    """A new search with the list; empty on a site without a search. What was asked before is nobody's business who
    gets the address of the list, so it is not in it."""
    search = menu.address("search:page")
    return f"{search}?{chosen.query}" if search else ""


def _with_numbers(cards: list[ServiceCard]) -> Iterator[tuple[ServiceCard, list[Phone]]]:
    """Each service with its telephone numbers, or with its provider's where it has no contact of its own."""
    of_provider = provider_phones(cards)
    for card in cards:
        yield card, phones(card.phones or of_provider.get(card.provider_id, ()), card.kind.country)


class ShortlistPage(Permitted, View):
    """A list of chosen services that lives in the address alone: to look through, add to, print and send."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = Shortlist.asked(request)
        day, words = today(), request.GET.get("q", "").strip()[:100]
        cards = chosen.cards(day)
        known = {card.id for card in cards}
        found = [each for each in feed.find_services(words, day=day) if each.id not in known] if words else []
        if chosen.is_too_long:
            messages.warning(request, _("A list holds at most 30 services; the others were left out."))
        context = {
            "cards": [(card, numbers, chosen.without(card.id)) for card, numbers in _with_numbers(cards)],
            "ids": [card.id for card in cards],
            "query": chosen.query,
            "words": words,
            "found": [(each, chosen.plus(each.id)) for each in found],
            "is_full": chosen.is_full,
            "mail": _mail_with(request.build_absolute_uri(f"{request.path}?{chosen.query}")) if cards else "",
            "search": _search_again(chosen),
            "has_lost": len(cards) < len(chosen.ids),
        }
        answer = render(request, "catalogue/booklet/shortlist.html", context)
        answer["Referrer-Policy"] = "no-referrer"
        return answer
