"""Which words of a file a person has to be asked about, with a guess for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.models import MappingDraft
from imports.spreadsheets.spec import LEAVE_OUT, SKIP_ROW, Spec, word
from imports.spreadsheets.targets import targets_of
from imports.spreadsheets.vocabularies import Vocabulary

AT_ONCE = 200  # questions on one page; the rest follows when these are answered
NEEDED = {"kind", "forms"}


@dataclass(frozen=True)
class Question:
    """One word of one field. `code` is what was said before, else a guess, else empty."""

    id: str
    field: str
    label: Any
    coded: str
    written: str
    times: int
    code: str
    is_guess: bool

    def ways_out(self) -> list[tuple[str, Any]]:
        """Beside the codes: the word says nothing, or its rows are none of ours."""
        nothing = [] if self.field in NEEDED else [(LEAVE_OUT, _("leave this value out"))]
        return [*nothing, (SKIP_ROW, _("leave these rows aside"))]


@dataclass(frozen=True)
class Known:
    """A word that is an official name."""

    label: Any
    written: str
    times: int
    means: str


def questions_of(draft: MappingDraft, vocabulary: Vocabulary) -> tuple[list[Question], list[Known], int]:
    """What is asked on this page, what is known without asking, and how many questions wait for the next page.

    Words without an answer come first.
    """
    spec = draft.parsed
    asked: list[Question] = []
    known: list[Known] = []
    for each in _all(draft, spec, vocabulary):
        (asked if isinstance(each, Question) else known).append(each)  # type: ignore[arg-type]
    answered = {(name, word(written)) for name, words in spec.values.items() for written in words}
    asked.sort(key=lambda question: (question.field, word(question.written)) in answered)
    shown = sorted(asked[:AT_ONCE], key=lambda question: list(targets_of(spec.rows)).index(question.field))
    return shown, known, max(0, len(asked) - AT_ONCE)


def unanswered(draft: MappingDraft, vocabulary: Vocabulary) -> int:
    """How many words of the file have no meaning yet."""
    spec = draft.parsed
    said = {(name, word(written)) for name, words in spec.values.items() for written in words}
    return sum(
        isinstance(each, Question) and (each.field, word(each.written)) not in said
        for each in _all(draft, spec, vocabulary)
    )


def _all(draft: MappingDraft, spec: Spec, vocabulary: Vocabulary) -> Iterator[Question | Known]:
    targets = targets_of(spec.rows)
    for name, counts in draft.tally.get("words", {}).items():
        target = targets[name]
        said = {word(written): code for written, code in spec.values.get(name, {}).items()}
        for index, (written, times) in enumerate(counts):
            code = said.get(word(written), "")
            guess = vocabulary.guess(target.coded, written)
            if guess.is_certain and not code:
                yield Known(target.label, written, times, vocabulary.name_of(target.coded, guess.code))
            else:
                yield Question(
                    f"{name}-{index}", name, target.label, target.coded, written, times, code or guess.code, not code
                )
