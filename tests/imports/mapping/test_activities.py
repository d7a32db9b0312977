"""Related activities from a list: brought in, read again, kept where people have written, ended and undone."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from support.tables import csv_file

pytestmark = pytest.mark.django_db
HEAD = ["Názov aktivity", "Organizácia", "IČO", "Cieľová skupina", "Mesto", "Ulica", "Telefón", "Popis"]
CLUB = [
    "Klub seniorov Astra",
    "Slnečný spolok",
    "",
    "seniori",
    "Zvolen",
    "Hviezdna 3",
    "045/532 12 34",
    "Spoločné popoludnia",
]
BANK = ["Potravinová banka", "Charita Zvolen", "45021813", "ľudia v núdzi", "Zvolen", "", "", "Balíčky potravín"]
WALK = ["Ranné prechádzky", "slnečný  SPOLOK", "", "seniori", "Očová", "", "", ""]
WORDS = {"ľudia v núdzi": "SK-HARDSHIP"}


@pytest.fixture
def first(build: Callable[..., Any]) -> Any:
    content = csv_file(HEAD, CLUB, BANK, WALK, encoding="cp1250")
    return build(content, rows="ACTIVITIES", slug="aktivity", words=WORDS)


def read(*rows: list[str], is_whole: bool = False) -> Any:
    """The next file of the same list, as far as the preview."""
    from imports.commands import read_and_compare, receive_file
    from kernel.jobs import Progress

    content = csv_file(HEAD, *rows, encoding="cp1250")
    file = ContentFile(content, name="next.csv")
    run = receive_file(file, source="aktivity", is_whole=is_whole, name="next.csv", by=None, at=timezone.now())
    return read_and_compare(run, progress=Progress(), at=timezone.now())


def accept(run: Any) -> Any:
    """By two persons where one may not decide: of so short a list much changes at once."""
    from imports.commands import accept_run, agree_as_second, ask_second_person
    from imports.guarding import weigh

    if weigh(run).is_beyond:
        ask_second_person(run, by=uuid.uuid4(), at=timezone.now())
        agree_as_second(run, by=uuid.uuid4(), at=timezone.now())
        run.refresh_from_db()
    return accept_run(run, by=None, at=timezone.now())


def undo(run: Any) -> Any:
    from imports.deciding import undo_run

    return undo_run(run, by=None, at=timezone.now())


def activity(name: str) -> Any:
    from catalogue.models import RelatedActivity

    return RelatedActivity.objects.get(name=name)


def test_list_brings_activities_and_their_providers_once(first: Any) -> None:
    from catalogue.models import Provider, RelatedActivity, Service
    from kernel.journal.models import Entry

    assert (first.count("new"), first.count("rejected_rows")) == (3, 0)
    assert RelatedActivity.objects.count() == 0
    accept(first)
    club = activity("Klub seniorov Astra")
    assert (club.municipality.name, club.street, club.phones, club.is_published) == (
        "Zvolen", "Hviezdna 3", ["+421455321234"], True,
    )  # fmt: skip
    assert [group.code for group in club.target_groups.all()] == ["SK-SENIORS"]
    assert [group.code for group in activity("Potravinová banka").target_groups.all()] == ["SK-HARDSHIP"]
    assert activity("Ranné prechádzky").provider == activity("Klub seniorov Astra").provider
    assert (Provider.objects.count(), Service.objects.count()) == (2, 0)
    assert Entry.objects.filter(verb="catalogue.activities_changed").count() == 1


def test_provider_that_the_catalogue_knows_is_found_by_ico_and_by_name_and_keeps_its_facts(
    bring_in: Callable[..., Any], bbsk_rows: bytes, build: Callable[..., Any]
) -> None:
    from catalogue.models import Provider

    bring_in("bbsk", bbsk_rows)
    known = Provider.objects.get(ico="45021813")
    before, name = Provider.objects.count(), known.name
    by_name = ["Svojpomocná skupina", name.upper(), "", "seniori", "Zvolen", "", "", ""]
    accept(build(csv_file(HEAD, BANK, by_name), rows="ACTIVITIES", slug="aktivity", words=WORDS))
    assert activity("Potravinová banka").provider == activity("Svojpomocná skupina").provider == known
    known.refresh_from_db()
    assert (Provider.objects.count(), known.name) == (before, name)


def test_same_list_again_in_another_order_writes_nothing(first: Any) -> None:
    accept(first)
    version = activity("Klub seniorov Astra").version
    run = accept(read(WALK, CLUB, BANK))
    assert (run.written, run.count("unchanged")) == (0, 3)
    assert activity("Klub seniorov Astra").version == version


def test_what_a_person_has_written_stays_when_the_list_is_read_again(first: Any) -> None:
    accept(first)
    club = activity("Klub seniorov Astra")
    club.description, club.phones = "Každú stredu o tretej.", []
    club.save()
    told = [*CLUB[:6], "0905 111 222", "Popoludnia a výlety"]
    run = read(told, BANK, WALK)
    assert (run.count("noted"), run.count("changed")) == (1, 0)
    accept(run)
    club.refresh_from_db()
    assert (club.description, club.phones) == ("Každú stredu o tretej.", [])


def test_changed_field_is_written_and_put_back(first: Any) -> None:
    accept(first)
    run = accept(read([*CLUB[:7], "Popoludnia a výlety"], BANK, WALK))
    assert (run.written, activity("Klub seniorov Astra").description) == (1, "Popoludnia a výlety")
    undone = undo(run)
    assert (undone.undone["put_back"], activity("Klub seniorov Astra").description) == (1, "Spoločné popoludnia")
    again = read([*CLUB[:7], "Popoludnia a výlety"], BANK, WALK)
    assert again.count("changed") == 1


def test_what_is_missing_in_a_whole_list_ends_and_comes_back_by_undoing(first: Any) -> None:
    accept(first)
    run = read(CLUB, BANK, is_whole=True)
    assert run.count("ended") == 1
    accept(run)
    assert activity("Ranné prechádzky").ended_on is not None
    undo(run)
    assert activity("Ranné prechádzky").ended_on is None


def test_undoing_the_first_list_takes_out_what_nobody_has_touched(first: Any, browse: Callable[..., Any]) -> None:
    accept(first)
    bank = activity("Potravinová banka")
    bank.description = "Balíčky každý piatok."
    bank.save()
    undone = undo(first)
    assert undone.undone == {"put_back": 0, "withdrawn": 2, "stayed": len(HEAD)}
    club = activity("Klub seniorov Astra")
    assert (club.is_published, club.withdrawn_on is None) == (False, False)
    assert (activity("Potravinová banka").is_published, activity("Potravinová banka").description) == (
        True, "Balíčky každý piatok.",
    )  # fmt: skip
    assert browse().get(f"/activities/{club.pk}/").status_code == 404


def test_activity_taken_out_by_undoing_returns_with_its_list(first: Any) -> None:
    accept(first)
    undo(first)
    run = accept(read(CLUB, BANK, WALK))
    assert (run.count("returned"), run.count("new")) == (3, 0)
    assert activity("Klub seniorov Astra").is_published
    undo(run)
    assert not activity("Klub seniorov Astra").is_published


def test_activity_without_a_provider_is_rejected_in_its_row(build: Callable[..., Any]) -> None:
    nobody = ["Burza šatstva", "", "", "seniori", "Zvolen", "", "", ""]
    run = build(csv_file(HEAD, CLUB, nobody), rows="ACTIVITIES", slug="aktivity")
    assert (run.count("new"), run.count("rejected_rows")) == (1, 1)


def test_page_of_the_run_speaks_of_activities(first: Any, desk: Any) -> None:
    page = desk.get(f"/imports/{first.pk}/").content.decode().replace("\xa0", " ").replace("&nbsp;", " ")
    assert "Klub seniorov Astra" in page
    assert "Prijať a zapísať 3 aktivity" in page
