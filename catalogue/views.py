"""Pages of services, providers and related activities, and of those who keep them true."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from catalogue import commands, provenance, queries, succession
from catalogue.cards import ServiceCard
from catalogue.forms import ActivityForm, RetireForm
from catalogue.models import Provider, Service
from catalogue.network.reading import networks_of
from catalogue.openness import openness
from catalogue.overlays.reading import internal_part, own_overlay, public_part, told_by_municipalities
from catalogue.showing import facts_of, phones
from kernel.access import PUBLIC, Permitted, allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.tenancy import current_key
from tenants.queries import codes_of_region
from ui import menu


def _way_here() -> list[tuple[str, str]]:
    """Breadcrumbs: the search, if this site has one."""
    search = menu.address("search:page")
    return [(_("Services"), search)] if search else []


def moved_for_now(page: str, kept: UUID) -> HttpResponse:
    """The lasting address of a merged entry; asked anew each time, since entries can be taken apart again."""
    answer = HttpResponsePermanentRedirect(reverse(page, args=[kept]))
    answer["Cache-Control"] = "no-cache"
    return answer


class ServicePage(Permitted, View):
    """A service: how to reach it first, then everything a person must know before calling."""

    permission = PUBLIC

    def get(self, request: HttpRequest, service: UUID) -> HttpResponse:
        day = today()
        card = queries.service_card(service, day) or self._unpublished(request, service)
        if card is None:
            kept = queries.kept_service(service)
            if kept is not None:
                return moved_for_now("catalogue:service", kept)
            raise Http404(_("This service is not in the catalogue."))
        provider = queries.provider_card(card.provider_id)
        context = {
            "breadcrumbs": _way_here(),
            "card": card,
            "shown": facts_of(card),
            "openness": openness(card.opening_hours, now(), card.kind.country) if card.is_offered else None,
            "provider_phones": phones(provider.phones, provider.country) if provider else [],
            "freshness": queries.Freshness.of(card, day),
            "mentions": queries.mentions_of([card.id]),
            "networks": networks_of(card.id, day, seen_from=current_key()),
            "origins": provenance.origins_of(card.id, day),
            "events": provenance.events_of(card.id),
            "successor": succession.successor_of(card.id) if card.ended_on else None,
            "may_name_successor": card.ended_on is not None and self._may(request, "catalogue.name_successor", service),
            "may_trace": self._may(request, "catalogue.trace_service", service),
            "similar": queries.similar_services(card, day),
            **self._words_of_municipalities(request, card),
            "may_describe": self._may(request, "catalogue.describe_service", service),
            "may_hide": card.is_published
            and card.kind.may_hide_address
            and not card.hides_address
            and self._may(request, "catalogue.publish_service", service),
            "may_retire": self._may(request, "catalogue.retire_service", service) and card.ended_on is None,
        }
        return render(request, "catalogue/service.html", context)

    def _words_of_municipalities(self, request: HttpRequest, card: ServiceCard) -> dict[str, Any]:
        """The word of this site's municipality; on the region's site, for its staff, the words of all."""
        if not current_key():
            told = told_by_municipalities(card.id) if allowed("catalogue.see_all_overlays", request) else []
            return {"told": told}
        overlay = own_overlay(card.id)
        may_write = allowed("catalogue.write_overlay", request)
        return {
            "own_word": public_part(overlay),
            "own_word_phones": phones([overlay.contact_phone], card.kind.country)
            if overlay and overlay.contact_phone
            else [],
            "internal_word": internal_part(overlay) if may_write else None,
            "may_write_overlay": may_write,
        }

    def _unpublished(self, request: HttpRequest, service: UUID) -> Any:
        """Those who keep the entry see it before the public does."""
        if self._may(request, "catalogue.describe_service", service) and queries.kept_service(service) is None:
            return queries.service_card(service, today(), with_unpublished=True)
        return None

    def _may(self, request: HttpRequest, permission: str, service: UUID) -> bool:
        if not request.user.is_authenticated:
            return False
        row = Service.objects.filter(pk=service).first()
        return row is not None and allowed(permission, request, row)


class ProviderPage(Permitted, View):
    """A provider with all its services, its related activities and what plans say of it."""

    permission = PUBLIC

    def get(self, request: HttpRequest, provider: UUID) -> HttpResponse:
        found = queries.provider_card(provider)
        cards = queries.services_of_provider(provider, today()) if found else []
        activities = queries.activities_of_provider(provider) if found else []
        if found is None or not (cards or activities):
            kept = queries.kept_provider(provider)
            if kept is not None:
                return moved_for_now("catalogue:provider", kept)
            raise Http404(_("This provider is not in the catalogue."))
        context = {
            "breadcrumbs": _way_here(),
            "provider": found,
            "phones": phones(found.phones, found.country),
            "offered": [card for card in cards if card.is_offered],
            "ended": [card for card in cards if not card.is_offered],
            "activities": activities,
            "mentions": queries.mentions_of([card.id for card in cards]),
            "may_name_editors": request.user.is_authenticated
            and allowed("catalogue.name_editors", request, Provider.objects.get(pk=provider)),
        }
        return render(request, "catalogue/provider.html", context)


class ActivityPage(Permitted, View):
    """A related activity."""

    permission = PUBLIC

    def get(self, request: HttpRequest, activity: UUID) -> HttpResponse:
        found = queries.published_activity(activity)
        if found is None:
            raise Http404(_("This activity is not in the catalogue."))
        context = {
            "breadcrumbs": _way_here(),
            "activity": found,
            "phones": phones(found.phones, found.provider.country),
            "has_ended": found.ended_on is not None and found.ended_on < today(),
        }
        return render(request, "catalogue/activity.html", context)


class OneService(Permitted, View):
    """Something is done to one service; the rule is asked about that service."""

    service: Service

    def permission_object(self) -> Service:
        self.service = get_object_or_404(Service.objects.with_provider(), pk=self.kwargs["service"])
        return self.service


class RetirePage(OneService):
    """A steward ends a service."""

    permission = "catalogue.retire_service"

    def get(self, request: HttpRequest, service: UUID) -> HttpResponse:
        return self._page(request, RetireForm(initial={"on": today()}))

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        form = RetireForm(request.POST)
        if form.is_valid():
            try:
                commands.retire_service(self.service, on=form.cleaned_data["on"], by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The service is marked as ended."))
                return redirect("catalogue:service", self.service.pk)
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: RetireForm) -> HttpResponse:
        context = {"form": form, "service": self.service}
        return render(request, "catalogue/retire.html", context, status=422 if form.errors else 200)


class WaitingPage(Permitted, View):
    """Services that wait until a person has made sure whether their address may be shown."""

    permission = "catalogue.publish_service"

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "catalogue/waiting.html", {"waiting": queries.waiting_for_publication()})


class PublishService(OneService):
    """Let the public see a service, with its address or without."""

    permission = "catalogue.publish_service"

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        was_public = self.service.is_published
        shows = request.POST.get("address") == "show"
        commands.publish_service(self.service, shows_address=shows, by=request.user, at=now())
        if was_public:
            messages.success(request, _("The address is secret now. It is taken out of what was said before, too."))
            return redirect("catalogue:service", self.service.pk)
        messages.success(request, _("The service is public now."))
        return redirect("catalogue:waiting")


class AddActivityPage(Permitted, View):
    """Staff of the region or a coordinator adds help that stands in no register."""

    permission = "catalogue.add_related_activity"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self._form(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request, request.POST)
        if not form.is_valid():
            return self._page(request, form)
        activity = commands.add_related_activity(
            form.cleaned_data["provider"],
            name=form.cleaned_data["name"],
            by=request.user,
            at=now(),
            **form.facts(),
            target_groups=form.cleaned_data["target_groups"],
        )
        messages.success(request, _("The activity is in the catalogue."))
        return redirect("catalogue:activity", activity.pk)

    def _form(self, request: Any, data: Any = None) -> ActivityForm:
        region = request.region
        codes = (
            codes_of_region(region)
            if not current_key()
            else frozenset(request.tenant.covers.values_list("code", flat=True))
        )
        return ActivityForm(data, country=region.country, municipality_codes=codes)

    def _page(self, request: HttpRequest, form: ActivityForm) -> HttpResponse:
        return render(request, "catalogue/add_activity.html", {"form": form}, status=422 if form.errors else 200)
