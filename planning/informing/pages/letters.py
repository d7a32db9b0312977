"""Following by e-mail and one's own letters. Looking at a link changes nothing; a press does."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.errors import LinkRefused
from kernel.access import PUBLIC, Permitted
from kernel.clock import now
from kernel.limits import address_of, spend
from planning.informing import following, telling
from planning.informing.forms import FollowForm, WishForm
from planning.informing.models import Subscription
from planning.structure.pages.open_page import OpenPage
from tenants import post
from tenants.duties import mark_of

OF_ONE_NETWORK, OF_ALL, TO_ONE = (10, timedelta(hours=1)), (300, timedelta(days=1)), (3, timedelta(hours=1))
OF_FOLLOWERS = ("notice", "plan", "year", "meeting", "minutes")
ON_A_PAGE = 20


class FollowPage(OpenPage):
    """Ask for news by e-mail."""

    too_many = gettext_lazy("Too many letters were asked for. Please try again later.")

    def get(self, request: HttpRequest) -> HttpResponse:
        offered = following.topics()
        chosen = [topic for topic in request.GET.getlist("topic") if topic in dict(offered)]
        return self.shown(FollowForm(topics=offered, initial={"topics": chosen}))

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.receive(FollowForm(request.POST, topics=following.topics()))

    def may_send(self, form: FollowForm) -> bool:
        own = spend(f"planning follow {address_of(self.request)}", *OF_ONE_NETWORK)
        one = spend(f"planning follow to {mark_of(form.cleaned_data['email'])}", *TO_ONE)
        return bool(own) and bool(one) and bool(spend("planning follow of all", *OF_ALL))

    def keep(self, form: FollowForm) -> HttpResponse:
        said = form.said()
        following.ask_to_follow(said["email"], said["topics"], self.request.tenant, at=now())
        return self.thanked()

    def thanked(self) -> HttpResponse:
        return redirect("planning:follow_thanks")

    def shown(self, form: FollowForm, status: int = 0) -> HttpResponse:
        facts = {"form": form, "breadcrumbs": _way()}
        status = status or (422 if form.errors else 200)
        return render(self.request, "planning/informing/follow.html", facts, status=status)


class FollowThanksPage(Permitted, View):
    """After the wish: look into your letters. It says the same whether the address was known or not."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(
            request,
            "planning/informing/follow_thanks.html",
            {"days": following.ANSWER_WITHIN.days, "breadcrumbs": _way()},
        )


@method_decorator(never_cache, name="dispatch")
class FollowAnswerPage(Permitted, View):
    """The link of the letter: what it is for, and the button that begins it."""

    permission = PUBLIC

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            row = following.looked_at(secret, at=now())
        except LinkRefused as refusal:
            return refused(request, str(refusal))
        if row is None:
            return refused(request, _("This wish was forgotten meanwhile. Ask again, please."))
        facts = {"topics": following.names_of(row.asked), "breadcrumbs": _way()}
        return render(request, "planning/informing/follow_answer.html", facts)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            row = following.begin_to_follow(secret, at=now())
        except LinkRefused as refusal:
            return refused(request, str(refusal))
        if row is None:
            return refused(request, _("This wish was forgotten meanwhile. Ask again, please."))
        messages.success(request, _("From now on we write to you. You can change it here at any time."))
        return redirect(telling.letters_path(row.whose))


@method_decorator(never_cache, name="dispatch")
class Letters(Permitted, View):
    """How one wishes to hear of what, and what was sent."""

    permission = PUBLIC
    request: Any

    def mark(self) -> UUID:
        raise NotImplementedError

    def here(self) -> str:
        raise NotImplementedError

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self.show(self.form(None))

    def post(self, request: Any, **address: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        post.keep_wishes(request.tenant, self.mark(), form.wishes())
        if "topics" in form.cleaned_data:
            following.change_topics(self.mark(), form.cleaned_data["topics"], request.tenant, at=now())
        messages.success(request, _("Saved."))
        return redirect(self.here())

    def form(self, given: Any) -> WishForm:
        row = Subscription.objects.filter(whose=self.mark(), confirmed_at__isnull=False).first()
        kinds = telling.KINDS if following.is_of_this_house(self.mark()) else OF_FOLLOWERS
        return WishForm(
            given,
            wishes=post.wishes_of(self.request.tenant, self.mark()),
            kinds=kinds,
            topics=following.topics() if row else (),
            followed=row.topics if row else (),
        )

    def show(self, form: WishForm) -> HttpResponse:
        rows = post.told_to(self.request.tenant, self.mark())
        facts = {
            "form": form,
            "page_obj": Paginator(rows, ON_A_PAGE).get_page(self.request.GET.get("page")),
            "kinds": telling.KINDS,
            "stop": telling.stop_path(self.mark()),
            "breadcrumbs": [(_("Home"), "/")],
        }
        status = 422 if form.errors else 200
        return render(self.request, "planning/informing/letters.html", facts, status=status)


class LettersByLink(Letters):
    """By the link that every letter holds."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.whose = telling.mark_behind(kwargs["secret"])
        except (BadSignature, ValueError):
            return refused(request, _("This link is not valid. Perhaps it was not copied whole."))
        return super().dispatch(request, *args, **kwargs)

    def mark(self) -> UUID:
        return self.whose

    def here(self) -> str:
        return telling.letters_path(self.whose)


class OwnLetters(Letters):
    """Signed in on the municipality's site."""

    permission = "planning.see_own_letters"

    def mark(self) -> UUID:
        return mark_of(self.request.user.email)

    def here(self) -> str:
        return reverse("planning:letters_of_mine")


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class StopLetters(Permitted, View):
    """One press ends all news by letter. Mail programs press it for the person (RFC 8058), so it asks for no token."""

    permission = PUBLIC

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        if self._mark(secret) is None:
            return refused(request, _("This link is not valid. Perhaps it was not copied whole."))
        return render(request, "planning/informing/stop.html", {"is_done": False, "breadcrumbs": [(_("Home"), "/")]})

    def post(self, request: Any, secret: str) -> HttpResponse:
        mark = self._mark(secret)
        if mark is None:
            return refused(request, _("This link is not valid. Perhaps it was not copied whole."))
        following.stop_letters(mark, request.tenant, at=now())
        facts = {
            "is_done": True,
            "is_kept": following.is_of_this_house(mark),
            "letters": telling.letters_path(mark),
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "planning/informing/stop.html", facts)

    @staticmethod
    def _mark(secret: str) -> UUID | None:
        try:
            return telling.mark_behind(secret)
        except (BadSignature, ValueError):
            return None


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    facts = {"reason": reason, "breadcrumbs": [(_("Home"), "/")]}
    return render(request, "planning/informing/link_refused.html", facts, status=404)


def _way() -> list[tuple[str, str]]:
    return [(_("Home"), "/"), (_("Notices"), reverse("planning:notices"))]
