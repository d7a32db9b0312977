"""The whole way: build a survey, answer on the web, read the results, make a need of them."""

from typing import Any

import pytest
from support.plans import here

from kernel.clock import now, today
from planning.knowing.models import Figure, Need
from planning.surveys.models import Survey, SurveyAnswer

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def fresh(page: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The hidden fields of a questionnaire, as if somebody had read it for a minute."""
    form = page.context["form"]
    return {name: form[name].value() for name in ("stamp", "version", "once")}


def test_from_the_first_question_to_the_need(
    plan: Any, coordinator: Any, anybody: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = today()
    facts = {
        "plan": str(plan.pk), "title": "Potreby 2026", "audience": "PUBLIC", "introduction": "Prosíme o názor.",
        "opens_on": f"{day:%d.%m.%Y}", "closes_on": f"{day:%d.%m.%Y}",
    }  # fmt: skip
    answer = coordinator.post(here("new_survey"), facts)
    survey = Survey.objects.get()
    assert answer.url == here("survey", survey.pk)
    asked = {
        "kind": "SINGLE",
        "text": "Chýba vám opatera?",
        "options": "áno\nnie",
        "easy_options": "Áno.\nNie.",
        "easy": "Treba pomoc?",
    }
    assert coordinator.post(here("add_question", survey.pk), asked).status_code == 302
    assert coordinator.post(
        here("add_question", survey.pk), {"kind": "TEXT", "text": "Čo ešte?", "another": "1"}
    ).url.endswith("new/")
    assert coordinator.post(here("open_survey", survey.pk)).status_code == 302

    monkeypatch.setattr("planning.structure.open_forms.SOONEST", now() - now())
    address = here("answer_survey", survey.pk)
    assert address in text(anybody.get(here("public_surveys")))
    for number in range(7):
        sent = fresh(anybody.get(address), monkeypatch) | {"Q1": "O1" if number < 6 else "", "Q2": f"Text {number}"}
        assert anybody.post(address, sent).url == here("survey_thanks")
        assert anybody.post(address, sent).url == here("survey_thanks")
    assert SurveyAnswer.objects.count() == 7

    before = coordinator.get(here("survey_results", survey.pk)).content.decode()
    assert "Výsledky sa ukážu, keď bude dotazník uzavretý." in before
    assert "100 %" not in before
    assert coordinator.post(here("close_survey", survey.pk)).status_code == 302
    page = coordinator.get(here("survey_results", survey.pk))
    assert page.context["shown"][0]["result"].answered == 6
    prefilled = coordinator.get(here("need_of_result", survey.pk, "Q1")).context["form"]
    assert "áno: 6 (100 %)" in prefilled["text"].value()
    need = {name: prefilled[name].value() or "" for name in prefilled.fields} | {
        "title": "Chýba opatera",
        "source_on": f"{day:%d.%m.%Y}",
    }
    answer = coordinator.post(here("need_of_result", survey.pk, "Q1"), need)
    made = Need.objects.get()
    assert (made.survey, made.source, answer.url) == (survey.pk, "SURVEY", here("need_line", plan.pk, made.pk))
    assert here("survey", survey.pk) in text(coordinator.get(answer.url))
    assert coordinator.post(here("result_into_chapter", survey.pk, "Q1")).url == here("chapter", plan.pk, "NEEDS")
    assert Figure.objects.get().rows == [["áno", "6", "100 %"], ["nie", "0", "0 %"]]
    assert coordinator.post(here("publish_results", survey.pk), {"across": ""}).status_code == 302
    assert "Chýba vám opatera?" in text(anybody.get(here("public_results", survey.pk)))
    assert "Text 1" not in text(anybody.get(here("public_results", survey.pk)))
