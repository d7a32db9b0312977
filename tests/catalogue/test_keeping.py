"""Those who keep entries true: who may, what changes, what the public sees."""

import uuid
from typing import Any

import pytest
from django.urls import reverse
from support.desk import address
from support.registers import AT, LATER, entries, service, the_catalogue, the_service

from catalogue import commands, feed, intake
from catalogue.models import Mention, Provider, RelatedActivity, Service
from kernel.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(load: Any, person: Any, region: Any) -> Any:
    load([service("1"), service("2", provider={"country": "SK", "ico": "00320480", "name": "Obec Baďan"})])
    account = person("PROVIDER_EDITOR", at=region)
    commands.name_editor(the_service("1").provider, account=account, by=None, at=AT)
    return account


FORM = {
    "name": "Domov Dolinka",
    "description": "Nový opis služby.",
    "phones": "048 412 34 56\r\n0905 123 456",
    "emails": "domov@example.sk",
    "webs": "www.example.sk",
    "hours_MO": "8:00-12:00, 13:00–16:00",
    "languages": ["sk", "hu"],
    "accessibility": "bezbariérový vstup\r\nvýťah",
    "capacity_free": "3",
    "confirmed": "on",
}


def test_an_edit_is_seen_at_once(editor: Any, browse: Any, region: Any) -> None:
    held = the_service("1")
    answer = browse(region, editor).post(address("describe", held.pk), FORM)

    assert answer.status_code == 302
    card = feed.service_cards([held.pk])[0]
    assert card.phones == ("+421484123456", "+421905123456")
    assert [(each.day, each.opens, each.closes) for each in card.opening_hours] == [
        ("MO", "08:00", "12:00"),
        ("MO", "13:00", "16:00"),
    ]
    assert (card.languages, card.accessibility, card.capacity_free) == (
        ("sk", "hu"),
        ("bezbariérový vstup", "výťah"),
        3,
    )
    assert card.webs == ("http://www.example.sk",)
    assert card.confirmed_how == "PROVIDER"
    assert "Nový opis služby." in browse(region).get(address("service", held.pk)).content.decode()


def test_the_form_shows_what_is_held(editor: Any, browse: Any, region: Any) -> None:
    client = browse(region, editor)
    client.post(address("describe", the_service("1").pk), FORM)

    text = client.get(address("describe", the_service("1").pk)).content.decode()

    assert "08:00–12:00, 13:00–16:00" in text
    assert "Nový opis služby." in text


@pytest.mark.parametrize(
    "wrong", [{"phones": "12"}, {"hours_MO": "ráno"}, {"emails": "nikto"}, {"webs": "javascript:x"}, {"name": ""}]
)
def test_a_wrong_value_is_shown_and_nothing_is_saved(
    editor: Any, browse: Any, region: Any, wrong: dict[str, str]
) -> None:
    before = the_catalogue()

    answer = browse(region, editor).post(address("describe", the_service("1").pk), FORM | wrong)

    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()
    assert the_catalogue() == before


def test_an_unchanged_save_leaves_no_trace(editor: Any, browse: Any, region: Any) -> None:
    client, held = browse(region, editor), the_service("1")
    facts = {name: value for name, value in FORM.items() if name != "confirmed"}
    client.post(address("describe", held.pk), facts)
    before, recorded = the_catalogue(), entries()

    client.post(address("describe", held.pk), facts)

    assert the_catalogue() == before
    assert entries() == recorded


@pytest.mark.parametrize(
    ("roles", "which", "status"),
    [
        (["DATA_STEWARD"], "1", 200),
        (["DATA_STEWARD"], "2", 200),
        (["PROVIDER_EDITOR"], "1", 403),
        (["AUDITOR"], "1", 403),
        ([], "1", 403),
    ],
)
def test_who_may_describe(
    editor: Any, person: Any, browse: Any, region: Any, roles: list[str], which: str, status: int
) -> None:
    client = browse(region, person(*roles, at=region))

    assert client.get(address("describe", the_service(which).pk)).status_code == status


def test_an_editor_keeps_only_the_own_provider(editor: Any, browse: Any, region: Any) -> None:
    client = browse(region, editor)

    assert client.get(address("describe", the_service("1").pk)).status_code == 200
    assert client.get(address("describe", the_service("2").pk)).status_code == 403
    assert client.get(address("retire", the_service("1").pk)).status_code == 403
    assert client.get(address("waiting")).status_code == 403


