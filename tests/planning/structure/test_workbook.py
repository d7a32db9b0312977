"""The plan as a spreadsheet: what is taken out comes back unchanged; a file is judged row by row before it counts."""

import io
import zipfile
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook
from support.plans import add, begin_plan, here, numbered, small_tree
from support.world import FOUNDED

from kernel import exports
from kernel.files import WrongFile
from kernel.jobs import run_now
from kernel.jobs.models import Job
from planning.structure.commands import change_node
from planning.structure.errors import PlanRefused
from planning.structure.models import Node
from planning.structure.sheet.commands import add_row, change_row
from planning.structure.sheet.models import Cost, Indicator
from planning.structure.sheet.queries import sheet_of
from planning.structure.workbook.commands import bring_file, take_file
from planning.structure.workbook.comparing import digest_of, verdicts_of
from planning.structure.workbook.models import BroughtFile
from planning.structure.workbook.reading import MOST_ROWS, read_rows
from planning.structure.workbook.writing import headings, rows_of
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
WHO = {"by": None, "at": FOUNDED}


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        yield begin_plan("Plán mesta Alfa")


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


def upload(content: bytes, name: str = "plan.xlsx") -> Any:
    return SimpleUploadedFile(name, content)


def workbook(*rows: list[Any], heads: tuple[str, ...] = ("Úroveň", "Názov", "Od", "Do")) -> Any:
    book = Workbook()
    for row in (list(heads), *rows):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return upload(kept.getvalue())


def brought(plan: Any, file: Any) -> BroughtFile:
    return bring_file(plan, rows=read_rows(file), file_name=file.name, **WHO)


def taken(plan: Any, file: Any) -> BroughtFile:
    held = brought(plan, file)
    return take_file(held, seen=digest_of(verdicts_of(plan, held.rows)), **WHO)


def kinds(plan: Any, file: Any) -> list[str]:
    return [each.kind for each in verdicts_of(plan, read_rows(file))]


def out(plan: Any, ending: str, language: str) -> Any:
    with override(language):
        rows = list(rows_of(plan))
        made = exports.xlsx_bytes(headings(), rows) if ending == "xlsx" else exports.csv_bytes(headings(), rows)
    return upload(made, f"plan.{ending}")


# --- there and back -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["sk", "cs", "en"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_taken_out_comes_back_unchanged(plan: Any, ending: str, language: str) -> None:
    tree = small_tree(plan)
    words = {
        "text": "prvý riadok\n=1+1\n- druhý",
        "target_groups": "+421",
        "state": "RUNNING",
        "problem": "„úvodzovky“; a čiarky, ",
    }
    change_node(tree["first"], changes=words, version=1, **WHO)
    for source, planned, spent in (("OWN", Decimal("1250.50"), None), ("EU", None, Decimal(0))):
        add_row(tree["first"], Cost, {"year": 2026, "source": source, "planned": planned, "spent": spent}, **WHO)
    facts = {"name": "=ľudia; doma", "kind": "IMPACT", "unit": "%", "direction": "DOWN", "source": 'výkaz "A"; B'}
    share = {"is_share": True, "numerator": "odišli", "denominator": "všetci", "groups": ["seniori", "ženy, deti"]}
    known = {"baseline": Decimal("41.5"), "baseline_year": 2025, "targets": {2026: Decimal(0), 2040: Decimal("2.25")}}
    add_row(tree["first"], Indicator, facts | share | known, **WHO)
    add_row(tree["first"], Indicator, {"name": "b", "kind": "OUTPUT", "unit": "x", "direction": "KEEP"}, **WHO)
    for number in range(11):
        add(plan, f"M{number}", tree["goal"])
    with override("en"):
        assert set(kinds(plan, out(plan, ending, language))) == {"UNCHANGED"}


