"""The pages of the data steward: upload, progress, preview, consent, and who may see them."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from imports import commands
from imports.models import Run
from tenants.roles import Role

pytestmark = pytest.mark.django_db
CANARY = "<script>alert('x')</script>{{7*7}}'; drop table x; --"


@pytest.fixture
def steward(person: Callable[..., Any], region: Any) -> Any:
    return person("DATA_STEWARD", at=region)


@pytest.fixture
def desk(browse: Callable[..., Any], steward: Any) -> Any:
    """The browser of the data steward."""
    return browse(None, steward)


def upload(
    client: Any, content: bytes, *, source: str = "bbsk", extent: str = "part", name: str = "vrstva.geojson"
) -> Any:
    return client.post("/imports/new/", {"source": source, "extent": extent, "file": SimpleUploadedFile(name, content)})


def work(run: Run) -> Run:
    """Do what the worker would."""
    from kernel.jobs import run_now
    from kernel.jobs.models import Job

    run.refresh_from_db()
    run_now(Job.objects.get(pk=run.job_id))
    run.refresh_from_db()
    return run


def test_file_is_uploaded_read_looked_at_and_accepted(desk: Any, steward: Any, bbsk_rows: bytes) -> None:
    from catalogue.models import Service

    answer = upload(desk, bbsk_rows)
    run = Run.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/imports/{run.pk}/")
    assert (run.started_by, run.is_whole, run.original_name) == (steward.pk, False, "vrstva.geojson")
    waiting = desk.get(answer.url)
    assert b"<progress" in waiting.content
    assert b'http-equiv="refresh"' in waiting.content
    work(run)
    preview = desk.get(answer.url)
    assert "Domov seniorov Dolinka" in preview.content.decode()
    assert Service.objects.count() == 0
    assert desk.post(f"/imports/{run.pk}/accept/").url == answer.url
    accepted = work(run)
    assert (accepted.state, accepted.decided_by, Service.objects.count()) == (Run.State.ACCEPTED, steward.pk, 5)
    assert desk.get(answer.url).status_code == 200


def test_changed_fields_are_shown_old_and_new(desk: Any, bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    bring_in("bbsk", bbsk_rows)
    upload(desk, bbsk_rows.replace(b'"Kapacita":27', b'"Kapacita":31'))
    run = work(Run.objects.latest("received_at"))
    page = desk.get(f"/imports/{run.pk}/").content.decode()
    assert run.count("changed") == 1
    changes = page.partition("opora-change")[2]
    assert ["27" in changes, "31" in changes, "<del" in changes, "<ins" in changes] == [True] * 4


def test_rejected_rows_are_shown_and_given_back_in_the_senders_columns(desk: Any, bbsk_rows: bytes) -> None:
    import openpyxl

    upload(desk, bbsk_rows.replace(b"00648515", b"00648516"))
    run = work(Run.objects.get())
    page = desk.get(f"/imports/{run.pk}/?show=rejected").content.decode()
    assert "00648516" in page
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"/imports/{run.pk}/rejected.xlsx").content))
    head, row = ([cell.value for cell in line] for line in book.active.iter_rows())
    told = dict(zip(head, row, strict=True))
    assert told["Druh_poskytovanej_sociálnej_slu"] == "domov sociálnych služieb"
    assert told["IČO"] == "00648516"
    assert "IČO" in str(row[-1])
    lines = desk.get(f"/imports/{run.pk}/rejected.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert desk.get(f"/imports/{run.pk}/rejected.exe").status_code == 404


def test_rejected_services_of_the_czech_register_are_given_back_as_json(
    desk: Any, rpss_rows: bytes, czech_region: Any
) -> None:
    upload(desk, rpss_rows.replace(b"63504260", b"63504261"), source="rpss")
    run = work(Run.objects.get())
    (entry,) = json.loads(desk.get(f"/imports/{run.pk}/rejected.json").content)["rejected"]
    assert (entry["portalId"], entry["row"]) == (4951, 1)
    assert "reason" in entry


def test_broken_file_is_told_on_its_page(desk: Any) -> None:
    upload(desk, b"<!DOCTYPE html><html>502</html>")
    run = work(Run.objects.get())
    page = desk.get(f"/imports/{run.pk}/").content.decode()
    assert run.why_failed in page.replace("&#x27;", "'")
    assert desk.post(f"/imports/{run.pk}/accept/", follow=True).status_code == 200
    run.refresh_from_db()
    assert run.state == Run.State.FAILED


def test_same_file_is_told_and_compared_only_when_asked(
    desk: Any, bring_in: Callable[..., Any], bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows)
    upload(desk, bbsk_rows)
    run = Run.objects.latest("received_at")
    assert (run.is_nothing_new, run.job_id) == (True, None)
    assert f"/imports/{run.pk}/compare/" in desk.get(f"/imports/{run.pk}/").content.decode()
    desk.post(f"/imports/{run.pk}/compare/")
    assert work(run).count("unchanged") == 5


def test_run_is_put_aside(desk: Any, compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    run = compare("bbsk", bbsk_rows)
    asked = desk.get(f"/imports/{run.pk}/discard/")
    run.refresh_from_db()
    assert (asked.status_code, run.state) == (200, Run.State.COMPARED)
    desk.post(f"/imports/{run.pk}/discard/")
    run.refresh_from_db()
    assert run.state == Run.State.DISCARDED
    assert desk.get(f"/imports/{run.pk}/").status_code == 200
    assert desk.get(f"/imports/{run.pk}/discard/").status_code == 302


def test_runs_are_found_by_source_and_state_and_say_who_brought_them(
    desk: Any, steward: Any, bring_in: Callable[..., Any], bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows)
    upload(desk, bbsk_rows)
    brought = Run.objects.latest("received_at")

    def found(query: str) -> str:
        return str(desk.get(f"/imports/?{query}").content.decode())

    assert f"/imports/{brought.pk}/" in found("source=bbsk&state=RECEIVED")
    assert str(steward) in found("state=RECEIVED")
    assert f"/imports/{brought.pk}/" not in found("state=ACCEPTED")
    assert f"/imports/{brought.pk}/" not in found("source=rpss")
    assert f"/imports/{brought.pk}/" in found("source=nope&state=%27")


def test_too_large_file_is_refused_at_the_door(desk: Any, settings: Any) -> None:
    settings.OPORA_UPLOAD_LIMIT = 1024
    answer = upload(desk, b"a" * 2048)
    assert answer.status_code == 422
    assert Run.objects.count() == 0


def test_empty_file_is_refused_at_the_door(desk: Any) -> None:
    assert upload(desk, b"").status_code == 422
    assert Run.objects.count() == 0


def test_spreadsheet_is_never_a_whole_register(desk: Any) -> None:
    upload(desk, b"x", source="sheet", extent="whole")
    assert Run.objects.get().is_whole is False


@pytest.mark.parametrize("language", ["sk", "cs", "en"])
def test_pages_speak_the_readers_language(
    desk: Any, compare: Callable[..., Any], bbsk_rows: bytes, language: str
) -> None:
    run = compare("bbsk", bbsk_rows)
    desk.cookies["opora_language"] = language
    for address in ("/imports/", "/imports/new/", f"/imports/{run.pk}/", f"/imports/{run.pk}/?show=mended"):
        answer = desk.get(address)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode().replace('class="', 'class="')


def test_canary_in_a_file_never_comes_out_alive(desk: Any, compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    layer = json.loads(bbsk_rows)
    for feature, field in zip(
        layer["features"], ("Obchodné_meno", "Ulica_sociálnej_služby", "IČO", "Webová_adresa"), strict=False
    ):
        feature["properties"][field] = CANARY
    layer["features"][4]["properties"][CANARY] = CANARY
    run = compare("bbsk", json.dumps(layer).encode(), name=f"{CANARY[:20]}.geojson")
    for show in ("new", "rejected", "left_out", "mended", CANARY):
        page = desk.get(f"/imports/{run.pk}/", {"show": show, "q": CANARY}).content.decode()
        assert "<script>alert" not in page
        assert "49" not in page.partition("<h1")[2].partition("</h1>")[0]
    assert "<script>alert" not in desk.get("/imports/").content.decode()


def test_preview_is_searched_by_words_and_paged(desk: Any, compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    layer = json.loads(bbsk_rows)
    row = layer["features"][5]["properties"]
    layer["features"] = [
        {"properties": row | {"Ulica_sociálnej_služby": f"Lipa{number}x, Hlavná {number}"}} for number in range(1, 46)
    ]
    run = compare("bbsk", json.dumps(layer).encode())
    page = desk.get(f"/imports/{run.pk}/?show=new&page=3").content.decode()
    assert page.count('class="opora-change"') == 5
    found = desk.get(f"/imports/{run.pk}/?show=new&q=LIPA17X").content.decode()
    assert found.count('class="opora-change"') == 1


def test_sheet_of_the_catalogue_is_downloaded(desk: Any, bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    bring_in("bbsk", bbsk_rows)
    answer = desk.get("/imports/sheet.xlsx")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert desk.get("/imports/sheet.pdf").status_code == 404


def test_list_of_runs_asks_the_database_as_often_for_three_runs_as_for_one(
    desk: Any, compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    compare("bbsk", bbsk_rows)
    desk.get("/imports/")
    with count_queries() as one:
        desk.get("/imports/")
    compare("bbsk", bbsk_rows)
    compare("bbsk", bbsk_rows)
    with count_queries() as three:
        desk.get("/imports/")
    assert len(one) == len(three) == 9, [query["sql"][:90] for query in three]


def test_page_of_a_run_asks_the_database_as_often_for_three_changes_as_for_one(
    desk: Any, compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    counts = []
    for size in (1, 6):
        layer = json.loads(bbsk_rows)
        layer["features"] = layer["features"][:size]
        run = compare("bbsk", json.dumps(layer).encode())
        desk.get(f"/imports/{run.pk}/")
        with count_queries() as asked:
            desk.get(f"/imports/{run.pk}/")
        counts.append(len(asked))
    assert counts == [15, 15], [query["sql"][:90] for query in asked]


def count_queries() -> Any:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_the_data_steward_brings_registers_in(
    role: str, person: Callable[..., Any], browse: Callable[..., Any], region: Any, alfa: Any,
    compare: Callable[..., Any], bbsk_rows: bytes,
) -> None:  # fmt: skip
    from support.world import FOUNDED

    from tenants.models import Membership
    from tenants.roles import roles_of_site

    where = region if Role(role) in roles_of_site(is_region=True) else alfa
    somebody = person()
    Membership.objects.create(tenant=where, user=somebody, role=role, starts_on=FOUNDED.date(), given_at=FOUNDED)
    client = browse(None, somebody)
    run = compare("bbsk", bbsk_rows)
    expected = 200 if role == "DATA_STEWARD" else 403
    for address in (
        "/imports/",
        "/imports/new/",
        f"/imports/{run.pk}/",
        f"/imports/{run.pk}/rejected.csv",
        "/imports/sheet.csv",
    ):
        assert client.get(address).status_code == expected, address
    for act in ("compare", "accept", "discard"):
        answer = client.post(f"/imports/{run.pk}/{act}/")
        assert answer.status_code == (302 if role == "DATA_STEWARD" else 403)
    run.refresh_from_db()
    assert run.state == (Run.State.DISCARDED if role == "DATA_STEWARD" else Run.State.COMPARED)


def test_stranger_is_asked_to_sign_in(
    browse: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    run = compare("bbsk", bbsk_rows)
    for address in ("/imports/", "/imports/new/", f"/imports/{run.pk}/", "/imports/sheet.csv"):
        answer = browse().get(address)
        assert (answer.status_code, "login" in answer.url or "sign" in answer.url) == (302, True)


def test_imports_are_not_there_on_the_site_of_a_municipality(
    browse: Callable[..., Any], alfa: Any, steward: Any, person: Callable[..., Any]
) -> None:
    assert browse(alfa, person("COORDINATOR", at=alfa)).get("/imports/").status_code == 404


def test_acts_are_refused_without_post(desk: Any, compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    run = compare("bbsk", bbsk_rows)
    for act in ("compare", "accept"):
        assert desk.get(f"/imports/{run.pk}/{act}/").status_code == 405


def test_state_of_the_run_is_asked_again_when_it_is_accepted(
    desk: Any, compare: Callable[..., Any], bring_in: Callable[..., Any], bbsk_rows: bytes
) -> None:
    """What was seen is what is written: a run overtaken by another one says so instead of writing."""
    run = compare("bbsk", bbsk_rows)
    bring_in("bbsk", bbsk_rows.replace(b'"Kapacita":27', b'"Kapacita":28'))
    desk.post(f"/imports/{run.pk}/accept/")
    run.refresh_from_db()
    assert (run.state, run.job_id) == (Run.State.COMPARED, None)
    with pytest.raises(commands.Outdated):
        commands.ask_to_accept(run, by=None)
