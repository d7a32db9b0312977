"""Applications at work: look at one, take it or decline it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.groups import applying, people, queries
from planning.groups.forms import ANOTHER, DeclineForm, PersonForm, TakeForm, initial_of_taking
from planning.groups.models import Application, Person
from planning.groups.pages.work import WRITES, crumbs
from planning.groups.people import Newcomer, PersonKnown


class OfApplication(Permitted, View):
    """A page of one application."""

    permission = WRITES

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.application_id: uuid.UUID = kwargs["application"]

    @property
    def application(self) -> Application:
        rows = Application.objects.select_related("group", "member")
        found: Application = get_object_or_404(rows, pk=self.application_id)
        return found

    def show(self, **given: Any) -> HttpResponse:
        """The application with both forms; the one that was sent stays as it was written."""
        asked = self.application
        context = {
            "application": asked,
            "group": asked.group,
            "form": given.get("form") or TakeForm(initial=initial_of_taking(asked, today())),
            "who_form": given.get("who_form") or who_form(asked),
            "decline_form": given.get("decline_form") or DeclineForm(prefix="decline"),
            "is_waiting": asked.state == Application.State.WAITING,
            "days": applying.KEPT_FOR.days,
            "breadcrumbs": crumbs(asked.group),
        }
        wrong = any(given[name] is not None and given[name].errors for name in given)
        return render(self.request, "planning/groups/application.html", context, status=422 if wrong else 200)

    def after(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect("planning:group", self.application.group_id)

    def refused(self, refusal: DomainError) -> HttpResponse:
        messages.error(self.request, str(refusal))
        return redirect("planning:application", self.application_id)


def who_form(asked: Application, data: Any = None) -> PersonForm | None:
    """Asks whether whoever asked is somebody known; nothing where nobody is alike."""
    known = people.people_like(asked.name, asked.email) if asked.name else []
    if not known:
        return None
    form = PersonForm(
        {"name": asked.name, "email": asked.email, "phone": asked.phone, "who": (data or {}).get("who", "")}
    )
    form.offer(known, queries.memberships_of(known))
    return form


class ApplicationPage(OfApplication):
    """Who asks, why, and the two answers."""

    def get(self, request: HttpRequest, application: uuid.UUID) -> HttpResponse:
        return self.show()


class TakePage(OfApplication):
    """Whoever asked becomes a member."""

    def post(self, request: HttpRequest, application: uuid.UUID) -> HttpResponse:
        asked, form = self.application, TakeForm(request.POST)
        who = who_form(asked, request.POST)
        if not form.is_valid():
            return self.show(form=form, who_form=who)
        try:
            applying.take_application(
                asked, who=_meant(asked, request.POST.get("who", "")), **form.cleaned_data, by=request.user, at=now()
            )
        except PersonKnown as refusal:
            form.add_error(None, str(refusal))
            return self.show(form=form, who_form=who)
        except DomainError as refusal:
            if refusal.code == "answered":
                return self.refused(refusal)
            add_to_form(form, refusal)
            return self.show(form=form, who_form=who)
        return self.after(
            _("The person is a member now and gets a letter of welcome.")
            if asked.email
            else _("The person is a member now. There is no e-mail: tell the answer by telephone.")
        )


def _meant(asked: Application, who: str) -> Person | Newcomer:
    known = {str(row.pk): row for row in people.people_like(asked.name, asked.email)}
    return known.get(who) or Newcomer(asked.name, asked.email, asked.phone, is_another=who == ANOTHER)


class DeclinePage(OfApplication):
    """Not this time, with a reason."""

    def post(self, request: HttpRequest, application: uuid.UUID) -> HttpResponse:
        asked, form = self.application, DeclineForm(request.POST, prefix="decline")
        if not form.is_valid():
            return self.show(decline_form=form)
        try:
            applying.decline_application(asked, why=form.cleaned_data["why"], by=request.user, at=now())
        except DomainError as refusal:
            return self.refused(refusal)
        return self.after(
            _("The application is declined and the person gets a letter with the reason.")
            if asked.email
            else _("The application is declined. There is no e-mail: tell the answer by telephone.")
        )
