"""Pages of the end of a year: verdicts on one page, closing, what was carried, two years beside each other, papers."""

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kernel import exports
from kernel.clock import now, today
from kernel.errors import DomainError
from planning.delivery import closing, papers, picturing
from planning.delivery.comparing import Fate, compare
from planning.delivery.forms import CloseForm
from planning.delivery.guards import missing_for
from planning.delivery.items import years_of
from planning.delivery.models import ActionItem, ActionPlan
from planning.delivery.pages.base import FormOfYear, OfYear, OfYears, name_of
from planning.delivery.pages.items import ids
from planning.delivery.states import GOES_ON, Verdict, YearState
from planning.structure.pages.papers import printed

WORDS = [(verdict.value, capfirst(verdict.label)) for verdict in Verdict]


class VerdictsPage(FormOfYear):
    """A verdict on every item, all on one page; what is said is kept until the year is closed."""

    permission = "planning.write_plan"

    def answer(self, given: Any) -> HttpResponse:
        year = self.year
        if given is None:
            return self._show(year, {})
        said = sent(given)
        try:
            kept = closing.say_verdicts(year, said=said, by=self.request.user, at=now())
        except DomainError as refusal:
            messages.error(self.request, str(refusal))
            return redirect("planning:year", year.plan_id, year.pk)
        if kept.written:
            words = ngettext("%(n)s verdict was saved.", "%(n)s verdicts were saved.", kept.written)
            messages.success(self.request, words % {"n": kept.written})
        if kept.without_reason or kept.overtaken:
            return self._show(year, said, kept)
        return redirect("planning:year_verdicts", year.plan_id, year.pk)

    def _show(
        self, year: ActionPlan, said: dict[uuid.UUID, closing.Said], kept: closing.Kept | None = None
    ) -> HttpResponse:
        told = picturing.accepted(year)
        rows = [verdict_row(item, told.get(item.pk), said.get(item.pk), kept) for item in year.items.standing()]
        return self.show_year(
            "verdicts",
            year,
            rows=rows,
            words=WORDS,
            wrong=[row for row in rows if row["wrong"]],
            left=sum(not row["item"].verdict for row in rows),
            may_say=year.state in closing.SPOKEN_OF,
            status=422 if kept else 200,
        )


def verdict_row(item: ActionItem, told: Any, word: closing.Said | None, kept: closing.Kept | None) -> dict[str, Any]:
    """One line of the page; what could not be saved stays as it was typed, with what is wrong."""
    wrong = ""
    if kept and item.pk in kept.without_reason:
        wrong = _("Say why.")
    elif kept and item.pk in kept.overtaken:
        wrong = _("Somebody else said meanwhile: %(verdict)s. Save again to replace it.") % {
            "verdict": item.get_verdict_display() or _("nothing")
        }
    shown = word if wrong and word else closing.Said(item.verdict, item.verdict_why, item.version)
    return {"item": item, "told": told, "verdict": shown.verdict, "why": shown.why, "wrong": wrong}


def sent(given: Any) -> dict[uuid.UUID, closing.Said]:
    """What the page sends: `verdict.<id>.<version>` and `why.<id>` of each row; a button may speak for many rows.

    A row that is sent as it was shown (`was.<id>`) says nothing: whoever has another page open loses nothing by it.
    """
    said = {}
    for name, verdict in given.items():
        kind, _dot, rest = name.partition(".")
        number, _dot, version = rest.partition(".")
        for item in ids([number]) if kind == "verdict" else []:
            why = given.get(f"why.{number}", "").strip()
            known = verdict if verdict in Verdict.values else ""
            said[item] = closing.Said(
                known, why if known else "", int(version) if version.isdecimal() and len(version) < 10 else 0
            )
    told = _for_many(given, said)
    return {item: word for item, word in told.items() if given.get(f"was.{item}") != f"{word.verdict} {word.why}"}


