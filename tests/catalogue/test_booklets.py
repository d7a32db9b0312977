"""The catalogue on paper: what a booklet holds, that it is made once, and that nothing hidden is in it."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from django.urls import reverse
from support.registers import AT, BREZNO, BYSTRICA, PLACE, ZILINA, service, sheet, the_service
from support.verapdf import broken_rules

from catalogue import commands
from catalogue.booklet.choices import Choice
from catalogue.booklet.making import BookletRefused, ask_for_booklet, job_of, make_booklet
from catalogue.models import Booklet
from kernel.jobs import Progress, run_now

pytestmark = pytest.mark.django_db
URLS = "config.urls_region"
STREET = "Tajomnícka ulica Zrkadlová"
SAID = {
    "name": "Dom pod lipou",
    "description": "Bývanie s celodennou starostlivosťou pre ľudí z Čiech a Slovenska: ľúbezný kôň, žeriav, řeka, kůň.",
    "for_whom": "Pre seniorov, ktorí už nemôžu byť sami.",
    "how_to_apply": "Zatelefonujte sociálnej pracovníčke.",
    "opening_hours": [{"day": day, "opens": "08:00", "closes": "12:00"} for day in ("MO", "TU", "WE", "FR")],
    "prices": "14 eur na deň",
    "reach": [{"level": "DISTRICT", "code": "SK0321"}],
    "confirmed_on": "2026-02-20",
    "confirmed_how": "SHEET",
}


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def a_catalogue(load: Any) -> None:
    hidden = PLACE | {"street": STREET, "name": f"Dom {STREET}", "house_number": "7777", "postcode": "97777"}
    load(
        [
            service("1", target_groups=["SK-SENIORS", "SK-DISABILITY"]),
            service("2", town=BREZNO, name="Čajka"),
            service("3", town=BREZNO, name="Chata pomoci"),
            service("4", town=BREZNO, name="Cesta domov"),
            service("5", kind="SK448-41", name="Opatrovanie", forms=["OUTREACH"], places=[]),
            service("6", kind="SK448-29", name="Núdzové bývanie", places=[hidden]),
        ],
        belongs={BYSTRICA, BREZNO},
    )
    load([sheet("1", **SAID)], is_whole=False, adds_services=False)
    load([sheet("5", reach=[{"level": "MUNICIPALITY", "code": BREZNO}])], is_whole=False, adds_services=False)
    commands.publish_service(the_service("6"), shows_address=False, by=None, at=AT)


def made(at: Any = AT, **choice: Any) -> Booklet:
    asked = ask_for_booklet(Choice(**choice), by=None, at=at)
    return make_booklet(asked, progress=Progress(), at=at)


def content_of(booklet: Booklet) -> io.BytesIO:
    with booklet.file.open("rb") as file:
        return io.BytesIO(file.read())


def words(booklet: Booklet) -> str:
    content = content_of(booklet).getvalue()
    if booklet.format == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def test_a_service_stands_with_all_that_one_must_know(load: Any) -> None:
    a_catalogue(load)
    text = plain(words(made()))

    for said in (
        "Dom pod lipou",
        "048 412 34 56",
        "pondelok – streda: 8:00–12:00",
        "piatok: 8:00–12:00",
        "Cena: 14 eur na deň",
        "Zatelefonujte sociálnej pracovníčke.",
        "Banská Bystrica (okres)",
        "20. februára 2026",
        "Stav katalógu: 2. marca 2026",
        "CC BY-SA 4.0",
        "Domov Dolinka, Hlavná 12, 974 01 Banská Bystrica",
    ):
        assert said in text
    assert "nedeľa" not in text


@pytest.mark.parametrize("format_", ["pdf", "docx"])
def test_a_secret_address_is_in_no_booklet(load: Any, format_: str) -> None:
    a_catalogue(load)
    text = words(made(format=format_))
    assert "Núdzové bývanie" in text
    assert "Banská Bystrica: adresa" in plain(text)
    assert [each for each in (STREET, "Zrkadlov", "7777", "977 77", "977\xa077") if each in text] == []

    commands.publish_service(the_service("6"), shows_address=True, by=None, at=AT)
    assert "Zrkadlov" in words(made(format=format_))


def test_names_stand_in_the_order_of_the_language(load: Any) -> None:
    a_catalogue(load)
    file = docx.Document(content_of(made(format="docx")))
    names = [each.text for each in file.paragraphs if each.style and each.style.name == "Heading 3"]
    assert [name for name in names if name[0] == "C" or name[0] == "Č"] == ["Cesta domov", "Čajka", "Chata pomoci"]


def test_the_register_of_places_leads_to_the_pages(load: Any) -> None:
    a_catalogue(load)
    pages = [page.extract_text() for page in pypdf.PdfReader(content_of(made())).pages]
    register = next(
        text for text in pages if text.startswith("Katalóg") and "Register miest" in text and "Kde služby" in text
    )
    (line,) = [each for each in register.splitlines() if each.startswith("Brezno")]
    named = [int(each) for each in re.findall(r"\d+", line)]
    names = ("Cesta domov\n", "Čajka\n", "Chata pomoci\n", "Opatrovanie\n")
    held = [number for number, text in enumerate(pages, start=1) if number > 2 and any(name in text for name in names)]
    assert (named[0], named[-1]) == (held[0], held[-1])
    assert "Banská Bystrica (okres)" in plain(register)


def test_an_area_holds_what_stands_there_and_what_comes_there(load: Any) -> None:
    a_catalogue(load)
    brezno = words(made(level="MUNICIPALITY", code=BREZNO, format="docx"))
    assert all(name in brezno for name in ("Čajka", "Opatrovanie"))
    assert "Dom pod lipou" not in brezno
    bystrica = words(made(level="MUNICIPALITY", code=BYSTRICA, format="docx"))
    assert "Dom pod lipou" in bystrica
    assert "Opatrovanie" not in bystrica
    assert "Dom pod lipou" in words(made(level="DISTRICT", code="SK0321", format="docx"))


def test_a_tenant_has_a_booklet_of_its_territory(load: Any, alfa: Any, beta: Any) -> None:
    a_catalogue(load)
    text = words(made(level="TENANT", code=alfa.key))
    assert "Mesto Alfa" in text
    assert "Čajka" not in text
    with pytest.raises(BookletRefused):
        made(level="TENANT", code=beta.key)


def test_a_target_group_and_chapters_by_group(load: Any) -> None:
    a_catalogue(load)
    only = made(target_group="SK-DISABILITY", format="docx")
    assert only.services == 1
    file = docx.Document(content_of(made(chapters="GROUP", format="docx")))
    text = [each.text for each in file.paragraphs]
    assert text.count("Dom pod lipou") == 1
    assert any(each.startswith("Dom pod lipou: ") for each in text)


@pytest.mark.parametrize("area", [("MUNICIPALITY", ZILINA), ("DISTRICT", "none"), ("TENANT", "none")])
def test_an_area_of_another_region_is_refused(load: Any, area: tuple[str, str]) -> None:
    from catalogue.booklet.choices import UnknownArea

    a_catalogue(load)
    with pytest.raises(UnknownArea):
        made(level=area[0], code=area[1])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sk", ["Katalóg sociálnych služieb", "6 služieb", "2. marca 2026", "Otváracie hodiny"]),
        ("cs", ["Katalog sociálních služeb", "6 služeb", "2. března 2026", "Otevírací doba"]),
        ("en", ["Catalogue of social services", "6 services", "2 March 2026", "Opening hours"]),
    ],
)
def test_a_booklet_speaks_its_own_language_not_that_of_who_asks(load: Any, language: str, said: list[str]) -> None:
    from django.utils import translation

    a_catalogue(load)
    with translation.override("en" if language == "sk" else "sk"):
        text = plain(words(made(language=language)))
    assert [each for each in said if each not in text] == []


# --- made once --------------------------------------------------------------------------------------------------------
def test_the_same_choice_is_made_once_until_the_catalogue_changes(load: Any) -> None:
    a_catalogue(load)
    first = made()
    assert ask_for_booklet(Choice(), by=None, at=AT + timedelta(days=1)).pk == first.pk
    assert ask_for_booklet(Choice(is_large=True), by=None, at=AT).pk != first.pk

    commands.describe_service(the_service("1"), facts={"prices": "15 eur"}, by=None, at=AT)
    second = ask_for_booklet(Choice(), by=None, at=AT)
    assert (second.pk == first.pk, second.made_at) == (False, None)
    assert ask_for_booklet(Choice(), by=None, at=AT).job_id == second.job_id


def test_the_job_makes_it_and_may_begin_again(load: Any) -> None:
    a_catalogue(load)
    booklet = ask_for_booklet(Choice(), by=None, at=AT)
    job = job_of(booklet)
    assert job is not None
    told: list[tuple[int, int]] = []
    ended = run_now(job, told=lambda progress: told.append((progress.done, progress.total)))
    booklet.refresh_from_db()
    assert (ended.state, booklet.services, told) == ("DONE", 6, [(6, 7), (6, 7)])
    before = booklet.sha256, booklet.file.name
    again = make_booklet(booklet, progress=Progress(), at=AT)
    assert (again.sha256, again.file.name) == before


def test_a_booklet_that_failed_is_made_when_it_is_asked_for_again(load: Any) -> None:
    from kernel.jobs import cancel

    a_catalogue(load)
    booklet = ask_for_booklet(Choice(), by=None, at=AT)
    job = job_of(booklet)
    assert job is not None
    cancel(job)
    again = ask_for_booklet(Choice(), by=None, at=AT)
    assert (again.pk == booklet.pk, again.job_id != booklet.job_id) == (True, True)


def test_the_same_state_gives_the_same_bytes(load: Any) -> None:
    a_catalogue(load)
    first = made()
    sha256 = first.sha256
    first.delete()
    assert made().sha256 == sha256


def test_old_states_are_forgotten_with_their_files(load: Any, django_capture_on_commit_callbacks: Any) -> None:
    a_catalogue(load)
    old = made()
    path = Path(old.file.path)
    commands.describe_service(the_service("1"), facts={"prices": "15 eur"}, by=None, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        made(at=AT + timedelta(days=40))
    assert (Booklet.objects.filter(pk=old.pk).exists(), path.exists()) == (False, False)


# --- pages ------------------------------------------------------------------------------------------------------------
def form(**said: str) -> dict[str, str]:
    usual = {
        "area": "REGION:",
        "target_group": "",
        "chapters": "KIND",
        "size": "usual",
        "format": "pdf",
        "language": "sk",
    }
    return usual | said


def test_anybody_asks_waits_and_downloads(load: Any, browse: Any, region: Any) -> None:
    a_catalogue(load)
    client = browse(region)
    page = reverse("booklet:booklets", urlconf=URLS)
    assert "Banskobystrický kraj" in client.get(page).content.decode()

    answer = client.post(page, form())
    assert answer.status_code == 302
    booklet = Booklet.objects.get()
    waiting = client.get(answer["Location"])
    assert "Stiahnuť" not in waiting.content.decode()
    file = reverse("booklet:file", args=[booklet.pk], urlconf=URLS)
    assert client.get(file).status_code == 404

    make_booklet(booklet, progress=Progress(), at=AT)
    assert "Stiahnuť" in client.get(answer["Location"]).content.decode()
    download = client.get(file)
    assert b"".join(download.streaming_content).startswith(b"%PDF")
    assert download["Content-Disposition"].endswith('.pdf"')
    assert client.get(file, headers={"If-None-Match": download["ETag"]}).status_code == 304


def test_an_unknown_choice_is_told_beside_its_field(load: Any, browse: Any, region: Any) -> None:
    a_catalogue(load)
    page = reverse("booklet:booklets", urlconf=URLS)
    for said in ({"area": "MUNICIPALITY:nothing"}, {"language": "de"}, {"area": f"TENANT:{region.key}"}):
        assert browse(region).post(page, form(**said)).status_code == 422
    assert Booklet.objects.count() == 0


def test_strangers_may_ask_for_six_new_booklets_an_hour(load: Any, browse: Any, region: Any) -> None:
    a_catalogue(load)
    page = reverse("booklet:booklets", urlconf=URLS)
    client = browse(region)
    assert [client.post(page, form()).status_code for _try in range(7)] == [302] * 6 + [429]


# --- one service, a short list ----------------------------------------------------------------------------------------
def paper(client: Any, name: str, *args: Any, query: str = "", **headers: str) -> Any:
    return client.get(reverse(f"booklet:{name}", args=args, urlconf=URLS) + query, headers=headers)


def test_one_service_is_one_page(load: Any, browse: Any, region: Any) -> None:
    a_catalogue(load)
    client, pk = browse(region), the_service("1").pk
    answer = paper(client, "service", pk, "pdf")
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    assert "Dom pod lipou" in pages[0].extract_text()
    assert paper(client, "service", pk, "pdf", **{"If-None-Match": answer["ETag"]}).status_code == 304
    assert paper(client, "service", pk, "pdf", query="?language=cs")["ETag"] != answer["ETag"]
    assert paper(client, "service", pk, "docx").content.startswith(b"PK")
    assert paper(client, "service", pk, "csv").status_code == 404


def test_a_service_that_waits_has_no_paper(load: Any, browse: Any, region: Any) -> None:
    load([service("6", kind="SK448-29", name="Núdzové bývanie")])
    assert paper(browse(region), "service", the_service("6").pk, "pdf").status_code == 404


def test_a_short_list_keeps_its_order_and_lives_in_its_address(load: Any, browse: Any, region: Any) -> None:
    a_catalogue(load)
    chosen = [the_service(key).pk for key in "3142"]
    query = "?" + "&".join(f"id={pk}" for pk in chosen) + "&id=odd"
    client = browse(region)
    file = docx.Document(io.BytesIO(paper(client, "shortlist_document", "docx", query=query).content))
    names = [each.text for each in file.paragraphs if each.style and each.style.name == "Heading 1"]
    assert names == ["Chata pomoci", "Dom pod lipou", "Cesta domov", "Čajka"]

    page = paper(client, "shortlist", query=query + "&q=opatrovanie").content.decode()
    assert page.index("Chata pomoci") < page.index("Dom pod lipou")
    assert f"id={chosen[-1]}&amp;id={the_service('5').pk}" in page
    assert client.session.keys() == set() or "id" not in str(dict(client.session))
    assert paper(client, "shortlist_document", "pdf").status_code == 404


def test_a_short_list_holds_thirty(load: Any, browse: Any, region: Any, django_assert_num_queries: Any) -> None:
    load([service(str(number)) for number in range(31)])
    query = "?" + "&".join(f"id={the_service(str(number)).pk}" for number in range(31))
    answer = paper(browse(region), "shortlist_document", "pdf", query=query)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "Služba 29" in text
    assert "Služba 30" not in text


def test_papers_are_limited(load: Any, browse: Any, region: Any) -> None:
    load([service("1")])
    client, pk = browse(region), the_service("1").pk
    answers = [paper(client, "service", pk, "docx").status_code for _try in range(31)]
    assert answers == [200] * 30 + [429]


# --- judged -----------------------------------------------------------------------------------------------------------
def test_each_kind_of_paper_conforms_to_pdf_ua(load: Any, browse: Any, region: Any, tmp_path: Path) -> None:
    a_catalogue(load)
    client = browse(region)
    query = "?" + "&".join(f"id={the_service(key).pk}" for key in "123")
    papers = {
        "booklet": content_of(made()).getvalue(),
        "large": content_of(made(is_large=True, language="cs", chapters="GROUP")).getvalue(),
        "service": paper(client, "service", the_service("1").pk, "pdf").content,
        "shortlist": paper(client, "shortlist_document", "pdf", query=query + "&size=large&language=en").content,
    }
    for name, content in papers.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)

    found = broken_rules(*(tmp_path / f"{name}.pdf" for name in papers))

    assert found == {str(tmp_path / f"{name}.pdf"): {} for name in papers}
