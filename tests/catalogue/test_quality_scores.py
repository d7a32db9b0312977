"""The score of an entry: what applies counts, what does not apply is left out, and SQL agrees with Python."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.services import make_service
from support.world import FOUNDED

from catalogue import commands, feed
from catalogue.models import Place, Reach, ServiceAtPlace, ServiceKind, ServiceQuality, TargetGroup
from catalogue.quality.criteria import CRITERIA, FORGOTTEN_DAYS, FRESH_DAYS, quality_of
from catalogue.quality.scoring import score_services
from kernel.journal.models import Delivery
from kernel.journal.relaying import deliver_pending

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
BYSTRICA = "508438"
ALL_FORMS = ["AMBULATORY", "OUTREACH", "RESIDENTIAL", "REMOTE"]


def card_of(service: Any, day: date = DAY) -> Any:
    return feed.service_cards([service.pk], with_unpublished=True, day=day)[0]


def points(service: Any, code: str, day: date = DAY) -> int | None:
    return quality_of(card_of(service, day), day).criteria[code]


def place_at(service: Any, **facts: Any) -> Any:
    place = Place.objects.create(provider=service.provider, **facts)
    return ServiceAtPlace.objects.create(service=service, place=place)


def test_what_does_not_apply_is_not_nought() -> None:
    service = make_service(forms=["RESIDENTIAL"])

    assert points(service, "HOURS") is None
    assert points(service, "REACH") is None
    assert points(service, "PRICE") == 0


def test_price_is_not_asked_where_the_law_makes_it_free() -> None:
    kind = ServiceKind.objects.filter(is_free=True).order_by("code").first()
    assert kind is not None
    assert points(make_service(kind=kind.pk), "PRICE") is None


@pytest.mark.parametrize(
    ("forms", "address", "reach"),
    [(["AMBULATORY"], 0, None), (["OUTREACH"], None, 0), (["REMOTE"], None, None), ([], 0, None)],
)
def test_address_or_reach_is_asked_by_form(forms: list[str], address: int | None, reach: int | None) -> None:
    service = make_service(forms=forms)
    assert (points(service, "ADDRESS"), points(service, "REACH")) == (address, reach)


def test_secret_place_is_whole_with_its_municipality_alone() -> None:
    service = make_service(forms=["RESIDENTIAL"], hides_address=True)
    place_at(service, municipality_id=BYSTRICA, is_secret=True)
    assert points(service, "ADDRESS") == 100
    assert points(service, "ACCESSIBILITY") is None


def test_place_that_was_left_counts_no_more() -> None:
    service = make_service(forms=["AMBULATORY"])
    at = place_at(service, municipality_id=BYSTRICA, street="Hlavná")
    assert points(service, "ADDRESS") == 100
    ServiceAtPlace.objects.filter(pk=at.pk).update(ended_on=DAY - timedelta(days=1))
    assert points(service, "ADDRESS") == 0


@pytest.mark.parametrize(
    ("age", "expected"),
    [(0, 100), (FRESH_DAYS, 100), (FRESH_DAYS + 1, 100), ((FRESH_DAYS + FORGOTTEN_DAYS) // 2, 50), (FORGOTTEN_DAYS, 0),
     (5000, 0)],
)  # fmt: skip
def test_confirmation_fades_to_nought_in_two_years(age: int, expected: int) -> None:
    service = make_service(confirmed_on=DAY - timedelta(days=age), confirmed_how="PROVIDER")
    assert points(service, "CONFIRMED") == expected


def test_every_criterion_says_why_and_how_to_mend() -> None:
    assert len({each.code for each in CRITERIA}) == len(CRITERIA)
    assert [each.code for each in CRITERIA if not (str(each.title) and str(each.why) and str(each.mend))] == []


TEXTS = st.sampled_from(["", " ", "\n\t", "x", "žluťoučký " * 8, "a" * 79, "b" * 80, "c" * 199, "d" * 200, "\u00a0"])
LISTS = st.sampled_from([[], ["neco"]])
DATES = st.none() | st.integers(-10, 900).map(lambda age: DAY - timedelta(days=age))
SERVICES = st.fixed_dictionaries(
    {
        "forms": st.lists(st.sampled_from(ALL_FORMS), unique=True),
        "description": TEXTS,
        "for_whom": TEXTS,
        "how_to_apply": TEXTS,
        "prices": TEXTS,
        "waiting_time": st.sampled_from(["", "mesiac"]),
        "phones": LISTS,
        "emails": LISTS,
        "webs": LISTS,
        "accessibility": LISTS,
        "opening_hours": st.sampled_from([[], [{"day": "MO", "opens": "08:00", "closes": "12:00"}]]),
        "hides_address": st.booleans(),
        "confirmed_on": DATES,
    }
)
PLACES = st.lists(
    st.fixed_dictionaries(
        {
            "municipality_id": st.sampled_from([None, BYSTRICA]),
            "street": st.sampled_from(["", "Hlavná"]),
            "house_number": st.sampled_from(["", "1"]),
            "is_secret": st.booleans(),
            "ended": st.sampled_from([None, DAY, DAY - timedelta(days=1)]),
        }
    ),
    max_size=3,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=SERVICES, places=PLACES, reach=st.booleans(), group=st.booleans(), free=st.none() | st.integers(0, 3),
    told=st.integers(80, 100), kind=st.sampled_from(["SK448-41", "SK448-35", "SK448-29", "CZ108-37"]),
)  # fmt: skip
def test_sql_and_python_give_the_same_score(
    facts: dict[str, Any], places: list[Any], reach: bool, group: bool, free: int | None, told: int, kind: str
) -> None:
    with transaction.atomic():
        moment = datetime(2026, 11, 25, 23, 30, tzinfo=UTC) - timedelta(days=told) if free is not None else None
        service = make_service(kind=kind, capacity_free=free, capacity_free_at=moment, **facts)
        for number, place in enumerate(places):
            ended = place.pop("ended")
            at = place_at(service, name=str(number), **place)
            ServiceAtPlace.objects.filter(pk=at.pk).update(ended_on=ended)
        if reach:
            Reach.objects.create(service=service, level="DISTRICT", code="SK0321")
        if group:
            service.target_groups.add(TargetGroup.objects.filter(country="SK").first())

        score_services([service.pk], day=DAY)

        row, quality = ServiceQuality.objects.get(service=service), quality_of(card_of(service), DAY)
        assert row.criteria == dict(quality.criteria)
        assert row.score == quality.score == card_of(service).quality
        transaction.set_rollback(True)


def test_counting_again_writes_nothing() -> None:
    make_service("Jedna")
    make_service("Dve")
    assert score_services(day=DAY) == 2
    assert score_services(day=DAY) == 0
    assert score_services(day=DAY + timedelta(days=1)) == 0


def test_all_scores_are_counted_by_one_statement(django_assert_num_queries: Any) -> None:
    for number in range(3):
        make_service(str(number))
    with django_assert_num_queries(1):
        score_services(day=DAY)


def test_changed_entry_is_counted_anew_by_the_relay() -> None:
    service = make_service()
    score_services(day=DAY)
    before = ServiceQuality.objects.get(service=service).score
    commands.describe_service(service, facts={"phones": ["+421905123456"]}, by=None, at=FOUNDED)
    assert Delivery.objects.filter(subscriber="catalogue.quality").exists()

    while deliver_pending():
        pass

    assert ServiceQuality.objects.get(service=service).score > before
