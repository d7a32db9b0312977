"""What everybody sees of a survey: the list, the questionnaire, thanks. No account, no script, no trace of a person."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache

from accounts import tokens
from accounts.errors import LinkRefused
from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.limits import address_of, spend
from planning.structure.errors import ChangedMeanwhile
from planning.structure.pages.open_page import OpenPage
from planning.surveys import answering
from planning.surveys.answer_forms import AnswerForm
from planning.surveys.answering import fingerprint, is_answerable
from planning.surveys.models import Stage, Survey

OF_ONE_ADDRESS, OF_ALL = (30, timedelta(hours=1)), (5000, timedelta(days=1))  # a library or a school is one address
CODES_OF_ONE_ADDRESS = (30, timedelta(hours=1))
ONCE_GOOD = {"link_used", "link_expired"}  # why a link or a code is refused that was given to somebody


class PublicSurveysPage(Permitted, View):
    """Surveys that can be answered, and results that were published."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        day = today()
        open_now = Survey.objects.filter(stage=Stage.OPEN, opens_on__lte=day, closes_on__gte=day)
        told = Survey.objects.filter(stage=Stage.PUBLISHED)
        context = {
            "open": open_now.order_by("closes_on", "title", "pk")[:50],
            "published": told.order_by("-closes_on", "title", "pk")[:50],
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "planning/surveys/public_surveys.html", context)


@method_decorator(never_cache, name="dispatch")
class Questionnaire(Permitted, View):
    """A questionnaire to fill in, in one of its two wordings."""

    permission = PUBLIC
    request: HttpRequest

    def is_easy(self) -> bool:
        """The switch says which wording comes next; else the one that is shown stays."""
        wished = self.request.POST.get("switch") or self.request.POST.get("easy") or self.request.GET.get("easy", "")
        return wished == "1"

    def again(self, survey: Survey) -> HttpResponse | None:
        """The other wording with everything that was filled in, or the errors; nothing when it can be sent."""
        if "switch" not in self.request.POST:
            return None
        form = AnswerForm(None, survey=survey, easy=self.is_easy(), initial=given(self.request.POST))
        return self.show(survey, form)

    def show(self, survey: Survey, form: AnswerForm, *, status: int = 0, **more: Any) -> HttpResponse:
        context = {
            "survey": survey,
            "form": form,
            "easy": self.is_easy(),
            "breadcrumbs": [(_("Home"), "/"), (_("Surveys"), reverse("planning:public_surveys"))],
        }
        status = status or (422 if form.is_bound and form.errors else 200)
        return render(self.request, "planning/surveys/answer.html", context | more, status=status)

    def refuse_changed(self, survey: Survey, refusal: ChangedMeanwhile) -> HttpResponse:
        """Other questions are asked now; what still fits stays filled in."""
        sent = self.request.POST.copy()
        sent["version"] = str(fingerprint(survey))
        form = AnswerForm(sent, survey=survey, easy=self.is_easy())
        form.add_error(None, str(refusal))
        return self.show(survey, form, status=409)


