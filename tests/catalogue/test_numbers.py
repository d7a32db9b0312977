"""Numbers by year: nought is a number, missing is not; draft, handed in, returned, accepted; sums say of how many."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.counting import questions
from support.services import make_service
from support.world import FOUNDED

from catalogue import feed
from catalogue.models import Capacity, Editorship, Provider, YearlyNumbers
from catalogue.network import collecting, summing
from catalogue.network.collecting import NumbersRefused
from catalogue.network.numbers_showing import course_of
from kernel.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)
DUE = date(2026, 3, 31)
WHO: dict[str, Any] = {"by": None, "at": AT}


def asked(service: Any = None, year: int = 2025) -> YearlyNumbers:
    service = service or make_service()
    (made,) = collecting.open_questionnaires([service], year=year, due_on=DUE, currency="EUR", **WHO)
    return made


def given(users: int | None = None, staff: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "users": users,
        "staff": staff and Decimal(staff),
        "capacity": None,
        "capacity_used": None,
        "remark": "",
    } | more


def accepted(service: Any, year: int, figures: dict[str, Any], costs: dict[str, Any] | None = None) -> YearlyNumbers:
    numbers = asked(service, year)
    collecting.submit_numbers(numbers, figures=figures, costs=costs or {}, are_as_last_year=True, **WHO)
    return collecting.accept_numbers(numbers, **WHO)


# --- the course of a questionnaire -----------------------------------------------------------------------------------
def test_questionnaire_takes_its_capacity_from_the_catalogue() -> None:
    service = make_service()
    Capacity.objects.create(service=service, form="RESIDENTIAL", unit="BEDS", count=20)
    Capacity.objects.create(service=service, form="AMBULATORY", unit="BEDS", count=5)
    numbers = asked(service)
    assert (numbers.capacity, numbers.capacity_unit) == (25, "BEDS")


def test_capacity_in_two_units_is_left_to_a_person() -> None:
    service = make_service()
    Capacity.objects.create(service=service, form="RESIDENTIAL", unit="BEDS", count=20)
    Capacity.objects.create(service=service, form="OUTREACH", unit="CLIENTS", count=5)
    assert asked(service).capacity is None


def test_service_is_asked_once_for_a_year() -> None:
    service = make_service()
    asked(service)
    assert collecting.open_questionnaires([service], year=2025, due_on=DUE, currency="EUR", **WHO) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyNumbers.objects.create(service=service, year=2025, due_on=DUE, currency="EUR", opened_at=AT)


def test_nought_is_a_number_and_what_is_empty_is_not() -> None:
    numbers = asked()
    collecting.save_numbers(numbers, figures=given(users=0), costs={"STATE": Decimal(0), "REGION": None}, **WHO)
    numbers = YearlyNumbers.objects.get(pk=numbers.pk)
    assert (numbers.users, numbers.staff) == (0, None)
    assert numbers.cost_by_source == {"STATE": Decimal("0.00")}
    assert numbers.total_cost == Decimal(0)
    assert asked(make_service("Druhá")).total_cost is None


def test_empty_questionnaire_cannot_be_handed_in() -> None:
    with pytest.raises(NumbersRefused, match="aspoň jedno"):
        collecting.submit_numbers(asked(), figures=given(capacity=10), costs={}, **WHO)


def test_handed_in_numbers_wait_and_cannot_be_changed() -> None:
    numbers = asked()
    collecting.submit_numbers(numbers, figures=given(users=5), costs={}, **WHO)
    with pytest.raises(NumbersRefused, match="už boli"):
        collecting.save_numbers(numbers, figures=given(users=6), costs={}, **WHO)
    assert feed.yearly_numbers(2025) == []


def test_returned_numbers_say_why_and_are_handed_in_again() -> None:
    numbers = asked()
    collecting.submit_numbers(numbers, figures=given(users=5), costs={}, **WHO)
    with pytest.raises(NumbersRefused, match="opraviť"):
        collecting.return_numbers(numbers, note=" ", **WHO)
    collecting.return_numbers(numbers, note="Chýbajú úväzky.", **WHO)
    collecting.submit_numbers(numbers, figures=given(users=5, staff="2.5"), costs={}, **WHO)
    assert collecting.accept_numbers(numbers, **WHO).state == "ACCEPTED"


def test_draft_cannot_be_accepted() -> None:
    with pytest.raises(NumbersRefused):
        collecting.accept_numbers(asked(), **WHO)


def test_numbers_copied_from_last_year_are_asked_about() -> None:
    service = make_service()
    accepted(service, 2024, given(users=9, staff="2"), {"STATE": Decimal(100)})
    facts = {"figures": given(users=9, staff="2"), "costs": {"STATE": Decimal(100)}}
    numbers = asked(service)
    with pytest.raises(NumbersRefused, match="ako vlani"):
        collecting.submit_numbers(numbers, **facts, **WHO)
    assert collecting.submit_numbers(numbers, **facts, are_as_last_year=True, **WHO).state == "SUBMITTED"


def test_numbers_of_a_year_to_come_are_not_asked() -> None:
    with pytest.raises(NumbersRefused):
        asked(year=2027)


# --- sums and years --------------------------------------------------------------------------------------------------
def test_sums_hold_accepted_numbers_only_and_say_of_how_many() -> None:
    accepted(make_service("a"), 2025, given(users=10, staff="1.5"), {"STATE": Decimal("100.50")})
    accepted(make_service("b"), 2025, given(users=0), {"STATE": Decimal("0.25"), "USERS": Decimal(1)})
    collecting.submit_numbers(asked(make_service("c")), figures=given(users=1000), costs={}, **WHO)
    asked(make_service("d", kind="SK448-35"))
    whole = summing.altogether(summing.of_year(2025, DUE))
    assert (whole.asked, whole.accepted) == (4, 2)
    users, staff = whole.figures["users"], whole.figures["staff"]
    assert (users.total, users.given) == (10, 2)
    assert (staff.total, staff.given) == (Decimal("1.5"), 1)
    assert (whole.cost.total, whole.costs["STATE"].total, whole.costs["USERS"].given) == (
        Decimal("101.75"), Decimal("100.75"), 1,
    )  # fmt: skip
    kinds = summing.by_kind(summing.of_year(2025, DUE))
    assert sorted((each.asked, each.accepted) for each in kinds) == [(1, 0), (3, 2)]
    assert next(each for each in kinds if each.accepted == 0).figures["users"].total is None


def test_used_capacity_is_summed_apart_for_each_unit() -> None:
    for name, unit in (("a", "BEDS"), ("b", "BEDS"), ("c", "CONTACTS")):
        service = make_service(name)
        Capacity.objects.create(service=service, form="AMBULATORY", unit=unit, count=10)
        accepted(service, 2025, given(users=1, capacity_used=Decimal(7)))
    whole = summing.altogether(summing.of_year(2025, DUE))
    assert {unit: figure.total for unit, figure in whole.used_by_unit.items()} == {"BEDS": 14, "CONTACTS": 7}


def test_year_without_accepted_numbers_is_a_gap_in_the_course() -> None:
    service = make_service()
    rows = [accepted(service, 2022, given(users=5)), accepted(service, 2025, given(users=0))]
    course = course_of(rows)
    assert course is not None
    assert course.heads == [2022, 2023, 2024, 2025]
    values = dict(course.lines)["Prijímatelia za rok"]
    assert (values[0], values[3]) == ("5", "0")
    assert values[1] == values[2] not in {"0", ""}


def test_door_tells_missing_from_nought() -> None:
    service = make_service()
    accepted(service, 2025, given(users=0), {"REGION": Decimal("12.50")})
    (card,) = feed.yearly_numbers(2025, [service.pk])
    assert (card.users, card.staff, card.costs, card.total_cost) == (
        0, None, (("REGION", Decimal("12.50")),), Decimal("12.50"),
    )  # fmt: skip


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def editor(region: Any, person: Any) -> Any:
    service = make_service()
    account = person("PROVIDER_EDITOR", at=region)
    Editorship.objects.create(provider=service.provider, account=account, starts_on=FOUNDED.date())
    return account


def test_year_goes_from_question_to_sum_on_the_pages(browse: Any, region: Any, person: Any, editor: Any) -> None:
    steward, provider = browse(region, person("DATA_STEWARD", at=region)), browse(region, editor)
    service = make_service("Opatrovanie")
    facts = {"year": "2025", "due_on": "31.3.2026", "service": [str(service.pk), "nonsense"]}
    assert steward.post("/numbers/open/", facts).status_code == 302
    numbers = YearlyNumbers.objects.get()
    address = f"/numbers/{numbers.pk}/"
    assert "Opatrovanie" in provider.get("/numbers/mine/").content.decode()
    filled = {"users": "0", "staff": "2,5", "cost_REGION": "1 250,50", "act": "submit"}
    assert provider.post(address, filled).status_code == 302
    assert provider.post(f"{address}accept/").status_code == 403
    assert steward.post(f"{address}return/", {"note": ""}).status_code == 422
    assert steward.post(f"{address}accept/").status_code == 302
    text = steward.get("/numbers/?year=2025").content.decode().replace("\u00a0", " ")
    assert "1 250,50 €" in text
    assert "1 z 1" in text
    assert "1 250,50" in provider.get(f"/services/{service.pk}/numbers/").content.decode().replace("\u00a0", " ")


def test_editor_of_another_provider_sees_nothing(browse: Any, region: Any, editor: Any) -> None:
    other = Provider.objects.create(country="SK", name="Iný", created_at=FOUNDED, changed_at=FOUNDED)
    service = make_service()
    service.provider = other
    service.save()
    numbers = asked(service)
    client = browse(region, editor)
    assert client.get(f"/numbers/{numbers.pk}/").status_code == 403
    assert client.get(f"/services/{service.pk}/numbers/").status_code == 403
    assert service.name not in client.get("/numbers/mine/").content.decode()


def test_form_offers_the_numbers_of_last_year(browse: Any, region: Any, editor: Any) -> None:
    service = make_service()
    accepted(service, 2024, given(users=42), {"STATE": Decimal("99.90")})
    text = browse(region, editor).get(f"/numbers/{asked(service).pk}/").content.decode()
    assert 'value="42"' in text
    assert "Vlani: 42" in text


def test_link_opens_the_questionnaire_without_an_account_and_hands_it_in_once(
    browse: Any, region: Any, person: Any
) -> None:
    numbers = asked()
    steward = browse(region, person("DATA_STEWARD", at=region))
    assert steward.post(f"/numbers/{numbers.pk}/send/", {"email": "dom@example.org"}).status_code == 302
    found = re.search(r"(/numbers/link/[\w-]+/)", OutgoingMail.objects.get(to="dom@example.org").text)
    assert found
    stranger = browse(region)
    assert stranger.get(found[1]).status_code == 200
    assert stranger.post(found[1], {"users": "7", "act": "save"}).status_code == 302
    assert 'value="7"' in stranger.get(found[1]).content.decode()
    assert stranger.post(found[1], {"users": "-1", "act": "submit"}).status_code == 422
    assert stranger.post(found[1], {"users": "8", "act": "submit"}).status_code == 200
    numbers.refresh_from_db()
    assert (numbers.state, numbers.users) == ("SUBMITTED", 8)
    assert stranger.get(found[1]).status_code == 410
    assert stranger.get(f"/numbers/{numbers.pk}/").status_code == 302


def test_new_letter_makes_the_older_link_useless(browse: Any, region: Any, person: Any) -> None:
    numbers = asked()
    steward = browse(region, person("DATA_STEWARD", at=region))
    for address in ("a@example.org", "b@example.org"):
        steward.post(f"/numbers/{numbers.pk}/send/", {"email": address})
    found = re.search(r"(/numbers/link/[\w-]+/)", OutgoingMail.objects.get(to="a@example.org").text)
    assert found
    assert browse(region).get(found[1]).status_code == 410


def test_file_leaves_what_is_missing_empty_and_writes_nought(browse: Any, region: Any, person: Any) -> None:
    import io

    import openpyxl

    accepted(make_service(), 2025, given(users=0), {"STATE": Decimal("1.25")})
    client = browse(region, person("METHODOLOGIST", at=region))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/numbers.xlsx?year=2025").getvalue())).active
    row = [cell.value for cell in sheet[2]]
    assert row[5:7] == [0, None]
    assert 1.25 in row


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "expected"), [("/numbers/", 8), ("/numbers/open/", 6)])
def test_pages_ask_a_constant_number_of_questions(
    browse: Any, region: Any, person: Any, count: int, address: str, expected: int
) -> None:
    for number in range(count):
        accepted(make_service(str(number)), 2025, given(users=number), {"STATE": Decimal(1)})
    assert questions(browse(region, person("DATA_STEWARD", at=region)), address) == expected
