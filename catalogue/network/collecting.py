"""The yearly questionnaire: opened by the region, filled in by the provider, returned or accepted."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Capacity, Service, YearlyCost, YearlyNumbers
from kernel.errors import DomainError
from kernel.journal import record

FIGURES = ("users", "staff", "capacity", "capacity_used")
State = YearlyNumbers.State
Costs = Mapping[str, Decimal | None]


class NumbersRefused(DomainError):
    default_code = "numbers_refused"


@transaction.atomic
def open_questionnaires(
    services: Iterable[Service], *, year: int, due_on: date, currency: str, by: Any, at: datetime
) -> list[YearlyNumbers]:
    """Ask these services for the numbers of a year; those that were asked already are left as they are."""
    if year > at.year:
        raise NumbersRefused(_("Numbers are asked for a year that is over or runs."))
    chosen = {service.pk: service for service in services}
    asked = set(YearlyNumbers.objects.filter(year=year, service__in=chosen).values_list("service_id", flat=True))
    registered = _registered([pk for pk in chosen if pk not in asked])
    rows = [
        YearlyNumbers(
            service=service, year=year, due_on=due_on, currency=currency, opened_at=at,
            opened_by=getattr(by, "pk", by), **registered.get(pk, {}),
        )
        for pk, service in chosen.items()
        if pk not in asked
    ]  # fmt: skip
    made = YearlyNumbers.objects.bulk_create(rows, ignore_conflicts=False)
    if made:
        record(
            "catalogue.numbers_opened", subject=("catalogue.year", year), by=by, at=at,
            services=[row.service_id for row in made],
        )  # fmt: skip
    return made


def _registered(ids: list[Any]) -> dict[Any, dict[str, Any]]:
    """The registered capacity where one unit says all; where a service has several, a person has to say which."""
    found: dict[Any, dict[str, int]] = {}
    for row in Capacity.objects.filter(service_id__in=ids):
        units = found.setdefault(row.service_id, {})
        units[row.unit] = units.get(row.unit, 0) + row.count
    return {
        pk: {"capacity": count, "capacity_unit": unit}
        for pk, units in found.items()
        if len(units) == 1
        for unit, count in units.items()
    }


@transaction.atomic
def save_numbers(numbers: YearlyNumbers, *, figures: Mapping[str, Any], costs: Costs, by: Any, at: datetime) -> None:
    """Keep what is filled in so far; nobody else counts with it yet."""
    held = _held(numbers)
    _refuse_unless(held.is_open, _("These numbers were handed in already."))
    _write(held, figures, costs, at)
    held.save()
    record("catalogue.numbers_saved", subject=held, by=by, at=at, service=held.service_id, year=held.year)


@transaction.atomic
def submit_numbers(
    numbers: YearlyNumbers, *, figures: Mapping[str, Any], costs: Costs, are_as_last_year: bool = False,
    by: Any, at: datetime,
) -> YearlyNumbers:  # fmt: skip
    """Hand the numbers in. Numbers equal to those of last year in everything are asked about once more."""
    held = _held(numbers)
    _refuse_unless(held.is_open, _("These numbers were handed in already."))
    _write(held, figures, costs, at)
    if all(getattr(held, name) is None for name in FIGURES if name != "capacity") and not held.cost_by_source:
        raise NumbersRefused(
            _("Fill in at least one number. Nought is a number too; leave empty what you do not know.")
        )
    if not are_as_last_year and _is_copy(held):
        raise NumbersRefused(
            _("All numbers are the same as last year. If that is right, tick the sentence that says so."),
            "same_numbers",
        )
    held.state, held.submitted_at, held.submitted_by = State.SUBMITTED, at, getattr(by, "pk", by)
    held.save()
    record("catalogue.numbers_submitted", subject=held, by=by, at=at, service=held.service_id, year=held.year)
    return held


@transaction.atomic
def return_numbers(numbers: YearlyNumbers, *, note: str, by: Any, at: datetime) -> YearlyNumbers:
    """Give the numbers back to be mended, with words that say what; accepted ones may be opened again too."""
    held = _held(numbers)
    _refuse_unless(held.state in {State.SUBMITTED, State.ACCEPTED}, _("These numbers have not been handed in."))
    _refuse_unless(bool(note.strip()), _("Say what is to be mended."))
    held.state, held.return_note, held.judged_at, held.judged_by = State.RETURNED, note, at, getattr(by, "pk", by)
    held.save()
    record("catalogue.numbers_returned", subject=held, by=by, at=at, service=held.service_id, year=held.year)
    return held


@transaction.atomic
def accept_numbers(numbers: YearlyNumbers, *, by: Any, at: datetime) -> YearlyNumbers:
    """From now on the numbers count in sums."""
    held = _held(numbers)
    _refuse_unless(held.state == State.SUBMITTED, _("Only numbers that were handed in can be accepted."))
    held.state, held.return_note, held.judged_at, held.judged_by = State.ACCEPTED, "", at, getattr(by, "pk", by)
    held.save()
    record("catalogue.numbers_accepted", subject=held, by=by, at=at, service=held.service_id, year=held.year)
    return held


def last_year_of(numbers: YearlyNumbers) -> YearlyNumbers | None:
    """The accepted numbers of the year before."""
    rows = YearlyNumbers.objects.accepted().filter(service_id=numbers.service_id, year=numbers.year - 1)
    return rows.prefetch_related("costs").first()


def _held(numbers: YearlyNumbers) -> YearlyNumbers:
    return YearlyNumbers.objects.select_for_update(of=("self",)).get(pk=numbers.pk)


def _refuse_unless(is_right: bool, words: str) -> None:
    if not is_right:
        raise NumbersRefused(words)


def _write(held: YearlyNumbers, figures: Mapping[str, Any], costs: Costs, at: datetime) -> None:
    for name in (*FIGURES, "remark"):
        if name in figures:
            setattr(held, name, figures[name])
    held.saved_at = at
    known = {source: amount for source, amount in costs.items() if amount is not None}
    held.costs.exclude(source__in=known).delete()
    for source, amount in known.items():
        YearlyCost.objects.update_or_create(numbers=held, source=source, defaults={"amount": amount})


def _is_copy(held: YearlyNumbers) -> bool:
    before = last_year_of(held)
    if before is None or (not before.cost_by_source and before.users is None and before.staff is None):
        return False
    same = all(getattr(before, name) == getattr(held, name) for name in FIGURES)
    return same and before.cost_by_source == dict(held.costs.values_list("source", "amount"))
