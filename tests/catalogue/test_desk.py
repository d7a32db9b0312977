"""The provider's desk: everything on one page, one click, free places, drafts."""

from datetime import timedelta
from typing import Any

import pytest
from support.counting import questions
from support.desk import OTHER, address, three_services
from support.registers import AT, entries, service, the_catalogue, the_service

from catalogue import commands
from catalogue.desk.opening import as_opened
from catalogue.models import Draft, Service
from kernel.clock import now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(load: Any, person: Any, region: Any) -> Any:
    three_services(load)
    account = person("PROVIDER_EDITOR", at=region)
    commands.name_editor(the_service("1").provider, account=account, by=None, at=AT)
    return account


@pytest.fixture
def desk(editor: Any, browse: Any, region: Any) -> Any:
    return browse(region, editor)


def test_longest_unconfirmed_stands_first(desk: Any) -> None:
    Service.objects.filter(register_key="1").update(confirmed_on=today() - timedelta(days=400))
    page = desk.get(address("mine")).content.decode()
    assert page.index("Služba 2") < page.index("Služba 1")
    Service.objects.filter(register_key="2").update(confirmed_on=today())
    page = desk.get(address("mine")).content.decode()
    assert page.index("Služba 1") < page.index("Služba 2")


def test_services_of_several_providers_stand_in_one_list(desk: Any, editor: Any) -> None:
    commands.name_editor(the_service("3").provider, account=editor, by=None, at=AT)
    Service.objects.filter(register_key__in=["1", "3"]).update(confirmed_on=today())
    page = desk.get(address("mine")).content.decode()
    assert page.index("Služba 2") < min(page.index("Služba 1"), page.index("Služba 3"))
    assert "Obec Baďan" in page


def test_one_click_confirms_and_changes_nothing_else(desk: Any) -> None:
    before = Service.objects.values("name", "phones", "capacity_free", "capacity_free_at").get(register_key="1")

    answer = desk.post(address("confirm", the_service("1").pk))

    held = the_service("1")
    assert answer.url == address("mine")
    assert (held.confirmed_on, held.confirmed_how) == (today(), "PROVIDER")
    assert Service.objects.values(*before).get(register_key="1") == before
    assert the_service("2").confirmed_on is None


def test_all_of_them_confirms_own_services_only(desk: Any) -> None:
    every = [str(the_service(key).pk) for key in "123"]

    desk.post(address("confirm_all"), {"service": [*every, "no id"]})

    assert [the_service(key).confirmed_on for key in "123"] == [today(), today(), None]


def test_a_service_that_ended_is_not_confirmed(desk: Any) -> None:
    Service.objects.filter(register_key="1").update(ended_on=today() - timedelta(days=1))
    desk.post(address("confirm_all"), {"service": [str(the_service("1").pk)]})
    assert the_service("1").confirmed_on is None
    assert "Služba 1" not in desk.get(address("mine")).content.decode()


def test_free_places_get_a_new_time_also_when_they_stay_the_same(desk: Any) -> None:
    said = {"capacity_free": "3", "waiting_time": "asi mesiac"}
    desk.post(address("tell_places", the_service("1").pk), said)
    earlier = now() - timedelta(days=30)
    Service.objects.filter(register_key="1").update(capacity_free_at=earlier)

    desk.post(address("tell_places", the_service("1").pk), said)

    held = the_service("1")
    assert (held.capacity_free, held.waiting_time) == (3, "asi mesiac")
    assert held.capacity_free_at.date() == now().date()
    assert held.confirmed_on is None  # one number is not the whole entry


def test_free_places_that_are_emptied_have_no_time(desk: Any) -> None:
    desk.post(address("tell_places", the_service("1").pk), {"capacity_free": "3", "waiting_time": ""})
    desk.post(address("tell_places", the_service("1").pk), {"capacity_free": "", "waiting_time": ""})
    assert (the_service("1").capacity_free, the_service("1").capacity_free_at) == (None, None)


