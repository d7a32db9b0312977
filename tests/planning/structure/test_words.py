"""What the levels are called, and who pays: chosen for each plan, used everywhere, kept by a publication."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pypdf import PdfReader
from support.plans import begin_plan, here, small_tree
from support.verapdf import broken_rules
from support.world import FOUNDED

from planning.structure.commands import change_plan, create_plan
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.imprint import Imprint, lines_of
from planning.structure.levels import change_levels
from planning.structure.models import Plan, Revision
from planning.structure.published import published_plan
from planning.structure.publishing import publish_plan
from planning.structure.wording import LEVELS, common_sets
from planning.structure.workbook.comparing import UNCHANGED, verdicts_of
from planning.structure.workbook.reading import read_rows
from planning.structure.workbook.writing import headings, rows_of
from search.of_plans import describe_plan
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
OWN = {"PRIORITY": "strategická oblasť", "ACTIVITY": "krok"}
PAID = {"funded_by": "Európsky sociálny fond plus", "project_number": "312041A", "publicity": "Spolufinancované EÚ"}


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        yield begin_plan("Plán mesta Alfa")


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


def name(plan: Plan, levels: Any = LEVELS, words: Any = OWN, version: int | None = None) -> Plan:
    seen = version or Plan.objects.get(pk=plan.pk).version
    return change_levels(plan, levels=levels, words=words, version=seen, by=None, at=FOUNDED)


def test_common_sets_name_four_different_levels_in_every_language() -> None:
    assert "THEMES" in common_sets()
    for each in common_sets().values():
        for language in ("sk", "cs", "en"):
            assert len(set(each.words(language).values())) == 4


def test_a_plan_calls_its_levels_as_it_wants(plan: Plan) -> None:
    named = name(plan)
    assert (named.word("PRIORITY"), named.word("GOAL")) == ("strategická oblasť", "cieľ")
    assert Revision.objects.get(act="levels_changed").after["words"] == OWN


def test_two_levels_never_have_one_name(plan: Plan) -> None:
    with pytest.raises(PlanRefused):
        name(plan, words={"PRIORITY": "Krok", "ACTIVITY": "krok"})


def test_levels_with_items_stay_and_those_below_may_go(plan: Plan) -> None:
    small_tree(plan)
    with pytest.raises(PlanRefused, match="priorita"):
        name(plan, levels=("PRIORITY", "MEASURE", "ACTIVITY"))
    from planning.structure.commands import remove_node

    remove_node(plan.nodes.get(level="ACTIVITY"), by=None, at=FOUNDED)
    assert name(plan, levels=("PRIORITY", "GOAL", "MEASURE")).levels == ["PRIORITY", "GOAL", "MEASURE"]


def test_a_plan_without_measures_is_refused_by_rule_and_database(plan: Plan) -> None:
    with pytest.raises(PlanRefused):
        name(plan, levels=("PRIORITY", "GOAL"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(levels=["PRIORITY", "GOAL"])


def test_names_somebody_changed_meanwhile_are_not_overwritten(plan: Plan) -> None:
    name(plan)
    with pytest.raises(ChangedMeanwhile):
        name(plan, words={}, version=1)


def test_an_old_publication_keeps_its_words(plan: Plan) -> None:
    small_tree(plan)
    name(plan)
    publish_plan(plan, by=None, at=FOUNDED)
    name(plan, words={"PRIORITY": "téma"})
    told = published_plan(plan.pk)
    assert told is not None
    assert told.level(told.nodes[0]) == "strategická oblasť"
    words = {found.card["level"]: found.card["level_word"] for found in describe_plan(told) if found.card["page"]}
    assert (words["PRIORITY"], words["GOAL"]) == ("strategická oblasť", "")


def test_the_spreadsheet_with_own_words_comes_back_unchanged(plan: Plan) -> None:
    small_tree(plan)
    named = name(plan)
    rows = [["" if cell is None else str(cell) for cell in row] for row in rows_of(named)]
    assert rows[0][1] == "Strategická oblasť"
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([headings(), *rows])
    file = SimpleUploadedFile("plan.csv", text.getvalue().encode())
    assert {each.kind for each in verdicts_of(named, read_rows(file))} == {UNCHANGED}


def test_the_page_of_levels(plan: Plan, alfa: Any, coordinator: Any) -> None:
    address = here("levels", plan.pk)
    sent = {"levels": ["PRIORITY", "GOAL", "ACTIVITY"], "names": "OWN", "version": 1, "word_priority": "priorita"}
    assert coordinator.post(address, sent | {"word_goal": "Priorita"}).status_code == 422
    assert coordinator.post(address, sent | {"word_priority": "oblasť podpory"}).status_code == 302
    page = coordinator.get(here("work", plan.pk)).content.decode()
    assert "oblasť podpory" in page
    again = coordinator.get(address).content.decode()
    assert 'value="oblasť podpory"' in again
    coordinator.post(address, {"levels": ["PRIORITY", "GOAL"], "names": "THEMES", "version": 2})
    with in_tenant(alfa.key):
        changed = Plan.objects.get(pk=plan.pk)
    assert (changed.words, changed.levels) == ({"PRIORITY": "téma"}, ["PRIORITY", "GOAL", "MEASURE"])


# --- who pays ---------------------------------------------------------------------------------------------------------
def test_imprint_says_only_what_is_told() -> None:
    assert Imprint().lines() == ()
    told = Imprint(publicity="Spolufinancované EÚ", project_number="7").lines()
    assert told[0] == "Spolufinancované EÚ"
    assert told[1].endswith("7")


def test_the_same_line_of_two_plans_is_printed_once(plan: Plan) -> None:
    facts = {"kind": "MUNICIPAL", "starts_on": date(2026, 1, 1), "ends_on": date(2027, 1, 1)}
    paid = [create_plan(title=title, **facts, **PAID, by=None, at=FOUNDED) for title in ("A", "B")]
    assert len(lines_of([*paid, None])) == 2


def test_who_pays_stands_on_every_page_of_the_printed_sheet(
    plan: Plan, alfa: Any, browse: Any, coordinator: Any, tmp_path: Path
) -> None:
    tree = small_tree(plan)
    change_plan(plan, changes=PAID, version=1, by=None, at=FOUNDED)
    publish_plan(plan, by=None, at=FOUNDED)
    content = coordinator.get(here("drafted_sheet", plan.pk, tree["first"].pk, "pdf")).content
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert pages
    assert all("Spolufinancované EÚ" in words and "312041A" in words for words in pages)
    file = tmp_path / "sheet.pdf"
    file.write_bytes(content)
    assert broken_rules(file) == {str(file): {}}
    docx = coordinator.get(here("drafted_sheet", plan.pk, tree["first"].pk, "docx"))
    import zipfile

    parts = zipfile.ZipFile(io.BytesIO(docx.content))
    assert any("312041A" in parts.read(part).decode() for part in parts.namelist() if "footer" in part)
    stranger = browse(alfa)
    for address in (here("plan", plan.pk), here("node", plan.pk, tree["first"].pk)):
        assert "Spolufinancované EÚ" in stranger.get(address).content.decode()


# --- whom a joint plan is for -----------------------------------------------------------------------------------------
def test_a_joint_plan_names_its_municipalities_and_offers_them_for_measures(
    plan: Plan, alfa: Any, browse: Any, coordinator: Any
) -> None:
    small_tree(plan)
    Plan.objects.filter(pk=plan.pk).update(kind="MICROREGIONAL")
    publish_plan(Plan.objects.get(pk=plan.pk), by=None, at=FOUNDED)
    told = published_plan(plan.pk)
    assert told is not None
    assert told.municipalities == ("Banská Bystrica",)
    page = browse(alfa).get(here("plan", plan.pk)).content.decode()
    assert "Obce plánu" in page
    found = coordinator.get(here("territories"), {"q": "banska"}).json()["results"]
    assert found == [{"label": "Banská Bystrica"}]
