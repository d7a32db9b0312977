"""What pages of one meeting share: find it, show a form, press a button, go back."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted
from kernel.errors import DomainError
from planning.meetings.models import Meeting
from planning.structure.errors import ChangedMeanwhile
from planning.structure.forms import shown_before
from planning.structure.pages.base import Filling, Pressing


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


class Filled(Filling, OfMeeting):
    """A form of one meeting; where two wrote at once, both are shown."""

    template = "planning/meetings/form.html"

    def refused(self, form: Any, refusal: DomainError) -> HttpResponse:
        return self.both(refusal) if isinstance(refusal, ChangedMeanwhile) else super().refused(form, refusal)

    def both(self, refusal: ChangedMeanwhile) -> HttpResponse:
        """What the reader wrote stays in the form, what stands there now is shown above; saving again replaces it.

        Where a form tells with what it was shown (`base`), fields that the reader left alone are as they stand now.
        """
        fresh = self.form(None)
        sent = self.request.POST.copy()
        sent["version"] = str(fresh["version"].value())
        for name in _as_shown(sent, fresh):
            sent[name] = fresh[name].value() or ""
        if "base" in fresh.fields:
            sent["base"] = fresh["base"].value()
        form = self.form(sent)
        theirs = differences(fresh, form)
        return self.page(form, status=409, refusal=str(refusal), theirs=theirs)


class Pressed(Pressing, OfMeeting):
    """A button of one meeting."""


def _as_shown(sent: Mapping[str, Any], fresh: BaseForm) -> list[str]:
    """The fields that were sent as they were shown."""
    words = shown_before(sent.get("base", ""))
    return [
        name for name in fresh.fields if name in words and str(words[name]).split() == str(sent.get(name, "")).split()
    ]


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