def test_strangers_are_asked_to_sign_in(editor: Any, browse: Any, region: Any) -> None:
    for name, args in (("describe", [the_service("1").pk]), ("retire", [the_service("1").pk]), ("waiting", [])):
        assert browse(region).get(address(name, *args)).status_code == 302


def test_a_steward_publishes_what_waits(load: Any, person: Any, browse: Any, region: Any) -> None:
    load([service("1", kind="SK448-29")])
    client = browse(region, person("DATA_STEWARD", at=region))
    assert "Služba 1" in client.get(address("waiting")).content.decode()
    assert client.get(address("service", the_service("1").pk)).status_code == 200

    client.post(address("publish", the_service("1").pk), {"address": "hide"})

    held = the_service("1")
    assert (held.is_published, held.hides_address) == (True, True)
    assert "Služba 1" not in client.get(address("waiting")).content.decode()


def test_a_steward_ends_a_service(load: Any, person: Any, browse: Any, region: Any) -> None:
    load([service("1")])
    client = browse(region, person("DATA_STEWARD", at=region))

    assert client.post(address("retire", the_service("1").pk), {"on": "1.3.2026"}).status_code == 302
    assert the_service("1").ended_on is not None
    again = client.post(address("retire", the_service("1").pk), {"on": "1.4.2026"})
    assert again.status_code == 422


def test_a_related_activity_is_added_and_shown(load: Any, person: Any, browse: Any, region: Any) -> None:
    load([service("1")])
    client = browse(region, person("DATA_STEWARD", at=region))
    facts = {
        "provider": Provider.objects.get().pk,
        "name": "Klub vzájomnej pomoci",
        "description": "Stretávame sa každý utorok.",
        "target_groups": ["SK-CARERS"],
        "municipality": "508438",
        "phones": "0905 123 456",
    }

    answer = client.post(address("add_activity"), facts)

    activity = RelatedActivity.objects.get()
    assert answer.url == address("activity", activity.pk)
    text = browse(region).get(address("activity", activity.pk)).content.decode()
    assert "Klub vzájomnej pomoci" in text
    assert 'href="tel:+421905123456"' in text
    assert "Klub vzájomnej pomoci" in browse(region).get(address("provider", activity.provider_id)).content.decode()


def test_naming_an_editor_again_changes_nothing(editor: Any) -> None:
    recorded = entries()

    commands.name_editor(the_service("1").provider, account=editor, by=None, at=LATER)

    assert entries() == recorded


def mention(held: Service, title: str = "1.1", measure: uuid.UUID | None = None) -> Any:
    return intake.MentionRecord(
        held.pk,
        "Mesto Alfa",
        "Plán",
        measure or uuid.uuid5(uuid.NAMESPACE_OID, title),
        title,
        "http://alfa.localhost/1",
    )


def test_mentions_are_exactly_what_the_plan_says_now(load: Any) -> None:
    load([service("1"), service("2")])
    first, second, plan = the_service("1"), the_service("2"), uuid.uuid4()
    intake.replace_mentions("alfa", plan, [mention(first, "1.1"), mention(first, "1.2")], 1)

    assert intake.replace_mentions("alfa", plan, [mention(first, "1.1"), mention(second, "1.3")], 2) == 2
    assert sorted(Mention.objects.values_list("measure_title", flat=True)) == ["1.1", "1.3"]
    assert intake.replace_mentions("alfa", plan, [mention(first, "1.1"), mention(second, "1.3")], 2) == 0
    assert intake.withdraw_mentions("alfa", plan) == 2
    assert intake.withdraw_mentions("alfa", plan) == 0


def test_a_mention_leads_to_a_web_page_only(load: Any) -> None:
    load([service("1")])
    held = the_service("1")
    evil = intake.MentionRecord(held.pk, "Mesto", "Plán", uuid.uuid4(), "1.1", "javascript:alert(1)")

    with pytest.raises(DomainError):
        intake.replace_mentions("alfa", uuid.uuid4(), [evil], 1)


def test_an_older_plan_does_not_speak_over_a_newer_one(load: Any) -> None:
    load([service("1")])
    plan = uuid.uuid4()
    intake.replace_mentions("alfa", plan, [mention(the_service("1"), "new")], 3)

    assert intake.replace_mentions("alfa", plan, [mention(the_service("1"), "old")], 2) == 0
    assert [row.measure_title for row in Mention.objects.all()] == ["new"]


