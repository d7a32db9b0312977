"""Pages of those who prepare an event: plan it, its programme, its registration, what follows after it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from kernel.access import Permitted
from kernel.clock import now
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.events import after, programme, queries, registering
from planning.events.forms import BlockForm, EventForm, PublicPapersForm, RegistrationForm
from planning.events.letters import to_be_thanked
from planning.events.pages.base import OfEvent
from planning.events.papers import numbers_rows
from planning.meetings.commands import plan_meeting
from planning.meetings.models import AgendaItem, AgendaPaper, Meeting
from planning.meetings.pages.base import Filled, Pressed, crumbs
from planning.meetings.stages import Stage


class NewEventPage(Permitted, View):
    """Plan an open event."""

    permission = "planning.lead_event"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(EventForm(initial={"kind": Meeting.Kind.CONFERENCE}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EventForm(request.POST)
        if form.is_valid():
            try:
                meeting = plan_meeting(**form.facts(), by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The event is planned. Write its programme, then open the registration."))
                return redirect("planning:meeting", meeting.pk)
        return self._show(form)

    def _show(self, form: EventForm) -> HttpResponse:
        facts = {"form": form, "title": _("Plan an open event"), "button": _("Plan it"), "breadcrumbs": crumbs()}
        return render(self.request, "planning/meetings/form.html", facts, status=422 if form.errors else 200)


class EventFactsPage(Filled, OfEvent):
    """Change when, where and what it is."""

    title = gettext_lazy("Day and place of the event")
    said = gettext_lazy("Saved.")

    def form(self, given: Any) -> EventForm:
        return EventForm(given, instance=get_object_or_404(Meeting, pk=self.meeting_id))

    def act(self, form: EventForm) -> None:
        meeting = get_object_or_404(Meeting, pk=self.meeting_id)
        version = form.cleaned_data["version"] or 0
        programme.change_event(meeting, **form.facts(), version=version, by=self.request.user, at=now())

    def more(self) -> dict[str, Any]:
        told = _("Whoever is invited or registered and has an e-mail gets one letter about what you change here.")
        moved = _("If the event begins at another time, its blocks move with it.")
        return {"intro": f"{told} {moved}" if self.meeting.stage == Stage.INVITED else moved}


class AddBlockPage(Filled, OfEvent):
    """Add a block to the programme."""

    title = gettext_lazy("Add a block to the programme")
    button = gettext_lazy("Add")
    said = gettext_lazy("Added.")
    anchor = "#agenda"

    def form(self, given: Any) -> BlockForm:
        return BlockForm(given, meeting=self.meeting)

    def act(self, form: BlockForm) -> None:
        programme.add_block(self.meeting, **form.facts(), by=self.request.user, at=now())


class BlockPage(Filled, OfEvent):
    """Change a block."""

    title = gettext_lazy("Block of the programme")
    said = gettext_lazy("Saved.")
    anchor = "#agenda"

    @property
    def block(self) -> AgendaItem:
        rows = AgendaItem.objects.select_related("meeting")
        found: AgendaItem = get_object_or_404(rows, pk=self.kwargs["item"], meeting=self.meeting_id)
        return found

    def form(self, given: Any) -> BlockForm:
        return BlockForm(given, meeting=self.meeting, block=self.block)

    def act(self, form: BlockForm) -> None:
        version = form.cleaned_data["version"] or 0
        programme.change_block(self.block, **form.facts(), version=version, by=self.request.user, at=now())


class RegistrationPage(Filled, OfEvent):
    """Whether people register, until when, and how many places there are."""

    title = gettext_lazy("Registration")
    said = gettext_lazy("Saved.")
    anchor = "#registration"

    def form(self, given: Any) -> RegistrationForm:
        return RegistrationForm(given, meeting=get_object_or_404(Meeting, pk=self.meeting_id))

    def act(self, form: RegistrationForm) -> None:
        registering.set_registration(self.meeting, **form.facts(), by=self.request.user, at=now())


class CloseRegistrationPage(Pressed, OfEvent):
    """Close the registration, or open it again."""

    anchor = "#registration"

    def act(self) -> None:
        closed = self.request.POST.get("closed") == "yes"
        registering.close_registration(self.meeting, closed=closed, by=self.request.user, at=now())
        messages.success(
            self.request, _("The registration is closed.") if closed else _("The registration is open again.")
        )


class AfterPage(OfEvent):
    """How it went: how many came, which papers everybody may read, thanks."""

    def get(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            chosen = {UUID(each) for each in form.cleaned_data["papers"]}
            count = after.publish_papers(self.meeting, public=chosen, by=request.user, at=now())
        except DomainError as refusal:
            add_to_form(form, refusal)
            return self._page(form)
        words = ngettext("%(n)s paper is changed.", "%(n)s papers are changed.", count) % {"n": count}
        messages.success(request, words if count else _("Nothing was changed."))
        return redirect("planning:event_after", meeting)

    def _form(self, given: Any = None) -> PublicPapersForm:
        papers = list(AgendaPaper.objects.filter(item__meeting=self.meeting_id).select_related("item"))
        papers.sort(key=lambda each: (each.item.position, each.at))
        return PublicPapersForm(
            given,
            papers=[(str(each.pk), f"{each.name} ({each.item.title})") for each in papers],
            public=[str(each.pk) for each in papers if each.is_public],
        )

    def _page(self, form: PublicPapersForm | None = None) -> HttpResponse:
        form, numbers = form or self._form(), queries.numbers_of(self.meeting)
        return self.show(
            "planning/events/after.html",
            form=form,
            came=numbers.came,
            has_papers=bool(form.fields["papers"].choices),  # type: ignore[attr-defined]
            numbers=list(numbers_rows(numbers)),
            organisations=after.organisations_of(self.meeting)[:20],
            thankful=to_be_thanked(self.meeting).count(),
            is_over=now() >= self.meeting.ends_at,
            needs_days=after.NEEDS_KEPT.days,
            days=after.CONTACTS_KEPT.days,
        )


class ThankPage(Pressed, OfEvent):
    """Thanks go to those who came and agreed to a letter."""

    def act(self) -> None:
        count = after.thank(self.meeting, by=self.request.user, at=now())
        words = ngettext("%(n)s letter of thanks goes out.", "%(n)s letters of thanks go out.", count) % {"n": count}
        messages.success(self.request, words if count else _("Nobody is left to thank."))

    def back(self, anchor: str = "") -> HttpResponse:
        return redirect(reverse("planning:event_after", args=[self.meeting_id]))
