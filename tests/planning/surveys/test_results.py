"""What is seen of answers, by whom and when: pages, files and paper; texts one by one; needs and tables of chapters."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from support.counting import questions
from support.plans import begin_plan, here
from support.surveys import closed, fill, opened, say
from support.verapdf import broken_rules
from support.world import FOUNDED

from planning.knowing.commands import change_need
from planning.knowing.models import Figure, Need
from planning.structure.errors import PlanRefused
from planning.surveys import commands, using
from planning.surveys.models import Survey, SurveyAnswer
from planning.surveys.picturing import picture, picture_of, read_picture, returned_of

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "at": FOUNDED}


@pytest.fixture
def survey(plan: Any) -> Any:
    """Twenty answers to the first question, two of them alone; six texts."""
    row = opened(plan, addressed=50, sampling="každá desiata domácnosť")
    fill(row, {"O1": 12, "O2": 6})
    for number in range(2):
        say(row, Q1="O3", Q5=f"<b>Tajné {number}</b>")
    for number in range(4):
        say(row, Q1="O1", Q5=f"Text {number}", Q2=["O1"])
    return closed(row)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def cells(answer: Any) -> list[str]:
    content = b"".join(answer.streaming_content)
    book = load_workbook(io.BytesIO(content))
    return [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row if cell is not None]


def test_nobody_sees_results_while_answers_come_in(plan: Any, coordinator: Any) -> None:
    row = opened(plan)
    fill(row, {"O1": 9})
    page = text(coordinator.get(here("survey_results", row.pk)))
    assert "Výsledky sa ukážu, keď bude dotazník uzavretý." in page
    for address in (here("survey_results_file", row.pk), here("survey_results_paper", row.pk, "pdf")):
        assert coordinator.get(address).status_code == 404
    assert using.texts_of(row) == []
    with pytest.raises(PlanRefused):
        using.make_need(row, title="x", **WHO)


def test_small_groups_are_left_out_everywhere(survey: Any, coordinator: Any, anybody: Any) -> None:
    for client, prefix in ((coordinator, "survey_results"), (anybody, "public_results")):
        if client is anybody:
            commands.publish_results(survey, **WHO)
        page = client.get(here(prefix, survey.pk))
        counts = [cell.count for cell in page.context["shown"][0]["result"].cells]
        assert counts == [16, None, None]
        told = cells(client.get(here(f"{prefix}_file", survey.pk)))
        assert told.count("16") == 1
        assert told.count("neukazuje sa") >= 4
        assert not any("Tajné" in cell for cell in told)
        assert "Tajné" not in text(page)


def test_sample_and_return_are_told(survey: Any, coordinator: Any) -> None:
    returned = returned_of(survey, exact=True)
    assert (returned.addressed, returned.answers, returned.rate) == (50, 24, 48)
    assert dict(returned.channels) == {"WEB": 24, "LETTER": 0, "PAPER": 0}
    page = text(coordinator.get(here("survey_results", survey.pk)))
    assert "48 %" in page
    assert "každá desiata domácnosť" in page


def test_fewer_than_five_answers_show_nothing_at_all(plan: Any, coordinator: Any) -> None:
    row = opened(plan)
    fill(row, {"O1": 4})
    say(closed(opened(plan, title="x")) and row, Q5="Text")
    SurveyAnswer.objects.filter(said__has_key="Q5").delete()
    row = closed(row)
    assert picture(row).results == ()
    assert "menej ako päť ľudí" in text(coordinator.get(here("survey_results", row.pk)))
    assert using.texts_of(row) == []


def test_results_are_told_apart_by_one_question(survey: Any, coordinator: Any) -> None:
    page = coordinator.get(here("survey_results", survey.pk), {"by": "Q1"})
    assert page.context["picture"].by.id == "Q1"
    assert coordinator.get(here("survey_results", survey.pk), {"by": "Q5"}).context["picture"].by is None
    assert "prijímateľ" in cells(coordinator.get(here("survey_results_file", survey.pk), {"by": "Q1"}))


def test_what_was_published_is_read_as_it_was(survey: Any, anybody: Any) -> None:
    kept = picture_of(survey, across="Q1")
    assert read_picture(kept) == picture(survey, across_by="Q1")
    commands.publish_results(survey, across="Q1", **WHO)
    Survey.objects.filter(pk=survey.pk).update(title="Zmenený potom")
    assert "Zmenený potom" not in text(anybody.get(here("public_results", survey.pk)))
    assert here("public_results", survey.pk) in text(anybody.get(here("public_surveys")))
    commands.withdraw_results(survey, **WHO)
    for name in ("public_results", "public_results_file", "public_results_paper"):
        assert anybody.get(here(name, survey.pk)).status_code == 404


def test_the_paper_of_results_can_be_read_aloud(survey: Any, coordinator: Any, anybody: Any, tmp_path: Any) -> None:
    answer = coordinator.get(here("survey_results_paper", survey.pk, "pdf") + "?by=Q1")
    (tmp_path / "results.pdf").write_bytes(answer.content)
    for name, address in (
        ("form", here("survey_specimen", survey.pk)),
        ("easy", here("survey_specimen", survey.pk) + "?easy=1"),
    ):
        (tmp_path / f"{name}.pdf").write_bytes(coordinator.get(address).content)
    verdicts = broken_rules(*sorted(tmp_path.glob("*.pdf")))
    assert len(verdicts) == 3
    assert not any(verdicts.values()), verdicts
    assert coordinator.get(here("survey_results_paper", survey.pk, "docx")).content[:2] == b"PK"
    assert coordinator.get(here("survey_results_paper", survey.pk, "exe")).status_code == 404
    commands.publish_results(survey, **WHO)
    assert anybody.get(here("public_results_paper", survey.pk)).content.startswith(b"%PDF")


# --- texts ------------------------------------------------------------------------------------------------------------
def test_the_coordinator_alone_reads_texts_and_chooses_what_the_public_reads(
    survey: Any, coordinator: Any, anybody: Any, alfa: Any, person: Any, browse: Any
) -> None:
    officer = browse(alfa, person("OFFICER", at=alfa))
    address = here("survey_texts", survey.pk)
    assert officer.get(address).status_code == 403
    page = coordinator.get(address)
    assert "&lt;b&gt;Tajné 0&lt;/b&gt;" in text(page)
    assert len(page.context["page_obj"].object_list) == 6
    assert coordinator.get(address, {"question": "Q2"}).context["page_obj"].paginator.count == 0
    key = next(each.key for each in using.texts_of(survey) if each.text == "Text 1")
    quote = here("quote_text", survey.pk, key)
    assert "Text 1" in text(coordinator.get(quote))
    assert coordinator.post(quote, {"text": ""}).status_code == 422
    assert coordinator.post(quote, {"text": "Text bez mena"}).status_code == 302
    assert "Text bez mena" in text(coordinator.get(here("survey_results", survey.pk)))
    coordinator.post(here("publish_results", survey.pk), {"across": "Q1"})
    told = text(anybody.get(here("public_results", survey.pk)))
    assert "Text bez mena" in told
    assert "Text 1" not in told
    assert coordinator.get(here("quote_text", survey.pk, "x.Q5")).status_code == 404


def test_a_chosen_text_can_be_taken_away_until_it_is_published(survey: Any, coordinator: Any) -> None:
    asked = survey.asked[4]
    using.choose_quote(survey, asked, text="Dobre", **WHO)
    using.choose_quote(survey, asked, text="Dobre", **WHO)
    survey.refresh_from_db()
    assert len(survey.quotes) == 1
    assert coordinator.post(here("remove_quote", survey.pk, 0)).status_code == 302
    with pytest.raises(PlanRefused):
        using.remove_quote(survey, 0, **WHO)
    commands.publish_results(survey, **WHO)
    with pytest.raises(PlanRefused):
        using.choose_quote(survey, asked, text="Neskoro", **WHO)


# --- needs and chapters -----------------------------------------------------------------------------------------------
def test_a_text_becomes_a_need_that_leads_back(survey: Any, coordinator: Any, plan: Any) -> None:
    key = next(each.key for each in using.texts_of(survey) if each.text == "Text 2")
    address = here("need_of_text", survey.pk, key)
    form = coordinator.get(address).context["form"]
    assert (form["title"].value(), form["source_note"].value()) == ("Text 2", survey.title)
    assert coordinator.post(address, {"title": ""}).status_code == 422
    facts = {"title": "Niet kam ísť", "source": "OTHER", "weight": "4", "source_note": survey.title}
    coordinator.post(address, facts)
    need = Need.objects.get()
    assert (need.source, need.survey, need.weight) == ("SURVEY", survey.pk, 4)
    assert here("survey", survey.pk) in text(coordinator.get(here("need_line", plan.pk, need.pk)))
    for name in ("survey", "survey_results"):
        assert here("need_line", plan.pk, need.pk) in text(coordinator.get(here(name, survey.pk)))


def test_a_need_of_another_source_leads_to_no_survey(survey: Any) -> None:
    need = using.make_need(survey, title="Niet kam ísť", **WHO)
    change_need(need, changes={"source": "GROUP"}, version=need.version, **WHO)
    need.refresh_from_db()
    assert need.survey is None


def test_a_result_becomes_a_table_of_the_chapter_once(survey: Any, coordinator: Any) -> None:
    address = here("result_into_chapter", survey.pk, "Q1")
    assert coordinator.post(address).url.endswith("/analyses/NEEDS/")
    figure = Figure.objects.get()
    assert (figure.source, figure.as_of) == (f"{survey.title}, počet odpovedí 24", survey.closes_on)
    assert figure.rows == [["prijímateľ", "16", "67 %"], ["rodina", "–", "–"], ["obyvateľ", "–", "–"]]
    assert coordinator.post(address).url.endswith("#Q1")
    assert coordinator.post(here("result_into_chapter", survey.pk, "Q5")).url.endswith("#Q5")
    assert Figure.objects.count() == 1
    assert coordinator.post(here("result_into_chapter", survey.pk, "Q77")).status_code == 404


def test_publishing_is_the_coordinators(survey: Any, alfa: Any, person: Any, browse: Any) -> None:
    officer = browse(alfa, person("OFFICER", at=alfa))
    assert officer.post(here("publish_results", survey.pk), {}).status_code == 403
    leader = browse(alfa, person("GROUP_LEADER", at=alfa))
    assert leader.get(here("survey_results", survey.pk)).status_code == 200
    assert leader.get(here("need_of_result", survey.pk, "Q1")).status_code == 403


def test_pages_ask_little_however_much_there_is(plan: Any, survey: Any, coordinator: Any) -> None:
    few = questions(coordinator, here("surveys"))
    for number in range(4):
        fill(opened(begin_plan(f"Plán {number}")), {"O1": 3})
    assert questions(coordinator, here("surveys")) == few
    assert few <= 12
    for name in ("survey", "survey_results", "survey_texts"):
        assert questions(coordinator, here(name, survey.pk)) <= 16
