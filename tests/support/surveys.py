"""Surveys with questions and answers, made by the commands people use."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from support.world import FOUNDED

DAY = date(2026, 3, 10)


def moment(day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Europe/Bratislava"))


def question(kind: str = "SINGLE", text: str = "Chýba vám služba?", **facts: Any) -> Any:
    from planning.surveys.questions import Question, options_of

    options = options_of(
        facts.pop("options", "áno\nnie" if kind in {"SINGLE", "MANY"} else ""), facts.pop("easy_options", "")
    )
    return Question(id="", kind=kind, text=text, options=options, **facts)


FIVE_KINDS = (
    {"kind": "SINGLE", "text": "Kto ste?", "options": "prijímateľ\nrodina\nobyvateľ", "required": True, "easy": "Kto?"},
    {"kind": "MANY", "text": "Čo chýba?", "options": "opatera\nstacionár\ndoprava", "other": True},
    {"kind": "SCALE", "text": "Ste spokojní?", "low": "nie", "high": "áno"},
    {"kind": "NUMBER", "text": "Koľko hodín sa staráte?"},
    {"kind": "TEXT", "text": "Čo by pomohlo?"},
)


def draft(plan: Any, *questions: dict[str, Any], **facts: Any) -> Any:
    from planning.surveys.building import add_question
    from planning.surveys.commands import begin_survey

    told = {"title": "Potreby 2026", "opens_on": DAY, "closes_on": DAY + timedelta(days=20)} | facts
    survey = begin_survey(plan, by=None, at=FOUNDED, **told)
    for each in questions or FIVE_KINDS:
        survey = add_question(survey, question(**each), by=None, at=FOUNDED)
    return survey


def opened(plan: Any, *questions: dict[str, Any], **facts: Any) -> Any:
    from planning.surveys.commands import open_survey

    return open_survey(draft(plan, *questions, **facts), by=None, at=FOUNDED)


def running(plan: Any, *questions: dict[str, Any], **facts: Any) -> Any:
    """Open today, whatever day it is."""
    from kernel.clock import today

    return opened(plan, *questions, **{"opens_on": today(), "closes_on": today() + timedelta(days=9)} | facts)


def say(survey: Any, at: datetime | None = None, **said: Any) -> bool:
    """One answer of the public page: Q1="O1" or ["O1", "O2"], Q3=4, Q5="words"."""
    from planning.surveys.answering import answer_publicly, fingerprint

    facts = {"version": fingerprint(survey), "once": uuid.uuid4(), "at": at or moment(survey.opens_on)}
    return answer_publicly(survey, said=told(survey, said), **facts)


def told(survey: Any, said: dict[str, Any]) -> dict[str, Any]:
    kinds = {each.id: each.kind for each in survey.asked}
    made = {}
    for key, value in said.items():
        match kinds[key]:
            case "SINGLE" | "MANY":
                made[key] = {"chosen": [value] if isinstance(value, str) else value}
            case "TEXT":
                made[key] = {"text": value}
            case _:
                made[key] = {"number": value}
    return made


def closed(survey: Any) -> Any:
    from planning.surveys.commands import close_survey

    return close_survey(survey, by=None, at=moment(survey.closes_on))


def fill(survey: Any, counts: dict[str, int], key: str = "Q1") -> None:
    """So many answers of each option of one question."""
    for code, count in counts.items():
        for _each in range(count):
            say(survey, **{key: code})
