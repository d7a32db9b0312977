"""The services themselves: form, house, capacity, dates and the contact of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from forge import identifiers, wishes
from forge.kinds import SECRET_ADDRESS, Kind, divide, load_kinds, pick
from forge.names import Namer
from forge.places import Municipality, load_municipalities, read_lines
from forge.providers import Place, Provider, found_providers, settle_loads, telephone

TWELVE = 12  # municipalities in which one provider of ours works
OUTSIDE_FROM = 25000  # numbers from here on belong to providers outside the region
FACILITIES: tuple[list[int], list[int]] = ([1, 2, 3, 4, 6], [72, 14, 7, 5, 2])  # how many places, how often
AS_OF = date(2026, 11, 1)  # the day the demonstration files claim to be made
RESIDENTIAL = {"rok", "tyz", "pob"}


@dataclass
class Service:
    """One invented service, before it is written in a register's format."""

    number: int
    kind: Kind
    provider: Provider
    forms: tuple[str, ...]
    places: list[Place]
    capacity: int
    phone: str
    email: str
    since: date
    until: date | None = None
    everywhere: bool = False  # the register says it works in the whole region
    reach: list[str] = field(default_factory=list)

    @property
    def home(self) -> Municipality:
        """Where it is, or where it sets out from."""
        return self.places[0].home if self.places else self.provider.home

    @property
    def field_only(self) -> bool:
        """It comes to people and has no house of its own."""
        return set(self.forms) <= {"ter", "tel"}

    @property
    def residential(self) -> bool:
        """People sleep there."""
        return bool(RESIDENTIAL & set(self.forms))

    @property
    def secret(self) -> bool:
        """Its address must not be published."""
        return any(place.secret for place in self.places)


