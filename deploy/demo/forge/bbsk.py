"""The layer of the Banská Bystrica region: cut headers, mixed columns, doubled rows, no id."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from forge.names import slug
from forge.places import DATA
from forge.services import Service
from forge.xlsx import write_xlsx

COLUMNS = [
    "Druh_poskytovanej_sociálnej_slu",
    "Forma_poskytovanej_sociálnej_sl",
    "Cieľova_skupina_fyzických_osôb_",
    "Kapacita",
    "Ulica_sociálnej_služby",
    "Obec_sociálnej_služby",
    "PSČ_sociálnej_služby",
    "Okres_sociálnej_služby",
    "Webová_adresa",
    "Typ_poskytovateľa",
    "Obchodné_meno",
    "IČO",
    "Email_sociálnej_služby",
    "Telefón_sociálnej_služby",
]
FORMS = {
    "amb": "ambulantná",
    "ter": "terénna",
    "rok": "pobytová - ročná",
    "tyz": "pobytová - týždenná",
    "tel": "iná forma (telefonicky, pomocou telekomunikačných technológií)",
}
OWNERS = {
    "m": "obec/mesto",
    "t": "právnická osoba zriadená alebo založená obcou/mestom",
    "r": "právnická osoba zriadená alebo založená samosprávnym krajom",
}
PRIVATE = "neverejný poskytovateľ"
Row = dict[str, str | int | None]


def real_rows() -> list[Row]:
    """The rows of the real layer at hand, with the two personal columns left empty."""
    text = (DATA / "bbsk_real_rows.json").read_text(encoding="utf-8")
    return [{name: feature["properties"].get(name) for name in COLUMNS} for feature in json.loads(text)["features"]]


def row(service: Service, rng: Random) -> Row:
    """One line of the layer."""
    place = service.places[0] if service.places else None
    shown = place if place and not place.secret else None
    webs = [service.provider.web] if rng.random() < 0.85 else []
    if webs and rng.random() < 0.06:
        webs.append(f"www.{slug(service.home.name)}.example")
    values: list[str | int | None] = [
        service.kind.name,
        FORMS[service.forms[0]],
        f"§{service.kind.paragraph} ods. 1 zákona č. 448/2008 Z. z.",
        _capacity(service, rng),
        street(service),
        place.home.name if place else None,
        shown.home.postcode if shown else None,
        f"Okres {place.home.district}" if place else None,
        "; ".join(webs) or None,
        OWNERS.get(service.provider.owner, PRIVATE),
        service.provider.name,
        service.provider.ico,
        service.email if rng.random() < 0.9 else None,
        service.phone if rng.random() < 0.95 else None,
    ]
    return dict(zip(COLUMNS, values, strict=True))


def street(service: Service) -> str | None:
    """Name of the house and street in one column, as the layer has them; nothing for a secret address."""
    place = service.places[0] if service.places else None
    if place is None or place.secret:
        return None
    address = f"{place.street or place.home.name} {place.number}"
    return f"{place.name}, {address}" if place.name else address


def _capacity(service: Service, rng: Random) -> int | None:
    if service.capacity:
        return service.capacity
    return 0 if "tel" in service.forms or rng.random() < 0.3 else None


def rows(services: Iterator[Service], seed: int) -> Iterator[Row]:
    """The real rows, then ours; here and there a line stands two or three times."""
    rng = Random(f"{seed}-layer")
    yield from real_rows()
    for service in services:
        line = row(service, rng)
        for _ in range(rng.choices([1, 2, 3], [95, 4, 1])[0]):
            yield line


def write_geojson(path: Path, lines: list[Row]) -> None:
    """The layer as its server answers it: features without geometry."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for index, line in enumerate(lines):
            feature = {"type": "Feature", "geometry": None, "properties": line}
            file.write(("," if index else "") + "\n" + json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
        file.write("\n]}\n")


def write_csv(path: Path, lines: list[Row]) -> None:
    """The same as the portal's CSV: byte order mark, commas."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)


def write_sheet(path: Path, lines: list[Row]) -> None:
    """The same as a workbook."""
    write_xlsx(path, "socialne_sluzby", COLUMNS, (line.values() for line in lines))
