"""Lists as files: what the public sees, nothing else; long ones are prepared and kept."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from support.registers import AT, BREZNO, PLACE, service, the_service
from support.world import FOUNDED

from catalogue import commands
from catalogue.models import ListFile, RelatedActivity, Service
from catalogue.opendata import keeping
from kernel.jobs import run_now
from kernel.jobs.models import Job

pytestmark = pytest.mark.django_db
STREET = "Tajomnícka"
HIDDEN = PLACE | {"street": STREET, "name": f"Dom {STREET}", "house_number": "7777"}


@pytest.fixture
def client(region: Any, browse: Any) -> Any:
    return browse(region)


def body(answer: Any) -> bytes:
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:  # not answer.close(), which would end the test's connection as well
        close()
    return content


def csv_rows(client: Any, name: str = "services", **asked: Any) -> list[dict[str, str]]:
    answer = client.get(f"/open-data/{name}.csv", asked)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = body(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def xlsx_rows(content: bytes) -> list[tuple[Any, ...]]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_both_files_hold_the_same_services(load: Any, client: Any) -> None:
    load([service("1"), service("2", name="=HYPERLINK(1)"), service("3", ended_on="2026-01-31")])
    rows = csv_rows(client)
    assert {row["Názov"] for row in rows} == {"Služba 1", "'=HYPERLINK(1)"}
    assert rows[0]["IČO"] == "00648515"
    assert rows[0]["Adresa"] == "Domov Dolinka, Hlavná 12, 97401 Banská Bystrica"
    answer = client.get("/open-data/services.xlsx")
    assert answer["Content-Disposition"].startswith('attachment; filename="socialne-sluzby-20')
    heads, *lines = xlsx_rows(body(answer))
    assert list(heads) == list(rows[0])
    assert {line[0] for line in lines} == {"Služba 1", "=HYPERLINK(1)"}


def test_filters_narrow_a_list(load: Any, client: Any) -> None:
    load([service("1"), service("2", kind="SK448-41", forms=["OUTREACH"], town=BREZNO)])
    for asked in ({"kind": "SK448-41"}, {"form": "OUTREACH"}, {"municipality": BREZNO}):
        assert [row["Názov"] for row in csv_rows(client, **asked)] == ["Služba 2"]
    assert csv_rows(client, kind="SK448-41", municipality="508438") == []
    assert len(csv_rows(client, nonsense="x")) == 2


def test_nothing_hidden_is_in_any_list(load: Any, client: Any, browse: Any, person: Any, region: Any) -> None:
    """Also not for those who may see it elsewhere."""
    load([service("1", kind="SK448-29", places=[HIDDEN]), service("2", kind="SK448-29", places=[HIDDEN])])
    commands.publish_service(the_service("1"), shows_address=False, by=None, at=AT)
    steward = browse(region, person("DATA_STEWARD", at=region))
    for who in (client, steward):
        rows = csv_rows(who)
        assert [row["Názov"] for row in rows] == ["Služba 1"]
        everything = str([rows, csv_rows(who, "providers"), csv_rows(who, "activities")])
        assert STREET not in everything
        assert "7777" not in everything


def test_providers_and_activities_have_their_lists(load: Any, client: Any) -> None:
    load([service("1"), service("2")])
    provider = the_service("1").provider
    times = {"created_at": FOUNDED, "changed_at": FOUNDED}
    RelatedActivity.objects.create(provider=provider, name="Klub", **times)
    RelatedActivity.objects.create(provider=provider, name="Skrytý klub", is_published=False, **times)
    (row,) = csv_rows(client, "providers")
    assert (row["Názov"], row["Počet služieb"]) == ("Domov Dolinka", "2")
    assert [row["Názov"] for row in csv_rows(client, "activities")] == ["Klub"]
    Service.objects.update(is_published=False)
    assert csv_rows(client, "providers") == []


@pytest.fixture
def long_list(load: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE_AT_MOST", 1)
    load([service("1"), service("2")])


def test_a_long_workbook_is_prepared_and_then_kept(long_list: None, client: Any) -> None:
    answer = client.get("/open-data/services.xlsx")
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert "pripravuje" in page.content.decode()
    again = client.get("/open-data/services.xlsx")
    assert again["Location"] == answer["Location"]

    run_now(Job.objects.get())

    file = ListFile.objects.get()
    assert file.rows == 2
    page = client.get(answer["Location"]).content.decode()
    assert "Má 2 riadky" in page
    download = client.get(answer["Location"], {"download": "1"})
    assert len(xlsx_rows(body(download))) == 3
    assert 'filename="socialne-sluzby' in download["Content-Disposition"]
    assert client.get("/open-data/services.xlsx")["Location"] == answer["Location"]
    file.file.delete(save=False)


def test_a_changed_catalogue_makes_another_file(long_list: None, client: Any) -> None:
    first = client.get("/open-data/services.xlsx")["Location"]
    commands.describe_service(the_service("1"), facts={"description": "Iné"}, by=None, at=AT)
    assert client.get("/open-data/services.xlsx")["Location"] != first


def test_a_file_that_failed_is_asked_for_anew(long_list: None, client: Any) -> None:
    place = client.get("/open-data/services.xlsx")["Location"]
    Job.objects.update(state="FAILED", finished_at=AT)
    assert "nepodarilo" in client.get(place).content.decode()
    assert client.get("/open-data/services.xlsx")["Location"] == place
    assert Job.objects.count() == 2


def test_a_list_made_twice_stays_as_it_is(long_list: None, client: Any) -> None:
    client.get("/open-data/services.xlsx")
    run_now(Job.objects.get())
    made = ListFile.objects.get()
    keeping.make_file(made, progress=lambda *_facts: None, at=AT + timedelta(days=1))  # type: ignore[arg-type]
    assert ListFile.objects.get().made_at == made.made_at
    made.file.delete(save=False)


def test_old_files_are_forgotten(long_list: None, client: Any) -> None:
    client.get("/open-data/services.xlsx")
    run_now(Job.objects.get())
    file = ListFile.objects.get()
    storage, name = file.file.storage, file.file.name
    assert keeping.forget_old_files(at=file.asked_at + timedelta(days=6)) == 0
    assert storage.exists(name)
    assert keeping.forget_old_files(at=file.asked_at + timedelta(days=8)) == 1
    assert not storage.exists(name)


def test_unknown_lists_and_endings_are_not_found(client: Any) -> None:
    for path in ("nope.csv", "services.pdf", "files/00000000-0000-0000-0000-000000000000/", "catalog.xml"):
        assert client.get(f"/open-data/{path}").status_code == 404


def test_found_services_are_taken_away_as_a_file(load: Any, client: Any, alfa: Any, browse: Any) -> None:
    from support.finding import deliver, without_elasticsearch

    load([service("1"), service("2", kind="SK448-41", town=BREZNO)])
    with without_elasticsearch():
        deliver()
        page = client.get("/search?kind=SK448-41").content.decode()
        assert "/search/found.xlsx?kind=SK448-41" in page
        answer = client.get("/search/found.csv?kind=SK448-41")
        rows = list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"), newline=""), delimiter=";"))
        assert [row["Názov"] for row in rows] == ["Služba 2"]
        here = body(browse(alfa).get("/search/found.csv")).decode("utf-8-sig")
        assert "Služba 1" in here
        assert "Služba 2" not in here


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("services", 8), ("providers", 2), ("activities", 3)])
def test_a_list_asks_a_constant_number_of_questions(
    load: Any, client: Any, django_assert_num_queries: Any, name: str, queries: int, count: int
) -> None:
    load([service(str(key), reach=[{"level": "DISTRICT", "code": "SK0321"}]) for key in range(count)])
    times = {"created_at": FOUNDED, "changed_at": FOUNDED}
    for key in range(count):
        RelatedActivity.objects.create(provider=the_service("0").provider, name=f"Klub {key}", **times)
    csv_rows(client, name)
    with django_assert_num_queries(queries):
        csv_rows(client, name)
