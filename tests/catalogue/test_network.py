"""The network of a region or a municipality: history by new entries, no overlaps, beds apart from staff."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.counting import questions
from support.services import end_service, make_service
from support.world import FOUNDED

from catalogue import feed
from catalogue.models import NetworkEntry
from catalogue.network.keeping import NetworkRefused, change_entry, end_entry, enter_network, strike_entry
from catalogue.network.reading import Asked, entries, sums
from kernel.clock import today
from kernel.journal.models import Entry
from kernel.tenancy import entered

pytestmark = pytest.mark.django_db
BEGIN, DAY = date(2024, 1, 1), date(2026, 11, 25)
WHO = {"by": None, "at": FOUNDED}


def enter(service: Any, amount: str = "12", unit: str = "BEDS", starts_on: date = BEGIN, **facts: Any) -> NetworkEntry:
    return enter_network(service, unit=unit, amount=Decimal(amount), starts_on=starts_on, **WHO, **facts)


def test_change_ends_the_entry_the_day_before_and_makes_a_new_one() -> None:
    first = enter(make_service())
    second = change_entry(first, amount=Decimal(20), starts_on=date(2025, 7, 1), resolution="12/2025", **WHO)
    first.refresh_from_db()
    assert (first.ends_on, first.amount) == (date(2025, 6, 30), Decimal(12))
    assert (second.starts_on, second.ends_on, second.amount) == (date(2025, 7, 1), None, Decimal(20))


def test_database_refuses_two_entries_at_one_time() -> None:
    service = make_service()
    enter(service, ends_on=date(2025, 1, 1))
    facts = {"owner_key": "", "service": service, "unit": "BEDS", "amount": 1, "made_at": FOUNDED}
    with pytest.raises(IntegrityError, match="entries_of_a_network_do_not_overlap"), transaction.atomic():
        NetworkEntry.objects.create(**facts, starts_on=date(2025, 1, 1))
    assert NetworkEntry.objects.create(**facts, starts_on=date(2025, 1, 2))


def test_overlap_is_refused_in_words() -> None:
    service = make_service()
    enter(service)
    with pytest.raises(NetworkRefused, match="už v sieti"):
        enter(service, starts_on=date(2026, 1, 1))


def test_beds_and_staff_of_one_service_stand_beside_each_other(alfa: Any) -> None:
    service = make_service()
    enter(service)
    enter(service, "3.75", "STAFF")
    with entered(alfa.key):
        enter(service, "1")
    assert NetworkEntry.objects.count() == 3


def test_beds_are_whole_and_more_than_nought() -> None:
    service = make_service()
    for amount in ("2.5", "0"):
        with pytest.raises(NetworkRefused):
            enter(service, amount)
        with pytest.raises(IntegrityError), transaction.atomic():
            NetworkEntry.objects.create(
                service=service, unit="BEDS", amount=Decimal(amount), starts_on=BEGIN, made_at=FOUNDED
            )


def test_sums_never_add_beds_to_staff() -> None:
    enter(make_service("a"), "10")
    enter(make_service("b"), "5")
    enter(make_service("c"), "2.25", "STAFF")
    enter(make_service("d", kind="SK448-35"), "7")
    by_kind, by_unit = sums(entries("", Asked(), DAY))
    assert sorted((each.kind, each.services, each.amount) for each in by_kind) == sorted(
        [
            (by_kind[0].kind, 1, Decimal(7)),
            (by_kind[1].kind, 2, Decimal(15)),
            (by_kind[2].kind, 1, Decimal("2.25")),
        ]
    )
    assert sorted(each.amount for each in by_unit) == [Decimal("2.25"), Decimal(22)]


def test_entry_of_another_network_cannot_be_touched(alfa: Any, beta: Any) -> None:
    with entered(alfa.key):
        entry = enter(make_service())
    for place in ("", beta.key):
        with entered(place):
            for act in (
                lambda: end_entry(entry, on=DAY, **WHO),
                lambda: strike_entry(entry, **WHO),
                lambda: change_entry(entry, amount=Decimal(1), starts_on=DAY, **WHO),
            ):
                with pytest.raises(NetworkRefused, match="inej sieti"):
                    act()


def test_struck_entry_stays_in_the_journal() -> None:
    entry = enter(make_service())
    strike_entry(entry, **WHO)
    assert not NetworkEntry.objects.exists()
    assert Entry.objects.get(verb="catalogue.network_entry_struck").facts["amount"] == "12.00"


def test_door_tells_the_network_of_a_day_and_which_service_has_ended(alfa: Any) -> None:
    running, ended = make_service("beží"), make_service("skončila")
    enter(running)
    enter(ended)
    end_service(ended, date(2026, 1, 1))
    enter(make_service("neskôr"), starts_on=date(2030, 1, 1))
    cards = feed.network_on(DAY)
    assert {(card.service_id, card.service_has_ended) for card in cards} == {(running.pk, False), (ended.pk, True)}
    assert feed.network_on(DAY, alfa.key) == []


# --- pages -----------------------------------------------------------------------------------------------------------
FORM = {
    "unit": "STAFF",
    "amount": "3,75",
    "starts_on": "1.1.2026",
    "resolution": "45/2025",
    "resolution_on": "1.12.2025",
}


def test_coordinator_keeps_the_network_of_its_municipality(browse: Any, alfa: Any, beta: Any, person: Any) -> None:
    from catalogue.models import Reach

    service = make_service(forms=["OUTREACH"])
    Reach.objects.create(service=service, level="MUNICIPALITY", code="508438")
    client = browse(alfa, person("COORDINATOR", at=alfa))
    assert client.post("/network/enter/", FORM | {"service": service.pk}).status_code == 302
    entry = NetworkEntry.objects.get()
    assert (entry.owner_key, entry.amount) == (alfa.key, Decimal("3.75"))
    assert service.name in client.get("/network/").content.decode()
    other = browse(beta, person("COORDINATOR", at=beta))
    assert service.name not in other.get("/network/").content.decode()
    assert other.get(f"/network/{entry.pk}/").status_code == 404
    assert other.post(f"/network/{entry.pk}/strike/").status_code == 404


def test_page_of_the_service_says_in_whose_network_it_is(browse: Any, region: Any, alfa: Any, beta: Any) -> None:
    service = make_service()
    enter(service, resolution="45/2025")
    with entered(alfa.key):
        enter(service, "3.75", "STAFF")
    address = f"/services/{service.pk}/"
    pages = {site.key: browse(site).get(address).content.decode() for site in (region, alfa, beta)}
    assert all("45/2025" in page for page in pages.values())
    assert [alfa.name in page.split("V sieti služieb", 1)[1] for page in pages.values()] == [True, True, False]
    assert "3,75" not in pages[beta.key]


def test_service_out_of_the_territory_is_not_offered(browse: Any, alfa: Any, person: Any) -> None:
    client = browse(alfa, person("COORDINATOR", at=alfa))
    assert client.post("/network/enter/", FORM | {"service": make_service().pk}).status_code == 422


def test_page_flags_services_that_have_ended(browse: Any, region: Any, person: Any) -> None:
    service = make_service()
    enter(service)
    end_service(service, date(2026, 1, 1))
    client = browse(region, person("DATA_STEWARD", at=region))
    text = client.get("/network/").content.decode()
    assert "opora-tag--bad" in text
    assert "?state=outlived" in text
    assert service.name in client.get("/network/?state=outlived").content.decode()


def test_change_and_end_are_entered_on_the_page_of_the_entry(browse: Any, region: Any, person: Any) -> None:
    entry = enter(make_service(), "3", "STAFF")
    client = browse(region, person("METHODOLOGIST", at=region))
    facts = {f"change-{name}": value for name, value in FORM.items()}
    assert client.post(f"/network/{entry.pk}/change/", facts).status_code == 302
    made = NetworkEntry.objects.get(starts_on=date(2026, 1, 1))
    assert client.post(f"/network/{made.pk}/end/", {"end-on": "31.12.2025"}).status_code == 422
    assert client.post(f"/network/{made.pk}/end/", {"end-on": "31.12.2026"}).status_code == 302
    assert "45/2025" in client.get(f"/network/{made.pk}/").content.decode()


def test_file_holds_numbers_as_numbers(browse: Any, region: Any, person: Any) -> None:
    import io

    import openpyxl

    enter(make_service(), "3.75", "STAFF")
    client = browse(region, person("DATA_STEWARD", at=region))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/network.xlsx").getvalue())).active
    assert sheet.cell(2, 4).value == 3.75


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_constant_number_of_questions(browse: Any, region: Any, person: Any, count: int) -> None:
    for number in range(count):
        enter(make_service(str(number)), starts_on=today())
    assert questions(browse(region, person("DATA_STEWARD", at=region)), "/network/") == 12
