"""The page on which the region puts its own word above everybody's."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalogue.review import commands
from catalogue.review.override_forms import ChooseOverridden, OverrideForm
from catalogue.review.pages.asking import OnChosenFacts
from kernel.clock import now


class OverrideFacts(OnChosenFacts):
    """Choose the facts, then write how the region wants them told, why and until when."""

    permission = "catalogue.override_facts"
    choosing = ChooseOverridden

    def form(self, chosen: list[str], data: Any = None, files: Any = None) -> OverrideForm:
        return OverrideForm(data, service=self.service, chosen=chosen, towns=self.towns(chosen))

    def act(self, request: HttpRequest, form: OverrideForm) -> HttpResponse:
        said = form.cleaned_data
        facts = {"facts": form.facts(), "reason": said["reason"], "until": said["until"]}
        commands.override_facts(self.service, **facts, by=request.user, at=now())
        messages.success(request, _("The region's word counts now. It can be taken back here."))
        return redirect("catalogue:history", self.service.pk)

    def ask_which(self, request: HttpRequest, form: ChooseOverridden, status: int) -> HttpResponse:
        context = {"form": form, "service": self.service, "is_secret": self.is_secret()}
        return render(request, "catalogue/review/override_choose.html", context, status=status)

    def ask_how(self, request: HttpRequest, form: OverrideForm, status: int) -> HttpResponse:
        return render(request, "catalogue/review/override.html", {"form": form, "service": self.service}, status=status)
