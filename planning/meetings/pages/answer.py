"""The page a letter of invitation leads to, without signing in. Looking changes nothing; only the button does."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.meetings import calendars, inviting, papers
from planning.meetings.forms import AnswerForm
from planning.meetings.models import AgendaPaper, Participant
from planning.meetings.pages.agenda import file_of
from planning.meetings.pages.papers import printed
from planning.meetings.picturing import minutes_of
from planning.meetings.queries import holds_a_mandate, open_tasks
from planning.meetings.stages import Stage

ROUND = (Stage.SENT_ROUND, Stage.APPROVED, Stage.PUBLISHED)


@method_decorator(never_cache, name="dispatch")
class ByLink(Permitted, View):
    """Whoever has the link of an invitation."""

    permission = PUBLIC
    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kwargs = kwargs
        row = self.row
        if not holds_a_mandate(row.meeting, today(), person=row.person_id):
            return render(request, "planning/meetings/link_ended.html", {"row": row}, status=410)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def row(self) -> Participant:
        found = calendars.invited_by(self.kwargs["secret"], now())
        if found is None:
            raise Http404(_("This link is not valid. Perhaps it was not copied whole."))
        return found


class AnswerPage(ByLink):
    """Answer the invitation; read the papers, and later the minutes."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        row = self.row
        return self._page(row, AnswerForm(initial={"answer": row.answer, "name": row.answer_name}))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        form, row = AnswerForm(request.POST), self.row
        if form.is_valid():
            said = Participant.Answer(form.cleaned_data["answer"])
            try:
                inviting.answer_invitation(row, answer=said, name=form.cleaned_data["name"], by=None, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal, "name" if said == Participant.Answer.SUBSTITUTE else None)
            else:
                messages.success(request, _("Thank you, we know about it. You may change your answer here."))
                return redirect("planning:answer", secret)
        return self._page(row, form)

    def _page(self, row: Participant, form: AnswerForm) -> HttpResponse:
        meeting, at = row.meeting, now()
        has_minutes = meeting.stage in ROUND
        facts = {
            "row": row,
            "meeting": meeting,
            "form": form,
            "secret": self.kwargs["secret"],
            "items": meeting.items.prefetch_related("papers"),
            "groups": meeting.groups.order_by("name", "pk"),
            "may_answer": meeting.stage == Stage.INVITED and meeting.starts_at > at,
            "is_cancelled": meeting.stage == Stage.CANCELLED,
            "has_minutes": has_minutes,
            "left": open_tasks(meeting),
        }
        status = 422 if form.errors else 200
        return render(self.request, "planning/meetings/answer.html", facts, status=status)


class AnswerPaper(ByLink):
    """A paper of the agenda, for the invited."""

    def get(self, request: HttpRequest, secret: str, laid: UUID) -> HttpResponseBase:
        return file_of(get_object_or_404(AgendaPaper, pk=laid, item__meeting=self.row.meeting_id))


class AnswerMinutes(ByLink):
    """The minutes that were sent round, for the invited."""

    def get(self, request: HttpRequest, secret: str, ending: str) -> HttpResponse:
        meeting = self.row.meeting
        if meeting.stage not in ROUND:
            raise Http404(_("The minutes are not ready yet."))
        text, site = minutes_of(meeting), self.request.tenant
        return printed(request, ending, meeting, lambda: papers.minutes_paper(text, site, meeting.sent_at or now()))


class OwnCalendarPage(ByLink):
    """A button sends the secret address of a person's own calendar to their e-mail. It is never shown here: whoever
    was given an invitation further would read the whole calendar of somebody else."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        row = self.row
        facts = {"row": row, "secret": secret, "has_email": bool(row.person and row.person.email)}
        return render(request, "planning/meetings/own_calendar.html", facts)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        row, is_new = self.row, "new" in request.POST
        try:
            calendars.mail_address(row.person, self.request.tenant, is_new=is_new, by=None, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The address is on its way to your e-mail."))
        return redirect("planning:answer_calendar", secret)