def _for_many(given: Any, said: dict[uuid.UUID, closing.Said]) -> dict[uuid.UUID, closing.Said]:
    """One verdict for the ticked rows, or for all that have none."""
    verdict, why, act = given.get("all_verdict", ""), given.get("all_why", "").strip(), given.get("act", "")
    if verdict not in Verdict.values or act not in {"ticked", "rest"}:
        return said
    ticked = set(ids(given.getlist("chosen")))
    meant = {item for item, word in said.items() if (item in ticked if act == "ticked" else not word.verdict)}
    return {
        item: closing.Said(verdict, why or word.why, word.version) if item in meant else word
        for item, word in said.items()
    }


class ClosePage(FormOfYear):
    """What closing will do, and closing."""

    permission = "planning.lead_year"

    def answer(self, given: Any) -> HttpResponse:
        year = self.year
        form = CloseForm(given or None, initial={"seen": year.steps.order_by("-number")[0].number})
        if given is not None and form.is_valid():
            try:
                following = closing.close_year(year, seen=form.cleaned_data["seen"], by=self.request.user, at=now())
            except DomainError as refusal:
                messages.error(self.request, str(refusal))
            else:
                messages.success(self.request, self._done(following))
                return redirect("planning:year_carried", year.plan_id, year.pk)
            return redirect("planning:year_close", year.plan_id, year.pk)
        items = list(year.items.standing())
        return self.show_year(
            "close",
            year,
            form=form,
            missing=missing_for(year, YearState.CLOSED, today()),
            is_reported=year.state == YearState.REPORTED,
            counts=[(capfirst(v.label), sum(item.verdict == v for item in items)) for v in Verdict],
            going=sum(item.verdict in GOES_ON for item in items),
            next_year=year.year + 1 if year.year + 1 in years_of(year.plan) else None,
        )

    def _done(self, following: ActionPlan | None) -> str:
        if following is None:
            return _("The year is closed. It was the last one of the plan.")
        return _("The year is closed and %(year)s is filled with what goes on.") % {"year": following.year}


class CarriedPage(OfYear):
    """What was done with every item and what was carried into the year after."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        year = self.year
        facts = picturing.facts_of(year)
        groups = [
            (capfirst(verdict.label), verdict in GOES_ON, [item for item in facts.items if item.verdict == verdict])
            for verdict in Verdict
        ]
        rest = [item for item in facts.items if not item.verdict]
        following = year.plan.action_plans.filter(year=year.year + 1).first()
        return self.show_year("carried", year, facts=facts, groups=groups, rest=rest, following=following)


class ComparePage(OfYears):
    """Two years beside each other."""

    def get(self, request: HttpRequest, plan: Any) -> HttpResponse:
        found = self.plan
        years = list(found.action_plans.select_related("plan").order_by("year"))
        by_year = {str(year.year): year for year in years}
        if len(years) < 2:
            return self.show("compare", found, years=years, told=None)
        one = by_year.get(request.GET.get("one", ""), years[-2])
        other = by_year.get(request.GET.get("other", ""), years[-1])
        told = compare(one, other)
        counts = [(capfirst(Fate(fate).label), count) for fate, count in told.counts.items()]
        return self.show("compare", found, years=years, told=told, counts=counts, one=one, other=other)


class PaperPage(OfYear):
    """The action plan or what was carried, as PDF, DOCX or XLSX."""

    def get(self, request: Any, plan: Any, year: Any, paper: str, ending: str) -> HttpResponseBase:
        kind = papers.PAPERS.get(paper)
        if kind is None:
            raise Http404(_("There is no such paper."))
        found = self.year
        facts = picturing.facts_of(found)
        name = f"{slugify(name_of(found))}-{paper}"
        if ending == "xlsx":
            heads, rows = kind.list_of(facts)
            return exports.answer("xlsx", heads, rows, title=kind.title(facts), name=name)
        language = get_language() or "sk"
        compose = partial(kind.document, facts, request.tenant.name, language, facts.frozen_at or now())
        return printed(request, ending, compose, [found.plan], language=language, name=name, saved=True)
