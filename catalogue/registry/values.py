"""Values as the catalogue writes them: one canonical form, so that comparing is plain equality."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from catalogue.models import AgeGroup, Capacity, Form, Provider, Reach, Service, StagedRecord

Problem = StagedRecord.Problem
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")
CODE = re.compile(r"[A-Z]{2}-[A-Z0-9_]{1,36}")
REGISTER_GROUP = re.compile(r"CilovaSkupinaOsoby/(\w{1,30})")
EMAIL = re.compile(r"[^@\s<>\"']{1,64}@[^@\s<>\"']{1,180}")
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
LONGEST_TEXT = 20_000
MOST_VALUES = 500


class Unfit(ValueError):
    """A value that the catalogue cannot hold."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Vocabulary:
    """The codes that the catalogue knows now."""

    kinds: Mapping[str, str]
    target_groups: Mapping[str, str]
    municipalities: frozenset[str]


Canonical = Callable[[Any, Vocabulary], Any]


def is_writable(value: str) -> bool:
    """Whether the database can hold the text at all: no zero bytes, no halves of a letter."""
    return value.isprintable() or not UNWRITABLE.search(value)


def text(longest: int = LONGEST_TEXT) -> Canonical:
    return partial(_text, longest=longest)


def _text(value: Any, _known: Vocabulary | None = None, *, longest: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not is_writable(value):
        raise Unfit(Problem.BAD_VALUE)
    clean = value.replace("\r\n", "\n").strip()
    if len(clean) > longest:
        raise Unfit(Problem.TOO_LONG)
    return clean


def day(value: Any, _known: Vocabulary | None = None) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as wrong:
        raise Unfit(Problem.BAD_VALUE) from wrong


def moment(value: Any, _known: Vocabulary) -> str | None:
    if value is None or value == "":
        return None
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError) as wrong:
        raise Unfit(Problem.BAD_VALUE) from wrong
    if found.tzinfo is None:
        raise Unfit(Problem.BAD_VALUE)
    return as_moment(found)


def as_moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat()


def number(value: Any, _known: Vocabulary | None = None) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 2_000_000_000:
        raise Unfit(Problem.BAD_VALUE)
    return value


