"""Pages of staff: the queue, one request with its fields, the answer to a reported mistake."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views import View

from catalogue.models import ChangeRequest
from catalogue.registry.reading import is_same, shown_values
from catalogue.review import commands, queue
from catalogue.review.forms import AnswerForm, DecisionForm, QueueFilter
from catalogue.review.mistakes import words_since
from catalogue.review.wording import FieldWords, label, shown_fields
from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.exports import as_download
from kernel.files import kind_of
from kernel.http import add_to_form
from ui.typography import date_short

PER_PAGE = 25
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
}


class Queue(Permitted, View):
    """What waits for a decision, the oldest first; or what was decided."""

    permission = "catalogue.review_changes"

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = request.GET.get("state") != "decided"
        region = request.region  # type: ignore[attr-defined]
        filters = QueueFilter(request.GET, districts=queue.districts_of(region))
        rows = queue.asked_for(waiting=waiting, **filters.chosen())
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": filters,
            "page_obj": page,
            "rows": queue.as_asked(page.object_list, today()),
            "is_waiting": waiting,
            "tabs": [
                ("waiting", _("Waiting"), "?state=waiting", queue.count_waiting()),
                ("decided", _("Decided"), "?state=decided"),
            ],
            "current": "waiting" if waiting else "decided",
        }
        return render(request, "catalogue/review/queue.html", context)


class OfOneRequest(Permitted, View):
    permission = "catalogue.review_changes"
    asked: ChangeRequest

    def permission_object(self) -> None:
        self.asked = get_object_or_404(ChangeRequest.objects.with_subject(), pk=self.kwargs["change"])


class RequestPage(OfOneRequest):
    """One request: each field with its old and new value, and what is decided on it."""

    def get(self, request: HttpRequest, change: UUID) -> HttpResponse:
        if self.asked.is_mistake:
            return self._mistake(request, AnswerForm(words=self._words()))
        return self._fields(request, None)

    def post(self, request: HttpRequest, change: UUID) -> HttpResponse:
        return self._answer(request) if self.asked.is_mistake else self._decide(request)

    # --- fields
    def _decide(self, request: HttpRequest) -> HttpResponse:
        form = DecisionForm(request.POST, request=self.asked, shown=self._shown(), day=today())
        if form.is_valid():
            try:
                held = commands.decide_fields(self.asked, decisions=form.decisions(), by=request.user, at=now())
            except DomainError as refusal:
                if refusal.code == "decided":
                    messages.error(request, str(refusal))
                    return redirect("catalogue:review_request", self.asked.pk)
                add_to_form(form, refusal)
            else:
                return self._done(request, held)
        return self._fields(request, form)

    def _done(self, request: HttpRequest, held: ChangeRequest) -> HttpResponse:
        if held.is_waiting:
            messages.success(request, _("Saved. The other fields go on waiting; the sender is told at the end."))
            return redirect("catalogue:review_request", held.pk)
        messages.success(request, _("Decided. The sender is told by e-mail."))
        return redirect("catalogue:review")

    def _shown(self) -> list[Any]:
        return shown_fields(self.asked.fields.all())

    def _fields(self, request: HttpRequest, form: DecisionForm | None) -> HttpResponse:
        shown = self._shown()
        waits = form or DecisionForm(None, request=self.asked, shown=shown, day=today())
        deciders = queue.names_of({each.row.decided_by for each in shown if each.row.decided_by})
        context = self._about() | {
            "form": waits,
            "rows": waits.rows(),
            "meanwhile": self._meanwhile(shown),
            "otherwise": queue.asked_otherwise(self.asked) if self.asked.is_waiting else [],
            "decided": [
                (each, each.row.get_decision_display(), deciders.get(each.row.decided_by, ""))
                for each in shown
                if each.is_decided
            ],
            "is_wrong": form is not None,
        }
        return render(request, "catalogue/review/request.html", context, status=422 if form and form.errors else 200)

    def _meanwhile(self, shown: list[Any]) -> list[tuple[str, str]]:
        """What the entry says now, where that is no longer what the sender saw."""
        if self.asked.kind != ChangeRequest.Kind.CHANGE or not self.asked.is_waiting or not self.asked.service_id:
            return []
        now_shown = shown_values([self.asked.service_id], [each.name for each in shown])[self.asked.service_id]
        other = [
            (each, now_shown.get(each.name))
            for each in shown
            if not each.is_decided and not is_same(each.name, each.row.old, now_shown.get(each.name))
        ]
        words = FieldWords([(each.name, value) for each, value in other])
        return [(each.label, words.show(each.name, value)) for each, value in other]

    def _about(self) -> dict[str, Any]:
        row = queue.as_asked([self.asked], today())[0]
        return {"asked": self.asked, "days": row.days, "decided_by": row.decided_by, "labels": row.labels}

    # --- a reported mistake
    def _words(self) -> list[tuple[int, str]]:
        claims = words_since(self.asked)
        words = FieldWords([(claim.field, claim.value) for claim in claims])
        return [
            (
                claim.pk,
                f"{label(claim.field)}: {words.show(claim.field, claim.value) or '–'} ({date_short(claim.said_at)})",
            )
            for claim in claims
        ]

    def _answer(self, request: HttpRequest) -> HttpResponse:
        form = AnswerForm(request.POST, words=self._words())
        if form.is_valid():
            try:
                commands.answer_mistake(self.asked, **form.said(), by=request.user, at=now())
            except DomainError as refusal:
                if refusal.code == "decided":
                    messages.error(request, str(refusal))
                    return redirect("catalogue:review_request", self.asked.pk)
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Answered. If the sender left an address, the answer goes there."))
                return redirect("catalogue:review")
        return self._mistake(request, form)

    def _mistake(self, request: HttpRequest, form: AnswerForm) -> HttpResponse:
        context = self._about() | {"form": form}
        return render(request, "catalogue/review/mistake_answer.html", context, status=422 if form.errors else 200)


class Proof(OfOneRequest):
    """The paper that was sent along, always as a download."""

    def get(self, request: HttpRequest, change: UUID) -> Any:
        if not self.asked.proof:
            raise Http404(_("No paper was sent along."))
        file = self.asked.proof.open("rb")
        kind = kind_of(file)
        answer = FileResponse(file, content_type=TYPES.get(kind, "application/octet-stream"))
        return as_download(answer, get_valid_filename(self.asked.proof_name or "proof") or "proof")
