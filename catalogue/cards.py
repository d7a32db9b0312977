"""Values that leave through the door `catalogue.feed`: frozen, complete, without a way back to the tables."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Names:
    """A name in the languages of the site."""

    sk: str = ""
    cs: str = ""
    en: str = ""

    @property
    def here(self) -> str:
        """In the reader's language, else in any language there is."""
        spoken = {"sk": self.sk, "cs": self.cs, "en": self.en}
        return spoken.get(get_language() or "sk", "") or self.sk or self.cs or self.en


@dataclass(frozen=True, slots=True)
class KindCard:
    """A kind of service by law; `plain` says it in everyday words."""

    code: str
    country: str
    paragraph: str
    names: Names
    plain: Names
    group: str
    forms: tuple[str, ...]
    register_code: str
    is_free: bool
    may_hide_address: bool

    @property
    def name(self) -> str:
        return self.names.here

    @property
    def plain_name(self) -> str:
        return self.plain.here


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A target group; one that came from a register without a name is shown by its code."""

    code: str
    country: str
    names: Names
    register_code: str = ""

    @property
    def name(self) -> str:
        return self.names.here or self.code


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What to do first, in plain words; `source` says so, and `said_on` is its date (ISO date, year or nothing)."""

    key: str
    words: Names
    source: str
    address: str
    said_on: str

    @property
    def text(self) -> str:
        return self.words.here


@dataclass(frozen=True, slots=True)
class LifeSituationCard:
    code: str
    country: str
    names: Names
    kinds: tuple[str, ...]
    intro: Names = Names()
    steps: tuple[FirstStep, ...] = ()

    @property
    def name(self) -> str:
        return self.names.here


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """Where a service is provided. Of a secret place nothing but the municipality is known here."""

    municipality_code: str
    municipality_name: str
    district_code: str
    district_name: str
    region_code: str
    name: str = ""
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_exact: bool = False
    is_secret: bool = False

    @property
    def street_line(self) -> str:
        """Street and number as they stand on an envelope; a village without streets has numbers only."""
        return " ".join(part for part in (self.street or self.municipality_name, self.house_number) if part)


@dataclass(frozen=True, slots=True)
class ReachCard:
    """An area that a service comes to."""

    level: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CapacityCard:
    form: str
    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Hours:
    """Open on a day of the week (MO … SU) from–to."""

    day: str
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """Everything that a list, an index or a plan shows of a service."""

    id: UUID
    version: int
    name: str
    provider_id: UUID
    provider_name: str
    provider_ico: str
    kind: KindCard
    forms: tuple[str, ...]
    target_groups: tuple[GroupCard, ...]
    places: tuple[PlaceCard, ...]
    reach: tuple[ReachCard, ...]
    capacities: tuple[CapacityCard, ...]
    target_note: str
    age_groups: tuple[str, ...]
    description: str
    for_whom: str
    how_to_apply: str
    easy_text: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    webs: tuple[str, ...]
    opening_hours: tuple[Hours, ...]
    prices: str
    languages: tuple[str, ...]
    accessibility: tuple[str, ...]
    capacity_free: int | None
    capacity_free_at: datetime | None
    waiting_time: str
    starts_on: date | None
    ended_on: date | None
    confirmed_on: date | None
    confirmed_how: str
    register: str
    register_key: str
    is_published: bool
    is_offered: bool
    hides_address: bool
    quality: int = 0  # how good the entry is, 0 to 100
    completeness: int = 0  # the same without what passes with time alone

    @property
    def kind_code(self) -> str:
        return self.kind.code

    @property
    def kind_name(self) -> str:
        return self.kind.name

    @property
    def kind_plain(self) -> str:
        return self.kind.plain_name

    @property
    def is_free(self) -> bool:
        return self.kind.is_free

    @property
    def municipality_codes(self) -> tuple[str, ...]:
        """The municipalities it stands in, each once."""
        return tuple(dict.fromkeys(place.municipality_code for place in self.places if place.municipality_code))

    @property
    def area_codes(self) -> tuple[str, ...]:
        """Where it stands and where it comes to: codes of municipalities, districts, regions and countries.

        Somebody in a municipality is served if any of `feed.areas_of(municipality)` is among them.
        """
        return tuple(dict.fromkeys([*self.municipality_codes, *(area.code for area in self.reach)]))


@dataclass(frozen=True, slots=True)
class ServiceState:
    """What a plan must know of a service it speaks of."""

    id: UUID
    name: str
    provider_name: str
    is_offered: bool
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class FoundService:
    """A service offered for joining."""

    id: UUID
    name: str
    provider_name: str
    kind_name: str
    places: tuple[PlaceCard, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class ServiceVersion:
    id: UUID
    version: int
    is_published: bool
