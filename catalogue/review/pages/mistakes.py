"""“Report a mistake” on the pages of services, providers and activities: for anybody, without an account."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from catalogue.models import Provider, RelatedActivity, Service
from catalogue.queries import is_public
from catalogue.review import commands
from catalogue.review.forms import MistakeForm
from kernel.access import PUBLIC, Permitted
from kernel.clock import now
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.limits import address_of, spend
from kernel.signing import sign, unsign

PURPOSE = "catalogue.mistake"
SOONEST, LATEST = timedelta(seconds=3), timedelta(hours=12)
TIMES, PER = 5, timedelta(hours=1)


@method_decorator(never_cache, name="dispatch")
class Reporting(Permitted, View):
    """The form. A trap, a stamp of time and a limit by address keep machines out; people notice none of them."""

    permission = PUBLIC
    page = ""

    def subject(self, found: UUID) -> Any:
        raise NotImplementedError

    def get(self, request: HttpRequest, **found: UUID) -> HttpResponse:
        return self._page(request, self._subject(found), MistakeForm(initial={"stamp": _stamp()}))

    def post(self, request: HttpRequest, **found: UUID) -> HttpResponse:
        subject, typed = self._subject(found), request.POST.copy()
        age = _age_of(typed.get("stamp", ""))
        if age is None:
            typed["stamp"] = _stamp()
        form = MistakeForm(typed)
        if form.is_machine:
            return redirect("catalogue:mistake_thanks")  # it may believe that it was heard
        if not form.is_valid():
            return self._page(request, subject, form)
        if age is None or age < SOONEST:
            form.add_error(None, _("Please wait a few seconds and send it again. Nothing of what you wrote is lost."))
            return self._page(request, subject, form)
        return self._report(request, subject, form)

    def _report(self, request: HttpRequest, subject: Any, form: MistakeForm) -> HttpResponse:
        if not spend(f"catalogue mistake {address_of(request)}", TIMES, PER):
            form.add_error(None, _("Too many reports came from your network. Please try again in an hour."))
            return self._page(request, subject, form, status=429)
        try:
            commands.report_mistake(subject, **_said(form), by=_who(request), at=now())
        except DomainError as refusal:
            add_to_form(form, refusal)
            return self._page(request, subject, form)
        return redirect("catalogue:mistake_thanks")

    def _subject(self, found: dict[str, UUID]) -> Any:
        (key,) = found.values()
        row = self.subject(key)
        if row is None:
            raise Http404(_("This entry is not in the catalogue."))
        return row

    def _page(self, request: HttpRequest, subject: Any, form: MistakeForm, status: int = 0) -> HttpResponse:
        context = {"form": form, "subject": subject, "back": reverse(self.page, args=[subject.pk])}
        code = status or (422 if form.errors else 200)
        return render(request, "catalogue/review/mistake.html", context, status=code)


def _stamp() -> str:
    return sign(now().isoformat(), PURPOSE)


def _age_of(stamp: str) -> timedelta | None:
    """How long ago the page was given out; nothing for a stamp that is not ours or too old."""
    try:
        return now() - datetime.fromisoformat(unsign(stamp, PURPOSE, max_age=LATEST))
    except (BadSignature, ValueError, TypeError):
        return None


def _who(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _said(form: MistakeForm) -> dict[str, Any]:
    said = form.cleaned_data
    language = (get_language() or "sk")[:2]
    return {"what": said["what"], "text": said["text"], "contact": said["contact"], "language": language}


class OfService(Reporting):
    page = "catalogue:service"

    def subject(self, found: UUID) -> Any:
        return Service.objects.published().select_related("provider").filter(pk=found).first()


class OfProvider(Reporting):
    page = "catalogue:provider"

    def subject(self, found: UUID) -> Any:
        """Only one that the public sees; of a provider of hidden services alone not even the name."""
        row = Provider.objects.filter(pk=found, merged_into__isnull=True).first()
        return row if row is not None and is_public(row) else None


class OfActivity(Reporting):
    page = "catalogue:activity"

    def subject(self, found: UUID) -> Any:
        return RelatedActivity.objects.filter(pk=found, is_published=True).select_related("provider").first()


class Thanks(Permitted, View):
    """After a report."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "catalogue/review/thanks.html")
