"""Begin a plan with another text: choose which, say what is taken over, and it stands in the tree."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.tenancy import current_key
from kernel.text import uuid_or_none
from planning.course.copying import copy_groups
from planning.structure.copying import Copied, Part, Wish, copy_plan
from planning.structure.models import Plan
from planning.structure.pages.plans import crumbs, kinds_of
from planning.structure.pages.publications import working_version
from planning.structure.published import PublishedPlan
from planning.structure.starters import starters, starters_of
from planning.structure.templates import offered_text
from tenants.offers import offers_of_others
from tenants.queries import site_of
from ui.forms import DateField


@dataclass(frozen=True, slots=True)
class Source:
    """What the new plan begins with; `own` where it is a plan of this municipality."""

    text: PublishedPlan
    whose: str
    own: Plan | None = None
    is_starter: bool = False


class CopyForm(forms.Form):
    """The new plan, and what it takes over."""

    title = forms.CharField(label=gettext_lazy("Title of the new plan"), max_length=300)
    starts_on = DateField(label=gettext_lazy("Valid from"))
    ends_on = DateField(label=gettext_lazy("Valid to"), help_text=gettext_lazy("The last day of the plan."))
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What is taken over besides the items and their texts"),
        choices=Part.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Days move to the new period and states begin anew. What was spent, and links to needs, stay behind."
        ),
    )
    groups = forms.BooleanField(
        label=gettext_lazy("Groups go on with the new plan, with the members who sit in them today"),
        required=False,
        help_text=gettext_lazy(
            "The public does not see the new groups until you show them, and the consent to publish a name is asked for"
            " anew."
        ),
    )

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if source.own is None:
            del self.fields["groups"]
        if source.is_starter:
            del self.fields["parts"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end must not come before the beginning."))
        return cleaned


class CopyPage(Permitted, View):
    """Without `from` the texts to choose from; with it the form."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest) -> HttpResponse:
        if "from" not in request.GET:
            return self._choose(request)
        source = _source(request)
        taken = [part.value for part in Part if part != Part.COSTS] if source.own else [Part.CHANGES, Part.INDICATORS]
        title = "" if source.is_starter else source.text.title
        return self._show(request, source, CopyForm(source=source, initial={"title": title, "parts": taken}))

    def post(self, request: HttpRequest) -> HttpResponse:
        source = _source(request)
        form = CopyForm(request.POST, source=source)
        if form.is_valid():
            try:
                copied = self._copy(request, source, form.cleaned_data)
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The plan was begun. Each item says where it comes from."))
                for sentence in left_out(copied):
                    messages.warning(request, sentence)
                return redirect("planning:work", copied.plan.pk)
        return self._show(request, source, form)

    @transaction.atomic
    def _copy(self, request: HttpRequest, source: Source, said: dict[str, Any]) -> Copied:
        facts = {name: said[name] for name in ("title", "starts_on", "ends_on")}
        wish = Wish(kind=kinds_of(request)[0], parts=said.get("parts", ()), **facts)
        copied = copy_plan(source.text, wish, came_from=source.whose, by=request.user, at=now())
        if source.own and said.get("groups"):
            copy_groups(source.own, copied.plan, on=today(), by=request.user, at=now())
        return copied

    def _choose(self, request: HttpRequest) -> HttpResponse:
        offers = offers_of_others(current_key())
        context = {
            "own": Plan.objects.order_by("-starts_on", "title", "pk"),
            "templates": [offer for offer in offers if offer.is_of_the_region],
            "offers": [offer for offer in offers if not offer.is_of_the_region],
            "starters": starters_of(site_of(request).country),
            "breadcrumbs": crumbs(),
        }
        return render(request, "planning/course/copy_choose.html", context)

    def _show(self, request: HttpRequest, source: Source, form: CopyForm) -> HttpResponse:
        context = {"source": source, "form": form, "breadcrumbs": crumbs()}
        return render(request, "planning/course/copy.html", context, status=422 if form.errors else 200)


def left_out(copied: Copied) -> list[str]:
    """What had no place in the period of the new plan, a sentence each."""
    told = [
        (
            copied.without_term,
            ngettext(
                "%(n)s item is left without a term: its days would lie outside the period of the new plan.",
                "%(n)s items are left without a term: their days would lie outside the period of the new plan.",
                copied.without_term,
            ),
        ),
        (
            copied.costs_left,
            ngettext(
                "%(n)s row of planned money was not taken over: its year lies outside the period of the new plan.",
                "%(n)s rows of planned money were not taken over: their years lie outside the period of the new plan.",
                copied.costs_left,
            ),
        ),
        (
            copied.targets_left,
            ngettext(
                "%(n)s target of an indicator was not taken over: its year lies outside the period of the new plan.",
                "%(n)s targets of indicators were not taken over: their years lie outside the period of the new plan.",
                copied.targets_left,
            ),
        ),
    ]
    return [sentence % {"n": count} for count, sentence in told if count]


def _source(request: HttpRequest) -> Source:
    kind, _colon, rest = request.GET.get("from", "").partition(":")
    if kind == "starter" and rest in starters():
        starter = starters()[rest]
        return Source(starter.plan, starter.title, is_starter=True)
    if kind == "own" and (plan := Plan.objects.filter(pk=uuid_or_none(rest) or uuid.UUID(int=0)).first()):
        return Source(working_version(plan), "", own=plan)
    key, _colon, plan_id = rest.partition(":")
    wanted = (key, plan_id)
    offers = offers_of_others(current_key()) if kind == "offer" else []
    offered = next((each for each in offers if (each.key, str(each.plan)) == wanted), None)
    text = offered_text(key, offered.plan) if offered else None
    if text is None or offered is None:
        raise Http404(_("This plan is not offered any more."))
    return Source(text, f"{offered.tenant_name}: {text.title}")
