"""Rows that do not fit are refused with a reason, and harm nothing."""

from typing import Any

import pytest
from support.registers import (
    AT,
    PLACE,
    service,
    the_service,
)

from catalogue import intake

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        (service(""), "NO_KEY", ""),
        (service("1", kind=""), "NO_KIND", "kind"),
        (service("1", kind="SK448-99"), "UNKNOWN_CODE", "kind"),
        (service("1", provider={"country": "SK", "name": " "}), "NO_PROVIDER", "provider"),
        (service("1", places=[PLACE | {"municipality": "999999"}]), "UNKNOWN_CODE", "places"),
        (service("1", starts_on="1. 5. 2020"), "BAD_VALUE", "starts_on"),
        (service("1", starts_on="2020-05-01", ended_on="2020-04-01"), "BAD_PERIOD", "ended_on"),
        (service("1", name="x" * 301), "TOO_LONG", "name"),
        (service("1", webs=["javascript:alert(1)"]), "BAD_VALUE", "webs"),
        (service("1", name="a\x00b"), "BAD_VALUE", "name"),
        (service("1", name="a\ud83db"), "BAD_VALUE", "name"),
        (service("\x00"), "NO_KEY", ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_that_does_not_fit_is_refused_with_its_reason(load: Any, record: Any, code: str, field: str) -> None:
    batch, counts = load([record, service("good", row=2)])

    (problem,) = intake.problems(batch)
    assert (problem.row, problem.code, problem.field) == (1, code, field)
    assert problem.message
    assert counts == intake.Counts(new=1, refused=1)


def test_a_refused_row_does_not_end_its_service(load: Any) -> None:
    load([service("1"), service("2")])

    _batch, counts = load([service("1"), service("2", kind="")])

    assert counts == intake.Counts(unchanged=1, refused=1)
    assert the_service("2").ended_on is None


def test_of_a_doubled_key_the_first_row_counts(load: Any) -> None:
    batch, counts = load([service("1", row=1), service("1", row=2, name="Druhá")])

    assert counts == intake.Counts(new=1, doubled=1)
    assert the_service("1").name == "Služba 1"
    assert [(problem.row, problem.code) for problem in intake.problems(batch)] == [(2, "DOUBLED")]


def test_a_refused_row_does_not_stand_before_a_good_one_of_the_same_key(load: Any) -> None:
    batch, counts = load([service("1", row=1, kind=""), service("1", row=2)])

    assert counts == intake.Counts(new=1, refused=1)
    assert [(problem.row, problem.code) for problem in intake.problems(batch)] == [(1, "NO_KIND")]


def test_an_empty_file_can_never_be_accepted(load: Any) -> None:
    load([service("1")])
    batch, counts = load([], accepts=False)

    with pytest.raises(intake.BatchRefused) as refusal:
        intake.accept(batch, by=None, at=AT)

    assert refusal.value.code == "empty"
    assert counts == intake.Counts()
    assert the_service("1").ended_on is None


def test_a_file_of_nothing_but_refused_rows_can_never_be_accepted(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([service("9", kind="")], accepts=False)

    with pytest.raises(intake.BatchRefused):
        intake.accept(batch, by=None, at=AT)