def test_indicators_come_in_line_by_line_and_what_is_left_out_stays(plan: Any) -> None:
    tree = small_tree(plan)
    base = {"kind": "OUTPUT", "unit": "ľudia", "direction": "UP", "groups": ["seniori"]}
    first = add_row(tree["first"], Indicator, {"name": "a", **base, "targets": {2026: Decimal(5)}}, **WHO)
    add_row(tree["first"], Indicator, {"name": "b", **base}, **WHO)
    heads = (str(headings()[17]), "Názov", str(headings()[16]))
    lines = "a;output;ľudia;DOWN;1 250,5;2025;2026=4,5/2027=0\nnový; IMPACT; %; up;;;;;yes;x;y"
    taken(plan, workbook([str(tree["first"].pk), "A.first", lines], heads=heads))
    told = {row["name"]: row for row in sheet_of(tree["first"])["indicators"]}
    assert sorted(told) == ["a", "b", "nový"]
    assert (told["a"]["direction"], told["a"]["baseline"], told["a"]["groups"]) == ("DOWN", "1250.50", ["seniori"])
    assert told["a"]["targets"] == [{"year": 2026, "value": "4.50"}, {"year": 2027, "value": "0.00"}]
    assert (told["nový"]["kind"], told["nový"]["is_share"], told["nový"]["denominator"]) == ("IMPACT", True, "y")
    assert Indicator.objects.get(pk=first.pk).version == 2


@pytest.mark.parametrize(
    "line",
    ["a", "a;hodnota;x;up", "a;output;x;up;veľa;2025", "a;output;x;up;5", "a;output;x;up;;;2026",
     "a;output;x;up;;;1999=5", "a;output;x;up\na;output;x;up", "a;output;x;up;;;;;;y",
     "a;b;c;d;e;f;g;h;i;j;k;l;m"],
)  # fmt: skip
def test_an_indicator_that_cannot_be_read_is_told_and_nothing_is_written(plan: Any, line: str) -> None:
    tree = small_tree(plan)
    file = workbook([str(tree["first"].pk), "A.first", line], heads=(str(headings()[17]), "Názov", str(headings()[16])))
    (verdict,) = verdicts_of(plan, read_rows(file))
    assert verdict.kind == "WRONG"
    assert all("a" in reason and "Úroveň" not in reason for reason in verdict.reasons)


def test_changed_texts_and_new_rows_come_in(plan: Any) -> None:
    tree = small_tree(plan)
    rows = [dict(zip(headings(), row, strict=True)) for row in rows_of(plan)]
    heads = tuple(headings())
    titled, level, key, cost = (heads[place] for place in (2, 1, 17, 15))
    for row in rows:
        if row[key].startswith(str(tree["second"].pk)):
            row[titled], row[cost] = "Iný názov", "2027; EU; 10,5;"
    rows.insert(4, {titled: "Nové opatrenie", level: "measure"})
    taken(plan, workbook(*[[row.get(head, "") for head in heads] for row in rows], heads=heads))
    assert [title for _number, _level, title in numbered(plan)] == [
        "A", "A.goal", "A.first", "A.activity", "Iný názov", "Nové opatrenie", "B",
    ]  # fmt: skip
    assert [(row["year"], row["planned"]) for row in sheet_of(tree["second"])["costs"]] == [(2027, "10.50")]


def test_plan_of_a_town_comes_in_whole(plan: Any) -> None:
    held = taken(
        plan,
        workbook(
            ["priorita", "Staroba", None, None],
            ["cieľ", "Pomoc doma", None, None],
            ["opatrenie", "Terénna služba", "1. 1. 2026", "31.12.2027"],
            ["aktivita", "Nábor", "2026-02-01", ""],
            ["Opatření", "Jídelna", None, None],
            ["PRIORITY", "Rodina", None, None],
        ),
    )
    assert numbered(plan) == [
        ("1", "PRIORITY", "Staroba"),
        ("1.1", "GOAL", "Pomoc doma"),
        ("1.1.1", "MEASURE", "Terénna služba"),
        ("1.1.1.1", "ACTIVITY", "Nábor"),
        ("1.1.2", "MEASURE", "Jídelna"),
        ("2", "PRIORITY", "Rodina"),
    ]
    assert held.taken == {"NEW": 6}


def test_level_follows_from_the_number_where_nothing_else_says_it(plan: Any) -> None:
    heads = ("Číslo", "Názov")
    taken(plan, workbook([1, "A"], [1.1, "A.A"], ["1.1.1.", "A.A.A"], heads=heads))
    assert [level for _number, level, _title in numbered(plan)] == ["PRIORITY", "GOAL", "MEASURE"]


