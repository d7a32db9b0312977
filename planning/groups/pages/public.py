"""What everybody sees: the groups of the municipality, who sits in them, how to join."""

import uuid
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.limits import address_of, spend
from planning.groups import applying, queries
from planning.groups.forms import JoinForm
from planning.groups.models import Group
from planning.groups.pages.work import spoken
from planning.groups.queries import PublicGroup
from planning.structure.pages.open_page import OpenPage
from tenants.queries import site_of

OF_ONE_ADDRESS, OF_ALL = (5, timedelta(hours=1)), (100, timedelta(days=1))


class PublicGroupsPage(Permitted, View):
    """The groups that prepare the plan."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "groups": queries.public_groups(today(), spoken()),
            "contact": site_of(request).contact,
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "planning/groups/public_groups.html", context)


class PublicGroupPage(Permitted, View):
    """One group: what it deals with, members by side, how to join."""

    permission = PUBLIC

    def get(self, request: HttpRequest, group: uuid.UUID) -> HttpResponse:
        context = {
            "shown": shown_or_404(group),
            "contact": site_of(request).contact,
            "breadcrumbs": _way(),
        }
        return render(request, "planning/groups/public_group.html", context)


class JoinPage(OpenPage):
    """Ask to join."""

    too_many = gettext_lazy("Too many applications came from your network. Please try again later.")

    def get(self, request: HttpRequest, group: uuid.UUID) -> HttpResponse:
        self.group = open_or_404(group)
        return self.shown(JoinForm())

    def post(self, request: HttpRequest, group: uuid.UUID) -> HttpResponse:
        self.group = open_or_404(group)
        return self.receive(JoinForm(request.POST))

    def may_send(self, form: JoinForm) -> bool:
        own = spend(f"planning join {address_of(self.request)}", *OF_ONE_ADDRESS)
        return bool(own) and bool(spend("planning join of all", *OF_ALL))

    def keep(self, form: JoinForm) -> HttpResponse:
        applying.ask_to_join(self.group, **form.said(), at=now())
        return self.thanked()

    def thanked(self) -> HttpResponse:
        return redirect("planning:join_thanks")

    def shown(self, form: JoinForm, status: int = 0) -> HttpResponse:
        way = [*_way(), (self.group.name, reverse("planning:public_group", args=[self.group.pk]))]
        context = {"group": self.group, "form": form, "days": applying.KEPT_FOR.days, "breadcrumbs": way}
        status = status or (422 if form.errors else 200)
        return render(self.request, "planning/groups/join.html", context, status=status)


class JoinThanksPage(Permitted, View):
    """After an application."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "planning/groups/join_thanks.html", {"breadcrumbs": _way()})


def _way() -> list[tuple[str, str]]:
    return [(_("Home"), "/"), (_("Groups"), reverse("planning:public_groups"))]


def shown_or_404(group: uuid.UUID) -> PublicGroup:
    """A group that works and is shown to everybody."""
    day = today()
    found = queries.with_members(Group.objects.open_to_the_public(day).select_related("plan"), day)
    row = found.filter(pk=group).first()
    if row is None:
        raise Http404(_("There is no such group."))
    return queries.public_group(row, spoken())


def open_or_404(group: uuid.UUID) -> Group:
    """A group that anybody may ask to join."""
    row = Group.objects.open_to_the_public(today()).filter(pk=group, is_open=True).first()
    if row is None:
        raise Http404(_("This group takes no applications."))
    return row
