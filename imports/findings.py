"""What was found in one row: reasons to leave it out, values left out of it, values mended in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Weight(StrEnum):
    """How much a problem weighs."""

    REJECTED = "REJECTED"  # the row is left out
    LEFT_OUT = "LEFT_OUT"  # the row is taken without this value
    MENDED = "MENDED"  # the row is taken, with this value repaired
    ASKED = "ASKED"  # the row waits until a person has said what a word of its register means


@dataclass(frozen=True)
class Problem:
    """One finding in one row; the sentence is made when somebody reads it."""

    row: int
    weight: Weight
    column: str
    value: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


class Findings:
    """Collects what is found while one row is cleaned."""

    def __init__(self, row: int, times: int = 1) -> None:
        self.row, self.times = row, times
        self.sent: Any = None  # the row as it may be given back, kept where it is rejected
        self.key = ""  # of a rejected row: which service it speaks of, if that can be told
        self.traits: Any = None  # of a rejected row: what it still tells of its service
        self.aside = ""  # a row that is none of ours: „outside“ the region, or over in the „past“; it is counted alone
        self.problems: list[Problem] = []

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    @property
    def is_rejected(self) -> bool:
        return any(problem.weight == Weight.REJECTED for problem in self.problems)

    @property
    def waits(self) -> bool:
        """The row is not taken yet: it waits for an answer."""
        return any(problem.weight == Weight.ASKED for problem in self.problems)

    @property
    def is_left_out(self) -> bool:
        """The row is not taken now, whatever the reason."""
        return self.is_rejected or self.waits

    def reject(self, column: str, value: object, code: str, **facts: Any) -> None:
        self._add(Weight.REJECTED, column, value, code, facts)

    def wait(self, column: str, value: object, code: str, **facts: Any) -> None:
        self._add(Weight.ASKED, column, value, code, facts)

    def put_aside(self, why: str) -> None:
        self.aside = why

    def leave_out(self, column: str, value: object, code: str, **facts: Any) -> None:
        self._add(Weight.LEFT_OUT, column, value, code, facts)

    def mend(self, column: str, value: object, code: str, **facts: Any) -> None:
        self._add(Weight.MENDED, column, value, code, facts)

    def _add(self, weight: Weight, column: str, value: object, code: str, facts: dict[str, Any]) -> None:
        shown = "" if value is None else str(value)
        self.problems.append(Problem(self.row, weight, column[:120], shown[:300], code, facts))
