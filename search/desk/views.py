"""Pages of the region's staff: lines, words, first steps, unmet needs. Thin: find, permit, call one command."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views import View

from catalogue.feed import LifeSituationCard
from kernel import exports
from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from search import lines, naming
from search.atlas import map_of_counts
from search.desk import own_words, unmet
from search.desk.forms import PhraseForm, StepForm
from search.models import OwnPhrase
from search.situations import steps
from search.speaking import country
from tenants.models import Municipality
from ui import charts

ON_A_PAGE = 50


class LinesPage(Permitted, View):
    """Every crisis line with its source, and whether the region stands behind it."""

    permission = "search.confirm_lines"

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"rows": lines.standing(country(), today()), "bare": lines.dangers_without_line(country(), today())}
        return render(request, "search/desk/lines.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        key, act = request.POST.get("line", ""), request.POST.get("act", "")
        try:
            if act == "confirm":
                lines.confirm_line(key, country=country(), by=request.user, at=now())
                messages.success(request, _("The line is shown to people in danger for half a year."))
            elif act == "withdraw":
                lines.withdraw_line(key, by=request.user, at=now())
                messages.success(request, _("The line is not shown any more."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("search_desk:lines")


class UnmetPage(Permitted, View):
    """Help that was looked for in vain, as table, chart and file."""

    permission = "search.see_unmet_needs"

    def get(self, request: HttpRequest) -> HttpResponse:
        months, month = unmet.months(), _month(request)
        found = unmet.needs(month)
        asked = f"?month={month:%Y-%m}" if month else ""
        context = {
            "months": months,
            "month": month,
            "rows": list(_told(found)),
            "chart": _chart(found) if found else None,
            "map": _map(found),
            "least": unmet.LEAST_SHOWN,
            "files": [
                (each.upper(), reverse("search_desk:unmet_file", args=[each]) + asked) for each in sorted(exports.TYPES)
            ],
        }
        return render(request, "search/desk/unmet.html", context)


class UnmetFile(Permitted, View):
    """The same as a file."""

    permission = "search.see_unmet_needs"

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        if ending not in exports.TYPES:
            raise Http404
        heads = [_("Kind of service"), _("Municipality"), _("Code of the municipality"), _("Looked for in vain")]
        found = unmet.needs(_month(request))
        rows = ((kind, town, need.municipality_code, need.count) for need, kind, town in _told(found))
        return exports.answer(ending, heads, rows, title=_("Unmet needs"))


def _month(request: HttpRequest) -> date | None:
    """The first day of the month that is asked for; nonsense asks for all."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return None


def _told(found: Iterable[unmet.Need]) -> Iterator[tuple[unmet.Need, str, str]]:
    """Each need with the names of its kind and its municipality."""
    needs, names = list(found), naming.kinds()
    codes = {need.municipality_code for need in needs}
    towns = {town.code: town.name for town in Municipality.objects.filter(code__in=codes)}
    for need in needs:
        yield need, names.get(need.kind_code, need.kind_code), towns.get(need.municipality_code, "")


def _chart(found: Iterable[unmet.Need]) -> charts.Chart:
    """The kinds most looked for in vain."""
    names, by_kind = naming.kinds(), Counter[str]()
    for need in found:
        by_kind[need.kind_code] += need.count
    points = [(names.get(code, code), number) for code, number in by_kind.most_common(12)]
    return charts.bars(points, label=_("Kind of service"), value=_("Looked for in vain"))


def _map(found: Iterable[unmet.Need]) -> SafeString:
    """Where most was looked for in vain; what was put together of several municipalities is in the table only."""
    by_town = Counter[str]()
    for need in found:
        if need.municipality_code:
            by_town[need.municipality_code] += need.count
    return map_of_counts(by_town, _("Map of what was looked for in vain"))


class WordsPage(Permitted, View):
    """The region's own words; a new one is tried before it is saved."""

    permission = "search.keep_words"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, PhraseForm(), {})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PhraseForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, {}, 422)
        phrase, kinds = form.cleaned_data["phrase"], form.kinds()
        question = form.cleaned_data["question"] or phrase
        try:
            if request.POST.get("act") == "save":
                own_words.say(phrase, kinds=kinds, by=request.user, at=now())
                messages.success(request, _("Saved. It counts in every search from now on."))
                return redirect("search_desk:words")
            before, after = own_words.before_and_after(question, phrase, kinds)
        except DomainError as refusal:
            add_to_form(form, refusal, "phrase" if refusal.code in {"no_words", "long"} else None)
            return self._page(request, form, {}, 422)
        names = naming.kinds()
        common = [names[code] for code in own_words.listed(phrase) if code in names]
        tried = {"question": question, "before": before, "after": after, "common": common}
        return self._page(request, form, {"tried": tried})

    def _page(self, request: HttpRequest, form: PhraseForm, more: dict[str, Any], status: int = 200) -> HttpResponse:
        rows = OwnPhrase.objects.filter(language=own_words.spoken()).order_by("phrase", "pk")
        page, names = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")), naming.kinds()
        shown = [(row, [names.get(code, code) for code in row.kinds]) for row in page]
        return render(
            request, "search/desk/words.html", {"form": form, "rows": shown, "page_obj": page, **more}, status=status
        )


class TakeWordsBack(Permitted, View):
    """The common list's word counts again."""

    permission = "search.keep_words"

    def post(self, request: HttpRequest, phrase: UUID) -> HttpResponse:
        own_words.take_back(get_object_or_404(OwnPhrase, pk=phrase), by=request.user, at=now())
        messages.success(request, _("Taken back."))
        return redirect("search_desk:words")


class SituationsDesk(Permitted, View):
    """Every life situation with the number of steps that the public sees."""

    permission = "search.keep_words"

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"rows": steps.counted(), "bare": lines.dangers_without_line(country(), today())}
        return render(request, "search/desk/situations.html", context)


class StepsDesk(Permitted, View):
    """The first steps of a situation: put aside what does not hold here, add what does."""

    permission = "search.keep_words"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._page(request, slug, StepForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        situation, key = _situation(slug), request.POST.get("step", "")
        form = StepForm(request.POST if request.POST.get("act") == "add" else None)
        try:
            match request.POST.get("act", ""):
                case "away":
                    steps.take_step_away(situation, key, by=request.user, at=now())
                    messages.success(request, _("The public does not see the step any more."))
                case "back":
                    steps.put_step_back(situation, key, by=request.user, at=now())
                    messages.success(request, _("The public sees the step again."))
                case "add" if form.is_valid():
                    told = {name: form.cleaned_data[name] for name in ("source", "address", "said_on")}
                    steps.add_step(situation, form.words(), by=request.user, at=now(), **told)
                    messages.success(request, _("Saved. The public sees it from now on."))
                case "add":
                    return self._page(request, slug, form, 422)
        except DomainError as refusal:
            if not form.is_bound:
                messages.error(request, str(refusal))
            else:
                add_to_form(form, refusal, "text_sk" if refusal.code == "no_words" else None)
                return self._page(request, slug, form, 422)
        return redirect("search_desk:steps", slug=slug)

    def _page(self, request: HttpRequest, slug: str, form: StepForm, status: int = 200) -> HttpResponse:
        situation = _situation(slug)
        context = {"situation": situation, "slug": slug, "steps": steps.all_steps_of(situation), "form": form}
        context["breadcrumbs"] = [(_("Home"), "/"), (_("Life situations"), reverse("search_desk:situations"))]
        return render(request, "search/desk/steps.html", context, status=status)


def _situation(slug: str) -> LifeSituationCard:
    found = steps.situation_at(slug)
    if found is None:
        raise Http404
    return found
