"""The next file of a saved mapping: read without questions, or with a question instead of a guess."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from support.tables import csv_file

pytestmark = pytest.mark.django_db
HEAD = ["Názov poskytovateľa", "IČO", "Druh služby", "Forma", "Obec", "Ulica", "Počet miest"]
HOME = ["Žltý dom", "45021813", "ZPS", "pobytová", "Očová", "ČSA 67/57", "12"]
CARE = ["Mesto Zvolen", "00320439", "opatrovateľská služba", "terénna", "Zvolen", "", ""]


def read(content: bytes, *, is_whole: bool = False, name: str = "next.csv") -> Any:
    from imports.commands import read_and_compare, receive_file
    from imports.reasons import BrokenFile
    from kernel.jobs import Progress

    file = ContentFile(content, name=name)
    run = receive_file(file, source="zoznam", is_whole=is_whole, name=name, by=None, at=timezone.now())
    try:
        return read_and_compare(run, progress=Progress(), at=timezone.now())
    except BrokenFile:
        run.refresh_from_db()
        return run


@pytest.fixture
def known(build: Callable[..., Any]) -> Any:
    from imports.commands import accept_run

    return accept_run(build(csv_file(HEAD, HOME, CARE, encoding="cp1250")), by=None, at=timezone.now())


def test_next_file_is_read_whatever_its_order_encoding_and_delimiter(known: Any) -> None:
    mixed = [list(reversed(row)) for row in (HEAD, CARE, HOME)]
    run = read(csv_file(["Rok 2027"], *mixed, delimiter="\t", mark=True))
    assert (run.state, run.written, run.count("unchanged")) == ("COMPARED", 0, 2)


def test_changed_number_is_the_only_change(known: Any) -> None:
    run = read(csv_file(HEAD, [*HOME[:6], "15"], CARE))
    assert (run.count("changed"), run.count("unchanged")) == (1, 1)


def test_column_that_vanished_is_asked_about(known: Any, desk: Any) -> None:
    from imports.models import MappingDraft

    run = read(csv_file([*HEAD[:6], "Kapacita"], HOME, CARE))
    assert (run.state, run.failure) == ("FAILED", "COLUMNS_GONE")
    assert "Počet miest" in run.why_failed
    page = desk.get(f"/imports/{run.pk}/").content.decode()
    assert f"/imports/mapping/of/{run.pk}/" in page
    answer = desk.post(f"/imports/mapping/of/{run.pk}/")
    assert dict(MappingDraft.objects.get().parsed.columns)["Kapacita"] == "capacity"
    assert desk.get(answer.url).status_code == 200


def test_new_word_is_a_question_and_its_answer_the_next_version(known: Any, desk: Any) -> None:
    from imports.models import MappingDraft, Run, SavedMapping

    new = ["Nocľah", "00648515", "prístrešok pre núdznych", "pobytová", "Zvolen", "", ""]
    run = read(csv_file(HEAD, HOME, CARE, new))
    assert (run.state, run.failure) == ("FAILED", "NEW_WORDS")
    assert "prístrešok pre núdznych" in run.why_failed
    answer = desk.post(f"/imports/mapping/of/{run.pk}/")
    draft = MappingDraft.objects.get()
    assert answer.url == f"/imports/mapping/{draft.pk}/words/"
    page = desk.get(answer.url)
    asked = {question.written: question.code for question in page.context["form"].questions}
    assert asked == {"ZPS": "SK448-35", "prístrešok pre núdznych": ""}
    refused = desk.post(answer.url, {})
    assert (refused.status_code, "govuk-error-summary" in refused.content.decode()) == (422, True)
    sent = {q.id: q.code or "SK448-26" for q in page.context["form"].questions}
    desk.post(answer.url, sent)
    preview = desk.get(f"/imports/mapping/{draft.pk}/preview/")
    desk.post(
        f"/imports/mapping/{draft.pk}/preview/", {"name": preview.context["form"]["name"].value(), "extent": "part"}
    )
    assert list(SavedMapping.objects.order_by("version").values_list("version", "replaced_at")) == [
        (1, SavedMapping.objects.get(version=2).saved_at), (2, None),
    ]  # fmt: skip
    from kernel.jobs import run_now
    from kernel.jobs.models import Job

    again = Run.objects.latest("received_at")
    run_now(Job.objects.get(pk=again.job_id))
    again.refresh_from_db()
    assert (again.count("new"), again.count("unchanged")) == (1, 2)
    assert not MappingDraft.objects.exists()


def test_doubled_rows_are_told_and_taken_once(known: Any) -> None:
    other = [*HOME[:6], "99"]
    run = read(csv_file(HEAD, HOME, HOME, other, CARE))
    assert (run.count("unchanged"), run.count("mended"), run.count("rejected")) == (2, 1, 1)
    assert set(run.problems.values_list("code", flat=True)) == {"DOUBLED_ROW", "DOUBLED_KEY"}


def test_rejected_row_of_a_whole_list_ends_nothing(known: Any) -> None:
    run = read(csv_file(HEAD, HOME, ["Mesto Zvolen", "00320438", *CARE[2:]]), is_whole=True)
    assert (run.count("rejected_rows"), run.count("ended")) == (1, 0)
    assert read(csv_file(HEAD, HOME), is_whole=True).count("ended") == 1


def test_formula_is_never_read(known: Any) -> None:
    run = read(csv_file(HEAD, HOME, [*CARE[:6], "=2+3"]))
    assert [problem.code for problem in run.problems.all()] == ["FORMULA"]


def test_mapping_offered_no_more_is_no_source_but_names_its_runs(known: Any, desk: Any) -> None:
    from imports.sources import all_sources, source_named

    assert all_sources()["zoznam"].title == "zoznam"
    assert desk.post("/imports/mapping/saved/zoznam/retire/").status_code == 302
    assert "zoznam" not in all_sources()
    assert source_named("zoznam").title == "zoznam"
    assert desk.get(f"/imports/{known.pk}/").status_code == 200


def test_short_name_of_another_source_is_refused_in_place(desk: Any, build: Callable[..., Any], known: Any) -> None:
    with pytest.raises(AssertionError, match="slug"):
        build(csv_file(HEAD, HOME), slug="bbsk")


def test_spec_that_says_nonsense_is_refused_by_its_schema() -> None:
    from imports.spreadsheets.spec import BadSpec, Rows, Spec

    good = Spec(rows=Rows.SERVICES, columns=(("IČO", "ico"),)).as_json()
    assert Spec.from_json(good).columns == (("IČO", "ico"),)
    for wrong in (
        {},
        good | {"rows": "PEOPLE"},
        good | {"more": 1},
        good | {"columns": [{"head": "", "field": "ico"}]},
    ):
        with pytest.raises(BadSpec):
            Spec.from_json(wrong)


def test_descriptions_in_foreign_columns_describe_a_known_service(
    known: Any, build: Callable[..., Any], agree: Callable[..., Any]
) -> None:
    from catalogue.models import Service
    from imports.commands import accept_run

    content = csv_file(
        ["ičo", "druh sociálnej služby", "Forma", "mesto/obec", "Charakteristika", "www"],
        ["45021813", "ZPS", "pobytová", "Očová", "Domov s dvorom.", "dom.example"],
    )
    run = build(content, rows="DESCRIPTIONS", slug="opisy", columns={"mesto/obec": "municipality"})
    agree(run)
    accept_run(run, by=None, at=timezone.now())
    home = Service.objects.get(provider__ico="45021813")
    assert (run.count("changed"), home.description, home.webs) == (1, "Domov s dvorom.", ["https://dom.example"])


def test_more_exact_head_is_given_its_field_before_a_shorter_one() -> None:
    from imports.spreadsheets.guessing import guess_columns
    from imports.spreadsheets.spec import Rows

    assert guess_columns(["Názov", "Názov aktivity"], Rows.ACTIVITIES) == {"Názov aktivity": "name"}
    cut = guess_columns(["Druh_poskytovanej_sociálnej_slu", "Obchodné_meno", "č."], Rows.SERVICES)
    assert cut == {"Druh_poskytovanej_sociálnej_slu": "kind", "Obchodné_meno": "provider_name"}
