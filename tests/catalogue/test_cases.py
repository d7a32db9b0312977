"""Where the register says otherwise than the provider or the region: a case, a letter, a table, and its end."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.counting import questions
from support.desk import OTHER, address
from support.registers import AT, LATER, service, the_service

from catalogue import commands, subscribers
from catalogue.models import Case, Provider
from catalogue.review import commands as review
from catalogue.review.commands import RequestRefused
from kernel.journal import Event

pytestmark = pytest.mark.django_db
BEDS = [{"form": "RESIDENTIAL", "unit": "BEDS", "count": 40}]


@pytest.fixture
def held(load: Any, region: Any) -> Any:
    load([service("1"), service("2", row=2), service("3", row=3, provider=OTHER)])
    return the_service("1")


@pytest.fixture
def steward(person: Any, region: Any) -> Any:
    return person("DATA_STEWARD", at=region)


def conflict(held: Any, count: int = 40) -> Any:
    commands.wish_for(held, facts={"capacities": [BEDS[0] | {"count": count}]}, by=None, at=AT)
    review.open_cases([held.pk], at=AT)
    return Case.objects.get(service=held, field="capacities", state__in=["OPEN", "SENT"])


def test_a_wish_that_the_register_does_not_share_is_a_case(held: Any) -> None:
    case = conflict(held)
    assert (case.field, case.register, case.voice, case.state) == ("capacities", "bbsk", "PROVIDER", "OPEN")
    assert (case.register_word[0]["count"], case.our_word[0]["count"]) == (27, 40)


def test_looking_again_opens_it_only_once(held: Any) -> None:
    conflict(held)
    assert review.open_cases(at=LATER).opened == 0
    assert Case.objects.count() == 1


def test_the_region_that_overrides_opens_a_case_too(held: Any, steward: Any) -> None:
    commands.override_service(held, facts={"kind": "SK448-38"}, reason="omyl", until=None, by=steward, at=AT)
    assert review.open_cases(at=AT).opened == 1
    assert Case.objects.get().voice == "REGION"


def test_a_fact_that_the_provider_owns_is_no_case(held: Any) -> None:
    commands.describe_service(held, facts={"phones": ["+421905111222"]}, by=None, at=AT)
    assert review.open_cases(at=AT).opened == 0


def test_it_ends_by_itself_when_the_register_agrees(held: Any, load: Any) -> None:
    conflict(held)
    load([service("1", capacities=BEDS), service("2", row=2), service("3", row=3, provider=OTHER)], at=LATER)
    assert review.open_cases(at=LATER).agreed == 1
    case = Case.objects.get()
    assert (case.state, case.settled_at, case.settled_by) == ("AGREED", LATER, None)


def test_what_an_import_brought_is_looked_at_by_its_event(held: Any, load: Any) -> None:
    conflict(held)
    batch, _counts = load([service("1", capacities=BEDS)], is_whole=False, at=LATER)
    facts = {"batch": str(batch)}
    event = Event(batch, 1, "catalogue.services_changed", "", "catalogue.batch", str(batch), None, LATER, facts)
    subscribers.find_conflicts([event])
    assert Case.objects.get().state == "AGREED"


def test_the_order_of_groups_and_places_is_no_disagreement(held: Any) -> None:
    commands.wish_for(held, facts={"target_groups": ["SK-SENIORS"]}, by=None, at=AT)
    assert review.open_cases(at=AT).opened == 0


def test_it_ends_when_the_word_is_taken_back(held: Any, steward: Any) -> None:
    commands.override_service(held, facts={"kind": "SK448-38"}, reason="omyl", until=AT.date(), by=steward, at=AT)
    review.open_cases(at=AT)
    commands.end_overrides_that_ran_out(at=AT + timedelta(days=1))
    assert review.open_cases(at=AT + timedelta(days=1)).agreed == 1


def test_closed_by_hand_the_same_words_open_it_no_more(held: Any, steward: Any) -> None:
    case = conflict(held)
    with pytest.raises(RequestRefused):
        review.close_case(case, reason=" ", by=steward, at=LATER)
    review.close_case(case, reason="Kapacita platí podľa registra.", by=steward, at=LATER)
    assert review.open_cases(at=LATER).opened == 0
    assert conflict(held, 41).our_word[0]["count"] == 41
    assert Case.objects.count() == 2


def test_a_new_word_of_ours_has_to_be_sent_anew(held: Any, steward: Any) -> None:
    case = conflict(held)
    assert review.mark_sent([case], by=steward, at=LATER) == 1
    assert Case.objects.get().state == "SENT"
    assert conflict(held, 44).state == "OPEN"


def test_the_letter_names_all_that_is_to_be_mended(held: Any, steward: Any, browse: Any, region: Any) -> None:
    case = conflict(held)
    commands.wish_for(held, facts={"kind": "SK448-38"}, by=None, at=AT)
    review.open_cases(at=AT)
    staff = browse(region, steward)
    text = staff.get(address("case_letter", case.pk), {"as": "text"}).content.decode()
    for words in ("Domov Dolinka", "00648515", "Služba 1", "27", "40", str(steward)):
        assert words in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Vážená pani" in text
    assert 'lang="sk"' in staff.get(address("case_letter", case.pk)).content.decode()


def test_the_letter_speaks_the_language_of_the_registers_country(held: Any, steward: Any, browse: Any) -> None:
    from catalogue.models import ServiceKind

    kind = ServiceKind.objects.filter(country="CZ").order_by("code").first()
    assert kind is not None
    type(held).objects.filter(pk=held.pk).update(kind=kind)
    case = conflict(held)
    text = browse(None, steward).get(address("case_letter", case.pk), {"as": "text"}).content.decode()
    assert "Vážená paní" in text


def test_the_table_holds_no_formula(held: Any, steward: Any, browse: Any, region: Any) -> None:
    Provider.objects.update(name="=cmd|' /C calc'!A0")
    conflict(held)
    lines = b"".join(browse(region, steward).get(address("cases_file", "csv")).streaming_content).decode()
    assert lines.startswith("\ufeff")
    assert ";'=cmd|" in lines
    assert ";=cmd" not in lines
    book = browse(region, steward).get(address("cases_file", "xlsx"))
    assert b"".join(book.streaming_content).startswith(b"PK")
    book.close()


def test_staff_and_the_provider_see_it_and_nobody_else(
    held: Any, steward: Any, person: Any, browse: Any, region: Any
) -> None:
    case = conflict(held)
    letter = address("case_letter", case.pk)
    own, other = person("PROVIDER_EDITOR", at=region), person("PROVIDER_EDITOR", at=region)
    commands.name_editor(held.provider, account=own, by=None, at=AT)
    commands.name_editor(the_service("3").provider, account=other, by=None, at=AT)
    assert letter in browse(region, own).get(address("my_requests")).content.decode()
    assert letter not in browse(region, other).get(address("my_requests")).content.decode()
    answers = [browse(region, who).get(letter).status_code for who in (steward, own, other, None)]
    assert answers == [200, 200, 403, 302]
    assert browse(region, own).get(address("cases")).status_code == 403


def test_staff_sends_and_closes_by_page(held: Any, steward: Any, browse: Any, region: Any) -> None:
    case, staff = conflict(held), browse(region, steward)
    staff.post(address("case_sent", case.pk))
    assert staff.post(address("case", case.pk), {"reason": ""}).status_code == 422
    staff.post(address("case", case.pk), {"reason": "Dohodnuté telefonicky."})
    assert "Dohodnuté telefonicky." in staff.get(address("case", case.pk)).content.decode()
    assert "Služba 1" in staff.get(f"{address('cases')}?state=ended").content.decode()


def test_the_list_asks_the_same_number_of_questions(held: Any, steward: Any, browse: Any, region: Any) -> None:
    conflict(held)
    staff = browse(region, steward)
    one = questions(staff, address("cases"))
    conflict(the_service("2"))
    conflict(the_service("3"))
    assert one == questions(staff, address("cases")) == 8


def test_the_database_refuses_a_case_about_nothing(held: Any) -> None:
    conflict(held)
    with pytest.raises(IntegrityError, match="case_is_about_two_different_words"), transaction.atomic():
        Case.objects.update(our_word=Case.objects.get().register_word)
    with pytest.raises(IntegrityError, match="case_closed_by_hand"), transaction.atomic():
        Case.objects.update(state="CLOSED", settled_at=AT)
