"""Services and organizations as HSDS says them. Parts without an id of their own get a derived one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

from catalogue import labels
from catalogue.models import Capacity, Departure, Provider, Reach, Service
from catalogue.opendata.addresses import emails, uris
from catalogue.opendata.ids import derived
from catalogue.opendata.places import Spot, service_at_location
from catalogue.opendata.sources import Sources
from catalogue.opendata.vocabulary import Speaker, Term, age_bounds
from catalogue.registry.values import DAYS

SCHEMES = {"SK": "SK-ICO", "CZ": "CZ-ICO"}
OWN_SCHEME = "OPORA"
NUTS = "http://data.europa.eu/nuts/code/"
COUNTRIES = {
    "SK": "http://publications.europa.eu/resource/authority/country/SVK",
    "CZ": "http://publications.europa.eu/resource/authority/country/CZE",
}
PEOPLE = (Capacity.Unit.BEDS, Capacity.Unit.PLACES, Capacity.Unit.CLIENTS)  # what free places can be counted in
ALL_DAY = ("00:00", "24:00")


def clean(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Without what nobody has said."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


@dataclass(frozen=True)
class Telling:
    """What all objects of one answer have in common: the day, the site's address, names of areas, words of lists."""

    day: date
    at: datetime
    base: str
    areas: Mapping[tuple[str, str], str] = field(default_factory=dict)
    words: Speaker = field(default_factory=Speaker)
    sources: Sources = field(default_factory=Sources)


def service_brief(row: Service, tell: Telling) -> dict[str, Any]:
    """What is one to one with a service: the item of a list."""
    webs, low_high = uris(row.webs), age_bounds(tuple(row.age_groups))
    return clean(
        {
            "id": str(row.pk),
            "organization_id": str(row.provider_id),
            "name": row.name,
            "description": row.description,
            "url": webs[0] if webs else "",
            "email": next(iter(emails(row.emails)), ""),
            "status": status(row, tell.day),
            "application_process": row.how_to_apply,
            "fees_description": row.prices,
            "wait_time": row.waiting_time,
            "eligibility_description": "\n".join(part for part in (row.for_whom, row.target_note) if part),
            "minimum_age": low_high[0],
            "maximum_age": low_high[1],
            "assured_date": row.confirmed_on.isoformat() if row.confirmed_on else "",
            "assured_by_role": row.confirmed_how if row.confirmed_on else "",
            "last_modified": moment(cast("Any", row).modified),
            "forms": list(row.forms),
            "legal_basis": f"{row.kind.paragraph} {tell.words.acts[row.kind.country]}",
            "is_free_by_law": row.kind.is_free or None,
            "registration": _registration(row),
            "organization": organization_brief(row.provider),
        }
    )


def service_minimal(row: Service, tell: Telling) -> dict[str, Any]:
    """The least that says which services there are and whether they have changed."""
    modified = moment(cast("Any", row).modified)
    return {"id": str(row.pk), "name": row.name, "status": status(row, tell.day), "last_modified": modified}


def service_full(row: Service, tell: Telling) -> dict[str, Any]:
    """A service with all that hangs on it, except what belongs to people."""
    own = str(row.pk)
    return service_brief(row, tell) | clean(
        {
            "organization": organization_full(row.provider),
            "additional_urls": _more_urls(row, tell),
            "phones": [_phone("service_id", own, number) for number in dict.fromkeys(row.phones)],
            "schedules": schedules(row, tell),
            "service_areas": [_area(row, reach, tell) for reach in _ordered(row.reaches.all())],
            "service_at_locations": [service_at_location(spot) for spot in spots_of(row, tell.day)],
            "languages": [
                {"id": derived("language", own, code), "service_id": own, "name": labels.language(code), "code": code}
                for code in dict.fromkeys(row.languages)
            ],
            "registered_capacities": [
                {"form": each.form, "unit": each.unit, "count": each.count} for each in _capacities(row)
            ],
            "capacities": _free_places(row),
            "provenance": tell.sources.provenance(row),
            "metadata": tell.sources.metadata(row),
            "quality": _quality(row),
            "attributes": [_attribute(own, kind, term) for kind, term in terms_of(row, tell.words)],
        }
    )


