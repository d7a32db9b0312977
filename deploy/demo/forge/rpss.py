"""The Czech register's file: root `polozky`, every key of the published shape, history and all its oddities."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from forge import identifiers
from forge.places import DATA
from forge.providers import Place
from forge.services import AS_OF, Region, Service

ATTACHMENTS = 80  # documents per service over the years; they bring the whole file to the published 99 MB
Item = dict[str, Any]
OVERNIGHT = "63"  # beds, though the law calls it ambulatory
UNKNOWN_TO_THE_LIST = "30"  # people living with dementia: in the live register before it is in the code list


def portal_id(service: Service) -> int:
    """The key of the service in the register."""
    return identifiers.FIRST_PORTAL_ID + service.number


def real_items() -> list[Item]:
    """The real services at hand."""
    text = (DATA / "rpss_real_services.json").read_text(encoding="utf-8")
    items: list[Item] = json.loads(text)["polozky"]
    return items


def item(service: Service, rng: Random, attachments: int = 0) -> Item:
    """One service as the register publishes it."""
    key = portal_id(service)
    return {
        "portalId": key,
        "id": f"SocialniSluzba/{key}",
        "identifikator": None,
        "datumPoskytovaniOd": service.since.isoformat(),
        "datumPoskytovaniDo": service.until.isoformat() if service.until else None,
        "kontaktniAdresy": [],
        "druhSocialniSluzby": {"id": service.kind.register},
        "zarizeni": [_facility(service, place, rng) for place in service.places],
        "poskytovatel": {
            "nazev": service.provider.name + ("  " if rng.random() < 0.02 else ""),
            "ico": service.provider.ico,
            "weby": [],
            "emaily": [],
            "telefony": [],
            "statutarniOrgany": [],
        },
        "emaily": [{"email": service.email, "poznamka": None}] if rng.random() < 0.92 else [],
        "telefony": [{"telefon": number, "poznamka": None} for number in _telephones(service, rng)],
        "faxy": [],
        "weby": [{"web": service.provider.web, "poznamka": None}] if rng.random() < 0.88 else [],
        "ciloveSkupiny": _groups(service, rng, attachments),
        "vekoveSkupiny": [{"vekovaSkupina": {"id": f"VekovaSkupinaOsoby/{code}"}} for code in _ages(service)],
        "doplnujiciInformaceVekoveSkupiny": None,
        "formy": [_form(service, form) for form in service.forms],
        "rozsirenePusobnostiVKraji": _wider_reach(service),
        "doplnkoveUdaje": _attachments(key, attachments),
    }


def _telephones(service: Service, rng: Random) -> list[str]:
    numbers = [service.phone] if rng.random() < 0.97 else []
    if service.provider.phone not in numbers and rng.random() < 0.3:
        numbers.append(service.provider.phone)
    return numbers


def _wider_reach(service: Service) -> list[Item]:
    """The register knows the reach of a field service by region only, and of few of them."""
    return [{"kraj": {"id": f"Kraj/{service.home.region_ruian}"}}] if service.everywhere else []


def _groups(service: Service, rng: Random, attachments: int) -> list[Item]:
    groups = list(service.kind.groups)
    chosen = groups[: rng.randint(1, len(groups))]
    if attachments and service.kind.paragraph in ("44", "46", "50") and rng.random() < 0.2:
        chosen.append(UNKNOWN_TO_THE_LIST)
    return [{"cilovaSkupina": {"id": f"CilovaSkupinaOsoby/{code}"}} for code in chosen]


def _ages(service: Service) -> list[str]:
    by_kind = {"49": ["7", "8"], "62": ["3", "4", "5"], "54": ["10", "1"], "58": ["5"], "65": ["9"]}
    return by_kind.get(service.kind.paragraph, [])


def _form(service: Service, form: str) -> Item:
    unit = "luzka" if form == "pob" else service.kind.unit
    if unit == "luzka" and form != "pob" and service.kind.paragraph != OVERNIGHT:
        unit = "klient"
    return {
        "forma": {"id": f"FormaSocSluzby/{form}"},
        "nepretrzitePoskytovani": None,
        "casoveRozsahy": [],
        "kapacity": [
            {"pocet": max(1, service.capacity), "popis": None, "typ": {"id": f"TypKapacitySocialniSluzby/{unit}"}}
        ],
    }


def _facility(service: Service, place: Place, rng: Random) -> Item:
    name = place.name or service.kind.title
    return {
        "nazev": name + (" " if rng.random() < 0.03 else ""),
        "poskytujeOd": service.since.isoformat(),
        "poskytujeDo": place.closed.isoformat() if place.closed else None,
        "adresa": _secret_address(place, rng) if place.secret else _address(place, rng),
    }


def _address(place: Place, rng: Random) -> Item:
    number, _, orientation = place.number.partition("/")
    return {
        "ulice": {"nazev": place.street} if place.street else None,
        "cisloDomovni": int(number),
        "cisloOrientacni": orientation or None,
        "dodatekAdresy": None,
        "kodAdresnihoMista": None if rng.random() < 0.036 else place.code,
        "psc": place.home.postcode,
        "obec": {"id": f"Obec/{place.home.code}"},
        "castObce": None,
        "okres": _district(place, rng),
        "kraj": None,
        "mestskyObvodMestskaCast": None,
        "mestskyObvodVPraze": None,
    }


def _district(place: Place, rng: Random) -> Item | None:
    """Rarely filled; Prague has none."""
    known = place.home.name != "Praha" and rng.random() < 0.2
    return {"id": f"Okres/{place.home.district_ruian}"} if known else None


def _secret_address(place: Place, rng: Random) -> Item | None:
    """A house whose address is kept secret shows the municipality at most."""
    if place.home.area == "outside" and rng.random() < 0.3:
        return None  # nobody can tell where it belongs
    hidden = dict.fromkeys(_address(place, rng))
    return hidden | {"obec": {"id": f"Obec/{place.home.code}"}}


def _attachments(key: int, count: int) -> Item:
    """Documents hung on a service; only their addresses are in the file, and they make it as large as it is."""
    lists: Item = {"realizacePoskytovani": [], "planyFinancnihoZajisteni": [], "personalniZajisteni": []}
    for index in range(count):
        name = ("realizacePoskytovani", "planyFinancnihoZajisteni", "personalniZajisteni")[index % 3]
        lists[name].append(
            {
                "platnostOd": date(2007 + index // 3, 1, 1).isoformat(),
                "priloha": {
                    "nazev": f"{name}-{2007 + index // 3}.pdf",
                    "url": f"https://registr.example/prilohy/{key}/{name}-{2007 + index // 3}.pdf",
                },
            }
        )
    return lists


def choose_ended(region: Region, count: int, whole_country: bool) -> set[int]:
    """Which services have ended; in a region's own file no kind and no provider is lost by it."""
    rng = Random(f"{region.seed}-ended")
    left = Counter(kind.code for kind, _ in region.pairs)
    held = Counter(provider.ico for _, provider in region.pairs)
    gone: set[int] = set()
    for number in rng.sample(range(len(region.pairs)), len(region.pairs)):
        kind, provider = region.pairs[number]
        if len(gone) == count:
            break
        if number in region.promised:
            continue
        if whole_country or (left[kind.code] > 2 and held[provider.ico] > 1):
            gone.add(number)
            left[kind.code] -= 1
            held[provider.ico] -= 1
    return gone


def end(service: Service, rng: Random) -> Service:
    """A service of the past; half of its facilities forgot to close, as in the real file."""
    service.until = AS_OF - timedelta(days=rng.randint(40, 4000))
    service.since = min(service.since, service.until - timedelta(days=200))
    return service


def write(path: Path, items: Iterable[Item]) -> int:
    """Stream the file out, a service a line; answers how many services it holds."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{\n "polozky": [')
        for entry in items:
            file.write(("," if count else "") + "\n" + json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
            count += 1
        file.write("\n ]\n}\n")
    return count


def closing(services: Iterator[Service], rng: Random) -> Iterator[Service]:
    """Let a few places of live services be closed already."""
    for service in services:
        if len(service.places) > 1 and service.until is None and rng.random() < 0.3:
            day = AS_OF - timedelta(days=rng.randint(30, 2500))
            service.places[-1] = replace(service.places[-1], closed=max(day, service.since))
        yield service