# --- what is wrong ------------------------------------------------------------------------------------------------
def test_every_wrong_row_says_why_and_nothing_is_written(plan: Any) -> None:
    small_tree(plan)
    before = numbered(plan)
    file = workbook(
        ["opatrenie", "Bez cieľa", None, None],
        ["priorita", "Dobrá", None, None],
        ["cieľ", "", None, None],
        ["opatrenie", "Pod zlým", None, None],
        ["kapitola", "Neznáma úroveň", None, None],
        ["cieľ", "Dobrý", None, None],
        ["opatrenie", "Naopak", "1. 1. 2027", "1. 1. 2026"],
        ["opatrenie", "Zlý deň", "včera", None],
    )
    held = brought(plan, file)
    verdicts = verdicts_of(plan, held.rows)
    assert [each.kind for each in verdicts] == ["WRONG", "NEW", "WRONG", "WRONG", "WRONG", "NEW", "WRONG", "WRONG"]
    assert [len(each.reasons) for each in verdicts] == [1, 0, 1, 1, 1, 0, 1, 1]
    with pytest.raises(PlanRefused):
        take_file(held, seen=digest_of(verdicts), **WHO)
    assert numbered(plan) == before


@pytest.mark.parametrize(
    "cell",
    [
        "2026; OWN",
        "2026; zlatá baňa; 5",
        "rok; OWN; 5",
        "2026; OWN; -5",
        "2026",
        "2026; OWN; 99999999999999",
        "2026; OWN; 1\n2026; OWN; 2",
    ],
)
def test_costs_that_cannot_be_read_are_wrong(plan: Any, cell: str) -> None:
    heads = ("Level", "Title", "Costs (year; source; planned; spent)")
    rows = (["priority", "A", ""], ["goal", "B", ""], ["measure", "C", cell])
    assert kinds(plan, workbook(*rows, heads=heads)) == ["NEW", "NEW", "WRONG"]


def test_same_item_twice_is_wrong(plan: Any) -> None:
    small_tree(plan)
    rows = list(rows_of(plan))
    assert kinds(plan, workbook(rows[0], rows[0], heads=tuple(headings()))) == ["UNCHANGED", "WRONG"]


def test_file_without_headings_is_refused() -> None:
    with pytest.raises(WrongFile):
        read_rows(workbook(["a", "b", "c", "d"], heads=("x", "y", "z", "w")))


def test_key_of_another_plan_and_a_cell_without_a_place_are_wrong(plan: Any) -> None:
    rows = (["priority", "A", "", ""], ["priority", "B", "", "Mesto"], ["priority", "C", str(uuid4()), ""])
    heads = ("Level", "Title", "Key (do not change)", "Who carries it out")
    assert kinds(plan, workbook(*rows, heads=heads)) == ["NEW", "WRONG", "WRONG"]


@pytest.mark.parametrize(
    "content", [b"Level;Title\n" + b"x" * 600 + b"\x00;A\n", b'Level;Title\npriority;"' + b"x" * 200_000 + b'"\n']
)
def test_damaged_csv_is_refused(content: bytes) -> None:
    with pytest.raises(WrongFile):
        read_rows(upload(content, "plan.csv"))


def test_line_ends_of_an_old_machine_are_read(plan: Any) -> None:
    assert kinds(plan, upload(b"Level;Title\rpriority;A\r", "plan.csv")) == ["NEW"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"%PDF-1.7 no sheet", b"PK\x03\x04 torn"])
def test_file_that_is_no_spreadsheet_is_refused(content: bytes) -> None:
    with pytest.raises(WrongFile):
        read_rows(upload(content))


