"""Acts on a compared run: choose, accept, ask a second person, answer, put aside, undo. One command each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from imports import commands
from imports.forms import RefuseForm
from imports.models import Run
from imports.pages import Page, acted, back_to_preview, crumb_of, crumbs
from imports.run_page import run_facts
from imports.sources import source_named
from kernel.clock import now
from kernel.errors import DomainError


class AcceptRun(Page):
    """Agree to what was seen."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        return acted(request, "imports:run", lambda: commands.ask_to_accept(run, by=request.user), pk=pk)


class DiscardRun(Page):
    """Ask whether the run is to be put aside, and do it."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        if run.is_settled:
            return redirect("imports:run", pk=pk)
        facts = {"run": run, "source": source_named(run.source), "breadcrumbs": crumbs(crumb_of(run))}
        return render(request, "imports/discard.html", facts)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        return acted(request, "imports:run", lambda: commands.discard_run(run, by=request.user, at=now()), pk=pk)


class ChooseChanges(Page):
    """Take or leave out changes: those shown on the page one by one, or a whole kind at once."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        try:
            self._choose(request, run)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect(back_to_preview(pk, request.POST.get("query", "")))

    def _choose(self, request: HttpRequest, run: Run) -> None:
        act, kind = request.POST.get("act", ""), request.POST.get("kind", "").upper()
        if act in {"all", "none"}:
            commands.choose_changes(run, taken=act == "all", kinds=[kind])
            messages.success(request, _("All of this kind are chosen.") if act == "all" else _("None is chosen."))
            return
        shown, taken = _numbers(request, "shown"), _numbers(request, "taken")
        commands.choose_page(run, shown=shown, taken=taken)
        messages.success(request, _("Your choice is saved."))


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {
        int(value) for value in request.POST.getlist(name) if value.isascii() and value.isdigit() and len(value) < 19
    }


class AskSecond(Page):
    """Ask another data steward to agree."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run, said = self._run(pk), _("The other data stewards were asked by mail.")
        act = lambda: commands.ask_second_person(run, by=request.user, at=now())  # noqa: E731 - one act
        return acted(request, "imports:run", act, said=said, pk=pk)


class AgreeAsSecond(Page):
    """Agree to what another person asked for."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        return acted(request, "imports:run", lambda: commands.agree_as_second(run, by=request.user, at=now()), pk=pk)


class RefuseAsSecond(Page):
    """Refuse, with a reason."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run, form = self._run(pk), RefuseForm(request.POST)
        if run.is_waiting and not form.is_valid():
            return render(request, "imports/run.html", run_facts(request, run, form), status=422)
        reason = form.data.get("reason", "")
        act = lambda: commands.refuse_as_second(run, reason=reason, by=request.user, at=now())  # noqa: E731 - one act
        return acted(request, "imports:run", act, pk=pk)


class WithdrawRequest(Page):
    """Take the request back."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        return acted(request, "imports:run", lambda: commands.withdraw_request(run, by=request.user, at=now()), pk=pk)


class UndoRun(Page):
    """What undoing would do, and the button that does it."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        if not run.is_accepted:
            return redirect("imports:run", pk=pk)
        later = Run.objects.accepted().filter(decided_at__gt=run.decided_at).order_by("decided_at", "id")
        taken = commands.taken_of(run)
        facts = {
            "run": run,
            "source": source_named(run.source),
            "taken": taken | {"changed": taken.get("changed", 0) + taken.get("conflict", 0)},
            "later": [(each, source_named(each.source).title) for each in later[:20]],
            "breadcrumbs": crumbs(crumb_of(run)),
        }
        return render(request, "imports/undo.html", facts)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        return acted(request, "imports:run", lambda: commands.ask_to_undo(run, by=request.user), pk=pk)
