"""Staff asks providers whether their entries are true: choose, write, send, watch, call."""

import csv
from io import StringIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View

from catalogue.desk import answering, choosing, sending, watching
from catalogue.desk.campaign_forms import CampaignForm, ChoiceForm
from catalogue.models import Asked, Campaign
from catalogue.showing import phones
from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.jobs.models import Job
from kernel.jobs.views import progress_facts
from ui.typography import date_short, number

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
REASONS = {
    "no_email": lambda: _("no e-mail address is known"),
    "bounced": lambda: _("the letter could not be delivered"),
    "opened": lambda: _("opened the page, did not answer everything"),
    "unopened": lambda: _("did not open the page"),
}


def _figures(services: int, providers: int, without_email: int) -> list[tuple[str, str]]:
    return [
        (number(services), _("services")),
        (number(providers), _("providers")),
        (number(without_email), _("without e-mail, to be called")),
    ]


class Staff(Permitted, View):
    """Every page here belongs to those who run campaigns."""

    permission = "catalogue.run_campaign"


class OfOneCampaign(Staff):
    campaign: Campaign

    def permission_object(self) -> None:
        self.campaign = get_object_or_404(Campaign, pk=self.kwargs["campaign"])

    def acted(self, act: Any, words: str) -> HttpResponse:
        """Do it and show the campaign; a refusal is told on its page."""
        try:
            act()
        except DomainError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, words)
        return redirect("catalogue:campaign", self.campaign.pk)


class Campaigns(Staff):
    """All campaigns, the newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "catalogue/desk/campaigns.html", {"campaigns": watching.campaigns()})


class NewCampaign(Staff):
    """Choose services by filters and see how many they are; then keep the list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ChoiceForm(request.GET or None, region=request.region)  # type: ignore[attr-defined]
        return self._page(request, form, is_asked=bool(request.GET))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChoiceForm(request.POST, region=request.region, needs_title=True)  # type: ignore[attr-defined]
        if form.is_valid():
            try:
                campaign = choosing.create_campaign(
                    form.choice(), title=form.cleaned_data["title"], day=today(), by=request.user, at=now()
                )
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                return redirect("catalogue:campaign", campaign.pk)
        return self._page(request, form, is_asked=True)

    def _page(self, request: HttpRequest, form: ChoiceForm, *, is_asked: bool) -> HttpResponse:
        chosen = choosing.choose(form.choice(), today()) if is_asked and form.can_choose() else None
        context: dict[str, Any] = {"form": form, "chosen": chosen}
        if chosen:
            context["figures"] = _figures(chosen.services, len(chosen.recipients), chosen.without_email)
        status = 422 if request.method == "POST" and form.errors else 200
        return render(request, "catalogue/desk/new_campaign.html", context, status=status)


