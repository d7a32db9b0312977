"""Chapters of the analysis: text, tables with their source, the catalogue's snapshot, acceptance."""

import json
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from support.chapters import DAY, FIGURE, TABLE, TOWN, accept, cover, reach, standing, write
from support.counting import questions
from support.knowing import WHO, here
from support.services import end_service, make_service
from support.world import FOUNDED

from planning.course.guards import missing_for
from planning.course.stages import Stage
from planning.knowing import chapters, snapshot
from planning.knowing.models import Chapter, Figure
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.models import Plan, Revision
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db


# --- text and tables -------------------------------------------------------------------------------------------------
def test_two_people_who_write_one_chapter_lose_nothing(plan: Plan) -> None:
    write(plan, "Mesto starne.")
    with pytest.raises(ChangedMeanwhile) as refusal:
        write(plan, "Mesto sa zmenšuje.")
    assert refusal.value.facts["now"] == {"text": "Mesto starne."}
    assert write(plan, "Mesto starne a zmenšuje sa.", seen="Mesto starne.").text == "Mesto starne a zmenšuje sa."


def test_a_table_of_one_title_stands_in_a_chapter_once(plan: Plan) -> None:
    chapters.add_figure(plan, kind="PEOPLE", **FIGURE, **WHO)
    with pytest.raises(PlanRefused):
        chapters.add_figure(plan, kind="PEOPLE", **FIGURE, **WHO)
    chapters.add_figure(plan, kind="RISKS", **FIGURE, **WHO)
    assert Figure.objects.count() == 2


