"""Fields of a service and their values in words, wherever a person looks at what was said: imports, review, history."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogue import labels
from catalogue.models import ServiceKind, TargetGroup
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
    "municipality": gettext_lazy("Municipality"),
    "street": gettext_lazy("Street"),
    "places": gettext_lazy("Places"),
    "capacities": gettext_lazy("Registered capacity"),
    "phones": gettext_lazy("Telephone"),
    "emails": gettext_lazy("E-mail"),
    "webs": gettext_lazy("Web"),
    "description": gettext_lazy("Description"),
    "for_whom": gettext_lazy("For whom"),
    "how_to_apply": gettext_lazy("How to apply"),
    "easy_text": gettext_lazy("In easy-to-read words"),
    "opening_hours": gettext_lazy("Opening hours"),
    "prices": gettext_lazy("Prices"),
    "languages": gettext_lazy("Languages"),
    "accessibility": gettext_lazy("Accessibility"),
    "reach": gettext_lazy("Where it comes to"),
    "free_places": gettext_lazy("Free places"),
    "waiting_time": gettext_lazy("Waiting time"),
    "confirmation": gettext_lazy("Confirmation"),
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
DATES = {"registered_on", "starts_on", "ended_on"}
ORDER = {field: position for position, field in enumerate(LABELS)}


class Words:
    """The names behind the codes in many values of fields, each list asked for once."""

    def __init__(self, values: Iterable[tuple[str, Any]]) -> None:
        """`values` are (field, value) of everything that will be shown."""
        self.kinds = {row.code: row.name for row in ServiceKind.objects.all()}
        self.groups = {row.code: row.name for row in TargetGroup.objects.all()}
        codes = {code for field, value in values for code in _codes(field, value)}
        self.towns = {town.code: town.full_name for town in Municipality.objects.filter(code__in=codes)}

    def show(self, field: str, value: Any) -> str:
        """The value in words; nothing is an empty text."""
        if value in (None, "", [], {}):
            return ""
        writer = getattr(self, f"_{field}", None)
        if writer:
            return str(writer(value))
        if field in DATES:
            return self._day(value)
        return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)

    def _provider(self, value: Mapping[str, Any]) -> str:
        return f"{value.get('name', '')} ({value['ico']})" if value.get("ico") else value.get("name", "")

    def _kind(self, value: str) -> str:
        return self.kinds.get(value, value)

    def _forms(self, value: list[str]) -> str:
        return ", ".join(str(labels.FORMS.get(form, form)) for form in value)

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

    def _municipality(self, value: str) -> str:
        return self.towns.get(value, value)

    def _capacities(self, value: list[Mapping[str, Any]]) -> str:
        return "\n".join(
            f"{labels.FORMS.get(each['form'], each['form'])}: {labels.capacity(each['count'], each['unit'])}"
            for each in value
        )

    def _opening_hours(self, value: list[Mapping[str, Any]]) -> str:
        return "\n".join(f"{DAYS.get(each['day'], each['day'])} {each['opens']}–{each['closes']}" for each in value)

    def _reach(self, value: list[Mapping[str, Any]]) -> str:
        return ", ".join(self.towns.get(each["code"], each["code"]) for each in value)

    def _free_places(self, value: Mapping[str, Any]) -> str:
        if value.get("count") is None:
            return ""
        return f"{value['count']} ({self._day(value['at'])})" if value.get("at") else str(value["count"])

    def _confirmation(self, value: Mapping[str, Any]) -> str:
        """The day and how it was told; who said it is nobody's business here."""
        if not value.get("on"):
            return ""
        how = str(CONFIRMED.get(value.get("how") or "", ""))
        return ", ".join(part for part in (self._day(value["on"]), how) if part)

    def _day(self, value: Any) -> str:
        day = parse_date(str(value)[:10])
        return str(date_short(day)) if day else str(value)


def label(field: str) -> str:
    return str(LABELS.get(field, field))


def position(field: str) -> int:
    """Where a field stands among the others when they are listed."""
    return ORDER.get(field, len(ORDER))


def _codes(field: str, value: Any) -> Iterable[str]:
    """Codes of municipalities in a field's value."""
    if field == "municipality" and value:
        yield value
    key = {"places": "municipality", "reach": "code"}.get(field)
    if key and isinstance(value, list):
        yield from (each[key] for each in value if isinstance(each, Mapping) and each.get(key))