class AnswerPage(OpenPage, Questionnaire):
    """Anybody answers."""

    too_many = gettext_lazy("Too many answers came from your network. Please try again later.")
    status_of_haste = 429

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        self.survey = asked_or_404(survey)
        if self.survey.one_each:
            return redirect("planning:survey_code")
        return self.shown(AnswerForm(survey=self.survey, easy=self.is_easy()))

    def post(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        self.survey = asked_or_404(survey)
        switched = self.again(self.survey)
        return switched or self.receive(AnswerForm(request.POST, survey=self.survey, easy=self.is_easy()))

    def may_send(self, form: AnswerForm) -> bool:
        own = spend(f"survey answers of {address_of(self.request)}", *OF_ONE_ADDRESS)
        return bool(own) and bool(spend("survey answers of all", *OF_ALL))

    def keep(self, form: AnswerForm) -> HttpResponse:
        facts: dict[str, Any] = {"version": form.cleaned_data["version"] or 0, "once": form.given_once, "at": now()}
        answering.answer_publicly(self.survey, said=form.said_by_question(), **facts)
        return self.thanked()

    def refused(self, form: AnswerForm, refusal: DomainError) -> HttpResponse:
        if isinstance(refusal, ChangedMeanwhile):
            return self.refuse_changed(self.survey, refusal)
        return super().refused(form, refusal)

    def thanked(self) -> HttpResponse:
        return thanks()

    def shown(self, form: AnswerForm, status: int = 0) -> HttpResponse:
        return self.show(self.survey, form, status=status)


class LinkPage(Questionnaire):
    """The questionnaire behind a link of a letter or a code of paper. Looking uses nothing up; only sending does."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            row = answering.survey_of(secret, at=now())
        except LinkRefused as refused:
            return self._refuse(secret, refused)
        if not is_answerable(row, now()):
            return refused_link(request, DomainError(_("This survey takes no answers now.")))
        return self.show(row, AnswerForm(survey=row, easy=self.is_easy()))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            row = answering.survey_of(secret, at=now())
            if (shown := self.again(row)) is not None:
                return shown
            form = AnswerForm(request.POST, survey=row, easy=self.is_easy())
            if not form.is_valid():
                return self.show(row, form)
            facts: dict[str, Any] = {"version": form.cleaned_data["version"] or 0, "at": now()}
            answering.answer_by_link(secret, said=form.said_by_question(), **facts)
        except LinkRefused as refused:
            return self._refuse(secret, refused)
        except ChangedMeanwhile as refusal:
            return self.refuse_changed(row, refusal)
        except DomainError as refusal:
            add_to_form(form, refusal)
            return self.show(row, form)
        return thanks()

    def _refuse(self, secret: str, refused: LinkRefused) -> HttpResponse:
        is_short = len(secret) <= tokens.CODE_LETTERS
        if is_short and (seconds := _has_to_wait(self.request, refused)):
            return _waits(refused_link(self.request, DomainError(too_many_codes()), status=429), seconds)
        return refused_link(self.request, refused)


@method_decorator(never_cache, name="dispatch")
class CodePage(Permitted, View):
    """Type the code that stands on paper."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponse:
        code = request.POST.get("code", "")[:100]
        secret = tokens.typed_code(code)
        try:
            answering.survey_of(secret, at=now())
        except LinkRefused as refused:
            if seconds := _has_to_wait(request, refused):
                return _waits(self._show(code, too_many_codes(), status=429), seconds)
            return self._show(code, _told(refused), status=422)
        return redirect("planning:survey_by_link", secret)

    def _show(self, code: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
        context = {"code": code, "refusal": refusal, "breadcrumbs": [(_("Home"), "/")]}
        return render(self.request, "planning/surveys/code.html", context, status=status)


class ThanksPage(Permitted, View):
    """After an answer."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "planning/surveys/thanks.html", {"breadcrumbs": [(_("Home"), "/")]})


def thanks() -> HttpResponse:
    return redirect("planning:survey_thanks")


def refused_link(request: HttpRequest, refusal: DomainError, *, status: int = 0) -> HttpResponse:
    status = status or (410 if refusal.code in ONCE_GOOD else 404)
    return render(request, "planning/surveys/refused.html", {"refusal": _told(refusal)}, status=status)


def _told(refusal: DomainError) -> str:
    if refusal.code == "link_used":
        return _("An answer was sent by this link or code already, and it is counted. Thank you.")
    return str(refusal)


def given(sent: Any) -> dict[str, Any]:
    """What was filled in so far, as the beginning of the same form in the other wording."""
    return {name: values if len(values) > 1 else values[0] for name, values in sent.lists() if values}


def asked_or_404(survey: UUID) -> Survey:
    """A survey that takes answers now."""
    row = Survey.objects.filter(pk=survey).first()
    if row is None or not is_answerable(row, now()):
        raise Http404(_("This survey takes no answers now."))
    return row


def _has_to_wait(request: HttpRequest, refused: LinkRefused) -> int:
    """How many seconds until the next guess. Codes are short enough to be typed, so nobody may try many. A code that
    was given out takes no turn: many people answer from one library."""
    if refused.code in ONCE_GOOD:
        return 0
    return spend(f"survey codes of {address_of(request)}", *CODES_OF_ONE_ADDRESS).wait


def too_many_codes() -> str:
    return _("Too many codes were tried from your network. Please try again later.")


def _waits(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer["Retry-After"] = str(seconds)
    return answer