def test_torn_workbook_is_refused() -> None:
    whole = workbook(["priorita", "A", None, None]).read()
    torn = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(torn, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            target.writestr(part.filename, content[:40] if "sheet1" in part.filename else content)
    with pytest.raises(WrongFile):
        read_rows(upload(torn.getvalue()))


def test_workbook_that_swells_when_unpacked_is_refused() -> None:
    swollen = io.BytesIO()
    with zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/workbook.xml", b"0" * (70 * 1024 * 1024))
    assert len(swollen.getvalue()) < 200_000
    with override("en"), pytest.raises(WrongFile, match="unpacked"):
        read_rows(upload(swollen.getvalue()))


def test_endless_file_is_refused() -> None:
    lines = "Level;Title\n" + "priority;A\n" * (MOST_ROWS + 1)
    with pytest.raises(WrongFile):
        read_rows(upload(lines.encode(), "plan.csv"))


# --- two people ---------------------------------------------------------------------------------------------------
def test_plan_that_changed_meanwhile_is_looked_at_again(plan: Any) -> None:
    tree = small_tree(plan)
    held = brought(plan, out(plan, "xlsx", "sk"))
    seen = digest_of(verdicts_of(plan, held.rows))
    change_node(tree["first"], changes={"title": "medzitým"}, version=1, **WHO)
    with pytest.raises(PlanRefused):
        take_file(held, seen=seen, **WHO)
    assert Node.objects.get(pk=tree["first"].pk).title == "medzitým"


def test_amount_that_a_colleague_told_meanwhile_is_looked_at_again(plan: Any) -> None:
    tree = small_tree(plan)
    row = add_row(tree["first"], Cost, {"year": 2026, "source": "OWN", "planned": 1, "spent": None}, **WHO)
    rows = [{**each, "title": "Iný názov"} for each in read_rows(out(plan, "csv", "sk")) if each["title"] == "A.first"]
    rows[0]["costs"] = "2026; OWN; 100"
    held = bring_file(plan, rows=rows, file_name="plan.csv", **WHO)
    seen = digest_of(verdicts_of(plan, held.rows))
    change_row(row, {"planned": Decimal(500)}, version=1, **WHO)
    with pytest.raises(PlanRefused):
        take_file(held, seen=seen, **WHO)
    assert Cost.objects.get().planned == Decimal(500)


def test_row_that_was_changed_here_later_is_marked(plan: Any) -> None:
    tree = small_tree(plan)
    rows = read_rows(out(plan, "csv", "sk"))
    change_node(tree["first"], changes={"title": "medzitým"}, version=1, **WHO)
    changed = [each for each in verdicts_of(plan, rows) if each.kind == "CHANGED"]
    assert [(each.is_older, each.differences[0][1:]) for each in changed] == [(True, ("medzitým", "A.first"))]


def test_file_is_taken_once(plan: Any) -> None:
    held = taken(plan, workbook(["priorita", "A", None, None]))
    take_file(held, seen="whatever", **WHO)
    assert numbered(plan) == [("1", "PRIORITY", "A")]


def test_verdicts_cost_the_same_number_of_questions(plan: Any, django_assert_num_queries: Any) -> None:
    tree = small_tree(plan)
    for number in range(60):
        add(plan, f"M{number}", tree["goal"], text="x")
    rows = read_rows(out(plan, "csv", "sk"))
    with django_assert_num_queries(6):
        verdicts_of(plan, rows)


# --- pages --------------------------------------------------------------------------------------------------------
def test_coordinator_takes_a_file_into_the_plan(plan: Any, coordinator: Any) -> None:
    page = coordinator.post(here("bring", plan.pk), {"file": workbook(["priorita", "Staroba", None, None])})
    address = page.headers["location"]
    shown = coordinator.get(address).content.decode()
    assert ("Staroba" in shown, Node.objects.count()) == (True, 0)
    held = BroughtFile.objects.get()
    answer = coordinator.post(address, {"seen": digest_of(verdicts_of(plan, held.rows))})
    job = Job.objects.get(kind="planning.take_file")
    assert answer.headers["location"] == reverse("jobs:progress", args=[job.pk], urlconf="config.urls_municipality")
    run_now(job)
    assert numbered(plan) == [("1", "PRIORITY", "Staroba")]
    assert coordinator.get(address).status_code == 200
    assert coordinator.post(address, {"seen": ""}).headers["location"] == address


def test_wrong_file_is_told_at_its_field(plan: Any, coordinator: Any) -> None:
    answer = coordinator.post(here("bring", plan.pk), {"file": upload(b"\x00\x00")})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_member_takes_the_plan_out_and_brings_nothing(alfa: Any, plan: Any, person: Any, browse: Any) -> None:
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    sheet = member.get(here("plan_sheet", plan.pk, "xlsx"))
    assert (sheet.status_code, b"".join(sheet.streaming_content)[:2]) == (200, b"PK")
    assert member.get(here("plan_sheet", plan.pk, "exe")).status_code == 404
    assert member.post(here("bring", plan.pk), {}).status_code == 403


def test_a_text_that_calls_itself_a_workbook_is_no_spreadsheet() -> None:
    text = SimpleUploadedFile("plan.xlsx", b"I am no spreadsheet")
    with override("en"), pytest.raises(WrongFile, match="no spreadsheet"):
        read_rows(text)
