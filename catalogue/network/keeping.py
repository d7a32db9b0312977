"""Acts on a network: a service comes in, changes its units from a day on, leaves. What was stays written."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from catalogue.models import NetworkEntry, Service
from kernel.errors import DomainError
from kernel.journal import record
from kernel.tenancy import current_key


class NetworkRefused(DomainError):
    default_code = "network_refused"


@transaction.atomic
def enter_network(
    service: Service, *, unit: str, amount: Decimal, starts_on: date, ends_on: date | None = None,
    resolution: str = "", resolution_on: date | None = None, note: str = "", by: Any, at: datetime,
) -> NetworkEntry:  # fmt: skip
    """Take a service into the network of the site we stand on."""
    Service.objects.select_for_update(of=("self",)).get(pk=service.pk)  # two clerks cannot enter it at the same moment
    _check(amount, unit, starts_on, ends_on)
    _refuse_overlap(service, unit, starts_on, ends_on)
    entry = NetworkEntry.objects.create(
        owner_key=current_key(), service=service, unit=unit, amount=amount, starts_on=starts_on, ends_on=ends_on,
        resolution=resolution, resolution_on=resolution_on, note=note, made_at=at, made_by=getattr(by, "pk", by),
    )  # fmt: skip
    record(
        "catalogue.network_entered", subject=entry, by=by, at=at,
        service=service.pk, unit=unit, amount=amount, starts_on=starts_on,
    )  # fmt: skip
    return entry


@transaction.atomic
def change_entry(
    entry: NetworkEntry, *, amount: Decimal, starts_on: date, ends_on: date | None = None,
    resolution: str = "", resolution_on: date | None = None, note: str = "", by: Any, at: datetime,
) -> NetworkEntry:  # fmt: skip
    """From a day on the service is in the network with other units: the entry ends the day before, a new one begins."""
    held = _own(entry)
    if starts_on <= held.starts_on:
        raise NetworkRefused(_("A change begins after the entry it changes. For a mistake, strike the entry out."))
    if held.ends_on is not None and held.ends_on < starts_on:
        raise NetworkRefused(_("This entry ends earlier. Enter the service anew."))
    held.ends_on = starts_on - timedelta(days=1)
    held.save(update_fields=["ends_on"])
    return enter_network(
        held.service, unit=held.unit, amount=amount, starts_on=starts_on, ends_on=ends_on,
        resolution=resolution, resolution_on=resolution_on, note=note, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def end_entry(entry: NetworkEntry, *, on: date, by: Any, at: datetime) -> NetworkEntry:
    """The service leaves the network; `on` is its last day there."""
    held = _own(entry)
    if on < held.starts_on:
        raise NetworkRefused(_("An entry cannot end before it begins."))
    if held.ends_on is not None and held.ends_on <= on:
        raise NetworkRefused(_("This entry ends earlier already."))
    held.ends_on = on
    held.save(update_fields=["ends_on"])
    record("catalogue.network_entry_ended", subject=held, by=by, at=at, service=held.service_id, on=on)
    return held


@transaction.atomic
def strike_entry(entry: NetworkEntry, *, by: Any, at: datetime) -> None:
    """Take an entry out that should never have been made; the journal remembers that there was one."""
    held = _own(entry)
    record(
        "catalogue.network_entry_struck", subject=held, by=by, at=at, service=held.service_id, unit=held.unit,
        amount=held.amount, starts_on=held.starts_on, ends_on=held.ends_on,
    )  # fmt: skip
    held.delete()


def _own(entry: NetworkEntry) -> NetworkEntry:
    held = NetworkEntry.objects.select_for_update(of=("self",)).select_related("service").get(pk=entry.pk)
    if held.owner_key != current_key():
        raise NetworkRefused(_("This entry belongs to another network."))
    return held


def _check(amount: Decimal, unit: str, starts_on: date, ends_on: date | None) -> None:
    if amount <= 0:
        raise NetworkRefused(_("Write how many beds or full-time staff: more than nought."))
    if unit == NetworkEntry.Unit.BEDS and amount != amount.to_integral_value():
        raise NetworkRefused(_("Beds are whole numbers."))
    if ends_on is not None and ends_on < starts_on:
        raise NetworkRefused(_("An entry cannot end before it begins."))


def _refuse_overlap(service: Service, unit: str, starts_on: date, ends_on: date | None) -> None:
    """A kind word before the database would refuse."""
    same = NetworkEntry.objects.filter(owner_key=current_key(), service=service, unit=unit)
    same = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if (same.filter(starts_on__lte=ends_on) if ends_on else same).exists():
        raise NetworkRefused(
            _("The service is in the network at that time already. Change that entry, or end it first.")
        )
