"""How well we plan: the assessments of a plan, one of them, as a document, and a task from a recommendation."""

from datetime import date
from functools import cached_property, partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kernel.access import allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.course.pages import FormOfCourse, OfCourse
from planning.meetings.queries import taking_tasks
from planning.standards.assessing import Assessment, assessment, assessments_of, lists
from planning.standards.assessment_forms import BeginForm, JudgeForm, TaskForm, begun
from planning.standards.assessment_paper import assessment_document
from planning.standards.judging import assess, digest, make_task
from planning.standards.models import ChecklistWord
from planning.structure.pages.papers import printed


class AssessmentsPage(FormOfCourse):
    """What was assessed when, and a new assessment."""

    permission = "planning.read_draft"

    def answer(self, given: Any) -> HttpResponse:
        plan, may_write = self.plan, allowed("planning.write_plan", self.request)
        form = BeginForm(given, today=today(), initial={"on": today()})
        if given is not None and may_write and form.is_valid():
            said = form.cleaned_data
            return redirect("planning:assessment", plan.pk, said["of"], said["on"].isoformat())
        context = {"form": form, "assessments": assessments_of(plan), "may_write": may_write}
        return self.show("planning/standards/assessments.html", plan, **context)


class OfAssessment(OfCourse):
    """A page of one assessment, whether anything was said in it yet or not."""

    permission = "planning.read_draft"

    @cached_property
    def told(self) -> Assessment:
        of = next((each for each in lists().values() if each.slug == self.kwargs["code"]), None)
        try:
            on = date.fromisoformat(self.kwargs["day"])
        except ValueError:
            on = None
        if of is None or on is None:
            raise Http404
        return assessment(self.plan, of, on)


class AssessmentPage(OfAssessment):
    """Judge the criteria; those who may not write read what was said."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        words = [line.word for line in self.told.lines if line.word]
        return self._show(JudgeForm(assessment=self.told, initial={"seen": digest(words)}))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        if not allowed("planning.write_plan", request):
            return HttpResponse(status=403)
        form = JudgeForm(request.POST, assessment=self.told)
        if form.is_valid():
            facts = {"on": self.told.on, "answers": form.answers(), "seen": form.cleaned_data["seen"]}
            try:
                assess(self.plan, self.told.of, **facts, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("planning:assessment", **self.kwargs)
        return self._show(form)

    def _show(self, form: JudgeForm) -> HttpResponse:
        may_write = allowed("planning.write_plan", self.request)
        context = {"told": self.told, "form": form, "may_write": may_write, "day": self.kwargs["day"]}
        return self.show("planning/standards/assessment.html", self.plan, **context)


class AssessmentPaper(OfAssessment):
    """The assessment as PDF or DOCX."""

    def get(self, request: Any, ending: str, **address: Any) -> HttpResponse:
        if not self.told.said:
            raise Http404
        language = get_language() or "sk"
        compose = partial(assessment_document, self.plan, self.told, request.tenant.name, language[:2], now())
        name = f"{slugify(self.told.of.name)[:60]}-{self.told.on.isoformat()}"
        return printed(request, ending, compose, [self.plan], language=language, name=name, saved=True)


class TaskPage(FormOfCourse):
    """A recommendation becomes a task."""

    def answer(self, given: Any) -> HttpResponse:
        plan = self.plan
        rows = ChecklistWord.objects.filter(plan=plan).exclude(recommendation="").select_related("plan")
        word = get_object_or_404(rows, pk=self.kwargs["word"])
        form = TaskForm(given, meetings=taking_tasks(plan), initial=begun(word))
        if given is not None and form.is_valid():
            try:
                make_task(word, **form.cleaned_data, by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(self.request, _("The task stands in the minutes."))
                return redirect(_address(word))
        back = _address(word)
        return self.show("planning/standards/task.html", plan, form=form, word=word, back=back)


def _address(word: ChecklistWord) -> str:
    of = lists()[word.list]
    return reverse("planning:assessment", args=[word.plan_id, of.slug, str(word.on)])
