"""Conflicts with the registers: the list, the letter and the table for the keeper, and how a case ends."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from catalogue import labels
from catalogue.models import Case, Voice
from catalogue.review import commands, queue
from catalogue.review.forms import CloseForm
from catalogue.review.letters import letter_to_keeper, number_of
from kernel.access import Permitted
from kernel.clock import day_of, now, today
from kernel.errors import DomainError
from kernel.exports import answer, as_download
from kernel.http import add_to_form

PER_PAGE = 25


class Cases(Permitted, View):
    """All open cases, the oldest first; or those that have ended."""

    permission = "catalogue.review_changes"

    def get(self, request: HttpRequest) -> HttpResponse:
        running = request.GET.get("state") != "ended"
        page = Paginator(queue.cases(running=running), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page_obj": page,
            "rows": queue.as_shown(page.object_list, today()),
            "running": running,
            "tabs": [
                ("open", pgettext("cases", "Open"), "?state=open"),
                ("ended", pgettext("cases", "Ended"), "?state=ended"),
            ],
            "current": "open" if running else "ended",
        }
        return render(request, "catalogue/review/cases.html", context)


class CasesFile(Permitted, View):
    """All open cases as a table for the keeper of the register."""

    permission = "catalogue.review_changes"

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        heads = [
            _("Register"),
            _("Number in the register"),
            _("Provider"),
            _("Company number (IČO)"),
            _("Service"),
            _("Kind of service"),
            _("Field"),
            _("The register says"),
            _("It should say"),
            _("Said by"),
            _("State"),
            _("Open since"),
        ]
        rows = (self._line(each) for each in queue.as_shown(queue.cases(running=True), today()))
        return answer(ending, heads, rows, title=_("Conflicts with registers"))

    def _line(self, shown: queue.ShownCase) -> list[Any]:
        case, service = shown.case, shown.case.service
        return [
            labels.source(case.register),
            number_of(service),
            service.provider.name,
            service.provider.ico,
            service.name,
            service.kind.name,
            shown.label,
            shown.register_word,
            shown.our_word,
            _("region") if case.voice == Voice.REGION else _("provider"),
            case.get_state_display(),
            day_of(case.opened_at),
        ]


class OfOneCase(Permitted, View):
    """Something about one case; staff, and whoever keeps the entries of its provider, may look."""

    permission = "catalogue.review_changes"
    case: Case

    def permission_object(self) -> Any:
        rows = Case.objects.select_related("service__provider", "service__kind", "request")
        self.case = get_object_or_404(rows, pk=self.kwargs["case"])
        return self.case.service


class CasePage(OfOneCase):
    """One case: both words, the letter, and the way to end it by hand."""

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        return self._page(request, CloseForm())

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        form = CloseForm(request.POST)
        if form.is_valid():
            try:
                commands.close_case(self.case, reason=form.cleaned_data["reason"], by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The case is closed."))
                return redirect("catalogue:cases")
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: CloseForm) -> HttpResponse:
        shown = queue.as_shown([self.case], today())[0]
        names = queue.names_of(each for each in (self.case.settled_by, self.case.sent_by) if each)
        context = {
            "shown": shown,
            "case": self.case,
            "source": labels.source(self.case.register),
            "number": number_of(self.case.service),
            "form": form,
            "settled_by": names.get(self.case.settled_by, "") if self.case.settled_by else "",
            "sent_by": names.get(self.case.sent_by, "") if self.case.sent_by else "",
        }
        return render(request, "catalogue/review/case.html", context, status=422 if form.errors else 200)


class CaseLetter(OfOneCase):
    """The ready letter about all open cases of the service: to print, to copy, or as a text file."""

    permission = "catalogue.see_case"

    def get(self, request: HttpRequest, case: UUID) -> HttpResponseBase:
        cases = queue.cases_of_service(self.case.service_id) or [self.case]
        letter = letter_to_keeper(self.case.service, cases, day=today(), signed=str(request.user))
        if request.GET.get("as") == "text":
            plain = HttpResponse(letter.text, content_type="text/plain; charset=utf-8")
            return as_download(plain, "letter.txt")
        context = {"letter": letter, "case": self.case, "count": len(cases)}
        return render(request, "catalogue/review/letter.html", context)


class SendCase(OfOneCase):
    """Staff says that the letter went out."""

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        count = commands.mark_sent(queue.cases_of_service(self.case.service_id), by=request.user, at=now())
        if count:
            messages.success(request, _("Marked as sent. The case ends by itself when the register says the same."))
        return redirect("catalogue:case", self.case.pk)
