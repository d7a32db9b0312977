"""The page a letter leads to, without signing in; the same page serves staff on the telephone.

The link holds until its last day or until everything is answered. Looking changes nothing: a scanner of mails that
follows links neither confirms nor counts as somebody who opened the page.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache

from accounts import tokens
from accounts.errors import LinkRefused
from catalogue import feed
from catalogue.desk import answering
from catalogue.desk.forms import MistakeForm, PlacesForm
from catalogue.models import Asked, Letter
from catalogue.showing import facts_of
from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.errors import DomainError


def together(hours: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Days one after the other with the same hours as one line: „pondelok – piatok“."""
    runs: list[tuple[str, str, str]] = []
    for day, open_ in hours:
        if runs and runs[-1][2] == open_:
            runs[-1] = (runs[-1][0], day, open_)
        else:
            runs.append((day, day, open_))
    return [(first if first == last else f"{first} – {last}", open_) for first, last, open_ in runs]


@method_decorator(never_cache, name="dispatch")
class Answering(Permitted, View):
    """What both pages share: show the services of one letter, take one answer."""

    way = Asked.Way.LINK
    template = "catalogue/desk/link.html"
    letter: Letter
    request: Any

    def here(self) -> str:
        raise NotImplementedError

    def after(self) -> HttpResponse:
        return redirect(self.here())

    def who(self) -> Any:
        return None

    def show(self, wrong: PlacesForm | MistakeForm | None = None, of: UUID | None = None) -> HttpResponse:
        rows = list(self.letter.asked.order_by("pk"))
        cards = {card.id: card for card in feed.service_cards([row.service_id for row in rows], with_unpublished=True)}
        shown = sorted(
            (self._row(row, cards[row.service_id], wrong, of) for row in rows if row.service_id in cards),
            key=lambda row: (row["asked"].answer != "", row["card"].name, row["card"].id),
        )
        context = {
            "letter": self.letter,
            "provider": self.letter.provider,
            "campaign": self.letter.campaign,
            "rows": shown,
            "open": sum(row.answer == "" for row in rows),
            "here": self.here(),
            "wrong": wrong,
        }
        return render(self.request, self.template, context | self.more(), status=422 if wrong else 200)

    def more(self) -> dict[str, Any]:
        return {}

    def _row(self, asked: Asked, card: Any, wrong: Any, of: UUID | None) -> dict[str, Any]:
        places, mistake = PlacesForm(service=card), MistakeForm(name=card.id)
        if wrong is not None and card.id == of:
            places, mistake = (wrong, mistake) if isinstance(wrong, PlacesForm) else (places, wrong)
        is_wrong = wrong is not None and card.id == of and isinstance(wrong, MistakeForm)
        shown = facts_of(card)
        facts = {"asked": asked, "card": card, "shown": shown, "places": places, "mistake": mistake}
        return facts | {"opens_mistake": is_wrong, "hours": together(shown["hours"])}

    def answer(self, request: HttpRequest) -> HttpResponse:
        """One act: everything, one service, its free places, or a mistake."""
        act, text = request.POST.get("act", ""), request.POST.get("service", "")
        try:
            if act == "all":
                return self._all()
            return self._one(act, UUID(text))
        except ValueError as error:
            raise Http404 from error
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return self.after()

    def _all(self) -> HttpResponse:
        shown = [UUID(each) for each in self.request.POST.getlist("service")]
        count = answering.confirm_asked(self.letter, services=shown, way=self.way, by=self.who(), at=now())
        if not count:
            messages.info(self.request, _("All of this has been answered already. Thank you."))
            return self.after()
        words = ngettext("%(n)s service is confirmed. Thank you.", "%(n)s services are confirmed. Thank you.", count)
        messages.success(self.request, words % {"n": count})
        return self.after()

    def _one(self, act: str, service: UUID) -> HttpResponse:
        card = next(iter(feed.service_cards([service], with_unpublished=True)), None)
        if card is None or not self.letter.asked.filter(service_id=service).exists():
            raise Http404
        facts: dict[str, Any] = {"way": self.way, "by": self.who(), "at": now()}
        if act == "mistake":
            form = MistakeForm(self.request.POST, name=service)
            if not form.is_valid():
                return self.show(form, service)
            answering.tell_mistake(self.letter, service, text=form.cleaned_data["told"], **facts)
            messages.success(self.request, _("Thank you. Staff of the region will look at it."))
            return self.after()
        places = PlacesForm(self.request.POST, service=card)
        if not places.is_valid():
            return self.show(places, service)
        if places.is_overtaken:
            return self._overtaken(act, service, **facts)
        if act == "places":
            answering.tell_places_asked(self.letter, service, **places.said(), **facts)
            messages.success(self.request, _("Free places and waiting time are saved."))
        elif act == "right":
            answering.confirm_with_places(self.letter, service, **places.said(), **facts)
            messages.success(self.request, _("%(name)s is confirmed. Thank you.") % {"name": card.name})
        else:
            raise Http404
        return self.after()

    def _overtaken(self, act: str, service: UUID, **facts: Any) -> HttpResponse:
        """Newer free places stay: what stood on an old page and was not touched says nothing."""
        if act == "right":
            answering.confirm_asked(self.letter, services=[service], **facts)
        messages.info(self.request, _("Newer free places were told meanwhile. They stay as they are."))
        return self.after()


