"""Pages: the questionnaire of the public, links and codes, fast entry of paper, building by the coordinator."""

import re
from datetime import timedelta
from typing import Any

import pytest
from support.plans import here
from support.surveys import draft, running, say

from kernel.clock import now, today
from kernel.mail.models import OutgoingMail
from planning.structure.errors import PlanRefused
from planning.surveys import inviting
from planning.surveys.models import Stage, Survey, SurveyAnswer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seconds of reading would be three seconds of each test."""
    monkeypatch.setattr("planning.structure.open_forms.SOONEST", timedelta(0))


@pytest.fixture
def survey(plan: Any) -> Any:
    return running(plan, introduction="Prečo sa pýtame.", introduction_easy="Ľahko.")


@pytest.fixture
def each_once(plan: Any) -> Any:
    return running(plan, one_each=True)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def page_of(client: Any, address: str) -> dict[str, Any]:
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in ("stamp", "version", "once")}


# --- the public page --------------------------------------------------------------------------------------------------
def test_errors_stand_at_their_questions_and_nothing_is_lost(survey: Any, anybody: Any) -> None:
    address = here("answer_survey", survey.pk)
    sent = page_of(anybody, address) | {"Q2": ["O1", "OTHER"], "Q4": "veľa", "Q5": "Čo mi chýba"}
    answer = anybody.post(address, sent)
    form = answer.context["form"]
    assert (answer.status_code, sorted(form.errors)) == (422, ["Q1", "Q2_other", "Q4"])
    assert "Čo mi chýba" in text(answer)
    assert re.search(r'value="O1"[^>]* checked', text(answer))
    assert not SurveyAnswer.objects.exists()


def test_the_easy_version_is_switched_and_keeps_what_was_filled_in(survey: Any, anybody: Any) -> None:
    address = here("answer_survey", survey.pk)
    assert "1. Kto ste?" in text(anybody.get(address))
    easy = text(anybody.get(address, {"easy": "1"}))
    assert "1. Kto?" in easy
    assert "Ľahko." in easy
    sent = page_of(anybody, address) | {"easy": "0", "Q2": ["O1", "O2"], "Q5": "Rozpísané", "switch": "1"}
    answer = anybody.post(address, sent)
    assert answer.status_code == 200
    assert "1. Kto?" in text(answer)
    assert "Rozpísané" in text(answer)
    assert len(re.findall(r'name="Q2"[^>]* checked', text(answer))) == 2
    assert "1. Kto ste?" in text(anybody.post(address, sent | {"easy": "1", "switch": "0"}))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"Q2_other": "sused"}, {"chosen": ["OTHER"], "other": "sused"}),
        ({"Q2": ["O1"], "Q2_other": "sused"}, {"chosen": ["O1", "OTHER"], "other": "sused"}),
        ({"Q2": ["OTHER"], "Q2_other": "sused"}, {"chosen": ["OTHER"], "other": "sused"}),
    ],
    ids=range(3),
)
def test_whoever_writes_something_else_has_chosen_it(survey: Any, anybody: Any, given: Any, kept: Any) -> None:
    address = here("answer_survey", survey.pk)
    assert anybody.post(address, page_of(anybody, address) | {"Q1": "O1"} | given).status_code == 302
    assert SurveyAnswer.objects.get().said["Q2"] == kept


def test_with_one_answer_only_something_else_stands_alone(plan: Any, anybody: Any) -> None:
    row = running(plan, {"kind": "SINGLE", "other": True, "required": True})
    address = here("answer_survey", row.pk)
    page = page_of(anybody, address)
    assert list(anybody.post(address, page | {"Q1": "O1", "Q1_other": "sused"}).context["form"].errors) == ["Q1"]
    assert list(anybody.post(address, page).context["form"].errors) == ["Q1"]
    assert anybody.post(address, page | {"Q1_other": "sused"}).status_code == 302
    assert SurveyAnswer.objects.get().said == {"Q1": {"chosen": ["OTHER"], "other": "sused"}}


def test_machines_are_thanked_and_not_counted(survey: Any, anybody: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    address = here("answer_survey", survey.pk)
    sent = page_of(anybody, address) | {"Q1": "O1"}
    assert anybody.post(address, sent | {"subject_line": "x"}).url == here("survey_thanks")
    monkeypatch.setattr("planning.structure.open_forms.SOONEST", timedelta(minutes=1))
    assert anybody.post(address, sent).status_code == 429
    assert not SurveyAnswer.objects.exists()
    monkeypatch.setattr("planning.structure.open_forms.SOONEST", timedelta(0))
    assert anybody.post(address, sent).url == here("survey_thanks")  # a person is answered just the same, and counts
    assert SurveyAnswer.objects.count() == 1


def test_endless_answers_from_one_place_are_slowed(survey: Any, anybody: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planning.surveys.pages.answer.OF_ONE_ADDRESS", (1, timedelta(hours=1)))
    address = here("answer_survey", survey.pk)
    assert anybody.post(address, page_of(anybody, address) | {"Q1": "O1"}).status_code == 302
    answer = anybody.post(address, page_of(anybody, address) | {"Q1": "O2", "Q5": "Ostáva"})
    assert (answer.status_code, "Ostáva" in text(answer)) == (429, True)


def test_a_page_made_of_other_questions_is_shown_again(survey: Any, anybody: Any) -> None:
    address = here("answer_survey", survey.pk)
    answer = anybody.post(address, page_of(anybody, address) | {"Q1": "O1", "version": "7", "Q5": "Ostáva"})
    assert (answer.status_code, "Ostáva" in text(answer)) == (409, True)
    again = {name: answer.context["form"][name].value() for name in ("stamp", "version", "once")}
    assert anybody.post(address, again | {"Q1": "O1"}).status_code == 302


def test_nothing_can_be_answered_outside_its_days(plan: Any, anybody: Any) -> None:
    rows = [draft(plan, title="Návrh"), running(plan, title="Skoro", opens_on=today() + timedelta(days=1))]
    for row in rows:
        assert anybody.get(here("answer_survey", row.pk)).status_code == 404
        assert here("answer_survey", row.pk) not in text(anybody.get(here("public_surveys")))


def test_an_answer_sets_no_cookie_that_knows_the_person(survey: Any, anybody: Any) -> None:
    address = here("answer_survey", survey.pk)
    answer = anybody.post(address, page_of(anybody, address) | {"Q1": "O1"})
    assert not [name for name in answer.cookies if "session" in name]
    # Without any referrer browsers would send the origin „null“, and the form would be refused as forged.
    assert anybody.get(address)["Referrer-Policy"] == "same-origin"


# --- links and codes --------------------------------------------------------------------------------------------------
def test_the_link_of_a_letter_is_looked_at_often_and_used_once(each_once: Any, coordinator: Any, anybody: Any) -> None:
    address = here("survey_letters", each_once.pk)
    wrong = coordinator.post(address, {"addresses": "anna@example.org, x@"})
    assert "x@" in str(wrong.context["form"].errors["addresses"])
    assert coordinator.post(address, {"addresses": "anna@example.org\nboris@example.org"}).status_code == 302
    letter = OutgoingMail.objects.get(to="anna@example.org")
    link = re.search(r"/surveys/code/[\w-]+/", letter.text)
    assert link
    assert "Odpovedať môžete do" in letter.text
    for _look in range(3):
        assert anybody.get(link[0]).status_code == 200
    sent = page_of(anybody, link[0])
    assert anybody.post(link[0], sent).status_code == 422
    assert "1. Kto?" in text(anybody.post(link[0], sent | {"switch": "1"}))
    assert anybody.post(link[0], sent | {"Q1": "O1", "version": "7"}).status_code == 409
    assert anybody.post(link[0], sent | {"Q1": "O1"}).url == here("survey_thanks")
    again = anybody.post(link[0], sent | {"Q1": "O1"})
    assert (again.status_code, SurveyAnswer.objects.count()) == (410, 1)
    assert "Ďakujeme" in text(again)
    assert anybody.get(here("survey_by_link", "a" * 40)).status_code == 404


def test_a_code_is_typed_in(each_once: Any, anybody: Any) -> None:
    (sheet,) = inviting.number_sheets(each_once, 1, by=None, at=now())
    assert anybody.get(here("answer_survey", each_once.pk)).url == here("survey_code")
    assert anybody.post(here("survey_code"), {"code": "ABCD"}).status_code == 422
    answer = anybody.post(here("survey_code"), {"code": sheet.code.lower()})
    assert answer.url == here("survey_by_link", sheet.secret)
    assert anybody.get(answer.url).status_code == 200


def test_only_guessing_of_codes_is_slowed(each_once: Any, anybody: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planning.surveys.pages.answer.CODES_OF_ONE_ADDRESS", (1, timedelta(hours=1)))
    (sheet,) = inviting.number_sheets(each_once, 1, by=None, at=now())
    wrong = {"code": "ABCD"}
    assert [anybody.post(here("survey_code"), wrong).status_code for _try in range(2)] == [422, 429]
    over = anybody.post(here("survey_code"), wrong)
    assert ("ABCD" in text(over), "Retry-After" in over) == (True, True)
    assert anybody.get(here("survey_by_link", "a" * 16)).status_code == 429
    link = anybody.post(here("survey_code"), {"code": sheet.code}).url
    assert anybody.post(link, page_of(anybody, link) | {"Q1": "O1"}).url == here("survey_thanks")
    assert anybody.get(link).status_code == 410


def test_a_link_to_a_closed_survey_says_so(each_once: Any, anybody: Any) -> None:
    (sheet,) = inviting.number_sheets(each_once, 1, by=None, at=now())
    Survey.objects.filter(pk=each_once.pk).update(stage=Stage.CLOSED)
    answer = anybody.get(here("survey_by_link", sheet.secret))
    assert (answer.status_code, "teraz nedá odpovedať" in text(answer)) == (404, True)


def test_letters_are_filled_with_addresses_of_providers(plan: Any, coordinator: Any) -> None:
    row = running(plan, one_each=True, audience="PROVIDERS")
    address = here("survey_letters", row.pk)
    assert "?from=providers" in text(coordinator.get(address))
    assert coordinator.get(address, {"from": "providers"}).status_code == 200
    assert "Každý odpovedá na verejnej stránke" in text(coordinator.get(here("survey_letters", running(plan).pk)))


# --- paper ------------------------------------------------------------------------------------------------------------
def test_sheets_are_printed_with_numbers_and_printed_again(survey: Any, each_once: Any, coordinator: Any) -> None:
    address = here("survey_sheets", survey.pk)
    assert coordinator.post(address, {}).status_code == 422
    assert coordinator.post(address, {"first": "9", "last": "2"}).status_code == 422
    answer = coordinator.post(address, {"count": "2", "easy": "on"})
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
    assert coordinator.post(address, {"first": "1", "last": "2"}).content[:4] == b"%PDF"
    assert coordinator.post(address, {"first": "1", "last": "9"}).status_code == 422
    survey.refresh_from_db()
    assert survey.last_number == 2
    assert "0002-1" in text(coordinator.get(address))
    letters = coordinator.post(here("survey_sheets", each_once.pk), {"count": "2", "what": "letter"})
    assert letters.content[:4] == b"%PDF"
    assert coordinator.get(here("survey_specimen", survey.pk)).content[:4] == b"%PDF"
    for wish, kind in (({}, None), ({"save": ""}, 'attachment; filename="survey-qr.png"')):
        picture = coordinator.get(here("survey_qr", survey.pk), wish)
        assert (picture.content[1:4], picture.get("Content-Disposition")) == (b"PNG", kind)


def test_sheets_are_typed_in_one_after_another_by_keys(survey: Any, clerk: Any) -> None:
    inviting.number_sheets(survey, 3, by=None, at=now())
    address = here("enter_sheet", survey.pk)
    assert "autofocus" in text(clerk.get(address))
    first = {"sheet": "0001-3", "Q1": "2", "Q2": "13", "Q3": "4", "Q4": "12,5", "Q5": "Viac\nčasu"}
    assert clerk.post(address, first).url == address
    assert clerk.post(address, {"sheet": "00021", "Q1": "1", "Q2": "4 susedka pomáha"}).url == address
    page = text(clerk.get(address))
    assert "V tejto dávke 2 hárky." in page
    said = {answer.sheet: answer.said for answer in SurveyAnswer.objects.all()}
    assert said[1] == {
        "Q1": {"chosen": ["O2"]}, "Q2": {"chosen": ["O1", "O3"]}, "Q3": {"number": 4}, "Q4": {"number": "12.5"},
        "Q5": {"text": "Viac\nčasu"},
    }  # fmt: skip
    assert said[2]["Q2"] == {"chosen": ["OTHER"], "other": "susedka pomáha"}
    twice = clerk.post(address, first | {"Q5": "Ostáva tu"})
    assert (list(twice.context["form"].errors), "Ostáva tu" in text(twice)) == (["sheet"], True)
    clerk.post(address, {"new": "1"})
    assert "V tejto dávke 0 hárkov." in text(clerk.get(address))


@pytest.mark.parametrize(
    ("field", "keys"),
    [("Q1", "4"), ("Q1", "12"), ("Q1", "x"), ("Q2", "1 9"), ("Q2", "1 slová"), ("Q3", "6"), ("Q3", "x"), ("Q4", "x")],
)
def test_a_wrong_key_is_told_at_its_question(survey: Any, clerk: Any, field: str, keys: str) -> None:
    inviting.number_sheets(survey, 1, by=None, at=now())
    answer = clerk.post(here("enter_sheet", survey.pk), {"sheet": "0001-3", field: keys})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not SurveyAnswer.objects.exists()


def test_the_last_sheet_is_corrected_and_no_other(survey: Any, clerk: Any, alfa: Any, person: Any, browse: Any) -> None:
    inviting.number_sheets(survey, 2, by=None, at=now())
    correct = here("correct_sheet", survey.pk)
    assert clerk.get(correct).context["form"] is None
    clerk.post(here("enter_sheet", survey.pk), {"sheet": "0001-3", "Q1": "2", "Q2": "1 4 sused", "Q4": "7"})
    form = clerk.get(correct).context["form"]
    assert [form[name].value() for name in ("Q1", "Q2", "Q3", "Q4")] == ["2", "1 4 sused", "", "7"]
    assert clerk.post(correct, {"Q1": "9"}).status_code == 422
    assert clerk.post(correct, {"Q1": "3"}).url == here("enter_sheet", survey.pk)
    assert SurveyAnswer.objects.get().said == {"Q1": {"chosen": ["O3"]}}
    other = browse(alfa, person("INTAKE_CLERK", at=alfa))
    assert "Niet čo opraviť" in text(other.get(correct))
    assert other.post(correct, {"Q1": "1"}).context["form"] is None
    SurveyAnswer.objects.all().delete()
    assert clerk.get(correct).context["form"] is None
    assert clerk.post(correct, {"Q1": "1"}).status_code == 422


def test_many_answers_are_typed_with_gaps(plan: Any, clerk: Any) -> None:
    row = running(plan, {"kind": "MANY", "options": "\n".join(f"odpoveď {n}" for n in range(12))})
    inviting.number_sheets(row, 1, by=None, at=now())
    clerk.post(here("enter_sheet", row.pk), {"sheet": "0001-3", "Q1": "1, 11"})
    assert SurveyAnswer.objects.get().said == {"Q1": {"chosen": ["O1", "O11"]}}


def test_an_answer_that_stands_by_itself_excludes_the_others(plan: Any, anybody: Any, clerk: Any) -> None:
    options = {"options": "opatera\ndoprava\nnič", "easy_options": "\n\nNič netreba.", "other": True, "alone": True}
    row = running(plan, {"kind": "MANY", **options}, {"kind": "SINGLE", "alone": True})
    assert [question.alone for question in row.asked] == [True, False]
    address = here("answer_survey", row.pk)
    page = page_of(anybody, address)
    assert "„nič“ len samostatne." in anybody.get(address).content.decode()
    for said in ({"Q1": ["O1", "O3"]}, {"Q1": ["O3"], "Q1_other": "sused"}):
        form = anybody.post(address, page | said).context["form"]
        assert list(form.errors) == ["Q1"], said
        assert "nič" in form.errors["Q1"][0]
    easy = anybody.post(address, page | {"easy": "1", "Q1": ["O1", "O3"]}).context["form"]
    assert "Nič netreba." in easy.errors["Q1"][0]
    with pytest.raises(PlanRefused):
        say(row, Q1=["O1", "O3"])
    inviting.number_sheets(row, 1, by=None, at=now())
    sheet = {"sheet": "0001-3", "Q1": "13"}
    assert list(clerk.post(here("enter_sheet", row.pk), sheet).context["form"].errors) == ["Q1"]
    assert not SurveyAnswer.objects.exists()
    assert anybody.post(address, page | {"Q1": ["O3"]}).status_code == 302
    assert SurveyAnswer.objects.get().said["Q1"] == {"chosen": ["O3"]}


# --- building ---------------------------------------------------------------------------------------------------------
def test_a_coordinator_builds_with_buttons(plan: Any, coordinator: Any) -> None:
    row = draft(plan)
    assert coordinator.post(here("move_question", row.pk, "Q2"), {"direction": "up"}).url.endswith("#question-Q2")
    assert coordinator.post(here("move_question", row.pk, "Q2"), {"direction": "x"}).status_code == 400
    coordinator.post(here("remove_question", row.pk, "Q5"))
    form = coordinator.get(here("question", row.pk, "Q2")).context["form"]
    assert form["options"].value() == "opatera\nstacionár\ndoprava"
    facts = {"kind": "MANY", "text": "Čo ešte chýba?", "options": "len jedno", "version": form["version"].value()}
    assert list(coordinator.post(here("question", row.pk, "Q2"), facts).context["form"].errors) == ["options"]
    long = facts | {"options": f"a\n{'x' * 201}"}
    assert list(coordinator.post(here("question", row.pk, "Q2"), long).context["form"].errors) == ["options"]
    assert coordinator.post(here("question", row.pk, "Q2"), facts | {"options": "a\nb"}).status_code == 302
    assert coordinator.post(here("question", row.pk, "Q2"), facts | {"options": "a\nb"}).status_code == 422
    row.refresh_from_db()
    assert [each.id for each in row.asked] == ["Q2", "Q1", "Q3", "Q4"]
    assert row.asked[0].text == "Čo ešte chýba?"
    assert coordinator.get(here("question", row.pk, "Q9")).status_code == 404
    for wish, count in (({"set": "needs"}, 13), ({"older": str(row.pk)}, 26)):
        assert coordinator.post(here("take_questions", row.pk), wish).status_code == 302
        row.refresh_from_db()
        assert len(row.asked) == count
    for wish, status in (({"set": "x"}, 302), ({}, 302), ({"older": str(plan.pk)}, 404)):
        assert coordinator.post(here("take_questions", row.pk), wish).status_code == status
    row.refresh_from_db()
    assert len(row.asked) == 26


def test_a_survey_goes_through_its_life_by_buttons(plan: Any, coordinator: Any) -> None:
    row = running(plan)
    coordinator.post(here("take_survey_back", row.pk))
    coordinator.post(here("open_survey", row.pk))
    assert "posledný deň" in text(coordinator.get(here("close_survey", row.pk))).lower()
    form = coordinator.get(here("survey_facts", row.pk)).context["form"]
    assert "introduction" not in form.fields
    facts = {
        "title": "Iný názov",
        "closes_on": f"{today():%d.%m.%Y}",
        "addressed": "70",
        "version": form["version"].value(),
    }
    assert coordinator.post(here("survey_facts", row.pk), facts).status_code == 302
    assert coordinator.post(here("survey_facts", row.pk), facts).status_code == 422
    late = {"closes_on": "1.1.2020", "version": str(row.version + 3)}
    assert "closes_on" in coordinator.post(here("survey_facts", row.pk), facts | late).context["form"].errors
    coordinator.post(here("close_survey", row.pk))
    assert coordinator.get(here("close_survey", row.pk)).status_code == 404
    row.refresh_from_db()
    assert (row.stage, row.title, row.addressed) == (Stage.CLOSED, "Iný názov", 70)
    assert "Iný názov" in text(coordinator.get(here("surveys")))
    days = {"plan": str(plan.pk), "opens_on": f"{today():%d.%m.%Y}", "closes_on": f"{today():%d.%m.%Y}"}
    copy = coordinator.post(here("copy_survey", row.pk), days).url
    assert "Kópia: Iný názov" in text(coordinator.get(copy))
    assert coordinator.post(f"{copy}remove/").url == here("surveys")
    assert coordinator.get(here("remove_survey", row.pk)).status_code == 200
    assert coordinator.post(here("remove_survey", row.pk)).status_code == 409
    wrong = coordinator.post(here("new_survey"), days | {"title": "", "closes_on": "1.1.2020"})
    assert sorted(wrong.context["form"].errors) == ["audience", "closes_on", "title"]


def test_whoever_reads_drafts_sees_the_questionnaire_and_changes_nothing(
    survey: Any, alfa: Any, person: Any, browse: Any
) -> None:
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    for name in ("survey", "preview_survey", "survey_specimen"):
        assert member.get(here(name, survey.pk)).status_code == 200
    assert "1. Kto?" in text(member.get(here("preview_survey", survey.pk), {"easy": "1"}))
    for name in ("enter_sheet", "survey_results", "survey_letters", "survey_facts"):
        assert member.get(here(name, survey.pk)).status_code == 403
    assert member.post(here("close_survey", survey.pk)).status_code == 403