def departed(row: Departure) -> dict[str, Any]:
    """What left the public: the id, that it is no more, and since when."""
    name = _("Service no longer in the catalogue")
    return {"id": str(row.service_id), "name": name, "status": "defunct", "last_modified": moment(row.gone_at)}


def status(row: Service, day: date) -> str:
    if row.ended_on is not None and row.ended_on < day:
        return "defunct"
    return "inactive" if row.starts_on is not None and row.starts_on > day else "active"


def moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def spots_of(row: Service, day: date) -> list[Spot]:
    """Where it is provided on this day, or where it was when it ended."""
    last = min(day, row.ended_on) if row.ended_on else day
    present = [at for at in row.at_places.all() if at.ended_on is None or at.ended_on >= last]
    return [Spot.of(at, row) for at in sorted(present, key=lambda at: at.pk)]


def terms_of(row: Service, words: Speaker) -> list[tuple[str, Term]]:
    """The terms of every code list that a service bears, each with the code that says which list."""
    groups = sorted(row.target_groups.all(), key=lambda group: (group.position, group.code))
    situations = sorted(row.kind.life_situations.all(), key=lambda each: (each.position, each.code))
    return [
        ("service_kind", words.kind(row.kind)),
        *(("target_group", words.target_group(group)) for group in groups),
        *(("life_situation", words.situation(each)) for each in situations),
        *(("form", words.form(code)) for code in row.forms),
        *(("age_group", words.age(code)) for code in row.age_groups if code in labels.AGES),
    ]


def _attribute(service: str, kind: str, term: Term) -> dict[str, Any]:
    return {
        "id": derived("attribute", service, term.id),
        "link_id": service,
        "link_type": kind,
        "link_entity": "service",
        "label": term.name,
        "taxonomy_term_id": term.id,
        "taxonomy_term": term.as_json(),
    }


def _quality(row: Service) -> dict[str, Any]:
    """The score as it was last counted; a service that came a moment ago has none yet."""
    counted = getattr(row, "quality", None)
    if counted is None:
        return {}
    criteria = [{"code": code, "points": points} for code, points in sorted(counted.criteria.items())]
    return {"score": counted.score, "criteria": criteria}


def _registration(row: Service) -> dict[str, Any]:
    if not row.register:
        return {}
    return clean(
        {
            "register": row.register,
            "number": row.register_key,
            "registered_on": row.registered_on.isoformat() if row.registered_on else "",
            "valid_from": row.starts_on.isoformat() if row.starts_on else "",
            "valid_to": row.ended_on.isoformat() if row.ended_on else "",
        }
    )


def _more_urls(row: Service, tell: Telling) -> list[dict[str, Any]]:
    page = f"{tell.base}/services/{row.pk}/"
    named = [(_("Page in the catalogue"), page), *(("", each) for each in uris(row.webs)[1:])]
    return [
        clean({"id": derived("url", row.pk, url), "service_id": str(row.pk), "label": label, "url": url})
        for label, url in named
    ]


def _phone(owner: str, own: str, number: str) -> dict[str, Any]:
    return {"id": derived("phone", own, number), owner: own, "number": number}


def schedules(row: Service, tell: Telling) -> list[dict[str, Any]]:
    """Opening hours by week; days with the same hours stand together."""
    zone = get_default_timezone()
    offset = tell.at.astimezone(zone).utcoffset() or timedelta()
    by_hours: dict[tuple[str, str], list[str]] = {}
    for each in row.opening_hours:
        by_hours.setdefault((each["opens"], each["closes"]), []).append(each["day"])
    written = tell.at.astimezone(zone).strftime("%z")
    written = f"{written[:3]}:{written[3:5]}"
    found = []
    for (opens, closes), days in sorted(by_hours.items()):
        byday = ",".join(sorted(days, key=DAYS.index))
        found.append(
            clean(
                {
                    "id": derived("schedule", row.pk, opens, closes),
                    "service_id": str(row.pk),
                    "freq": "WEEKLY",
                    "wkst": "MO",
                    "byday": byday,
                    "opens_at": f"{opens}{written}",
                    "closes_at": f"{'23:59' if closes == '24:00' else closes}{written}",
                    "timezone": offset.total_seconds() / 3600,
                    "time_zone": str(zone),
                    "description": _("all day and night") if (opens, closes) == ALL_DAY else "",
                }
            )
        )
    return found


