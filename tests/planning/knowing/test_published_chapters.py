"""What the steering group accepted is published with the plan: on pages, in the printed plan, in the comparison."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from support.chapters import FIGURE, TOWN, accept, cover, standing, write
from support.knowing import WHO, here
from support.services import make_service
from support.verapdf import broken_rules
from support.world import FOUNDED

from planning.knowing import chapters
from planning.knowing.commands import add_need, link
from planning.structure.commands import change_node
from planning.structure.differing import differ
from planning.structure.models import Plan
from planning.structure.printing import plan_document
from planning.structure.published import published_plan
from planning.structure.publishing import publish_plan, republish
from ui.documents import docx_of, pdf

pytestmark = pytest.mark.django_db
FACTS = {"author": "Mesto Alfa", "currency": "EUR", "note": "Ako bolo zverejnené.", "at": FOUNDED}


@pytest.fixture
def rested(plan: Plan, alfa: Any) -> Plan:
    """A published plan with two accepted chapters and one that is being written."""
    cover(alfa)
    standing("Domáca opatera")
    make_service("Inde")
    chapters.take_snapshot(plan, towns=[TOWN], **WHO)
    write(plan, "Mesto starne.\n\nPribúda ľudí nad 80 rokov.")
    chapters.add_figure(plan, kind="PEOPLE", **FIGURE, **WHO)
    write(plan, "Ešte nehotové.", kind="NEEDS")
    for kind in ("PEOPLE", "PROVIDERS"):
        accept(plan, kind, version=plan.chapters.get(kind=kind).version)
    publish_plan(plan, **WHO)
    return plan


@pytest.fixture
def stranger(alfa: Any, browse: Any) -> Any:
    return browse(alfa)


def test_only_accepted_chapters_are_published_in_their_order(rested: Plan) -> None:
    public = published_plan(rested.pk)
    assert public is not None
    assert [(each.kind, each.title) for each in public.chapters] == [
        ("PEOPLE", "Ľudia a územie"), ("PROVIDERS", "Poskytovatelia a služby"),
    ]  # fmt: skip
    assert public.chapters[1].services is not None
    assert (public.chapters[1].services["count"], public.chapters[1].services["providers"]) == (1, 1)


def test_everybody_reads_the_chapter_with_its_table_and_picture(rested: Plan, stranger: Any) -> None:
    assert here("public_chapter", rested.pk, "PEOPLE") in stranger.get(here("plan", rested.pk)).content.decode()
    page = stranger.get(here("public_chapter", rested.pk, "PEOPLE")).content.decode()
    for words in ("Pribúda ľudí nad 80 rokov.", "Ľudia nad 65", "ŠÚ SR", "<svg", "1 301"):
        assert words in page.replace("\N{NO-BREAK SPACE}", " ")
    services = stranger.get(here("public_chapter", rested.pk, "PROVIDERS")).content.decode()
    assert "Banská Bystrica" in services
    assert "Domáca opatera" not in services  # counts, not names
    for kind in ("NEEDS", "RISKS", "NONSENSE"):
        assert stranger.get(here("public_chapter", rested.pk, kind)).status_code == 404


def test_what_is_changed_later_is_public_only_with_the_next_publication(rested: Plan, stranger: Any) -> None:
    row = rested.chapters.get(kind="PEOPLE")
    chapters.reopen_chapter(row, why="nové čísla", **WHO)
    write(rested, "Mesto mladne.", seen=row.text)
    address = here("public_chapter", rested.pk, "PEOPLE")
    assert "Mesto starne." in stranger.get(address).content.decode()
    republish(rested, {"ends_on": "2031-12-31"}, **WHO)
    assert "Mesto starne." in stranger.get(address).content.decode()
    older = published_plan(rested.pk)
    accept(rested, version=rested.chapters.get(kind="PEOPLE").version)
    publish_plan(rested, **WHO)
    assert "Mesto mladne." in stranger.get(address).content.decode()
    newer = published_plan(rested.pk)
    assert older is not None
    assert newer is not None
    told = {name: (was, now) for name, was, now in differ(older, newer, "EUR").facts}["Ľudia a územie"]
    assert ["Mesto starne." in told[0], "Mesto mladne." in told[1], "Mesto mladne." in told[0]] == [True, True, False]


def test_the_comparison_tells_of_tables_services_and_needs(rested: Plan) -> None:
    older = published_plan(rested.pk)
    row = chapters.reopen_chapter(rested.chapters.get(kind="PEOPLE"), why="nová tabuľka", **WHO)
    chapters.add_figure(rested, kind="PEOPLE", **FIGURE | {"title": "Deti"}, **WHO)
    accept(rested, version=row.version + 1)
    need = add_need(rested, title="Nikto nepríde večer", source="GROUP", **WHO)
    link(rested, need=need, node=rested.nodes.get(title="A.first"), **WHO)
    publish_plan(rested, **WHO)
    newer = published_plan(rested.pk)
    assert older is not None
    assert newer is not None
    difference = differ(older, newer, "EUR")
    [(name, was, now)] = difference.facts
    assert name == "Ľudia a územie"
    assert ("Deti" in was, "Deti" in now, "2024; 1301" in now) == (False, True, True)
    [changed] = difference.changed
    assert [(each[1], each[2]) for each in changed.changes] == [("", "Nikto nepríde večer")]
    bare = dataclasses.replace(older, chapters=(older.chapters[0],))
    assert [each[0] for each in differ(bare, older, "EUR").facts] == ["Poskytovatelia a služby"]


def test_a_parent_that_is_called_otherwise_is_told_once(rested: Plan, coordinator: Any) -> None:
    older = published_plan(rested.pk)
    goal = rested.nodes.get(title="A.goal")
    change_node(goal, changes={"title": "Iný cieľ"}, version=goal.version, **WHO)
    coordinator.post(here("publish", rested.pk))
    newer = published_plan(rested.pk)
    assert older is not None
    assert newer is not None
    assert [each.title for each in differ(older, newer, "EUR").changed] == ["Iný cieľ"]
    said = coordinator.post(here("publish", rested.pk), follow=True)
    assert "Verejnosť už číta plán tak, ako je teraz." in said.content.decode()
    assert rested.publications.count() == 2


def test_the_page_before_publishing_names_the_chapters(rested: Plan, coordinator: Any) -> None:
    page = coordinator.get(here("publish", rested.pk)).content.decode()
    assert here("chapter", rested.pk, "PEOPLE") in page
    assert here("chapter", rested.pk, "NEEDS") not in page


def test_what_was_published_with_more_than_we_ask_for_is_still_read(rested: Plan, stranger: Any) -> None:
    row = rested.published()
    content = row.content
    content["chapters"][0]["accepted_note"] = content["nodes"][0]["colour"] = "dávno"
    type(row).objects.filter(pk=row.pk).update(content=content)
    assert stranger.get("/").status_code == 200
    assert stranger.get(here("public_chapter", rested.pk, "PEOPLE")).status_code == 200


def test_a_plan_published_without_chapters_says_nothing_of_them(plan: Plan, stranger: Any) -> None:
    publish_plan(plan, **WHO)
    assert "Z čoho plán vychádza" not in stranger.get(here("plan", plan.pk)).content.decode()


def test_the_printed_plan_begins_with_what_it_rests_on(rested: Plan, tmp_path: Path) -> None:
    import pypdf

    public = published_plan(rested.pk)
    assert public is not None
    document = plan_document(public, **FACTS)
    file = tmp_path / "plan.pdf"
    file.write_bytes(pdf(document))
    assert broken_rules(file) == {str(file): {}}
    words = "".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    assert words.index("Pribúda ľudí nad 80 rokov.") < words.rindex("A.first")
    assert "Zdroj: ŠÚ SR" in words
    assert docx_of(document)[:2] == b"PK"
