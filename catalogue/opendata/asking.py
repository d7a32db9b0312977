"""What a programme asks for: every parameter is known and understood, or the request is refused with a sentence."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from catalogue.registry.values import DAYS
from kernel.errors import DomainError

PER_PAGE, MOST_PER_PAGE, DEEPEST = 20, 100, 1_000_000
LONGEST_TEXT, FARTHEST, MOST_TERMS = 200, 1_000_000, 20
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
MANY = {"taxonomy_term_id", "taxonomy_id"}
PAGING = ("page", "per_page", "format")
OF_SERVICES = (
    "search", *PAGING, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal", "full",
    "minimum_age", "maximum_age", "start_time", "end_time", "day",
)  # fmt: skip
OF_PLACES = (*(name for name in OF_SERVICES if name != "minimal"), "postcode", "proximity")
OF_ORGANIZATIONS = ("search", *PAGING, "full", "full_service", "taxonomy_term_id", "taxonomy_id")
OF_TAXONOMIES = ("search", *PAGING)
OF_TERMS = ("search", *PAGING, "taxonomy_id", "top_only", "parent_id")


class BadQuery(DomainError):
    """A parameter that is unknown or cannot be meant."""

    default_code = "bad_parameter"


@dataclass(frozen=True, slots=True)
class Query:
    """A request as it was understood."""

    search: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    whole: bool = False
    terms: tuple[UUID, ...] = ()
    taxonomies: tuple[UUID, ...] = ()
    organization: UUID | None = None
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    minimum_age: float | None = None
    maximum_age: float | None = None
    start_time: str = ""
    end_time: str = ""
    day: str = ""
    postcode: str = ""
    proximity: int | None = None
    top_only: bool = False
    parent: UUID | None = None

    @property
    def asks_for_contents(self) -> bool:
        """Whether anything but the time of change narrows the answer."""
        texts = (self.search, self.start_time, self.end_time, self.day, self.postcode)
        numbers = (self.organization, self.minimum_age, self.maximum_age)
        return bool(any(texts) or self.terms or self.taxonomies or any(each is not None for each in numbers))


def understand(request: HttpRequest, allowed: Iterable[str]) -> Query:
    """The parameters of the address, and for POST those of the body."""
    given = _given(request)
    known = set(allowed)
    if unknown := sorted(set(given) - known):
        raise BadQuery(
            _("Not a parameter here: %(names)s. Known are: %(known)s.")
            % {"names": ", ".join(unknown)[:200], "known": ", ".join(sorted(known))}
        )
    if doubled := sorted(name for name, values in given.items() if len(values) > 1 and name not in MANY):
        raise BadQuery(_("%(name)s is given more than once.") % {"name": doubled[0]})
    query = _read(given)
    if query.minimal and query.full:
        raise BadQuery(_("minimal and full contradict each other."))
    if query.proximity is not None and not query.postcode:
        raise BadQuery(_("proximity is measured from a postcode; give both."))
    return query


def _given(request: HttpRequest) -> dict[str, list[str]]:
    sources: list[QueryDict | Mapping[str, Any]] = [request.GET]
    if request.method == "POST":
        is_json = request.content_type == "application/json"
        sources.append(_of_json(request.body) if is_json else request.POST)
    found: dict[str, list[str]] = {}
    for source in sources:
        for name in source:
            values = source.getlist(name) if isinstance(source, QueryDict) else source[name]
            found.setdefault(name, []).extend(text for value in values if (text := str(value).strip()))
    return found


def _of_json(body: bytes) -> dict[str, list[str]]:
    """A flat object of texts, numbers, true and false, or lists of texts."""
    try:
        facts = json.loads(body or b"{}")
    except (ValueError, RecursionError) as wrong:
        raise BadQuery(_("The body is no JSON object.")) from wrong
    if not isinstance(facts, dict):
        raise BadQuery(_("The body is no JSON object."))
    return {str(name): [_word(each) for each in _listed(value)] for name, value in facts.items() if value is not None}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float) and "\x00" not in str(value):
        return str(value)
    raise BadQuery(_("A value of the body is neither a text nor a number."))


def _read(given: Mapping[str, list[str]]) -> Query:
    one = {name: values[-1] for name, values in given.items() if values}
    text = one.get("search", "")
    if len(text) > LONGEST_TEXT:
        raise BadQuery(_("search may have at most %(most)s characters.") % {"most": LONGEST_TEXT})
    return Query(
        search=text,
        page=_whole(one, "page", 1, DEEPEST) or 1,
        per_page=min(_whole(one, "per_page", 1, DEEPEST) or PER_PAGE, MOST_PER_PAGE),
        whole=_choice(one, "format", ("json", "ndjson")) == "ndjson",
        terms=_ids(given, "taxonomy_term_id"),
        taxonomies=_ids(given, "taxonomy_id"),
        organization=_id(one, "organization_id"),
        modified_after=_moment(one, "modified_after"),
        minimal=_flag(one, "minimal"),
        full=_flag(one, "full"),
        full_service=_flag(one, "full_service"),
        minimum_age=_number(one, "minimum_age"),
        maximum_age=_number(one, "maximum_age"),
        start_time=_clock(one, "start_time"),
        end_time=_clock(one, "end_time"),
        day=_choice(one, "day", DAYS),
        postcode=_postcode(one),
        proximity=_whole(one, "proximity", 1, FARTHEST),
        top_only=_flag(one, "top_only"),
        parent=_id(one, "parent_id"),
    )


def _whole(one: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    text = one.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
        facts = {"name": name, "least": least, "most": most}
        raise BadQuery(_("%(name)s must be a whole number from %(least)s to %(most)s.") % facts)
    return int(text)


def _number(one: Mapping[str, str], name: str) -> float | None:
    text = one.get(name, "")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", text, re.ASCII):
        raise BadQuery(_("%(name)s must be a number of years.") % {"name": name})
    return float(text)


def _flag(one: Mapping[str, str], name: str) -> bool:
    return _choice({name: one.get(name, "").lower()}, name, ("true", "false", "1", "0")) in {"true", "1"}


def _choice(one: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = one.get(name, "")
    if text and text not in allowed:
        raise BadQuery(_("%(name)s must be one of: %(allowed)s.") % {"name": name, "allowed": ", ".join(allowed)})
    return text


def _clock(one: Mapping[str, str], name: str) -> str:
    text = (
        one.get(name, "")[:5] if re.fullmatch(r"\d\d:\d\d(:\d\d)?", one.get(name, ""), re.ASCII) else one.get(name, "")
    )
    if text and not CLOCK.fullmatch(text):
        raise BadQuery(_("%(name)s must be a time such as 08:30.") % {"name": name})
    return text


def _id(one: Mapping[str, str], name: str) -> UUID | None:
    text = one.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError as wrong:
        raise BadQuery(_("%(name)s must be a UUID.") % {"name": name}) from wrong


def _ids(given: Mapping[str, list[str]], name: str) -> tuple[UUID, ...]:
    texts = [text for value in given.get(name, []) for text in value.split(",") if text.strip()]
    if len(texts) > MOST_TERMS:
        raise BadQuery(_("%(name)s is given more than %(most)s times.") % {"name": name, "most": MOST_TERMS})
    found = (_id({name: text.strip()}, name) for text in texts)
    return tuple(dict.fromkeys(each for each in found if each))


def _moment(one: Mapping[str, str], name: str) -> datetime | None:
    text = one.get(name, "")
    if not text:
        return None
    try:  # an unescaped + of an offset has become a space on its way
        found = datetime.fromisoformat(re.sub(r" (\d\d:?\d\d)$", r"+\1", text) if "T" in text else text)
    except ValueError:
        try:
            found = datetime.combine(date.fromisoformat(text), time.min)
        except ValueError as wrong:
            raise BadQuery(_("%(name)s must be a moment such as 2026-03-02T09:00:00Z.") % {"name": name}) from wrong
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC)
    except OverflowError as wrong:
        raise BadQuery(_("%(name)s must be a moment such as 2026-03-02T09:00:00Z.") % {"name": name}) from wrong


def _postcode(one: Mapping[str, str]) -> str:
    text = one.get("postcode", "").replace(" ", "")
    if text and not re.fullmatch(r"\d{5}", text, re.ASCII):
        raise BadQuery(_("postcode must have five digits."))
    return text
