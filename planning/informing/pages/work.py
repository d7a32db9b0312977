"""Pages of those who inform: notices, their publication, what was sent to whom."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted, allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.informing import noticing, telling
from planning.informing.forms import NoticeForm
from planning.informing.models import Announcement
from planning.informing.pages.public import stored_file
from planning.structure.errors import ChangedMeanwhile
from planning.structure.step_forms import WhyForm
from tenants import post

ON_A_PAGE = 30


def tabs() -> list[tuple[str, str, str]]:
    """The parts of the room."""
    return [
        ("notices", _("Notices"), reverse("planning:informing")),
        ("log", _("Information log"), reverse("planning:log")),
        ("sent", _("What was sent"), reverse("planning:sent")),
        ("posters", _("Posters"), reverse("planning:posters")),
    ]


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Home"), "/"), (_("Informing people"), reverse("planning:informing")), *more]


class InformingPage(Permitted, View):
    """All notices: drafts, what everybody reads, what was taken back."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Announcement.objects.notices().select_related("plan").order_by("-changed_at", "pk")
        facts = {
            "page_obj": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
            "today": today(),
            "may_write": allowed("planning.write_notice", request),
            "tabs": tabs(),
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "planning/informing/work.html", facts)


class NewNoticePage(Permitted, View):
    """Write a notice."""

    permission = "planning.write_notice"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(NoticeForm(initial={"plan": request.GET["plan"]} if "plan" in request.GET else {}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NoticeForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                notice = noticing.write_notice(**form.facts(), by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The notice is kept as a draft. Read it once more, then publish it."))
                return redirect("planning:notice_work", notice.pk)
        return self._show(form)

    def _show(self, form: NoticeForm) -> HttpResponse:
        facts = {"form": form, "title": _("Write a notice"), "breadcrumbs": crumbs()}
        return render(self.request, "planning/informing/notice_form.html", facts, status=422 if form.errors else 200)


class OfNotice(Permitted, View):
    """A page of one notice."""

    permission = "planning.write_notice"

    @cached_property
    def notice(self) -> Announcement:
        rows = Announcement.objects.notices().select_related("plan")
        found: Announcement = get_object_or_404(rows, pk=self.kwargs["notice"])
        return found

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs((self.notice.title, reverse("planning:notice_work", args=[self.notice.pk])))


class NoticeWorkPage(OfNotice):
    """One notice as people will read it, and what can be done with it."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, notice: UUID) -> HttpResponse:
        return show_notice(self, WhyForm())


def show_notice(page: OfNotice, form: WhyForm) -> HttpResponse:
    request = page.request
    facts = {
        "notice": page.notice,
        "form": form,
        "is_past": page.notice.is_past(today()),
        "may_write": allowed("planning.write_notice", request),
        "may_publish": allowed("planning.publish_notice", request),
        "breadcrumbs": crumbs(),
    }
    return render(request, "planning/informing/notice_work.html", facts, status=422 if form.errors else 200)


class ChangeNoticePage(OfNotice):
    """Change the words of a notice."""

    def get(self, request: HttpRequest, notice: UUID) -> HttpResponse:
        return self._show(NoticeForm(instance=self.notice))

    def post(self, request: HttpRequest, notice: UUID) -> HttpResponse:
        form = NoticeForm(request.POST, request.FILES, instance=Announcement.objects.get(pk=self.notice.pk))
        if not form.is_valid():
            return self._show(form)
        version = form.cleaned_data["version"] or 0
        try:
            noticing.change_notice(self.notice, version=version, **form.facts(), by=request.user, at=now())
        except ChangedMeanwhile as refusal:
            return self._both(refusal)
        except DomainError as refusal:
            add_to_form(form, refusal)
            return self._show(form)
        messages.success(request, _("Saved."))
        return redirect("planning:notice_work", notice)

    def _both(self, refusal: ChangedMeanwhile) -> HttpResponse:
        """What the reader wrote stays in the form; saving again replaces what somebody else wrote."""
        del self.notice
        sent = self.request.POST.copy()
        sent["version"] = str(self.notice.version)
        return self._show(NoticeForm(sent, instance=self.notice), status=409, refusal=str(refusal))

    def _show(self, form: NoticeForm, status: int = 0, **more: Any) -> HttpResponse:
        facts = {"form": form, "title": _("Change the notice"), "breadcrumbs": self.crumbs(), "notice": self.notice}
        status = status or (422 if form.errors else 200)
        return render(self.request, "planning/informing/notice_form.html", facts | more, status=status)


class PublishNoticePage(OfNotice):
    """Everybody may read it from now on."""

    permission = "planning.publish_notice"

    def post(self, request: HttpRequest, notice: UUID) -> HttpResponse:
        try:
            noticing.publish_notice(self.notice, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Published, and written into the information log."))
        return redirect("planning:notice_work", notice)


class WithdrawNoticePage(OfNotice):
    """Nobody outside reads it any more."""

    permission = "planning.publish_notice"

    def post(self, request: HttpRequest, notice: UUID) -> HttpResponse:
        form = WhyForm(request.POST)
        if form.is_valid():
            try:
                noticing.withdraw_notice(self.notice, why=form.cleaned_data["why"], by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The notice is taken back."))
                return redirect("planning:notice_work", notice)
        return show_notice(self, form)


class RemoveNoticePage(OfNotice):
    """A draft that nobody needs."""

    def post(self, request: HttpRequest, notice: UUID) -> HttpResponse:
        try:
            noticing.remove_draft(self.notice, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("planning:notice_work", notice)
        messages.success(request, _("The draft is removed."))
        return redirect("planning:informing")


class NoticeWorkFile(OfNotice):
    """The file of a notice, of a draft too."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, notice: UUID) -> Any:
        return stored_file(self.notice)


class SentPage(Permitted, View):
    """What was told to whom by letter, and what waits for the next letter of the day."""

    permission = "planning.write_notice"

    def get(self, request: Any) -> HttpResponse:
        rows = post.told_here(request.tenant)
        kind = request.GET.get("kind", "")
        if kind in telling.KINDS or kind == "invitation":
            rows = rows.filter(kind=kind)
        page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
        states = post.states_of(page.object_list)
        facts = {
            "page_obj": page,
            "rows": [(row, names().get(row.kind, row.kind), states.get(row.mail, "")) for row in page.object_list],
            "kinds": names().items(),
            "kind": kind,
            "tabs": tabs(),
            "breadcrumbs": crumbs(),
        }
        return render(request, "planning/informing/sent.html", facts)


def names() -> dict[str, str]:
    """Every kind of news in words, invitations too."""
    return {"invitation": _("invitations to meetings"), **{kind: str(name) for kind, name in telling.KINDS.items()}}
