"""Paper and letters: print questionnaires, codes and a poster, write letters, and type returned sheets in."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kernel.clock import now
from kernel.errors import DomainError
from kernel.exports import as_download
from kernel.http import add_to_form
from planning.knowing.pages.needs import towns_of
from planning.structure.pages.papers import printed
from planning.surveys import answering, inviting, papers
from planning.surveys.addressing import emails_of_providers
from planning.surveys.answer_forms import SheetForm, typed
from planning.surveys.forms import LettersForm, SheetsForm
from planning.surveys.inviting import Sheet, public_address
from planning.surveys.models import Audience, Channel, Stage, Survey
from planning.surveys.numbers import spelled
from planning.surveys.pages.base import Filled, OfSurvey
from tenants.queries import site_of
from ui.documents import codes


class SpecimenPage(OfSurvey):
    """One questionnaire to look at before it is printed for people."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        row, easy = self.survey, request.GET.get("easy") == "1"
        site = site_of(request)
        return printed(request, "pdf", lambda: papers.specimen(row, site, now(), easy=easy), [row.plan])


class SheetsPage(Filled):
    """Print questionnaires with numbers, or letters with codes."""

    title = gettext_lazy("Print questionnaires")
    button = gettext_lazy("Print as PDF")
    template = "sheets"

    def form(self, given: Any) -> SheetsForm:
        return SheetsForm(given, one_each=self.survey.one_each)

    def act(self, form: SheetsForm) -> HttpResponse:
        told, site, at = form.cleaned_data, site_of(self.request), now()
        sheets = self._sheets(told, at)
        if told.get("what") == "letter":
            compose = partial(papers.letters, self.survey, sheets, site, at)
        else:
            compose = partial(papers.questionnaires, self.survey, sheets, site, at, easy=told["easy"])
        return printed(self.request, "pdf", compose, [self.survey.plan])

    def _sheets(self, told: dict[str, Any], at: Any) -> list[Sheet]:
        who = {"by": self.request.user, "at": at}
        if told["count"]:
            return inviting.number_sheets(self.survey, told["count"], **who)
        return inviting.print_again(self.survey, told["first"], told["last"], **who)

    def more(self) -> dict[str, Any]:
        last = self.survey.last_number
        return {"last": last, "spelled": spelled(last) if last else "", "is_open": self.survey.stage == Stage.OPEN}


class CodeFile(OfSurvey):
    """The QR code of the public page as a picture."""

    permission = "planning.read_draft"

    def get(self, request: Any, survey: UUID) -> HttpResponseBase:
        content = codes.png(public_address(self.survey, request.tenant))
        answer = HttpResponse(content, content_type="image/png")
        return as_download(answer, "survey-qr.png") if "save" in request.GET else answer


class LettersPage(Filled):
    """A letter with a link to each address."""

    title = gettext_lazy("Write letters with links")
    button = gettext_lazy("Send the letters")
    template = "letters"

    def form(self, given: Any) -> LettersForm:
        wished = given is None and self.request.GET.get("from") == "providers"
        known = "\n".join(emails_of_providers(code for code, _name in towns_of(self.request))) if wished else ""
        return LettersForm(given, initial={"addresses": known})

    def act(self, form: LettersForm) -> None:
        facts: dict[str, Any] = {"site": site_of(self.request), "by": self.request.user, "at": now()}
        written = inviting.write_letters(self.survey, form.cleaned_data["addresses"], **facts)
        told = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", written.letters)
        words = told % {"n": written.letters}
        if written.answered:
            left = ngettext("%(n)s has answered already.", "%(n)s have answered already.", written.answered)
            words = f"{words} {left % {'n': written.answered}}"
        messages.success(self.request, words)

    def more(self) -> dict[str, Any]:
        return {"for_providers": self.survey.audience == Audience.PROVIDERS, "is_open": self.survey.stage == Stage.OPEN}


# --- typing sheets in -------------------------------------------------------------------------------------------------
class EnterPage(OfSurvey):
    """One sheet after another, by keyboard alone: digits, Tab, Enter. The last sheet can be corrected."""

    permission = "planning.enter_paper"

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        return self._show(SheetForm(survey=self.survey))

    def post(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        if "new" in request.POST:
            _write(request, self.survey, {"count": 0})
            return self.back("enter_sheet")
        form = SheetForm(request.POST, survey=self.survey)
        if not form.is_valid():
            return self._show(form)
        sheet = form.cleaned_data["sheet"]
        try:
            facts = {"sheet": sheet, "said": form.said_by_question(), "by": request.user, "at": now()}
            answer = answering.enter_sheet(self.survey, **facts)
        except DomainError as refusal:
            add_to_form(form, refusal, "sheet" if refusal.code.startswith("sheet") else None)
            return self._show(form)
        batch = _batch(request, self.survey)
        _write(request, self.survey, {"count": batch.get("count", 0) + 1, "last": str(answer.pk), "sheet": sheet})
        messages.success(request, _("Sheet %(sheet)s is entered.") % {"sheet": sheet})
        return self.back("enter_sheet")

    def _show(self, form: SheetForm) -> HttpResponse:
        batch = _batch(self.request, self.survey)
        altogether = self.survey.answers.filter(channel=Channel.PAPER).count()
        can_enter = self.survey.stage == Stage.OPEN
        return self.show("enter", form=form, batch=batch, altogether=altogether, can_enter=can_enter)


class CorrectPage(OfSurvey):
    """The sheet that was entered last by the same person."""

    permission = "planning.enter_paper"

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        last = self._last()
        row = self.survey.answers.filter(pk=last, channel=Channel.PAPER).first() if last else None
        if row is None:
            return self._gone()
        asked = {question.id: typed(question, row.said.get(question.id, {})) for question in self.survey.asked}
        return self._show(SheetForm(survey=self.survey, with_number=False, initial=asked))

    def post(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        last = self._last()
        if last is None:
            return self._gone()
        form = SheetForm(request.POST, survey=self.survey, with_number=False)
        if form.is_valid():
            facts: dict[str, Any] = {"said": form.said_by_question(), "by": request.user, "at": now()}
            try:
                answering.correct_sheet(self.survey, last, **facts)
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The sheet is corrected."))
                return self.back("enter_sheet")
        return self._show(form)

    def _last(self) -> UUID | None:
        last = _batch(self.request, self.survey).get("last")
        return UUID(last) if last else None

    def _gone(self) -> HttpResponse:
        return self.show("correct", form=None)

    def _show(self, form: SheetForm) -> HttpResponse:
        return self.show("correct", form=form, batch=_batch(self.request, self.survey))


def _key(survey: Survey) -> str:
    return f"survey-{survey.pk}"


def _batch(request: HttpRequest, survey: Survey) -> dict[str, Any]:
    """How many sheets this person has entered since the batch began, and which was the last."""
    found: dict[str, Any] = request.session.get(_key(survey), {})
    return found


def _write(request: HttpRequest, survey: Survey, batch: dict[str, Any]) -> None:
    request.session[_key(survey)] = batch
