"""What a register says in words that nobody has explained yet: gathered for a person to answer."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_EXAMPLES = 5
MOST_QUESTIONS = 500  # of one file; more means that it is another file altogether
LONGEST_CODE = 120
LEFT_ASIDE = "-"  # the answer that a thing means nothing to the catalogue


class Subject(StrEnum):
    """What is asked about."""

    KIND = "KIND"
    FORM = "FORM"
    PROVIDER_TYPE = "TYPE"
    ELEMENT = "ELEMENT"


Answers = Mapping[tuple[str, str], str]  # (subject, code) → our code


@dataclass
class Asked:
    """One thing that is not known: how often it stands in the file, where, and what others say it may be."""

    subject: Subject
    code: str
    times: int = 0
    times_here: int = 0  # in rows of the region
    examples: list[dict[str, Any]] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)  # our code → rows that speak for it

    def see(self, example: Mapping[str, Any], *, is_here: bool, votes: frozenset[str] = frozenset()) -> None:
        """One more row that says so. Only a row that speaks for a single answer is a witness."""
        self.times += 1
        self.times_here += is_here
        if len(votes) == 1:
            self.votes.update(votes)
        if len(self.examples) < MOST_EXAMPLES and example not in self.examples:
            self.examples.append(dict(example))

    @property
    def proposals(self) -> list[dict[str, Any]]:
        """What the witnesses say, most of them first: `for_it` of `of` rows that could be joined."""
        of = sum(self.votes.values())
        ordered = sorted(self.votes.items(), key=lambda vote: (-vote[1], vote[0]))
        return [{"answer": answer, "for_it": for_it, "of": of} for answer, for_it in ordered[:5]]


class Questions:
    """Everything that one file leaves open."""

    def __init__(self, answers: Answers | None = None) -> None:
        self.answers: Answers = answers or {}
        self.asked: dict[tuple[Subject, str], Asked] = {}

    def answer_to(self, subject: Subject, code: str) -> str:
        """What a person has said of it before; empty when nobody has."""
        return self.answers.get((subject, code[:LONGEST_CODE]), "")

    def ask(self, subject: Subject, code: str) -> Asked:
        key = (subject, code[:LONGEST_CODE])
        if key not in self.asked:
            if len(self.asked) >= MOST_QUESTIONS:
                return Asked(subject, code)
            self.asked[key] = Asked(*key)
        return self.asked[key]


def shape_of(value: str) -> str:
    """What a value looks like without saying what it is: an element that nobody knows may hold a person's name."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}(T.*)?|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|[A-Z]\d{2,5}|true|false", value):
        return value[:30]
    shown = re.sub(r"[^\W\d_]", lambda letter: "A" if letter[0].isupper() else "a", re.sub(r"\d", "9", value))
    return shown[:40] + ("…" if len(shown) > 40 else "")
