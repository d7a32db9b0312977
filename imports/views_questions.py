"""Pages on which a data steward says what the codes and elements of registers mean."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from imports import questions
from imports.asking import Subject
from imports.forms_questions import AnswerForm
from imports.meanings import meanings
from imports.open_questions import Question
from imports.pages import Page, crumbs
from imports.sources import all_sources
from kernel.clock import now

QUESTIONS_ON_A_PAGE = 20
MOST_ANSWERED = 500


@dataclass(frozen=True)
class Proposal:
    """What services of the catalogue say that it is."""

    answer: str
    words: str
    for_it: int
    of: int


class Card:
    """One question with the words around its codes."""

    def __init__(self, question: Question, words: dict[str, str], titles: dict[str, Any]) -> None:
        self.question = question
        self.source = titles.get(question.source, question.source)
        self.meaning = words.get(question.answer, question.answer)
        self.is_learned = question.subject in {Subject.KIND, Subject.FORM}
        self.shapes = [each["shape"] for each in question.examples if "shape" in each]
        self.proposals = [
            Proposal(each["answer"], words[each["answer"]], each["for_it"], each["of"])
            for each in question.proposals
            if each["answer"] in words
        ]


def _cards(rows: Any) -> list[Card]:
    """The words of each subject are asked for once."""
    titles = {source.name: source.title for source in all_sources().values()}
    words: dict[tuple[str, str], dict[str, str]] = {}
    cards = []
    for row in rows:
        key = (row.source, row.subject)
        if key not in words:
            words[key] = {code: str(word) for code, word in meanings(*key)}
        cards.append(Card(row, words[key], titles))
    return cards


class Questions(Page):
    """Everything that waits for an answer, and what was answered."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(Question.objects.unanswered(), QUESTIONS_ON_A_PAGE).get_page(request.GET.get("page"))
        facts = {
            "open_cards": _cards(page),
            "answered": _cards(Question.objects.answered().order_by("-answered_at", "code")[:MOST_ANSWERED]),
            "page_obj": page,
            "breadcrumbs": crumbs(),
        }
        return render(request, "imports/questions.html", facts)


class QuestionPage(Page):
    """All answers that one question can have."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        question = get_object_or_404(Question, pk=pk)
        return self._show(request, question, AnswerForm(question=question))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        question = get_object_or_404(Question, pk=pk)
        form = AnswerForm(request.POST, question=question)
        if not form.is_valid():
            return self._show(request, question, form, status=422)
        questions.answer_question(question, answer=form.cleaned_data["answer"], by=request.user, at=now())
        messages.success(request, _("The answer is kept. Compare the file once more to read it so."))
        return redirect("imports:questions")

    def _show(self, request: HttpRequest, question: Question, form: AnswerForm, status: int = 200) -> HttpResponse:
        sources = all_sources()
        facts = {
            "question": question,
            "source_title": sources[question.source].title if question.source in sources else question.source,
            "form": form,
            "breadcrumbs": crumbs((_("Questions about the registers"), reverse("imports:questions"))),
        }
        return render(request, "imports/question.html", facts, status=status)


class TakeBack(Page):
    """Open the question again."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        questions.take_answer_back(get_object_or_404(Question, pk=pk), by=request.user, at=now())
        return redirect("imports:questions")