class CampaignPage(OfOneCampaign):
    """One campaign: its text while it is prepared, how far it is while it runs."""

    def get(self, request: HttpRequest, campaign: UUID) -> HttpResponse:
        if self.campaign.is_draft:
            return self._draft(request, CampaignForm(campaign=self.campaign, day=today()))
        job = Job.objects.filter(pk=self.campaign.job_id).first() if self.campaign.job_id else None
        is_working = job is not None and not job.is_finished
        progress = watching.progress_of(self.campaign)
        context: dict[str, Any] = {
            "campaign": self.campaign,
            "progress": progress,
            "figures": [
                (number(progress.providers), _("asked providers")),
                (number(progress.sent), _("letters sent")),
                (number(progress.opened), _("opened the page")),
                (number(progress.finished), _("answered everything")),
                (number(progress.bounced), _("could not be delivered")),
            ],
            "mistakes": watching.told_mistakes(self.campaign),
            "is_working": is_working,
            "is_over": self.campaign.term_on < today(),
            "failed_job": job if job is not None and job.state == Job.State.FAILED else None,
        }
        if job is not None and is_working:
            context |= progress_facts(job)
        return render(request, "catalogue/desk/campaign.html", context)

    def post(self, request: HttpRequest, campaign: UUID) -> HttpResponse:
        form = CampaignForm(request.POST, campaign=self.campaign, day=today())
        if form.is_valid():
            try:
                choosing.describe_campaign(self.campaign, **form.facts(), by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Saved. Read the letter below before you send it."))
                return redirect("catalogue:campaign", self.campaign.pk)
        return self._draft(request, form)

    def _draft(self, request: HttpRequest, form: CampaignForm) -> HttpResponse:
        letters = self.campaign.letters.select_related("provider").order_by("email", "pk")
        examples = [letters.filter(language=each).last() for each in choosing.languages_of(self.campaign)]
        previews = [
            sending.letter_of(each, kind=sending.FIRST, address=sending.address_of_link("…"))
            for each in examples
            if each
        ]
        context = {
            "campaign": self.campaign,
            "form": form,
            "providers": letters.count(),
            "figures": _figures(
                Asked.objects.filter(letter__campaign=self.campaign).count(),
                letters.count(),
                letters.filter(email="").count(),
            ),
            "previews": previews,
        }
        return render(request, "catalogue/desk/campaign_draft.html", context, status=422 if form.errors else 200)


class StartCampaign(OfOneCampaign):
    """Send the letters."""

    def post(self, request: HttpRequest, campaign: UUID) -> HttpResponse:
        def act() -> None:
            sending.start_campaign(self.campaign, day=today(), by=request.user, at=now())

        return self.acted(act, _("The letters are going out."))


class CloseCampaign(OfOneCampaign):
    """End a campaign."""

    def post(self, request: HttpRequest, campaign: UUID) -> HttpResponse:
        def act() -> None:
            sending.close_campaign(self.campaign, by=request.user, at=now())

        return self.acted(act, _("The campaign is closed; its links work no more."))


class DiscardCampaign(OfOneCampaign):
    """Throw away what was only prepared."""

    def post(self, request: HttpRequest, campaign: UUID) -> HttpResponse:
        try:
            choosing.discard_campaign(self.campaign, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("catalogue:campaign", self.campaign.pk)
        messages.success(request, _("The campaign was thrown away; nothing was sent."))
        return redirect("catalogue:campaigns")


class SettleMistake(Staff):
    """What a provider told has been dealt with."""

    asked: Asked

    def permission_object(self) -> None:
        rows = Asked.objects.select_related("letter")
        self.asked = get_object_or_404(rows, pk=self.kwargs["asked"], answer=Asked.Answer.MISTAKE)

    def post(self, request: HttpRequest, asked: UUID) -> HttpResponse:
        answering.settle_mistake(self.asked, by=request.user, at=now())
        messages.success(request, _("Marked as done."))
        return redirect("catalogue:campaign", self.asked.letter.campaign_id)


class Calls(OfOneCampaign):
    """Whom to call: those without e-mail at once, all who are silent after the term."""

    def get(self, request: HttpRequest, campaign: UUID) -> HttpResponse:
        is_over = self.campaign.term_on < today()
        rows = [
            (each, phones(each.phones, each.letter.provider.country), REASONS[each.reason]())
            for each in watching.silent_in(self.campaign, is_over=is_over)
        ]
        context = {"campaign": self.campaign, "rows": rows, "is_over": is_over}
        return render(request, "catalogue/desk/calls.html", context)


class UnansweredFile(OfOneCampaign):
    """The same list as a table for a spreadsheet program, with everybody who is silent."""

    def get(self, request: HttpRequest, campaign: UUID) -> HttpResponse:
        text = StringIO()
        table = csv.writer(text, delimiter=";")
        table.writerow(
            [
                _("Provider"),
                _("Company number (IČO)"),
                _("Telephone"),
                _("E-mail"),
                _("Not answered"),
                _("Asked about"),
                _("Why"),
                _("Last call"),
                _("Term"),
            ]
        )
        for each in watching.silent_in(self.campaign, is_over=True):
            table.writerow([_harmless(value) for value in self._line(each)])
        word = slugify(_("unanswered"))
        name = f"{word}-{today().isoformat()}.csv"
        return HttpResponse(
            "\ufeff" + text.getvalue(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    def _line(self, each: watching.Silent) -> list[str]:
        letter = each.letter
        numbers = ", ".join(number.written for number in phones(each.phones, letter.provider.country))
        called = f"{letter.get_call_display()} {date_short(letter.called_at)}" if letter.called_at else ""
        return [
            letter.provider.name,
            letter.provider.ico,
            numbers,
            letter.email,
            str(each.open),
            str(each.asked),
            REASONS[each.reason](),
            called,
            date_short(self.campaign.term_on),
        ]


def _harmless(value: str) -> str:
    """No cell is taken for a formula by a spreadsheet program; spaces are plain ones."""
    value = value.replace("\N{NO-BREAK SPACE}", " ")
    return f"'{value}" if value.startswith(FORMULA_SIGNS) else value
