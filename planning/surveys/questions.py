"""Questions of a survey as frozen values, checked on their way in and out of JSON; and what may be said to each."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from planning.structure.errors import PlanRefused

MOST_QUESTIONS, MOST_OPTIONS = 60, 20
LONGEST_TEXT, LONGEST_OTHER = 2000, 200
OTHER = "OTHER"  # the option that everybody may word
STEPS = (3, 4, 5, 7, 10)
LARGEST = Decimal(10) ** 9


class Kind(models.TextChoices):
    """What kind of answer a question takes."""

    SINGLE = "SINGLE", pgettext_lazy("question", "one of the answers")
    MANY = "MANY", pgettext_lazy("question", "several of the answers")
    SCALE = "SCALE", pgettext_lazy("question", "a scale")
    NUMBER = "NUMBER", pgettext_lazy("question", "a number")
    TEXT = "TEXT", pgettext_lazy("question", "own words")


CHOICES = (Kind.SINGLE, Kind.MANY)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, and the same in easy words."""

    id: str
    text: str
    easy: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `easy` is the same in easy words; `low` and `high` name the ends of a scale of so many `steps`.

    `alone`: where several answers may be chosen, the last one, such as “none of these”, stands by itself only.
    """

    id: str
    kind: str
    text: str
    help: str = ""
    easy: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    other: bool = False
    alone: bool = False
    steps: int = 5
    low: str = ""
    high: str = ""

    @property
    def is_choice(self) -> bool:
        return self.kind in CHOICES

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(code, words) of everything that can be chosen."""
        return self.spoken(easy=False)

    @property
    def lone(self) -> Option | None:
        """The answer that stands by itself only."""
        return self.options[-1] if self.alone and self.options else None

    def lone_words(self, *, easy: bool) -> str:
        return ((self.lone.easy if easy else "") or self.lone.text) if self.lone else ""

    def contradicts(self, chosen: Iterable[str]) -> bool:
        """Whether another answer stands beside the one that stands by itself only."""
        codes = set(chosen)
        return self.lone is not None and self.lone.id in codes and len(codes) > 1

    def words(self, *, easy: bool) -> str:
        return (self.easy if easy else "") or self.text

    def spoken(self, *, easy: bool) -> list[tuple[str, str]]:
        """The same in one of the two wordings; the steps of a scale are choices too."""
        if self.kind == Kind.SCALE:
            return [(str(step), self._step(step)) for step in range(1, self.steps + 1)]
        told = [(option.id, (option.easy if easy else "") or option.text) for option in self.options]
        return [*told, (OTHER, _("something else"))] if self.other else told

    def _step(self, step: int) -> str:
        word = {1: self.low, self.steps: self.high}.get(step, "")
        return f"{step} – {word}" if word else str(step)


def plain(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """The questions as they are kept."""
    return [asdict(question) for question in questions]


def read_questions(kept: Any) -> list[Question]:
    """The questions of a survey again."""
    return [read_question(each) for each in kept]


def read_question(kept: Mapping[str, Any]) -> Question:
    options = tuple(Option(**option) for option in kept.get("options", ()))
    return Question(**{**kept, "options": options})


def checked(question: Question) -> Question:
    """The question if it can be asked; what its kind does not need is left out."""
    if not question.text.strip():
        raise PlanRefused(_("Write the question."))
    if question.kind not in Kind.values:
        raise PlanRefused(_("Choose what kind of answer the question takes."))
    if question.is_choice:
        _check_options(question)
        return replace(question, steps=5, low="", high="", alone=question.alone and question.kind == Kind.MANY)
    if question.kind == Kind.SCALE and question.steps not in STEPS:
        raise PlanRefused(_("A scale has 3, 4, 5, 7 or 10 steps."))
    if question.kind == Kind.SCALE:
        return replace(question, options=(), other=False, alone=False)
    return replace(question, options=(), other=False, alone=False, steps=5, low="", high="")


def _check_options(question: Question) -> None:
    texts = [option.text for option in question.options]
    if len(texts) + question.other < 2:
        raise PlanRefused(_("Write at least two answers to choose from, each on a line of its own."))
    if len(texts) > MOST_OPTIONS:
        raise PlanRefused(_("A question takes at most %(count)s answers.") % {"count": MOST_OPTIONS})
    if len(set(texts)) < len(texts):
        raise PlanRefused(_("Two of the answers are the same."))


def options_of(lines: str, easy_lines: str = "") -> tuple[Option, ...]:
    """Options from lines; those in easy words stand in the same order."""
    texts = [line.strip() for line in lines.splitlines() if line.strip()]
    easy = [line.strip() for line in easy_lines.splitlines()]
    easy += [""] * len(texts)
    return tuple(Option(f"O{place}", text, easy[place - 1]) for place, text in enumerate(texts, 1))


# --- what is said -----------------------------------------------------------------------------------------------------
Said = dict[str, dict[str, Any]]


def check_said(questions: Iterable[Question], said: Mapping[str, Mapping[str, Any]]) -> Said:
    """What was answered, with nothing in it that was not asked; unanswered questions are left out."""
    found = ((question.id, _one(question, said.get(question.id) or {})) for question in questions)
    return {key: value for key, value in found if value}


def _one(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    match question.kind:
        case Kind.SINGLE | Kind.MANY:
            return _chosen(question, given)
        case Kind.SCALE:
            return _step(question, given)
        case Kind.NUMBER:
            return _number(given)
    text = str(given.get("text", "")).strip()[:LONGEST_TEXT]
    return {"text": text} if text else {}


def _chosen(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    known = [code for code, _words in question.choices]
    chosen = [code for code in known if code in set(given.get("chosen", ()))]
    if len(set(given.get("chosen", ()))) != len(chosen) or (question.kind == Kind.SINGLE and len(chosen) > 1):
        raise PlanRefused(_("This answer is not among those to choose from."))
    if question.lone and question.contradicts(chosen):
        raise PlanRefused(stands_alone(question.lone_words(easy=False)))
    other = str(given.get("other", "")).strip()[:LONGEST_OTHER] if OTHER in chosen else ""
    return {"chosen": chosen, **({"other": other} if other else {})} if chosen else {}


def how_many(question: Question, *, easy: bool) -> str:
    """How many of the answers may be chosen, where it is not one."""
    if question.kind != Kind.MANY:
        return ""
    several = _("You can choose several.")
    if not question.lone:
        return several
    return f"{several} " + _("“%(answer)s” only by itself.") % {"answer": question.lone_words(easy=easy)}


def stands_alone(words: str) -> str:
    return _("“%(answer)s” stands by itself. Leave it, or leave the others.") % {"answer": words}


def _step(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    if given.get("number") is None:
        return {}
    if given["number"] not in range(1, question.steps + 1):
        raise PlanRefused(_("Choose one of the steps from 1 to %(last)s.") % {"last": question.steps})
    return {"number": int(given["number"])}


def _number(given: Mapping[str, Any]) -> dict[str, Any]:
    """A number is kept as it was written: JSON has no decimals."""
    if given.get("number") in (None, ""):
        return {}
    try:
        number = Decimal(str(given["number"]))
    except InvalidOperation as wrong:
        raise PlanRefused(_("Write a number.")) from wrong
    if not number.is_finite() or abs(number) > LARGEST:
        raise PlanRefused(_("This number is too large."))
    return {"number": str(number.normalize()) if number % 1 else str(int(number))}