@pytest.mark.parametrize("name", ["title", "source"])
def test_the_database_holds_no_table_without_a_title_or_a_source(plan: Plan, name: str) -> None:
    chapters.add_figure(plan, kind="PEOPLE", **FIGURE, **WHO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.update(**{name: ""})


def test_a_removed_table_stays_in_the_history(plan: Plan) -> None:
    figure = chapters.add_figure(plan, kind="PEOPLE", **FIGURE, **WHO)
    chapters.remove_figure(figure, **WHO)
    assert not Figure.objects.exists()
    assert Revision.objects.get(act="figure_removed").before["rows"] == TABLE.rows


# --- acceptance ------------------------------------------------------------------------------------------------------
def test_an_accepted_chapter_is_not_changed_until_it_is_reopened_with_a_reason(plan: Plan) -> None:
    figure = chapters.add_figure(plan, kind="PEOPLE", **FIGURE, **WHO)
    accepted = accept(plan)
    for act in (
        lambda: write(plan, "iné"),
        lambda: chapters.remove_figure(figure, **WHO),
        lambda: chapters.add_figure(plan, kind="PEOPLE", **FIGURE | {"title": "iná"}, **WHO),
        lambda: chapters.reopen_chapter(accepted, why=" ", **WHO),
    ):
        with pytest.raises(PlanRefused):
            act()
    chapters.reopen_chapter(accepted, why="Nové čísla.", **WHO)
    assert write(plan, "iné").accepted_on is None


def test_only_what_was_read_is_accepted_and_not_before_its_day(plan: Plan) -> None:
    with pytest.raises(PlanRefused):
        accept(plan)
    write(plan, "Mesto starne.")
    for wrong in ({"version": 99}, {"on": DAY + timedelta(1)}):
        with pytest.raises(PlanRefused):
            accept(plan, **wrong)
    assert accept(plan).accepted_on == DAY


def test_an_accepted_chapter_counts_in_the_course_as_a_recorded_paper(plan: Plan) -> None:
    kinds = ("PEOPLE", "PROVIDERS", "NEEDS", "RESOURCES")
    told = missing_for(plan, Stage.FORMULATING, DAY)
    assert [each.href for each in told] == [here("chapter", plan.pk, kind) for kind in kinds]
    for number, kind in enumerate(kinds, 1):
        write(plan, "text", kind=kind)
        assert len(missing_for(plan, Stage.FORMULATING, DAY)) == 5 - number
        accept(plan, kind)
    assert missing_for(plan, Stage.FORMULATING, DAY) == []


# --- the catalogue's snapshot ----------------------------------------------------------------------------------------
def test_the_snapshot_holds_the_services_of_the_municipalities_and_says_what_has_changed(plan: Plan) -> None:
    stays, goes = standing("Opatrovanie"), standing("Prevoz")
    make_service("Ďaleká služba")
    kept = chapters.take_snapshot(plan, towns=[TOWN], **WHO).snapshot
    assert [each["name"] for each in kept["services"]] == ["Opatrovanie", "Prevoz"]
    assert snapshot.changes_since(kept, DAY) == []
    end_service(goes, DAY - timedelta(1))
    type(stays).objects.filter(pk=stays.pk).update(capacity_free=3, capacity_free_at=FOUNDED, version=stays.version + 1)
    standing("Nová služba")
    found = [(each.what, each.name, each.differences) for each in snapshot.changes_since(kept, DAY)]
    assert found == [
        ("GONE", "Prevoz", ()), ("NEW", "Nová služba", ()), ("CHANGED", "Opatrovanie", (("free", "", "3"),)),
    ]  # fmt: skip


def test_free_places_that_are_not_told_are_not_nought(plan: Plan) -> None:
    standing("A", capacity_free=2, capacity_free_at=FOUNDED)
    standing("B")
    kept = chapters.take_snapshot(plan, towns=[TOWN], **WHO).snapshot
    assert [(line.services, line.free, line.unknown) for line in snapshot.by_kind(kept)] == [(2, 2, 1)]


def test_a_municipality_lacks_the_kinds_that_neither_stand_there_nor_come(plan: Plan) -> None:
    standing("Opatrovanie")
    comes = make_service("Včasná intervencia", kind="SK448-33")
    reach(comes, "518158")
    kept = chapters.take_snapshot(plan, towns=[TOWN, ("518158", "Zvolen")], **WHO).snapshot
    lines = [(line.name, line.stands, line.comes, len(line.lacks)) for line in snapshot.by_town(kept)]
    assert lines == [("Banská Bystrica", 1, 0, 1), ("Zvolen", 0, 1, 1)]


def test_a_site_without_municipalities_has_nothing_to_take(plan: Plan) -> None:
    with pytest.raises(PlanRefused):
        chapters.take_snapshot(plan, towns=[], **WHO)


def test_a_snapshot_has_its_day(plan: Plan) -> None:
    chapters.take_snapshot(plan, towns=[TOWN], **WHO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Chapter.objects.update(snapshot_on=None)


# --- pages -----------------------------------------------------------------------------------------------------------
def test_a_coordinator_writes_adds_a_table_and_records_the_acceptance(alfa: Any, plan: Plan, coordinator: Any) -> None:
    coordinator.post(here("write_chapter", plan.pk, "PEOPLE"), {"text": "Mesto starne.", "base": '{"text": ""}'})
    file = SimpleUploadedFile("ludia.csv", "Rok;Ľudia 65+\n2023;1250\n2024;–\n".encode())
    facts = {"title": "Ľudia nad 65", "source": "ŠÚ SR", "as_of": "31. 12. 2024", "drawing": "LINE", "file": file}
    assert coordinator.post(here("add_figure", plan.pk, "PEOPLE"), facts).status_code == 302
    page = coordinator.get(here("chapter", plan.pk, "PEOPLE")).content.decode()
    assert page.count("<svg id=") == 1
    assert "1\N{NO-BREAK SPACE}250" in page
    assert "nezistené" in page
    version = re.search(r'name="version" value="(\d+)"', _form(coordinator, plan)).group(1)
    coordinator.post(here("accept_chapter", plan.pk, "PEOPLE"), {"on": "5. 1. 2026", "note": "", "version": version})
    with in_tenant(alfa.key):
        assert Chapter.objects.get().accepted_on == date(2026, 1, 5)
    assert coordinator.get(here("chapter", plan.pk, "NONSENSE")).status_code == 404


def _form(client: Any, plan: Plan) -> str:
    page: str = client.get(here("accept_chapter", plan.pk, "PEOPLE")).content.decode()
    return page


def test_a_table_without_source_day_or_cells_is_refused_at_its_field(plan: Plan, coordinator: Any) -> None:
    answer = coordinator.post(here("add_figure", plan.pk, "PEOPLE"), {"title": "x", "drawing": "BARS"})
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["as_of", "file", "source"]
    facts = {"title": "x", "source": "y", "as_of": "1.1.2025", "drawing": "BARS", "pasted": "jeden stĺpec"}
    assert list(coordinator.post(here("add_figure", plan.pk, "PEOPLE"), facts).context["form"].errors) == ["pasted"]


def test_what_the_other_one_wrote_is_shown_beside_mine(plan: Plan, coordinator: Any) -> None:
    address = here("write_chapter", plan.pk, "PEOPLE")
    base = {"base": json.dumps({"text": ""})}
    coordinator.post(address, base | {"text": "Ich text"})
    answer = coordinator.post(address, base | {"text": "Môj text"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ich text" in page
    again = dict(re.findall(r'<input type="hidden" name="(base)" value="([^"]*)"', page))
    coordinator.post(address, {"text": "Môj aj ich text", "base": unescape(again["base"])})
    assert "Môj aj ich text" in coordinator.get(here("chapter", plan.pk, "PEOPLE")).content.decode()


def test_the_page_of_services_fills_itself_by_one_press(alfa: Any, plan: Plan, coordinator: Any) -> None:
    service = standing("Opatrovanie")
    cover(alfa)
    coordinator.post(here("take_snapshot", plan.pk))
    page = coordinator.get(here("chapter", plan.pk, "PROVIDERS")).content.decode()
    assert "Banská Bystrica" in page
    assert "Odvtedy sa v katalógu nič nezmenilo" in page
    type(service).objects.filter(pk=service.pk).update(name="Opatrovanie doma", version=service.version + 1)
    assert "Opatrovanie doma" in coordinator.get(here("chapter", plan.pk, "PROVIDERS")).content.decode()


def test_others_read_chapters_but_write_nothing(alfa: Any, plan: Plan, browse: Any, person: Any) -> None:
    write(plan, "Mesto starne.")
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    assert member.get(here("chapters", plan.pk)).status_code == 200
    assert "Mesto starne." in member.get(here("chapter", plan.pk, "PEOPLE")).content.decode()
    for name in ("write_chapter", "add_figure", "accept_chapter", "reopen_chapter"):
        assert member.post(here(name, plan.pk, "PEOPLE"), {}).status_code == 403
    assert member.post(here("take_snapshot", plan.pk)).status_code == 403


def test_chapters_ask_the_same_whatever_their_size(alfa: Any, plan: Plan, coordinator: Any) -> None:
    chapters.add_figure(plan, kind="PEOPLE", **FIGURE, **WHO)
    addresses = {here("chapters", plan.pk): 7, here("chapter", plan.pk, "PEOPLE"): 8}
    assert {address: questions(coordinator, address) for address in addresses} == addresses
    with in_tenant(alfa.key):
        for number in range(5):
            chapters.add_figure(plan, kind="PEOPLE", **FIGURE | {"title": f"Tabuľka {number}"}, **WHO)
            chapters.add_figure(plan, kind="RISKS", **FIGURE | {"title": f"Tabuľka {number}"}, **WHO)
    assert {address: questions(coordinator, address) for address in addresses} == addresses


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", ["Súbor je prázdny. Vyberte iný."]),
     (b"%PDF-1.7", ["Súbor tohto druhu tu nemôžeme prijať. Pošlite, prosím, jeden z týchto: CSV, XLSX."])],
    ids=["empty", "another kind"],
)  # fmt: skip
def test_a_wrong_file_is_told_in_one_sentence(plan: Plan, coordinator: Any, content: bytes, said: list[str]) -> None:
    facts = {"title": "Ľudia", "source": "ŠÚ SR", "as_of": "1.1.2026", "drawing": "BARS"}
    sent = facts | {"file": SimpleUploadedFile("cisla.csv", content)}
    answer = coordinator.post(here("add_figure", plan.pk, "PEOPLE"), sent)
    assert (answer.status_code, answer.context["form"].errors["file"]) == (422, said)
