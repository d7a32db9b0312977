"""The checklist of a plan, and the word a person says of one item."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access import allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.course.pages import FormOfCourse, OfCourse
from planning.standards import commands
from planning.standards.checklist import Item, all_items
from planning.standards.models import CHECKLIST, ChecklistWord
from planning.standards.queries import Line, checklist_of
from tenants.queries import site_of

OF_CHECKLIST = [(verdict.value, verdict.label) for verdict in ChecklistWord.Verdict if verdict != "SCORED"]
STATES = ("LACKS", "PARTLY", "HAS", "NOT_APPLICABLE")


class WordForm(forms.Form):
    """What is so, and where or why."""

    verdict = forms.ChoiceField(label=gettext_lazy("What is so"), choices=OF_CHECKLIST, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Where it is, or why it does not apply"),
        max_length=400,
        help_text=gettext_lazy("For example: chapter 4 of the printed plan, page 31."),
    )


class ChecklistPage(OfCourse):
    """What the plan has, what it lacks and what does not apply."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        found = self.plan
        lines = checklist_of(found, site_of(request).country, today())
        by_law = [line for line in lines if line.law]
        return self.show(
            "planning/standards/checklist.html",
            found,
            by_law=by_law,
            practice=[line for line in lines if not line.law],
            done=_done(by_law),
            all_done=_done(lines),
            lines=lines,
            may_write=allowed("planning.write_plan", request),
        )


class WordPage(FormOfCourse):
    """Say of one item that it is there or does not apply."""

    @property
    def item(self) -> Item:
        found = all_items().get(self.kwargs["item"])
        if found is None:
            raise Http404
        return found

    def answer(self, given: Any) -> HttpResponse:
        plan, item = self.plan, self.item
        word = ChecklistWord.objects.filter(plan=plan, list=CHECKLIST, item=item.code).first()
        said = {"verdict": word.verdict, "text": word.text} if word else {}
        form = WordForm(given, initial=said)
        if given is not None and form.is_valid():
            try:
                commands.say_of_item(plan, item.code, **form.cleaned_data, by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(self.request, _("Saved."))
                return redirect("planning:checklist", plan.pk)
        return self.show("planning/standards/word.html", plan, form=form, item=item, word=word)


class TakeWordBackPage(OfCourse):
    """What was said of an item no longer holds."""

    def post(self, request: HttpRequest, plan: uuid.UUID, item: str) -> HttpResponse:
        commands.take_word_back(self.plan, item, by=request.user, at=now())
        messages.success(request, _("What was said of it no longer counts."))
        return redirect("planning:checklist", plan)


def _done(lines: list[Line]) -> int:
    return sum(line.state in {"HAS", "NOT_APPLICABLE"} for line in lines)