class Region:
    """A set of providers and their services, invented from a seed, in the region or outside of it."""

    def __init__(self, country: str, seed: int, services: int, providers: int, outside: bool = False) -> None:
        self.country = country
        self.seed = seed
        self.outside = outside
        self.kinds = load_kinds(country)
        self.towns = [place for place in load_municipalities(country) if (place.area == "outside") == outside]
        self.first = OUTSIDE_FROM if outside else 0
        self.first_number = self.first * 4
        self.facility_plan: list[int] = []
        self.streets = read_lines(f"streets_{country}.txt")
        self.by_district: dict[str, list[Municipality]] = {}
        for place in self.towns:
            if place.weight or place.area != "blansko":  # of Blansko's district only the town itself is a guest
                self.by_district.setdefault(place.district_code, []).append(place)
        self.rng = Random(f"{seed}-{country}-{outside}")
        homes = [place for place in self.towns if place.weight > 0]
        self.namer = Namer(self.rng, country)
        self.providers = found_providers(self.rng, self.namer, self.first, providers, self.kinds, homes)
        self.pairs = settle_loads(self.rng, self.kinds, divide(self.kinds, services), self.providers)
        by_code = {place.code: place for place in self.towns}
        self.promised = wishes.grant(self.rng, country, self.pairs, by_code)
        self.spread = {} if outside or self.country == "cz" else self._spread_out()
        self.next_code = identifiers.FIRST_ADDRESS_CODE + self.first * 100
        self.shared_houses = self._shared_houses()
        self.seen: set[tuple[str, ...]] = set()

    def services(self) -> Iterator[Service]:
        """Every service of the region, each once, in a mixed order as registers give them."""
        order = list(enumerate(self.pairs))
        self.rng.shuffle(order)
        wide = None if self.facility_plan else self._widely_working()
        for number, (kind, provider) in order:
            yield self._service(number, kind, provider, wide=kind.code == "CZ108-65" and provider is wide)

    def _widely_working(self) -> Provider | None:
        """One association works in twelve municipalities; in our regions somebody always does."""
        kinds = ("SK448-24d", "CZ108-65")
        bound = {self.pairs[number][1].ico for number in self.promised}
        associations = (owner for kind, owner in self.pairs if kind.code in kinds and owner.owner in "on")
        return next((owner for owner in associations if owner.ico not in bound), None)

    def _spread_out(self) -> dict[int, Municipality]:
        """A line of the layer is one house, so the twelve municipalities of that association are twelve services."""
        association = self._widely_working()
        centres = [number for number, pair in enumerate(self.pairs) if pair[0].code == "SK448-24d"]
        free = [number for number in centres if number not in self.promised and self.pairs[number][1].load > 1]
        if association is None:
            return {}
        for number in free[:TWELVE]:
            self.pairs[number][1].load -= 1
            self.pairs[number] = (self.pairs[number][0], association)
            association.load += 1
        return dict(zip(free[:TWELVE], self.rng.sample(self.towns[:60], TWELVE), strict=False))

    def _service(self, number: int, kind: Kind, provider: Provider, wide: bool) -> Service:
        rng = self.rng
        forms = ("amb",) if number in self.spread else tuple(pick(rng, kind.forms).split("+"))
        service = Service(
            number=self.first_number + number,
            kind=kind,
            provider=provider,
            forms=forms,
            places=[],
            capacity=rng.randint(kind.low, kind.high) if kind.high else 0,
            phone=provider.phone if rng.random() < 0.5 else telephone(rng, self.country, provider.home),
            email=provider.email,
            since=date(2007, 1, 1) + timedelta(days=rng.randrange((AS_OF - date(2007, 1, 1)).days - 30)),
        )
        if number in self.spread:
            service.places.append(self._new_place(service, self.spread[number]))
        else:
            self._house(service, wide)
        service.reach = self._reach(service)
        service.everywhere = bool({"ter"} & set(forms)) and rng.random() < 0.24
        return service

    def _house(self, service: Service, wide: bool) -> None:
        """Give it a house; in the Slovak layer a field service has none, in the Czech register its office."""
        if self.country == "sk" and service.field_only:
            self._own_line(service)
        elif wide:
            near = self.by_district[service.provider.home.district_code]
            for town in self.rng.sample(near if len(near) >= TWELVE else self.towns[:40], TWELVE):
                service.places.append(self._new_place(service, town))
        else:
            for index in range(self._facilities(service)):
                service.places.append(self._place(service, index))

    def _own_line(self, service: Service) -> None:
        """Two field services of one kind and provider would be one line of the layer: the second works elsewhere."""
        key = (service.provider.ico, service.kind.code, service.forms[0])
        if key in self.seen:
            service.places.append(self._new_place(service, self._elsewhere(service.provider.home)))
        self.seen.add(key)

    def _facilities(self, service: Service) -> int:
        if self.country == "sk":
            return 1
        return self.facility_plan.pop() if self.facility_plan else self.rng.choices(*FACILITIES)[0]

    def plan_facilities(self, total: int) -> None:
        """Decide beforehand how many places each service has, so that they add up to the total."""
        plan = self.rng.choices(*FACILITIES, k=len(self.pairs))
        while (missing := total - sum(plan)) != 0:
            for index in self.rng.sample(range(len(plan)), min(abs(missing), len(plan))):
                plan[index] = max(1, plan[index] + (1 if missing > 0 else -1))
        self.facility_plan = plan

    def _place(self, service: Service, index: int) -> Place:
        rng, provider = self.rng, service.provider
        promised = service.number - self.first_number in self.promised and index == 0
        secret = rng.random() < SECRET_ADDRESS.get(service.kind.code, 0)
        if not (secret or index or promised) and provider.places and rng.random() < 0.5:
            place = rng.choice(provider.places)
            if self._free(service, place):
                return place
        house = self._shared(service) if not service.residential and index == 0 else None
        if house is not None and self._free(service, house):
            provider.places.append(house)
            return house
        at_home = promised or (index == 0 and (provider.owner == "m" or rng.random() < 0.8))
        home = provider.home if at_home else self._elsewhere(provider.home)
        place = self._new_place(service, home, secret)
        if not secret:
            provider.places.append(place)
        return place

    def _new_place(self, service: Service, home: Municipality, secret: bool = False) -> Place:
        """A new house, at an address where this service is not given yet."""
        for attempt in range(1000):
            hidden = secret and attempt < 500  # such a line differs by its town alone, and towns run out
            place = Place(self._facility_name(service), *self._address(home), home, self._address_code(), hidden)
            if self._free(service, place):
                return place
            home = self._elsewhere(home) if attempt < 50 else self.rng.choice(self.towns)
        raise RuntimeError(f"No address left for {service.provider.name}")

    def _free(self, service: Service, place: Place) -> bool:
        """Whether the line would be a new one by the layer's natural key; if so it is taken."""
        if any(other is place for other in service.places):
            return False
        if self.country == "cz":
            return True  # a Czech service has a key of its own
        house = () if place.secret else (place.name or "", place.street or "", place.number)
        key = (service.provider.ico, service.kind.code, *service.forms, place.home.code, *house)
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def _facility_name(self, service: Service) -> str | None:
        """What stands on the house; the name of a municipality does not."""
        draw = self.rng.random()
        if self.country == "sk" and draw < 0.35:
            return None
        own = service.provider.owner != "m" and draw < 0.7
        return service.provider.name.split(", ")[0] if own else service.kind.title

    def _address(self, home: Municipality) -> tuple[str | None, str]:
        number = str(self.rng.randint(1, 2400 if home.is_town else 420))
        if not home.is_town:
            return None, number
        orientation = str(self.rng.randint(1, 96)) if self.rng.random() < 0.6 else ""
        return self.rng.choice(self.streets), f"{number}/{orientation}" if orientation else number

    def _address_code(self) -> int:
        self.next_code += 7
        return self.next_code

    def _elsewhere(self, home: Municipality) -> Municipality:
        """A neighbour in the same district, a larger one more often."""
        near = self.by_district[home.district_code]
        return self.rng.choices(near, [place.weight**1.2 + 0.05 for place in near])[0]

    def _shared_houses(self) -> dict[str, Place]:
        """In the larger towns several providers live under one roof."""
        names = {"sk": "Dom služieb", "cz": "Dům služeb"}
        return {
            town.code: Place(names[self.country], *self._address(town), town, self._address_code())
            for town in self.towns[:12]
        }

    def _shared(self, service: Service) -> Place | None:
        house = self.shared_houses.get(service.provider.home.code)
        return house if house and self.rng.random() < 0.4 else None

    def _reach(self, service: Service) -> list[str]:
        """Where a field service comes to: municipalities, districts or the region, by code."""
        if not {"ter", "tel"} & set(service.forms):
            return []
        home = service.home
        if service.provider.owner == "m":
            return [home.code]
        if "tel" in service.forms or (self.rng.random() < 0.15 and home.area != "outside"):
            return [home.region_code]
        if self.rng.random() < 0.5:
            return [home.district_code]
        near = [place for place in self.by_district.get(home.district_code, []) if place.code != home.code]
        chosen = self.rng.sample(near, min(len(near), self.rng.randint(2, 9)))
        return [home.code, *sorted(place.code for place in chosen)]
