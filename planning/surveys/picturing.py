"""What came of a survey, as one frozen value: the same for the coordinator, the public, the workbook and the PDF.

The public's picture is kept as JSON in the moment when it is published.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from planning.surveys.counting import Across, Cell, Result, across, result_of
from planning.surveys.hiding import LEAST, hidden_in_line
from planning.surveys.models import Channel, Survey
from planning.surveys.questions import Kind, Question, read_question


@dataclass(frozen=True, slots=True)
class Returned:
    """How many were asked and how many answered, by the way they came; None is too few to be shown."""

    addressed: int | None
    answers: int
    channels: tuple[tuple[str, int | None], ...]

    @property
    def rate(self) -> int | None:
        """In per cent of those who were asked; more than all cannot be."""
        return round(100 * self.answers / self.addressed) if self.addressed and self.answers <= self.addressed else None


@dataclass(frozen=True, slots=True)
class Quote:
    """A text that was chosen for the public, without anything that tells who wrote it."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that may be shown of a survey."""

    title: str
    audience: str
    opens_on: date
    closes_on: date
    sampling: str
    returned: Returned
    results: tuple[Result, ...]
    by: Question | None
    across: tuple[Across, ...]
    quotes: tuple[Quote, ...]

    def across_of(self, question: Question) -> Across | None:
        return next((each for each in self.across if each.question.id == question.id), None)

    def quotes_of(self, question: Question) -> list[Quote]:
        return [quote for quote in self.quotes if quote.question == question.id]


def returned_of(survey: Survey, *, exact: bool) -> Returned:
    """Sample and return. `exact` is for those who lead the survey; the public sees no small group here either."""
    counts = Counter(survey.answers.values_list("channel", flat=True))
    told = [counts[channel.value] for channel in Channel]
    hidden = [False] * len(told) if exact else hidden_in_line(told)
    channels = tuple(
        (channel.value, None if mark else count) for channel, count, mark in zip(Channel, told, hidden, strict=True)
    )
    addressed = survey.addressed if survey.addressed is not None else survey.last_number or None
    return Returned(addressed, sum(told), channels)


def picture(survey: Survey, *, across_by: str = "", exact: bool = False) -> Picture:
    """Counted now, from the answers as they are."""
    asked = survey.asked
    answers = list(survey.answers.order_by("pk").values_list("said", flat=True))
    by = next((each for each in asked if each.id == across_by and each.kind == Kind.SINGLE), None)
    tables = (across(each, by, answers) for each in asked) if by is not None else ()
    return Picture(
        title=survey.title,
        audience=survey.audience,
        opens_on=survey.opens_on,
        closes_on=survey.closes_on,
        sampling=survey.sampling,
        returned=returned_of(survey, exact=exact),
        results=tuple(result_of(question, answers) for question in asked) if len(answers) >= LEAST else (),
        by=by,
        across=tuple(table for table in tables if table is not None),
        quotes=tuple(Quote(**quote) for quote in survey.quotes),
    )


def picture_of(survey: Survey, *, across: str = "") -> dict[str, Any]:
    """The picture as it is kept for the public."""
    kept = asdict(picture(survey, across_by=across))
    return kept | {"opens_on": kept["opens_on"].isoformat(), "closes_on": kept["closes_on"].isoformat()}


def read_picture(kept: Mapping[str, Any]) -> Picture:
    """The picture again that was published."""
    returned = kept["returned"]
    return Picture(
        title=kept["title"],
        audience=kept["audience"],
        opens_on=date.fromisoformat(kept["opens_on"]),
        closes_on=date.fromisoformat(kept["closes_on"]),
        sampling=kept["sampling"],
        returned=Returned(returned["addressed"], returned["answers"], tuple(map(tuple, returned["channels"]))),
        results=tuple(_result(each) for each in kept["results"]),
        by=read_question(kept["by"]) if kept["by"] else None,
        across=tuple(_across(each) for each in kept["across"]),
        quotes=tuple(Quote(**quote) for quote in kept["quotes"]),
    )


def _result(kept: Mapping[str, Any]) -> Result:
    cells = tuple(Cell(**cell) for cell in kept["cells"])
    return Result(read_question(kept["question"]), kept["answered"], cells, kept["mean"], kept["middle"])


def _across(kept: Mapping[str, Any]) -> Across:
    rows = tuple((words, tuple(counts)) for words, counts in kept["rows"])
    return Across(read_question(kept["question"]), tuple(kept["heads"]), rows)
