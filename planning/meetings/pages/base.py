"""What pages of one meeting share: find it, show a form, press a button, go back."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.meetings.models import Meeting
from planning.structure.errors import ChangedMeanwhile


class OfMeeting(Permitted, View):
    """A page of one meeting."""

    permission = "planning.lead_meeting"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.meeting_id: uuid.UUID = kwargs["meeting"]

    @cached_property
    def meeting(self) -> Meeting:
        found: Meeting = get_object_or_404(Meeting, pk=self.meeting_id)
        return found

    def show(self, template: str, **context: Any) -> HttpResponse:
        form = context.get("form")
        status = context.pop("status", 422 if form is not None and getattr(form, "errors", None) else 200)
        facts = {"meeting": self.meeting, "breadcrumbs": crumbs(self.meeting), **context}
        return render(self.request, template, facts, status=status)

    def back(self, anchor: str = "") -> HttpResponse:
        return redirect(reverse("planning:meeting", args=[self.meeting_id]) + anchor)


class ReadMeeting(OfMeeting):
    """A page that shows what is inside a meeting: a closed one is read by its own groups only."""

    permission = "planning.read_meeting"

    def permission_object(self) -> Meeting:
        return self.meeting


class Filled(OfMeeting):
    """A page with one form and one act; the form comes again while something in it is wrong."""

    title: Any = ""
    intro: Any = ""
    button: Any = ""
    said: Any = ""
    anchor = ""
    template = "planning/meetings/form.html"

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self.page(self.form(None))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            self.act(form)
        except ChangedMeanwhile as refusal:
            return self.both(refusal)
        except DomainError as refusal:
            add_to_form(form, refusal)
            return self.page(form)
        if self.said:
            messages.success(request, self.said)
        return self.done()

    def form(self, given: Any) -> Any:
        raise NotImplementedError

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def done(self) -> HttpResponse:
        return self.back(self.anchor)

    def more(self) -> dict[str, Any]:
        return {}

    def both(self, refusal: ChangedMeanwhile) -> HttpResponse:
        """What the reader wrote stays in the form, what stands there now is shown above; saving again replaces it."""
        fresh = self.form(None)
        sent = self.request.POST.copy()
        sent["version"] = str(fresh["version"].value())
        form = self.form(sent)
        theirs = differences(fresh, form)
        return self.page(form, status=409, refusal=str(refusal), theirs=theirs)

    def page(self, form: Any, **context: Any) -> HttpResponse:
        words = {"form": form, "title": self.title, "intro": self.intro, "button": self.button or _("Save")}
        return self.show(self.template, **words | self.more() | context)


class Pressed(OfMeeting):
    """A button: one act, then back to the meeting."""

    said: Any = ""
    anchor = ""

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        try:
            self.act()
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            if self.said:
                messages.success(request, self.said)
        return self.back(self.anchor)

    def act(self) -> None:
        raise NotImplementedError


def differences(fresh: BaseForm, sent: BaseForm) -> list[tuple[str, str, str]]:
    """Label, what stands there now, what was sent: where they differ in words."""
    found = []
    for field in fresh.visible_fields():
        now, said = field.value(), sent[field.name].value()
        if isinstance(now, str) and isinstance(said, str) and now.split() != said.split():
            found.append((str(field.label), now, said))
    return found


def crumbs(meeting: Meeting | None = None) -> list[tuple[str, str]]:
    """The way from the first page to a meeting."""
    way = [(_("Home"), "/"), (_("Meetings"), reverse("planning:meetings"))]
    if meeting is not None:
        way.append((meeting.title, reverse("planning:meeting", args=[meeting.pk])))
    return way
