"""Who provides: municipalities, their own organisations, the region's, churches, associations, companies."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from forge import identifiers
from forge.kinds import Kind, pick
from forge.names import Namer, slug
from forge.places import Municipality

OWNERS = {
    "m": "a municipality itself",
    "t": "an organisation founded by a municipality",
    "r": "an organisation founded by the region",
    "c": "a church charity",
    "o": "an association",
    "n": "a non-profit organisation or institute",
    "s": "a company",
    "h": "a hospital",
}
SHARES = {
    "sk": {"m": 31, "t": 10, "r": 9, "c": 10, "o": 18, "n": 13, "s": 9},
    "cz": {"m": 9, "t": 14, "r": 10, "c": 19, "o": 22, "n": 18, "s": 7, "h": 1},
}
SMALL_TOWNS = {"Kremnica", "Sliač", "Tisovec", "Jelšava", "Dudince", "Modrý Kameň"}
MAILBOXES = {
    "m": ["socialne", "podatelna"],
    "sk": ["info", "kontakt", "kancelaria"],
    "cz": ["info", "kontakt", "kancelar"],
}
HOLDER_OF_REAL_ROWS = {"sk": {"Baďan", "Lučenec"}, "cz": set()}  # they stand in the real sample under their true IČO


@dataclass
class Provider:
    """An organisation with its seat and contacts."""

    ico: str
    name: str
    owner: str  # a letter of OWNERS
    focus: str
    home: Municipality
    phone: str
    email: str
    web: str
    load: int = 0
    places: list["Place"] = field(default_factory=list)


@dataclass
class Place:
    """A house where a service is given."""

    name: str | None
    street: str | None
    number: str
    home: Municipality
    code: int
    secret: bool = False
    closed: date | None = None


Pair = tuple[Kind, Provider]
Desks = dict[tuple[str, str], list[Provider]]  # providers by owner and field of work


def found_providers(
    rng: Random, namer: Namer, first: int, total: int, kinds: list[Kind], towns: list[Municipality]
) -> list[Provider]:
    """All providers of the region: municipalities from the largest down, the rest where people live."""
    country = namer.country
    counts = _by_owner(country, total)
    providers = []
    for owner, count in counts.items():
        homes = _municipal_homes(country, towns, count) if owner == "m" else _drawn_homes(rng, towns, count)
        focuses = _focuses(kinds, owner, count)
        for home, focus in zip(homes, focuses, strict=True):
            providers.append(_found(rng, namer, first + len(providers), owner, focus, home))
    return providers


def _by_owner(country: str, total: int) -> dict[str, int]:
    shares = SHARES[country]
    counts = {owner: max(1, total * share // sum(shares.values())) for owner, share in shares.items()}
    counts["o"] += total - sum(counts.values())
    return counts


def _municipal_homes(country: str, towns: list[Municipality], count: int) -> list[Municipality]:
    free = [town for town in towns if town.name not in HOLDER_OF_REAL_ROWS[country]]
    return [free[index % len(free)] for index in range(count)]


def _drawn_homes(rng: Random, towns: list[Municipality], count: int) -> list[Municipality]:
    return rng.choices(towns, [town.weight**1.3 for town in towns], k=count)


def _focuses(kinds: list[Kind], owner: str, count: int) -> list[str]:
    """Fields of work, in the proportion in which this kind of owner works in them."""
    wanted: dict[str, float] = {}
    for kind in kinds:
        share = kind.share * kind.owners.get(owner, 0) / sum(kind.owners.values())
        wanted[kind.focus] = wanted.get(kind.focus, 0) + share
    whole = sum(wanted.values())
    edges, reached = [], 0.0
    for focus, share in wanted.items():
        reached += share
        edges.append((reached / whole, focus))
    last = edges[-1][1]
    return [next((focus for edge, focus in edges if (index + 0.5) / count <= edge), last) for index in range(count)]


def _found(rng: Random, namer: Namer, number: int, owner: str, focus: str, home: Municipality) -> Provider:
    country = namer.country
    name = _municipal_name(country, home) if owner == "m" else namer.organisation(owner, focus, home.name)
    domain = f"{slug(name.removeprefix('Mesto ').removeprefix('Město ').removeprefix('Obec '))}.example"
    mailbox = rng.choice(MAILBOXES[country if owner != "m" else "m"])
    return Provider(
        ico=identifiers.ico(country, number),
        name=name,
        owner=owner,
        focus=focus,
        home=home,
        phone=telephone(rng, country, home),
        email=f"{mailbox}@{domain}",
        web=rng.choice(["www.", "https://www.", "www.", "http://www."]) + domain,
    )


def _municipal_name(country: str, home: Municipality) -> str:
    if country == "sk":
        return f"Mesto {home.name}" if home.weight >= 5 or home.name in SMALL_TOWNS else f"Obec {home.name}"
    return f"Město {home.name}" if home.weight >= 3 else f"Obec {home.name}"


def telephone(rng: Random, country: str, home: Municipality) -> str:
    """A number of the area the place lies in."""
    if country == "sk":
        return identifiers.telephone_sk(rng, home.district_code)
    return identifiers.telephone_cz(rng, home.region_code)


def settle_loads(rng: Random, kinds: list[Kind], counts: dict[str, int], providers: list[Provider]) -> list[Pair]:
    """Say which provider gives which service, so that nobody is left without one."""
    desks: Desks = {}
    for provider in providers:
        desks.setdefault((provider.owner, provider.focus), []).append(provider)
        desks.setdefault((provider.owner, ""), []).append(provider)
    pairs = []
    taken: set[tuple[str, str]] = set()
    for kind in sorted(kinds, key=lambda kind: kind.code):
        for _ in range(counts[kind.code]):
            provider = _choose(rng, kind, desks, taken)
            taken.add((kind.code, provider.ico))
            provider.load += 1
            pairs.append((kind, provider))
    return _nobody_idle(pairs, providers)


def _choose(rng: Random, kind: Kind, desks: Desks, taken: set[tuple[str, str]]) -> Provider:
    owner = pick(rng, {owner: weight for owner, weight in kind.owners.items() if (owner, "") in desks})
    if owner == "m":
        return _municipality(rng, kind, desks[owner, ""], taken)
    candidates = desks.get((owner, kind.focus)) or desks[owner, ""]
    idle = [provider for provider in candidates[:400] if not provider.load]
    if idle and rng.random() < 0.75:
        return rng.choice(idle)
    return rng.choice(candidates[: max(1, len(candidates) // 3)] if rng.random() < 0.5 else candidates)


def _municipality(rng: Random, kind: Kind, municipalities: list[Provider], taken: set[tuple[str, str]]) -> Provider:
    """The next larger municipality that does not have the service yet: everyone has home care, few have a laundry."""
    for provider in municipalities:
        if (kind.code, provider.ico) not in taken and rng.random() < 0.8:
            return provider
    return rng.choice(municipalities)


def _nobody_idle(pairs: list[Pair], providers: list[Provider]) -> list[Pair]:
    """Busy providers hand a service over to a colleague of the same sort who has none."""
    for sort in (same_field, same_owner):
        idle: dict[tuple[str, ...], list[Provider]] = {}
        for provider in providers:
            if not provider.load:
                idle.setdefault(sort(provider), []).append(provider)
        pairs = [(kind, _relieved(provider, idle.get(sort(provider)))) for kind, provider in pairs]
    return pairs


def same_field(provider: Provider) -> tuple[str, ...]:
    """Colleagues with the same owner and field of work."""
    return provider.owner, provider.focus


def same_owner(provider: Provider) -> tuple[str, ...]:
    """Colleagues with the same owner."""
    return (provider.owner,)


def _relieved(provider: Provider, waiting: list[Provider] | None) -> Provider:
    """The colleague who takes the service over, or the provider itself."""
    if not waiting or provider.load <= 1:
        return provider
    provider.load -= 1
    colleague = waiting.pop()
    colleague.load = 1
    return colleague
