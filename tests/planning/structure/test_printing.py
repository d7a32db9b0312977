"""The sheet of a measure and the whole plan on paper: readable aloud, complete, never the draft for the public."""

import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils.translation import override
from pypdf import PdfReader
from support.plans import begin_plan, here, small_tree
from support.verapdf import broken_rules
from support.world import FOUNDED

from kernel.jobs import enqueue, run_now
from kernel.jobs.models import Job
from kernel.journal import Event
from kernel.tenancy import current_key
from planning.structure.commands import change_node
from planning.structure.models import PrintedPlan
from planning.structure.printing import plan_document
from planning.structure.published import published_plan
from planning.structure.publishing import publish_plan, withdraw_plan
from planning.structure.sheet.commands import add_row
from planning.structure.sheet.models import Cost, Risk
from planning.subscribers import have_it_printed
from tenants.context import in_tenant
from ui.documents import pdf

pytestmark = pytest.mark.django_db
WHO = {"by": None, "at": FOUNDED}


@pytest.fixture
def tree(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        made = small_tree(begin_plan("Plán mesta Alfa"))
        facts = {"text": "Prvý odsek.\n\nDruhý odsek.", "problem": "Málo opatrovateliek.", "state": "RUNNING"}
        change_node(made["first"], changes=facts, version=1, **WHO)
        add_row(made["first"], Cost, {"year": 2026, "source": "OWN", "planned": 1250, "spent": None}, **WHO)
        risk = {"title": "nikto sa neprihlási", "probability": 3, "impact": 4, "treatment": "", "owner": "Ján Tajný"}
        add_row(made["first"], Risk, risk, **WHO)
        yield made


def words_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_sheet_on_paper_holds_the_measure_and_its_activities(alfa: Any, tree: Any, browse: Any) -> None:
    node = tree["first"]
    publish_plan(node.plan, **WHO)
    answer = browse(alfa).get(here("printed_sheet", node.plan_id, node.pk, "pdf"))
    text = words_of(answer.content)
    told = ["Opatrenie 1.1.1: A.first", "Druhý odsek.", "Málo opatrovateliek.", "nikto sa neprihlási", "A.activity"]
    assert [each for each in told if each not in text] == []
    assert "Ján Tajný" not in text


def test_sheet_can_be_worked_on(alfa: Any, tree: Any, browse: Any) -> None:
    node = tree["first"]
    publish_plan(node.plan, **WHO)
    answer = browse(alfa).get(here("printed_sheet", node.plan_id, node.pk, "docx"))
    body = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert "Málo opatrovateliek." in body


def test_public_gets_no_sheet_of_a_draft(alfa: Any, tree: Any, browse: Any, person: Any) -> None:
    node = tree["first"]
    assert browse(alfa).get(here("printed_sheet", node.plan_id, node.pk, "pdf")).status_code == 404
    assert browse(alfa).get(here("drafted_sheet", node.plan_id, node.pk, "pdf")).status_code == 302
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    assert "Pracovná verzia" in words_of(member.get(here("drafted_sheet", node.plan_id, node.pk, "pdf")).content)
    assert member.get(here("drafted_sheet", node.plan_id, node.pk, "exe")).status_code == 404


def test_one_address_does_not_keep_the_printer_busy(alfa: Any, tree: Any, browse: Any) -> None:
    node = tree["first"]
    publish_plan(node.plan, **WHO)
    stranger = browse(alfa)
    address = here("printed_sheet", node.plan_id, node.pk, "docx")
    codes = {stranger.get(address).status_code for _turn in range(21)}
    assert codes == {200, 429}


def test_paper_can_be_read_aloud(alfa: Any, tree: Any, browse: Any, tmp_path: Path) -> None:
    node = tree["first"]
    publish_plan(node.plan, **WHO)
    whole = published_plan(node.plan_id)
    with override("sk"):
        facts = {"author": "Mesto Alfa", "currency": "EUR", "note": "", "at": FOUNDED}
        (tmp_path / "plan.pdf").write_bytes(pdf(plan_document(whole, **facts)))
    sheet = browse(alfa).get(here("printed_sheet", node.plan_id, node.pk, "pdf"))
    (tmp_path / "sheet.pdf").write_bytes(sheet.content)
    assert broken_rules(tmp_path / "plan.pdf", tmp_path / "sheet.pdf") == {
        str(tmp_path / "plan.pdf"): {},
        str(tmp_path / "sheet.pdf"): {},
    }


# --- the whole plan ---------------------------------------------------------------------------------------------------
def print_it(publication: Any) -> None:
    run_now(enqueue("planning.print_plan", by=None, publication_id=str(publication.pk)))


def test_publication_is_printed_and_offered(alfa: Any, tree: Any, browse: Any) -> None:
    plan = tree["first"].plan
    stranger, address = browse(alfa), here("printed_plan", plan.pk, "pdf")
    publication = publish_plan(plan, **WHO)
    assert stranger.get(address).status_code == 404
    print_it(publication)
    print_it(publication)
    text = words_of(b"".join(stranger.get(address).streaming_content))
    told = ["Plán mesta Alfa", "Opatrenie 1.1.1: A.first", "Málo opatrovateliek.", "Aktivita 1.1.1.1: A.activity"]
    assert [each for each in told if each not in text] == []
    assert PrintedPlan.objects.count() == 2
    assert address in stranger.get(here("plan", plan.pk)).content.decode()


def test_withdrawn_plan_is_not_handed_out(alfa: Any, tree: Any, browse: Any) -> None:
    plan = tree["first"].plan
    print_it(publish_plan(plan, **WHO))
    withdraw_plan(plan, **WHO, why="omyl")
    assert browse(alfa).get(here("printed_plan", plan.pk, "docx")).status_code == 404


def test_earlier_files_go_when_the_plan_is_published_again(tree: Any) -> None:
    plan = tree["first"].plan
    first = publish_plan(plan, **WHO)
    print_it(first)
    second = publish_plan(plan, **WHO)
    print_it(first)
    print_it(second)
    assert {printed.publication_id for printed in PrintedPlan.objects.all()} == {second.pk}


def test_publishing_asks_for_the_printing(tree: Any) -> None:
    plan = tree["first"].plan
    publication = publish_plan(plan, **WHO)
    event = Event(
        uuid4(), 1, "planning.plan_published", current_key(), "planning.plan", str(plan.pk), None, FOUNDED, {}
    )
    have_it_printed([event])
    asked = Job.objects.filter(kind="planning.print_plan").latest("created_at")
    assert asked.arguments == {"publication_id": str(publication.pk)}
