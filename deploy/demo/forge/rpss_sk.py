"""The Slovak register's XML: provider → providedService, live and erased services of the whole country.

Certain are the namespace, the nesting and the elements identifier, dateOfRegistration, dateOfErasure and
currentCapacity; the other names are likely ones. Codes beyond A0021–A0026 and A0030 are invented.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from forge import bbsk
from forge.names import person
from forge.places import Municipality
from forge.providers import Provider
from forge.services import AS_OF, Region, Service

NAMESPACE = "http://data.gov.sk/set/data/mpsvr.sd.rpss.csru/v1"
INDENT = "    "  # brings the whole file to the published 10.5 MB
FIRST_IDENTIFIER = 9_000_001  # seven digits, above the real ones
FILE = "RSS20261101052147.xml"
PUBLISHED, PUBLISHED_LIVE, OF_REGION = 8839, 5554, 758
KNOWN = {"24b": "A0021", "24c": "A0022", "24d": "A0023", "25": "A0024", "26": "A0025", "27": "A0026", "28": "A0030"}
LETTERS = (("A", 24, 30), ("B", 31, 33), ("C", 34, 51), ("D", 52, 53), ("E", 54, 60), ("F", 0, 23))
FIXED_TERM = {"26", "27", "29", "32", "36", "37"}
FIXED, OPEN = "na určitý čas", "na neurčitý čas"
MOST_ENDED_BEFORE = 4000  # days


def code_of(paragraph: str) -> str:
    """The code of a kind: the register's where it is known, else one of our own that looks like it."""
    if paragraph in KNOWN:
        return KNOWN[paragraph]
    number = int("".join(letter for letter in paragraph if letter.isdigit()))
    letter = next(letter for letter, low, high in LETTERS if low <= number <= high)
    return f"{letter}{number + 100 + 40 * (ord(paragraph[-1]) - 96 if paragraph[-1].isalpha() else 0):04d}"


def write(path: Path, services: Iterable[Service], seed: int) -> int:
    """Stream the file out, a provider at a time; answers how many services it holds."""
    rng = Random(f"{seed}-rpss-sk")
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<socialServicesRegister xmlns="{NAMESPACE}">\n')
        for provider, given in by_provider(services):
            file.write(_provider(provider, given, rng))
            count += len(given)
        file.write("</socialServicesRegister>\n")
    return count


def by_provider(services: Iterable[Service]) -> Iterator[tuple[Provider, list[Service]]]:
    """Each provider once, with all its services; a slim value of each service is all that is held."""
    groups: dict[str, tuple[Provider, list[Service]]] = {}
    for service in services:
        groups.setdefault(service.provider.ico, (service.provider, []))[1].append(service)
    yield from groups.values()


def services_of(seed: int, *, total: int, live: int, region_live: int, layer_rows: int) -> Iterator[Service]:
    """Those of the region are the very ones of the regional layer, so that the two can be joined."""
    rng = Random(f"{seed}-rpss-sk-ended")
    inside = list(Region("sk", seed, layer_rows, region_live // 2).services())
    ended_inside = (total - live) * len(inside) // live
    yield from inside
    for number, service in enumerate(islice(cycle(inside), ended_inside)):
        yield _ended(replace(service, number=500_000 + number), rng)
    outside = total - len(inside) - ended_inside
    ended_outside = total - live - ended_inside
    region = Region("sk", seed, outside, max(9, outside // 2), outside=True)
    gone = set(rng.sample(range(outside), ended_outside))
    for service in region.services():
        yield _ended(service, rng) if service.number - region.first_number in gone else service


def _ended(service: Service, rng: Random) -> Service:
    until = AS_OF - timedelta(days=rng.randint(40, MOST_ENDED_BEFORE))
    return replace(service, until=until, since=min(service.since, until - timedelta(days=200)))


def _provider(provider: Provider, services: list[Service], rng: Random) -> str:
    home = provider.home
    first, _space, last = person(rng, "sk").rpartition(" ")
    own = [
        _element(2, "name", provider.name),
        _element(2, "ico", provider.ico),
        _element(2, "providerType", bbsk.OWNERS.get(provider.owner, bbsk.PRIVATE)),
        _group(2, "address", {"postCode": home.postcode, "municipality": home.name, "lau2": _lau2(home)}),
        _group(2, "statutoryBody", {"firstName": first, "lastName": last}),
    ]
    given = (_service(service, rng) for service in services)
    return f"{INDENT}<provider>\n" + "".join(own) + "".join(given) + f"{INDENT}</provider>\n"


def _service(service: Service, rng: Random) -> str:
    place = service.places[0] if service.places else None
    shown = place if place and not place.secret else None
    number, _slash, orientation = (shown.number if shown else "").partition("/")
    field = "ter" in service.forms
    lines = [
        _element(3, "identifier", str(FIRST_IDENTIFIER + service.number)),
        _element(3, "type", code_of(service.kind.paragraph)),
        _element(3, "form", bbsk.FORMS[service.forms[0]]),
        _element(3, "targetGroup", f"§{service.kind.paragraph} ods. 1 zákona č. 448/2008 Z. z."),
        _element(3, "providedFrom", service.since.isoformat()),
        _element(3, "dateOfRegistration", (service.since - timedelta(days=rng.randint(1, 60))).isoformat()),
        _element(3, "dateOfErasure", service.until.isoformat() if service.until else ""),
        _element(3, "erasureReason", "na žiadosť poskytovateľa" if service.until else ""),
        _element(3, "duration", FIXED if service.kind.paragraph in FIXED_TERM else OPEN),
        _element(3, "currentCapacity", str(service.capacity or "")),
        _element(3, "lau2Scope", _lau2(service.home) if field and not place else ""),
        _element(3, "phone", service.phone if rng.random() < 0.9 else ""),
        _element(3, "email", service.email if rng.random() < 0.85 else ""),
        _element(3, "web", service.provider.web if rng.random() < 0.8 else ""),
        _element(3, "registrar", REGISTRARS.get(service.home.region_code, "")),
    ]
    if place:
        address = {
            "street": (shown.street or "") if shown else "",
            "propertyRegistrationNumber": number,
            "buildingNumber": orientation,
            "postCode": place.home.postcode if shown else "",
            "municipality": place.home.name,
            "district": f"Okres {place.home.district}",
        }
        lines.append(_group(3, "address", address))
    return f"{INDENT * 2}<providedService>\n" + "".join(lines) + f"{INDENT * 2}</providedService>\n"


REGISTRARS = {
    "SK010": "Bratislavský samosprávny kraj", "SK021": "Trnavský samosprávny kraj",
    "SK022": "Trenčiansky samosprávny kraj", "SK023": "Nitriansky samosprávny kraj",
    "SK031": "Žilinský samosprávny kraj", "SK032": "Banskobystrický samosprávny kraj",
    "SK041": "Prešovský samosprávny kraj", "SK042": "Košický samosprávny kraj",
}  # fmt: skip


def _lau2(home: Municipality) -> str:
    return f"{home.district_code}{home.code}"


def _element(depth: int, name: str, text: str) -> str:
    return f"{INDENT * depth}<{name}>{escape(text)}</{name}>\n" if text else ""


def _group(depth: int, name: str, parts: dict[str, str]) -> str:
    inside = "".join(_element(depth + 1, each, text) for each, text in parts.items())
    return f"{INDENT * depth}<{name}>\n{inside}{INDENT * depth}</{name}>\n"
