"""The catalogue as it stood on a day, kept in the chapter of services, and what has changed since.

Shape: `{"towns": [[code, name]], "services": [service]}`, a service being `{id, version, name, provider, kind,
kind_name, forms, capacity: {unit: count}, free, stands: [code], comes: [code]}`; `stands` and `comes` hold only
municipalities of the plan, `free` is None where it is not known.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue import feed as catalogue
from catalogue.feed import ServiceCard
from tenants.models import Municipality

Kept = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KindLine:
    """What there is of one kind; `free` counts known free places only, `unknown` the services that do not tell."""

    name: str
    services: int
    capacity: str
    free: int
    unknown: int


@dataclass(frozen=True, slots=True)
class TownLine:
    """What a municipality has: services that stand there, that come there, and kinds of the area that it lacks."""

    name: str
    stands: int
    comes: int
    lacks: list[str]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a snapshot says, counted; `forms`: (label, how many services)."""

    count: int
    providers: int
    kinds: list[KindLine]
    forms: list[tuple[str, int]]
    towns: list[TownLine]

    @classmethod
    def of(cls, snapshot: Kept) -> "Summary":
        return cls(
            count=len(snapshot["services"]),
            providers=len({each["provider"] for each in snapshot["services"]}),
            kinds=by_kind(snapshot),
            forms=by_form(snapshot),
            towns=by_town(snapshot),
        )

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Summary":
        """As `dataclasses.asdict` has written it."""
        kinds = [KindLine(**each) for each in told["kinds"]]
        towns = [TownLine(**each) for each in told["towns"]]
        return cls(told["count"], told["providers"], kinds, [(label, n) for label, n in told["forms"]], towns)


@dataclass(frozen=True, slots=True)
class Change:
    """One service that is no longer as the snapshot has it."""

    what: str  # NEW, GONE, CHANGED
    name: str
    provider: str
    differences: tuple[tuple[str, str, str], ...] = ()


def picture_of(towns: Iterable[tuple[str, str]], day: date) -> dict[str, Any]:
    """The services of these municipalities as plain values."""
    held = list(towns)
    areas = _areas_by_town(code for code, _name in held)
    cards = catalogue.service_cards(catalogue.services_in(areas, day=day), day=day)
    ordered = sorted(cards, key=lambda card: (card.kind_name, card.name, str(card.id)))
    return {"towns": [list(each) for each in held], "services": [_kept(card, areas) for card in ordered]}


def _areas_by_town(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    rows = Municipality.objects.filter(pk__in=list(codes))
    return {row.code: catalogue.areas_of(row) for row in rows}


def _kept(card: ServiceCard, areas: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    reached = {area.code for area in card.reach}
    capacity: Counter[str] = Counter()
    for each in card.capacities:
        capacity[each.unit] += each.count
    return {
        "id": str(card.id),
        "version": card.version,
        "name": card.name,
        "provider": card.provider_name,
        "kind": card.kind_code,
        "kind_name": card.kind_name,
        "forms": list(card.forms),
        "capacity": dict(sorted(capacity.items())),
        "free": card.capacity_free,
        "stands": sorted(code for code in card.municipality_codes if code in areas),
        "comes": sorted(code for code, around in areas.items() if reached & set(around)),
    }


# --- what it says -----------------------------------------------------------------------------------------------------
def by_kind(snapshot: Kept) -> list[KindLine]:
    """Services, capacities and free places of each kind."""
    names = _kind_names(snapshot)
    lines = []
    for kind, name in names.items():
        services = [each for each in snapshot["services"] if each["kind"] == kind]
        capacity: Counter[str] = Counter()
        for each in services:
            capacity.update(each["capacity"])
        told = [each["free"] for each in services if each["free"] is not None]
        words = _capacity(dict(sorted(capacity.items())))
        lines.append(KindLine(name, len(services), words, sum(told), len(services) - len(told)))
    return lines


def by_form(snapshot: Kept) -> list[tuple[str, int]]:
    """How many services come, receive or house people; one service may have several forms."""
    counts = Counter(form for each in snapshot["services"] for form in each["forms"])
    return [(label, counts[code]) for code, label in catalogue.forms().items() if counts[code]]


def by_town(snapshot: Kept) -> list[TownLine]:
    """What each municipality has and which kinds, known elsewhere in the area, it lacks."""
    names = _kind_names(snapshot)
    lines = []
    for code, town in snapshot["towns"]:
        here = [each for each in snapshot["services"] if code in each["stands"]]
        comes = [each for each in snapshot["services"] if code in each["comes"] and code not in each["stands"]]
        served = {each["kind"] for each in (*here, *comes)}
        lacks = [name for kind, name in names.items() if kind not in served]
        lines.append(TownLine(town, len(here), len(comes), lacks))
    return lines


def _kind_names(snapshot: Kept) -> dict[str, str]:
    """Kinds in the reader's language; one that the law no longer knows keeps the name it had."""
    known = {kind.code: kind.name for kind in catalogue.kinds()}
    held = {each["kind"]: known.get(each["kind"], each["kind_name"]) for each in snapshot["services"]}
    return dict(sorted(held.items(), key=lambda pair: (pair[1], pair[0])))


# --- what has changed since -------------------------------------------------------------------------------------------
def changes_since(snapshot: Kept, day: date) -> list[Change]:
    """What came, what went, and what differs now; services that were not touched are not read."""
    towns = [(code, name) for code, name in snapshot["towns"]]
    areas = _areas_by_town(code for code, _name in towns)
    now = {str(key): version for key, version in catalogue.services_in(areas, day=day).items()}
    then = {each["id"]: each for each in snapshot["services"]}
    touched = [key for key, version in now.items() if key not in then or then[key]["version"] != version]
    cards = catalogue.service_cards([uuid.UUID(key) for key in touched], day=day) if touched else []
    fresh = {str(card.id): _kept(card, areas) for card in cards}
    gone = [Change("GONE", each["name"], each["provider"]) for key, each in then.items() if key not in now]
    new = [Change("NEW", each["name"], each["provider"]) for key, each in fresh.items() if key not in then]
    changed = [_compared(then[key], each) for key, each in fresh.items() if key in then]
    return [*gone, *new, *(each for each in changed if each.differences)]


def _compared(then: Kept, now: Kept) -> Change:
    names = ("name", "provider", "kind_name", "forms", "capacity", "free", "stands", "comes")
    told = tuple((name, _told(name, then[name]), _told(name, now[name])) for name in names if then[name] != now[name])
    return Change("CHANGED", now["name"], now["provider"], told)


def _told(name: str, value: Any) -> str:
    """A value of the snapshot in words."""
    match value:
        case None:
            return ""
        case dict():
            return _capacity(value)
        case list() if name == "forms":
            labels = catalogue.forms()
            return ", ".join(labels.get(each, str(each)) for each in value)
        case list():
            return str(len(value))
        case _:
            return str(value)


def _capacity(counts: Mapping[str, int]) -> str:
    """The unit first: no word of it then has to fit the number."""
    units = catalogue.units()
    return ", ".join(f"{units.get(unit, unit)}: {count}" for unit, count in counts.items())
