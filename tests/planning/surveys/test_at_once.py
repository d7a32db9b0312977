"""Several people at once: each with a connection of their own, in a database of their own."""

import uuid
from collections.abc import Callable
from typing import Any

from support.at_once import at_once, town_alfa
from support.plans import begin_plan
from support.surveys import moment, opened, told

SAID = {"Q1": "O1"}
NOON = moment()


def outcomes(acts: list[Callable[[], Any]], key: str) -> list[str]:
    """What became of each: done, or the refusal it met."""
    answers = at_once(acts, key)
    return sorted(type(each).__name__ if isinstance(each, Exception) else "done" for each in answers)


def test_one_page_one_link_one_sheet_count_once_and_no_answer_slips_past_the_end(own_database: str) -> None:
    from planning.surveys import answering, inviting
    from planning.surveys.commands import close_survey, take_back
    from planning.surveys.models import SurveyAnswer
    from tenants.context import in_tenant

    key = town_alfa().key
    who: dict[str, Any] = {"by": None, "at": NOON}
    with in_tenant(key):
        plan = begin_plan()
        everybody, each_once = opened(plan), opened(plan, title="Po jednom", one_each=True)
        inviting.number_sheets(everybody, 2, **who)
        (sheet,) = inviting.number_sheets(each_once, 1, **who)
        said, version = told(everybody, SAID), answering.fingerprint(everybody)
    once = uuid.uuid4()
    page = {"said": said, "version": version, "once": once, "at": NOON}
    assert outcomes([lambda: answering.answer_publicly(everybody, **page)] * 3, key) == ["done"] * 3
    paper = {"sheet": "0001-3", "said": said, **who}
    assert outcomes([lambda: answering.enter_sheet(everybody, **paper)] * 2, key) == ["PlanRefused", "done"]
    link = {"said": said, "version": version, "at": NOON}
    acts = [lambda: answering.answer_by_link(sheet.secret, **link), lambda: answering.enter_sheet(each_once, **paper)]
    assert len([each for each in outcomes(acts, key) if each == "done"]) == 1
    with in_tenant(key):
        assert SurveyAnswer.objects.filter(survey=everybody).count() == 2
        assert SurveyAnswer.objects.filter(survey=each_once).count() == 1
        third = opened(plan, title="Tretí")
    last = {"said": said, "version": answering.fingerprint(third), "once": uuid.uuid4(), "at": NOON}
    outcome = outcomes([lambda: answering.answer_publicly(third, **last), lambda: take_back(third, **who)], key)
    assert outcome == ["PlanRefused", "done"]
    outcomes([lambda: close_survey(everybody, **who)] * 2, key)
    with in_tenant(key):
        assert SurveyAnswer.objects.filter(survey=everybody).count() == 2