def _ordered(reaches: Iterable[Reach]) -> list[Reach]:
    return sorted(reaches, key=lambda reach: (reach.level, reach.code))


def _area(row: Service, reach: Reach, tell: Telling) -> dict[str, Any]:
    is_country = reach.level == Reach.Level.COUNTRY
    name = tell.areas.get((reach.level, reach.code), "")
    uri = COUNTRIES.get(reach.code, "") if is_country else ""
    if reach.level == Reach.Level.REGION:
        uri = f"{NUTS}{reach.code}"
    return clean(
        {
            "id": derived("area", row.pk, reach.level, reach.code),
            "service_id": str(row.pk),
            "name": name or (_("whole country") if is_country else reach.code),
            "description": str(labels.LEVELS[reach.level]),
            "area_level": reach.level,
            "area_code": reach.code,
            "uri": uri,
        }
    )


def _capacities(row: Service) -> list[Capacity]:
    return sorted(row.capacities.all(), key=lambda each: (each.form, each.unit))


def _free_places(row: Service) -> list[dict[str, Any]]:
    """Free places with the moment they were told; a maximum only where it is clear what it counts."""
    if row.capacity_free is None or row.capacity_free_at is None:
        return []
    counted = [each for each in _capacities(row) if each.unit in PEOPLE]
    one = counted[0] if len(counted) == 1 else None
    unit = one.unit if one else str(Capacity.Unit.PLACES)
    return [
        clean(
            {
                "id": derived("capacity", row.pk),
                "service_id": str(row.pk),
                "unit": {"id": derived("unit", unit), "name": str(Capacity.Unit(unit).label), "identifier": unit},
                "maximum": one.count if one else None,
                "description": _("free places"),
                "updated": moment(row.capacity_free_at),
            }
        )
        | {"available": row.capacity_free}
    ]


def organization_brief(row: Provider) -> dict[str, Any]:
    """What is one to one with a provider, and its number."""
    webs = uris(row.webs)
    return clean(
        {
            "id": str(row.pk),
            "name": row.name,
            "description": _described(row),
            "email": next(iter(emails(row.emails)), ""),
            "website": webs[0] if webs else "",
            "legal_status": row.legal_form,
            "organization_identifiers": [_identifier(row)],
        }
    )


def organization_full(row: Provider) -> dict[str, Any]:
    own = str(row.pk)
    return organization_brief(row) | clean(
        {
            "phones": [_phone("organization_id", own, number) for number in dict.fromkeys(row.phones)],
            "additional_websites": [
                {"id": derived("url", own, url), "organization_id": own, "url": url} for url in uris(row.webs)[1:]
            ],
        }
    )


def _described(row: Provider) -> str:
    """HSDS wants a description; registers give none, so what is known is said in a sentence."""
    facts = {"name": row.name, "ico": row.ico}
    if row.ico:
        return _("Provider of social services %(name)s, IČO %(ico)s.") % facts
    return _("Provider of social services %(name)s.") % facts


def _identifier(row: Provider) -> dict[str, Any]:
    has_ico = len(row.ico) == 8 and row.ico.isdecimal()
    return {
        "id": derived("identifier", row.pk),
        "organization_id": str(row.pk),
        "identifier_scheme": SCHEMES[row.country] if has_ico else OWN_SCHEME,
        "identifier_type": _("IČO (number of the organisation)") if has_ico else _("number in this catalogue"),
        "identifier": row.ico if has_ico else str(row.pk),
    }
