"""What everybody reads: where a plan stands, notices, and the feeds of changes."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.exports import download
from planning.course.pages import line_of
from planning.informing import feeds, following, standing
from planning.informing.changes import changes
from planning.informing.models import MUNICIPALITY, Announcement
from planning.structure.pages.public import HomePage
from tenants.queries import site_of

ON_A_PAGE = 20
SHOWN_AT_HOME = 3


def known_or_404(plan: UUID) -> Any:
    """A plan that is published or in process; a draft nobody has begun to prepare in public is not there."""
    return get_object_or_404(following.known_plans(), pk=plan)


class HomeWithNewsPage(HomePage):
    """The municipality's first page with what is new and the way to where each plan stands."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notices = Announcement.objects.of_today(today()).order_by("-published_at", "pk")[:SHOWN_AT_HOME]
        in_process = following.known_plans().order_by("-starts_on", "title", "pk")
        return {**super().get_context_data(**kwargs), "notices": notices, "in_process": in_process}


class WhereWeArePage(Permitted, View):
    """Where the process of a plan stands."""

    permission = PUBLIC

    def get(self, request: HttpRequest, plan: UUID) -> HttpResponse:
        found = known_or_404(plan)
        published = found.publications.in_force().only("published_at").first()
        steps = list(found.steps.order_by("number"))
        facts = {
            "plan": found,
            "line": line_of(found, steps) if steps else [],
            "published_at": published.published_at if published else None,
            "contact": site_of(request).contact,
            "breadcrumbs": [(_("Home"), "/")],
            **standing.whole(found, now(), today()),
        }
        return render(request, "planning/informing/where_we_are.html", facts)


class NoticesPage(Permitted, View):
    """What counts now first, then what is past."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        day = today()
        rows = Announcement.objects.public(day).select_related("plan")
        current = Announcement.objects.of_today(day).select_related("plan").order_by("-published_at", "pk")
        past = rows.filter(shown_until__lt=day).order_by("-shown_until", "-published_at", "pk")
        is_past = request.GET.get("time") == "past"
        here = reverse("planning:notices")
        facts = {
            "page_obj": Paginator(past if is_past else current, ON_A_PAGE).get_page(request.GET.get("page")),
            "is_past": is_past,
            "tabs": [
                ("current", _("What counts now"), here, current.count()),
                ("past", _("Past notices"), f"{here}?time=past", past.count()),
            ],
            "tab": "past" if is_past else "current",
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "planning/informing/notices.html", facts)


class NoticePage(Permitted, View):
    """One notice."""

    permission = PUBLIC

    def get(self, request: HttpRequest, notice: UUID) -> HttpResponse:
        day = today()
        found = get_object_or_404(Announcement.objects.public(day).select_related("plan"), pk=notice)
        plan = following.known_plans().filter(pk=found.plan_id).first() if found.plan_id else None
        facts = {
            "notice": found,
            "plan": plan,
            "is_past": found.is_past(day),
            "contact": site_of(request).contact,
            "breadcrumbs": [(_("Home"), "/"), (_("Notices"), reverse("planning:notices"))],
        }
        return render(request, "planning/informing/notice.html", facts)


class NoticeFile(Permitted, View):
    """The file of a notice everybody may read, always as a download."""

    permission = PUBLIC

    def get(self, request: HttpRequest, notice: UUID) -> HttpResponseBase:
        return stored_file(get_object_or_404(Announcement.objects.public(today()), pk=notice))


def stored_file(row: Announcement) -> HttpResponseBase:
    return download(row.file, row.file_name, missing=_("There is no file here."))


class SiteFeed(Permitted, View):
    """Everything that changes in this municipality."""

    permission = PUBLIC

    def get(self, request: Any) -> HttpResponse:
        title = _("News of planning: %(place)s") % {"place": request.tenant.name}
        where = {"page": reverse("planning:notices"), "own": reverse("planning:feed")}
        found = changes(None, today())
        text = feeds.feed(found, title=title, about=MUNICIPALITY, site=request.tenant, **where)
        return HttpResponse(text, content_type=feeds.TYPE)


class PlanFeed(Permitted, View):
    """Everything that changes around one plan."""

    permission = PUBLIC

    def get(self, request: Any, plan: UUID) -> HttpResponse:
        found = known_or_404(plan)
        where = {
            "page": reverse("planning:where_we_are", args=[plan]),
            "own": reverse("planning:plan_feed", args=[plan]),
        }
        told = changes(found, today())
        text = feeds.feed(told, title=found.public_title, about=str(found.pk), site=request.tenant, **where)
        return HttpResponse(text, content_type=feeds.TYPE)