def test_a_tenant_cannot_touch_the_mentions_of_another(load: Any) -> None:
    load([service("1")])
    plan = uuid.uuid4()
    intake.replace_mentions("alfa", plan, [mention(the_service("1"))], 1)

    intake.replace_mentions("beta", plan, [], 9)

    assert intake.withdraw_mentions("beta", plan) == 0
    assert Mention.objects.count() == 1


def test_a_mention_of_a_service_that_does_not_exist_is_left_out(load: Any) -> None:
    load([service("1")])
    unknown = intake.MentionRecord(uuid.uuid4(), "Mesto Alfa", "Plán", uuid.uuid4(), "1", "http://alfa.localhost/1")

    assert intake.replace_mentions("alfa", uuid.uuid4(), [unknown, mention(the_service("1"))], 1) == 1


def test_a_coordinator_adds_activities_of_the_own_municipalities(
    load: Any, person: Any, browse: Any, alfa: Any
) -> None:
    load([service("1")])
    client = browse(alfa, person("COORDINATOR", at=alfa))
    where = reverse("catalogue:add_activity", urlconf="config.urls_municipality")
    facts = {"provider": Provider.objects.get().pk, "name": "Klub", "description": "Každý utorok."}

    assert client.post(where, facts | {"municipality": "517402"}).status_code == 422
    assert client.post(where, facts | {"municipality": "508438"}).status_code == 302
    assert [each.municipality_id for each in RelatedActivity.objects.all()] == ["508438"]


def test_a_coordinator_of_another_town_cannot_add_here(person: Any, browse: Any, alfa: Any, beta: Any) -> None:
    client = browse(alfa, person("COORDINATOR", at=beta))

    assert client.get(reverse("catalogue:add_activity", urlconf="config.urls_municipality")).status_code == 403


def test_editor_finds_own_services_and_the_way_to_change_them(editor: Any, browse: Any, region: Any) -> None:
    own, foreign = the_service("1"), the_service("2")
    client = browse(region, editor)

    home = client.get("/").content.decode()
    page = client.get(address("mine")).content.decode()

    assert f'href="{address("mine")}"' in home
    assert own.provider.name in page
    assert f'href="{address("describe", own.pk)}"' in page
    assert "Zatiaľ neoverené" in page
    assert str(foreign.pk) not in page
    assert f'href="{address("describe", own.pk)}"' in client.get(address("service", own.pk)).content.decode()


def test_confirmed_service_shows_its_day_among_own_services(editor: Any, browse: Any, region: Any) -> None:
    client = browse(region, editor)
    client.post(address("describe", the_service("1").pk), FORM)
    assert "Naposledy overené" in client.get(address("mine")).content.decode()


def test_editorship_that_has_ended_shows_nothing_more(editor: Any, browse: Any, region: Any) -> None:
    from datetime import timedelta

    from catalogue.models import Editorship
    from kernel.clock import today

    yesterday = today() - timedelta(days=1)
    Editorship.objects.update(starts_on=yesterday, ends_on=yesterday)
    page = browse(region, editor).get(address("mine")).content.decode()
    assert str(the_service("1").pk) not in page


def test_own_providers_are_for_their_editors_only(load: Any, browse: Any, person: Any, region: Any) -> None:
    assert browse(region, person("METHODOLOGIST", at=region)).get(address("mine")).status_code == 403
    assert browse(region, person("PROVIDER_MANAGER", at=region)).get(address("mine")).status_code == 200


@pytest.mark.parametrize(
    ("count", "unit", "words"),
    [
        (117, "PLACES", "117 miest"),
        (3, "PLACES", "3 miesta"),
        (1, "PLACES", "1 miesto"),
        (5, "BEDS", "5 lôžok"),
        (2, "CLIENTS", "2 ľudia"),
        (1, "CONTACTS", "1 kontakt po 10 minút"),
        (8, "INTERVENTIONS", "8 intervencií po 30 minút"),
        (4, "CALLS", "4 hovory"),
    ],
)
def test_capacity_is_counted_as_people_speak(count: int, unit: str, words: str) -> None:
    from django.utils import translation

    with translation.override("sk"):
        assert intake.capacity_in_words(count, unit).replace("\N{NO-BREAK SPACE}", " ") == words
