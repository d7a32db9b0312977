"""Values of the catalogue in words, for the pages on which a person looks at changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogue import intake
from catalogue.intake import ChangeCard
from imports.laying import groups, kinds
from kernel.identifiers import format_phone
from tenants.models import Municipality
from ui.typography import date_short

LABELS: dict[str, Any] = {
    "provider": gettext_lazy("Provider"),
    "kind": gettext_lazy("Kind of service"),
    "name": gettext_lazy("Name"),
    "forms": gettext_lazy("Forms"),
    "target_groups": gettext_lazy("Target groups"),
    "target_note": gettext_lazy("Note on the target group"),
    "age_groups": gettext_lazy("Age groups"),
    "registered_on": gettext_lazy("Registered on"),
    "starts_on": gettext_lazy("Provided from"),
    "ended_on": gettext_lazy("Provided until"),
    "places": gettext_lazy("Places"),
    "capacities": gettext_lazy("Registered capacity"),
    "phones": gettext_lazy("Telephone"),
    "emails": gettext_lazy("E-mail"),
    "webs": gettext_lazy("Web"),
    "description": gettext_lazy("Description"),
    "for_whom": gettext_lazy("For whom"),
    "how_to_apply": gettext_lazy("How to apply"),
    "opening_hours": gettext_lazy("Opening hours"),
    "prices": gettext_lazy("Prices"),
    "languages": gettext_lazy("Languages"),
    "accessibility": gettext_lazy("Accessibility"),
    "reach": gettext_lazy("Where it comes to"),
    "capacity_free": gettext_lazy("Free places"),
    "capacity_free_at": gettext_lazy("Free places as of"),
    "waiting_time": gettext_lazy("Waiting time"),
    "confirmed_on": gettext_lazy("Confirmed on"),
    "confirmed_by": gettext_lazy("Confirmed by"),
    "confirmed_how": gettext_lazy("Confirmed how"),
}
FORMS = {
    "AMBULATORY": gettext_lazy("at the provider's place"),
    "OUTREACH": gettext_lazy("at your home or in the street"),
    "RESIDENTIAL": gettext_lazy("with a stay"),
    "REMOTE": gettext_lazy("by telephone or online"),
}
DAYS = {
    "MO": pgettext_lazy("day", "Mo"),
    "TU": pgettext_lazy("day", "Tu"),
    "WE": pgettext_lazy("day", "We"),
    "TH": pgettext_lazy("day", "Th"),
    "FR": pgettext_lazy("day", "Fr"),
    "SA": pgettext_lazy("day", "Sa"),
    "SU": pgettext_lazy("day", "Su"),
}
CONFIRMED = {
    "REGISTER": gettext_lazy("register"),
    "SHEET": gettext_lazy("list of the region"),
    "PROVIDER": gettext_lazy("provider"),
    "STAFF": gettext_lazy("staff by telephone"),
}
DATES = {"registered_on", "starts_on", "ended_on", "confirmed_on", "capacity_free_at"}


@dataclass(frozen=True)
class Shown:
    """One change as the page shows it."""

    card: ChangeCard
    fields: list[tuple[str, str, str]]


class Words:
    """The names behind the codes of one page of changes, each list asked for once."""

    def __init__(self, cards: Iterable[ChangeCard]) -> None:
        self.kinds = {kind.code: kind.names[0] for kind in kinds()}
        self.groups = {group.code: group.names[0] or group.names[1] for group in groups()}
        changes = [change for card in cards for change in card.fields]
        codes = {code for change in changes for code in _codes(change.field, change.old, change.new)}
        self.towns = {town.code: town.full_name for town in Municipality.objects.filter(code__in=codes)}

    def show(self, field: str, value: Any) -> str:
        """The value in words; nothing is an empty text."""
        if value in (None, "", [], {}):
            return ""
        writer = getattr(self, f"_{field}", None)
        if writer:
            return str(writer(value))
        if field in DATES:
            day = parse_date(str(value)[:10])
            return str(date_short(day)) if day else str(value)
        return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)

    def _provider(self, value: Mapping[str, Any]) -> str:
        return f"{value.get('name', '')} ({value['ico']})" if value.get("ico") else value.get("name", "")

    def _kind(self, value: str) -> str:
        return self.kinds.get(value, value)

    def _forms(self, value: list[str]) -> str:
        return ", ".join(str(FORMS.get(form, form)) for form in value)

    def _target_groups(self, value: list[str]) -> str:
        return ", ".join(self.groups.get(code) or code for code in value)

    def _phones(self, value: list[str]) -> str:
        return ", ".join(format_phone(number, "SK") for number in value)

    def _places(self, value: list[Mapping[str, Any]]) -> str:
        return "\n".join(self._place(place) for place in value)

    def _place(self, place: Mapping[str, Any]) -> str:
        town = self.towns.get(place.get("municipality") or "", "")
        if place.get("secret"):
            return ", ".join(part for part in (_("secret address"), town) if part)
        street = f"{place.get('street') or ''} {place.get('house_number') or ''}".strip()
        until = _("until %(day)s") % {"day": self.show("ended_on", place["ended_on"])} if place.get("ended_on") else ""
        return ", ".join(part for part in (place.get("name"), street, town, until) if part)

    def _capacities(self, value: list[Mapping[str, Any]]) -> str:
        return "\n".join(
            f"{FORMS.get(each['form'], each['form'])}: {intake.capacity_in_words(each['count'], each['unit'])}"
            for each in value
        )

    def _opening_hours(self, value: list[Mapping[str, Any]]) -> str:
        return "\n".join(f"{DAYS.get(each['day'], each['day'])} {each['opens']}–{each['closes']}" for each in value)

    def _reach(self, value: list[Mapping[str, Any]]) -> str:
        return ", ".join(self.towns.get(each["code"], each["code"]) for each in value)

    def _confirmed_how(self, value: str) -> str:
        return str(CONFIRMED.get(value, value))


def shown(cards: Iterable[ChangeCard]) -> list[Shown]:
    """A page of changes in words; of a new service only what tells it from others."""
    cards = list(cards)
    words = Words(cards)
    return [Shown(card, list(_fields(card, words))) for card in cards]


def _fields(card: ChangeCard, words: Words) -> Iterable[tuple[str, str, str]]:
    for change in sorted(card.fields, key=lambda change: ORDER.get(change.field, len(ORDER))):
        old, new = words.show(change.field, change.old), words.show(change.field, change.new)
        if old != new:
            yield str(LABELS.get(change.field, change.field)), old, new


ORDER = {field: position for position, field in enumerate(LABELS)}


def _codes(field: str, *values: Any) -> Iterable[str]:
    """Codes of municipalities in a field's values."""
    key = {"places": "municipality", "reach": "code"}.get(field)
    for value in values:
        if key and isinstance(value, list):
            yield from (each[key] for each in value if isinstance(each, Mapping) and each.get(key))