class ByLink(Answering):
    """Opened from a letter, most often on a telephone."""

    permission = PUBLIC

    def here(self) -> str:
        return reverse("catalogue:by_link", args=[self.kwargs["secret"]])

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        return self._refused(request) or self.show()

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        if refused := self._refused(request):
            return refused
        if request.POST.get("act") == "opened":
            answering.note_opened(self.letter, at=now())
            return HttpResponse(status=204)
        return self.answer(request)

    def after(self) -> HttpResponse:
        if self.letter.asked.open().exists():
            return super().after()
        answers = set(self.letter.asked.values_list("answer", flat=True))
        said = {"confirmed": answers - {Asked.Answer.MISTAKE}, "told": answers & {Asked.Answer.MISTAKE}}
        words = "-".join(name for name, is_so in said.items() if is_so)
        return redirect(f"{reverse('catalogue:thanks')}?said={words}")

    def more(self) -> dict[str, Any]:
        return {"counts_opening": self.letter.opened_at is None}

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        """None if the link is good; else the page that says why not."""
        try:
            link = tokens.look(self.kwargs["secret"], answering.PURPOSE, tenant="", at=now())
        except LinkRefused as refusal:
            context = {"reason": str(refusal), "is_used": refusal.code == "link_used"}
            return render(request, "catalogue/desk/link_refused.html", context, status=410)
        rows = Letter.objects.select_related("campaign", "provider")
        self.letter = get_object_or_404(rows, pk=link.subject)
        return None


class Thanks(Permitted, View):
    """Everything is answered."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "catalogue/desk/thanks.html", {"said": request.GET.get("said", "").split("-")})


class OnBehalf(Answering):
    """Staff enters what a provider says on the telephone."""

    permission = "catalogue.run_campaign"
    way = Asked.Way.STAFF
    template = "catalogue/desk/on_behalf.html"

    def permission_object(self) -> None:
        rows = Letter.objects.select_related("campaign", "provider")
        self.letter = get_object_or_404(rows, pk=self.kwargs["letter"])

    def here(self) -> str:
        return reverse("catalogue:on_behalf", args=[self.letter.pk])

    def who(self) -> Any:
        return self.request.user

    def more(self) -> dict[str, Any]:
        from catalogue.showing import phones

        provider = self.letter.provider
        calls = [choice for choice in Letter.Call.choices if choice[0]]
        return {"phones": phones(provider.phones, provider.country), "calls": calls, "today": today()}

    def get(self, request: HttpRequest, letter: UUID) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, letter: UUID) -> HttpResponse:
        if request.POST.get("act") != "call":
            return self.answer(request)
        call = request.POST.get("call", "")
        if call not in Letter.Call.values or not call:
            messages.error(request, _("Choose what came of the call."))
        else:
            answering.note_call(self.letter, call=call, by=request.user, at=now())
            messages.success(request, _("The call is written down."))
        return self.after()
