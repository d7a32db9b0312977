"""Readings of indicators: nought is a value, blank is no data, and no mean is ever taken over what is missing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.readings import accept, asked, indicator, opened, send
from support.years import WHO

from planning.delivery.readings.asking import asked_of
from planning.delivery.readings.models import Reading
from planning.delivery.readings.progress import completeness, of_round

pytestmark = pytest.mark.django_db
D = Decimal


def progress_of(one: Any) -> dict[str, Any]:
    return {row.name: row.progress for row in of_round(one)}


# --- what is asked ------------------------------------------------------------------------------------------------
def test_an_indicator_is_asked_once_in_a_year_by_the_first_item_of_its_measure(running: Any) -> None:
    first, activity, second = (item.node for item in running.items.standing().select_related("node"))
    for node, name in ((first, "a"), (activity, "b"), (second, "c")):
        indicator(node, name)
    one = opened(running)
    assert [[each.name for each in asked_of(report)] for report in asked(one)] == [["a"], ["b"], ["c"]]
    running.items.filter(node=first).update(removed_at=WHO["at"], removed_why="x")
    assert [[each.name for each in asked_of(report)] for report in asked(one)[1:]] == [["b", "a"], ["c"]]


# --- progress -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("way", "baseline", "target", "value", "progress"),
    [
        ("UP", 10, 30, 20, 50),
        ("UP", 10, 30, 35, 100),
        ("UP", 10, 30, 5, 0),
        ("UP", None, 30, 15, None),
        ("UP", None, 30, 30, 100),
        ("UP", 0, None, 15, None),
        ("DOWN", 40, 0, 10, 75),
        ("DOWN", 40, 0, 0, 100),
        ("DOWN", 40, 0, 50, 0),
        ("KEEP", 100, None, 97, 100),
        ("KEEP", 100, None, 80, 80),
        ("KEEP", 0, 0, 3, 0),
        ("UP", 5, 5, 4, 0),
        ("UP", 10, 30, None, None),
    ],
)
def test_progress_goes_from_the_beginning_to_the_target_whichever_way(
    running: Any, way: str, baseline: Any, target: Any, value: Any, progress: Any
) -> None:
    one = opened(running)
    report = asked(one)[0]
    targets = {} if target is None else {2026: target}
    row = indicator(report.item.node, direction=way, baseline=baseline, targets=targets)
    if value is not None:
        send(report, {row.pk: D(value)})
    (told,) = progress_of(one).values()
    assert told == (None if progress is None else D(progress))


def test_a_mean_is_of_what_is_known_and_weighs_by_the_item(running: Any) -> None:
    one = opened(running)
    first, second, third = asked(one)
    a, b = (indicator(report.item.node, name) for report, name in ((first, "a"), (second, "b")))
    indicator(third.item.node, "c")
    assert completeness(of_round(one)).mean is None
    running.items.filter(pk=first.item_id).update(weight=3)
    send(first, {a.pk: D(80)})
    send(second, {b.pk: D(0)})
    told = completeness(of_round(one))
    assert (told.asked, told.told, told.judged, told.missing, told.mean) == (3, 2, 2, 1, 60)


def test_database_refuses_unsound_readings(running: Any) -> None:
    one = opened(running)
    report = asked(one)[0]
    row = indicator(report.item.node)
    base = {"indicator": row, "indicator_name": "x", "unit": "x", "on": date(2026, 1, 1), "at": WHO["at"], "value": 10}
    part = {"group": "seniori", "value": "4.00"}
    for wrong in (
        {"value": None},
        {"value": None, "note": "x", "is_estimated": True},
        {"numerator": 1},
        {"numerator": 1, "denominator": 0},
        {"numerator": 1, "denominator": 3, "value": D("33.34")},
        {"numerator": 1, "denominator": 3, "value": None, "note": "x"},
        {"parts": {"a": 1}},
        {"parts": [{"group": "a", "value": "málo"}], "parts_differ": True},
        {"parts": [{"group": "a", "value": None}], "parts_differ": True},
        {"parts": [{"group": "", "value": "10"}]},
        {"parts": [{"value": "10"}]},
        {"parts": ["x"], "parts_differ": True},
        {"parts": [part]},
        {"parts": [part], "value": None, "note": "x"},
        {"parts": [{"group": "a", "value": "1.00"}] * 13, "value": 13},
        {"indicator_name": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reading.objects.create(**{**base, **wrong})
    Reading.objects.create(**base, parts=[part, {"group": "b", "value": "6"}])
    Reading.objects.create(**base | {"on": date(2026, 1, 2), "parts": [part], "parts_differ": True})
    share = {"numerator": 1, "denominator": 3, "value": D("33.33"), "parts": [{"group": "a", "value": "1.00"}]}
    Reading.objects.create(**base | {"report": report} | share)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(**base)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(**base | {"report": report})
    assert accept() == 0
