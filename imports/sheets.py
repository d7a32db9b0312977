"""The sheet of the present catalogue, for staff to fill in and bring back."""

from collections.abc import Iterator
from dataclasses import asdict
from types import SimpleNamespace

from django.utils.translation import gettext as _

from catalogue import feed
from catalogue.feed import ServiceCard
from imports.resources import SheetResource
from imports.workbooks import csv_bytes, xlsx_bytes

AT_ONCE = 500
FORMS = {
    "SK": {"AMBULATORY": "ambulantná", "OUTREACH": "terénna", "RESIDENTIAL": "pobytová", "REMOTE": "iná forma"},
    "CZ": {"AMBULATORY": "ambulantní", "OUTREACH": "terénní", "RESIDENTIAL": "pobytová", "REMOTE": "jiná forma"},
}


def sheet_file(ending: str) -> bytes:
    """Every service that is offered, with what the catalogue knows of it, as a workbook or a CSV."""
    table = SheetResource().export(_rows())
    table.title = _("Descriptions")
    return xlsx_bytes(table) if ending == "xlsx" else csv_bytes(table)


def _rows() -> Iterator[SimpleNamespace]:
    last = feed.FIRST
    while ids := feed.service_ids_after(last, AT_ONCE):
        last = ids[-1]
        for card in feed.service_cards(ids, with_unpublished=True):
            if card.ended_on is None and card.register_key:
                yield _row(card)


def _row(card: ServiceCard) -> SimpleNamespace:
    """What the columns of the sheet show of a service; of a secret place the municipality at most."""
    place = card.places[0] if card.places else None
    words = FORMS[card.kind.country]
    return SimpleNamespace(
        register_key=card.register_key,
        ico=card.provider_ico,
        kind=card.kind.names.cs if card.kind.country == "CZ" else card.kind.names.sk,
        form=", ".join(words[form] for form in card.forms),
        municipality=place.municipality_name if place else "",
        street=f"{place.street} {place.house_number}".strip() if place else "",
        name=card.name,
        description=card.description,
        for_whom=card.for_whom,
        how_to_apply=card.how_to_apply,
        easy_text=card.easy_text,
        phones=card.phones,
        emails=card.emails,
        webs=card.webs,
        opening_hours=[asdict(hours) for hours in card.opening_hours],
        prices=card.prices,
        languages=card.languages,
        accessibility=card.accessibility,
        reach=[area.code for area in card.reach],
        capacity_free=card.capacity_free,
        waiting_time=card.waiting_time,
        confirmed_on=card.confirmed_on,
        confirmed_by="",
    )