def test_a_wrong_number_is_shown_in_its_place_and_nothing_is_saved(desk: Any) -> None:
    before = the_catalogue()

    answer = desk.post(address("tell_places", the_service("1").pk), {"capacity_free": "veľa", "waiting_time": "rok"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "govuk-error-summary" in page
    assert 'value="veľa"' in page
    assert page.count("govuk-form-group--error") == 1
    assert the_catalogue() == before


@pytest.mark.parametrize("name", ["confirm", "tell_places", "draft"])
def test_a_foreign_service_is_out_of_reach(desk: Any, name: str) -> None:
    before = the_catalogue()
    assert desk.post(address(name, the_service("3").pk), {"name": "Moja"}).status_code == 403
    assert the_catalogue() == before


def test_looking_confirms_nothing(desk: Any) -> None:
    assert desk.get(address("confirm", the_service("1").pk)).status_code == 405
    assert desk.get(address("confirm_all")).status_code == 405


def test_the_desk_asks_the_same_number_of_questions_for_one_and_three_services(
    desk: Any, load: Any, editor: Any
) -> None:
    Service.objects.filter(register_key="2").update(ended_on=today() - timedelta(days=1))
    one = questions(desk, address("mine"))
    Service.objects.filter(register_key="2").update(ended_on=None)
    load([service("4", row=4)], is_whole=False)
    assert questions(desk, address("mine")) == one
    assert one == 13


# --- drafts -----------------------------------------------------------------------------------------------------------
TYPED = {"name": "Domov Dolinka", "description": "Rozpísané", "phones": "12", "languages": ["sk", "hu"]}


def test_a_draft_is_kept_and_continued(desk: Any) -> None:
    held, before = the_service("1"), the_catalogue()

    desk.post(address("draft", held.pk), TYPED)

    assert the_catalogue() == before
    continued = desk.get(address("describe", held.pk)).content.decode()
    assert "Rozpísané" in continued
    hungarian = next(line for line in continued.splitlines() if 'value="hu"' in line)
    assert "checked" in hungarian
    assert "Máte rozpísané" in desk.get(address("mine")).content.decode()


def test_a_draft_is_forgotten_when_it_is_saved(desk: Any) -> None:
    held = the_service("1")
    desk.post(address("draft", held.pk), TYPED)
    desk.post(address("describe", held.pk), TYPED | {"phones": "0905 123 456"})
    assert the_service("1").description == "Rozpísané"
    assert not Draft.objects.exists()


def test_a_draft_that_is_thrown_away_is_gone(desk: Any) -> None:
    held = the_service("1")
    desk.post(address("draft", held.pk), TYPED)
    desk.post(address("draft", held.pk), {"act": "discard"})
    assert not Draft.objects.exists()


def test_a_draft_is_seen_by_its_author_only(desk: Any, browse: Any, person: Any, region: Any) -> None:
    held = the_service("1")
    desk.post(address("draft", held.pk), TYPED)
    steward = browse(region, person("DATA_STEWARD", at=region))
    assert "Rozpísané" not in steward.get(address("describe", held.pk)).content.decode()


def test_a_confirmation_is_never_drafted(desk: Any) -> None:
    held = the_service("1")
    desk.post(address("draft", held.pk), TYPED | {"confirmed": "on"})
    assert "confirmed" not in Draft.objects.get().typed
    assert not any("checked" in line and "confirmed" in line
                   for line in desk.get(address("describe", held.pk)).content.decode().splitlines()
                   if 'name="confirmed"' in line)  # fmt: skip


def test_typing_keeps_the_draft_without_leaving_the_page(desk: Any) -> None:
    held = the_service("1")
    answer = desk.post(address("draft", held.pk), TYPED, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert Draft.objects.get().typed["description"] == ["Rozpísané"]


# --- two at once ------------------------------------------------------------------------------------------------------
def opened(desk: Any, held: Any) -> dict[str, Any]:
    """What the form of this entry sends back when nothing in it is changed."""
    form = desk.get(address("describe", held.pk)).context["form"]
    shown = {field.name: field.value() for field in form if field.value() not in (None, False)}
    return shown | {"opened": as_opened(held)}


def test_what_somebody_else_mended_meanwhile_stays(desk: Any) -> None:
    held = the_service("1")
    first, second = opened(desk, held), opened(desk, held)
    desk.post(address("describe", held.pk), first | {"for_whom": "Ľudia z okolia"})
    answer = desk.post(address("describe", held.pk), second | {"easy_text": "Prídeme k vám.", "hours_MO": "8-12"})
    assert answer.status_code == 302
    held.refresh_from_db()
    assert (held.for_whom, held.easy_text) == ("Ľudia z okolia", "Prídeme k vám.")
    assert held.opening_hours == [{"day": "MO", "opens": "08:00", "closes": "12:00"}]


def test_two_words_on_one_fact_are_shown_to_the_second_writer(desk: Any) -> None:
    held = the_service("1")
    first, second = opened(desk, held), opened(desk, held)
    desk.post(address("describe", held.pk), first | {"for_whom": "Prvý"})
    answer = desk.post(address("describe", held.pk), second | {"for_whom": "Druhý"})
    assert answer.status_code == 422
    assert "medzitým zmenil na: Prvý" in answer.content.decode().replace("\xa0", " ")
    assert "Druhý" in answer.content.decode()
    again = second | {"for_whom": "Druhý", "opened": answer.context["opened"]}
    assert desk.post(address("describe", held.pk), again).status_code == 302
    assert the_service("1").for_whom == "Druhý"


def test_nobody_confirms_what_somebody_else_wrote_meanwhile(desk: Any) -> None:
    held = the_service("1")
    first, second = opened(desk, held), opened(desk, held)
    desk.post(address("describe", held.pk), first | {"for_whom": "Prvý"})
    desk.post(address("describe", held.pk), second | {"confirmed": "on"})
    assert the_service("1").confirmed_on is None


# --- freshness --------------------------------------------------------------------------------------------------------
def test_an_import_confirms_nothing(load: Any, desk: Any) -> None:
    desk.post(address("confirm", the_service("1").pk))
    past = today() - timedelta(days=300)
    Service.objects.update(confirmed_on=past)
    Service.objects.filter(register_key="2").update(confirmed_on=None, confirmed_how="")

    load([service("1", name="Iný názov"), service("2", row=2), service("3", row=3, provider=OTHER)])

    assert [the_service(key).confirmed_on for key in "12"] == [past, None]


def test_the_public_reads_the_role_and_never_the_person(desk: Any, editor: Any, browse: Any, region: Any) -> None:
    desk.post(address("confirm", the_service("1").pk))
    page = browse(region).get(address("service", the_service("1").pk)).content.decode()
    assert "Poskytovateľ" in page
    assert editor.name not in page
    assert str(editor.pk) not in page


def test_confirming_twice_on_one_day_is_written_once(desk: Any) -> None:
    desk.post(address("confirm", the_service("1").pk))
    before, recorded = the_catalogue(), entries()
    desk.post(address("confirm", the_service("1").pk))
    assert the_catalogue() == before
    assert entries() == recorded


def test_more_places_than_the_register_has_cannot_be_free(desk: Any) -> None:
    held = the_service("1")
    answer = desk.post(address("tell_places", held.pk), {"capacity_free": "99999", "waiting_time": ""})
    assert "27" in answer.content.decode()
    held.refresh_from_db()
    assert held.capacity_free is None