def items(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise Unfit(Problem.BAD_VALUE)
    found = list(value)
    if len(found) > MOST_VALUES:
        raise Unfit(Problem.TOO_LONG)
    return found


def words(longest: int) -> Canonical:
    """A list in the source's own order, without empty and repeated values."""

    def canonical(value: Any, _known: Vocabulary) -> list[str]:
        found = (_text(each, longest=longest) for each in items(value))
        return list(dict.fromkeys(each for each in found if each))

    return canonical


def emails(value: Any, known: Vocabulary) -> list[str]:
    found: list[str] = words(254)(value, known)
    if not all(EMAIL.fullmatch(each) for each in found):
        raise Unfit(Problem.BAD_VALUE)
    return found


def webs(value: Any, known: Vocabulary) -> list[str]:
    """Web addresses of the two schemes a reader's browser may follow."""
    return list(dict.fromkeys(_web(each) for each in words(290)(value, known)))


def _web(address: str) -> str:
    whole = address if "://" in address else f"http://{address}"
    try:
        parts = urlsplit(whole)
        is_fit = parts.scheme.lower() in {"http", "https"} and "." in (parts.hostname or "") and parts.port != 0
    except ValueError as wrong:
        raise Unfit(Problem.BAD_VALUE) from wrong
    if not is_fit or re.search(r"[\s<>\"']", whole):
        raise Unfit(Problem.BAD_VALUE)
    return whole


def choice(allowed: Iterable[str]) -> Canonical:
    codes = frozenset(allowed)

    def canonical(value: Any, _known: Vocabulary) -> str:
        if value not in codes:
            raise Unfit(Problem.UNKNOWN_CODE)
        return str(value)

    return canonical


_form = choice(Form.values)
_age = choice(AgeGroup.values)
_country = choice(["SK", "CZ"])
_provider_type = choice(["", *Provider.Type.values])
_unit = choice(Capacity.Unit.values)
_level = choice(Reach.Level.values)
_way_of_confirming = choice(Service.Confirmation.values)


def kind(value: Any, known: Vocabulary) -> str:
    """A kind by our code or by the code of its register."""
    if not value:
        raise Unfit(Problem.NO_KIND)
    code = known.kinds.get(value)
    if code is None:
        raise Unfit(Problem.UNKNOWN_CODE)
    return code


def forms(value: Any, known: Vocabulary) -> list[str]:
    return sorted({_form(each, known) for each in items(value)})


def ages(value: Any, known: Vocabulary) -> list[str]:
    found = {_age(str(each).removeprefix("VekovaSkupinaOsoby/"), known) for each in items(value)}
    return sorted(found, key=int)


def target_groups(value: Any, known: Vocabulary) -> list[str]:
    """Groups by our code or by the register's; a code that nobody knows yet comes in as a new group."""
    return sorted({_target_group(each, known) for each in items(value)})


def _target_group(value: Any, known: Vocabulary) -> str:
    if value in known.target_groups:
        return known.target_groups[value]
    code = REGISTER_GROUP.sub(r"CZ-\1", str(value)).upper()
    if not CODE.fullmatch(code):
        raise Unfit(Problem.UNKNOWN_CODE)
    return code


def provider(value: Any, known: Vocabulary) -> dict[str, str]:
    """Only what the source says: an IČO that it does not give is not an empty IČO."""
    if not isinstance(value, Mapping):
        raise Unfit(Problem.NO_PROVIDER)
    said = {
        "country": _country(value.get("country"), known),
        "ico": _text(value.get("ico"), longest=12),
        "name": " ".join(_text(value.get("name"), longest=300).split()),
        "legal_form": _text(value.get("legal_form"), longest=120),
        "type": _provider_type(value.get("type") or "", known),
    }
    if not said["name"]:
        raise Unfit(Problem.NO_PROVIDER)
    return {name: each for name, each in said.items() if each}


def places(value: Any, known: Vocabulary) -> list[dict[str, Any]]:
    found = [_place(each, known) for each in items(value)]
    unique = {tuple(sorted((name, str(each)) for name, each in row.items() if "_on" not in name)): row for row in found}
    return list(unique.values())


def _place(value: Any, known: Vocabulary) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Unfit(Problem.BAD_VALUE)
    municipality = value.get("municipality") or None
    if municipality is not None and municipality not in known.municipalities:
        raise Unfit(Problem.UNKNOWN_CODE)
    starts_on, ended_on = day(value.get("starts_on")), day(value.get("ended_on"))
    _refuse_backwards(starts_on, ended_on)
    return {
        "name": " ".join(_text(value.get("name"), longest=300).split()),
        "street": _text(value.get("street"), longest=160),
        "house_number": _text(value.get("house_number"), longest=24),
        "postcode": _text(value.get("postcode"), longest=5),
        "municipality": municipality,
        "address_code": _text(None if (code := value.get("address_code")) is None else str(code), longest=16),
        "secret": bool(value.get("secret")),
        "starts_on": starts_on,
        "ended_on": ended_on,
    }


def _refuse_backwards(starts_on: str | None, ended_on: str | None) -> None:
    if starts_on and ended_on and ended_on < starts_on:
        raise Unfit(Problem.BAD_PERIOD)


def period(fields: Mapping[str, Any]) -> None:
    """Refuses a service that ends before it begins."""
    _refuse_backwards(fields.get("starts_on"), fields.get("ended_on"))


def capacities(value: Any, known: Vocabulary) -> list[dict[str, Any]]:
    """One number for each form and unit; what is given twice is added up."""
    total: dict[tuple[str, str], int] = {}
    for each in items(value):
        if not isinstance(each, Mapping):
            raise Unfit(Problem.BAD_VALUE)
        key = (_form(each.get("form"), known), _unit(each.get("unit"), known))
        total[key] = number(total.get(key, 0) + (number(each.get("count")) or 0)) or 0
    return [{"form": form, "unit": unit, "count": total[form, unit]} for form, unit in sorted(total)]


def reach(value: Any, known: Vocabulary) -> list[dict[str, str]]:
    found = set()
    for each in items(value):
        if not isinstance(each, Mapping):
            raise Unfit(Problem.BAD_VALUE)
        level = _level(each.get("level"), known)
        code = _text(each.get("code"), longest=12)
        if not code or (level == Reach.Level.MUNICIPALITY and code not in known.municipalities):
            raise Unfit(Problem.UNKNOWN_CODE)
        found.add((level, code))
    return [{"level": level, "code": code} for level, code in sorted(found)]


def opening_hours(value: Any, _known: Vocabulary) -> list[dict[str, str]]:
    found = set()
    for each in items(value):
        if not isinstance(each, Mapping) or each.get("day") not in DAYS:
            raise Unfit(Problem.BAD_VALUE)
        opens, closes = str(each.get("opens")), str(each.get("closes"))
        if not TIME.fullmatch(opens) or not TIME.fullmatch(closes):
            raise Unfit(Problem.BAD_VALUE)
        found.add((DAYS.index(each["day"]), opens, closes))
    return [{"day": DAYS[index], "opens": opens, "closes": closes} for index, opens, closes in sorted(found)]


def confirmation(value: Any, known: Vocabulary) -> dict[str, str | None]:
    """When somebody last said that all of it is true, who, and how they told us."""
    if not isinstance(value, Mapping):
        raise Unfit(Problem.BAD_VALUE)
    how = _way_of_confirming(value.get("how") or "", known)
    return {"on": day(value.get("on")), "by": _text(value.get("by"), longest=120), "how": how}


def free_places(value: Any, known: Vocabulary) -> dict[str, Any]:
    """How many places are free and since when; without a moment it is the moment of taking it in."""
    if not isinstance(value, Mapping):
        raise Unfit(Problem.BAD_VALUE)
    count = number(value.get("count"))
    if count is None:
        return {"count": None, "at": None}
    at = moment(value.get("at"), known)
    return {"count": count, "at": at} if at else {"count": count}
