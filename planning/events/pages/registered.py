"""Pages of who is registered: the list, one of them, somebody by telephone, the door, the files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel import exports
from kernel.access import allowed
from kernel.clock import day_of, now
from kernel.errors import DomainError
from planning.events import after, checking_in, papers, queries, registering
from planning.events.forms import EnteredForm, WalkInForm
from planning.events.pages.base import OfEvent, OfRegistered, to_list
from planning.meetings.models import Participant
from planning.meetings.pages.base import Filled, Pressed, crumbs
from planning.meetings.pages.papers import printed
from planning.meetings.stages import Part, is_open

SEES_NEEDS = "planning.see_needs"
ON_A_PAGE = 50


class RegisteredPage(OfEvent):
    """Who is registered, with search; whom to call."""

    def get(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        words, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
        rows = queries.registered_at(self.meeting, words=words, state=state)
        to_call = set(queries.to_be_called(self.meeting).values_list("pk", flat=True))
        return self.show(
            "planning/events/registered.html",
            page=Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
            q=words,
            state=state,
            states=Participant.Registration.choices,
            numbers=queries.numbers_of(self.meeting),
            to_call=to_call,
            sees_needs=allowed(SEES_NEEDS, request),
        )


class EnterPage(Filled, OfEvent):
    """Somebody registers by telephone or on paper."""

    title = gettext_lazy("Enter somebody")
    intro = gettext_lazy("Somebody who calls, writes or comes to the office. When all places are taken, they wait.")
    button = gettext_lazy("Enter")

    def form(self, given: Any) -> EnteredForm:
        return EnteredForm(given, with_needs=True)  # whoever takes the call writes down what was said

    def act(self, form: EnteredForm) -> None:
        row, is_new = registering.register(self.meeting, form.facts(), by=self.request.user, at=now())
        facts = {"name": row.name, "state": row.get_registration_display(), "number": row.number}
        words = _("%(name)s: %(state)s, number %(number)s.") if is_new else _("%(name)s is registered already.")
        messages.success(self.request, words % facts)

    def done(self) -> HttpResponse:
        return to_list(self.meeting_id)

    def more(self) -> dict[str, Any]:
        return {"back": reverse("planning:registered", args=[self.meeting_id])}


class RegisteredPersonPage(Filled, OfRegistered):
    """One person who registered: correct, take off, say that they were called."""

    template = "planning/events/person.html"
    said = gettext_lazy("Saved.")

    def form(self, given: Any) -> EnteredForm:
        row = get_object_or_404(Participant, pk=self.row.pk)
        return EnteredForm(given, row=row, with_needs=allowed(SEES_NEEDS, self.request))

    def act(self, form: EnteredForm) -> None:
        version = form.cleaned_data["version"] or 0
        registering.change_registration(self.row, form.facts(), version=version, by=self.request.user, at=now())

    def done(self) -> HttpResponse:
        return to_list(self.meeting_id)

    def more(self) -> dict[str, Any]:
        is_standing = self.row.registration in registering.STANDS and now() < self.meeting.ends_at
        to_call = queries.to_be_called(self.meeting).filter(pk=self.row.pk).exists()
        way = [*crumbs(self.meeting), (_("Registered"), reverse("planning:registered", args=[self.meeting_id]))]
        return {"row": self.row, "is_standing": is_standing, "to_call": to_call, "breadcrumbs": way}


class TakeOffPage(Pressed, OfRegistered):
    """Somebody called that they do not come."""

    said = gettext_lazy("The registration is cancelled. Whoever waits longest has moved up.")

    def act(self) -> None:
        registering.withdraw(self.row, by=self.request.user, at=now())

    def back(self, anchor: str = "") -> HttpResponse:
        return to_list(self.meeting_id)


class CalledPage(Pressed, OfRegistered):
    """Somebody without e-mail was called."""

    said = gettext_lazy("Written down: the person knows how it stands.")

    def act(self) -> None:
        registering.told_by_telephone(self.row, by=self.request.user, at=now())

    def back(self, anchor: str = "") -> HttpResponse:
        return to_list(self.meeting_id)


class NeedsPage(OfEvent):
    """Who needs what, so that it can be arranged."""

    permission = SEES_NEEDS

    def get(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        rows = self.meeting.participants.registered().exclude(needs=[], needs_note="")
        rows = rows.exclude(registration=Participant.Registration.WITHDRAWN).order_by("number")
        page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
        told = [(row, papers.needs_words(row)) for row in page]
        return self.show(
            "planning/events/needs.html",
            page=page,
            rows=told,
            counts=queries.needs_of(self.meeting),
            days=after.NEEDS_KEPT.days,
        )


class DoorPage(OfEvent):
    """At the door, on a tablet: look for a name, tick it."""

    def get(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        words = request.GET.get("q", "").strip()[:100]
        rows = queries.expected(self.meeting, words=words)
        return self.show(
            "planning/events/door.html",
            page=Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
            q=words,
            numbers=queries.numbers_of(self.meeting),
            is_open=is_open(Part.ATTENDANCE, self.meeting.stage),
            is_early=day_of(now()) < day_of(self.meeting.starts_at),
        )

    def post(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        row = get_object_or_404(
            Participant.objects.select_related("meeting"), pk=_uuid(request.POST.get("who", "")), meeting=meeting
        )
        presence = request.POST.get("presence", "")
        try:
            checking_in.check_in(row, presence=presence, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("%(name)s is here.") if presence else _("%(name)s is not ticked any more.")
            messages.success(request, words % {"name": row.name})
        kept = {name: request.POST[name] for name in ("q", "page") if request.POST.get(name)}
        return redirect(reverse("planning:door", args=[meeting]) + (f"?{urlencode(kept)}" if kept else ""))


class WalkInPage(Filled, OfEvent):
    """Somebody came who had not registered."""

    title = gettext_lazy("Somebody who had not registered")
    intro = gettext_lazy("Look for the name in the list first. Whoever you write down here gets a certificate too.")
    button = gettext_lazy("Write down")
    said = gettext_lazy("Written down as here.")

    def form(self, given: Any) -> WalkInForm:
        return WalkInForm(given)

    def act(self, form: WalkInForm) -> None:
        checking_in.walk_in(self.meeting, **form.cleaned_data, by=self.request.user, at=now())

    def done(self) -> HttpResponse:
        return redirect("planning:door", self.meeting_id)

    def more(self) -> dict[str, Any]:
        return {"back": reverse("planning:door", args=[self.meeting_id])}


class RegisteredFile(OfEvent):
    """Who is registered, as a table (XLSX) and on paper."""

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponseBase:
        rows = list(queries.registered_at(self.meeting))
        if ending == "xlsx":
            with_needs = allowed(SEES_NEEDS, request)
            with translation.override(request.tenant.language):
                heads, title = papers.heads(with_needs=with_needs), _("Registered")
                return exports.answer(ending, heads, papers.table_rows(rows, with_needs=with_needs), title=title)
        standing = [row for row in rows if row.registration in registering.STANDS]
        return printed(
            request, ending, self.meeting, lambda: papers.registered_list(self.meeting, standing, request.tenant, now())
        )


class BadgesFile(OfEvent):
    """Name badges to cut out."""

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponse:
        rows = queries.badged(self.meeting)
        if not rows:
            raise Http404(_("Nobody is registered yet."))
        return printed(request, ending, self.meeting, lambda: papers.badges(self.meeting, rows, request.tenant, now()))


class CertificatesFile(OfEvent):
    """A certificate for each of those who came."""

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponse:
        rows, items = queries.came_to(self.meeting), list(self.meeting.items.all())
        if not rows:
            raise Http404(_("Nobody is ticked as present."))
        return printed(
            request, ending, self.meeting, lambda: papers.certificates(self.meeting, items, rows, request.tenant, now())
        )


class CertificateListFile(OfEvent):
    """Who takes a certificate over, to sign."""

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponse:
        rows = queries.came_to(self.meeting)
        return printed(
            request, ending, self.meeting, lambda: papers.certificate_list(self.meeting, rows, request.tenant, now())
        )


class ReportFile(OfEvent):
    """How many came, from where, and to what."""

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponse:
        days, numbers = queries.days_of(self.meeting.items.all()), queries.numbers_of(self.meeting)
        organisations = after.organisations_of(self.meeting)
        return printed(
            request, ending, self.meeting,
            lambda: papers.report(self.meeting, days, numbers, organisations, request.tenant, now()),
        )  # fmt: skip


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404(_("There is no such person.")) from None
