"""Municipalities of the regions in play, their streets, and how one says 'in Brezno' there."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Municipality:
    """A municipality as addresses and texts need it."""

    code: str
    name: str
    district_code: str
    district: str
    district_ruian: str
    region_code: str
    region_ruian: str
    postcode: str
    weight: float  # how many services gather here; for Slovakia the population in thousands
    area: str  # region, a guest's name, or outside

    @property
    def is_town(self) -> bool:
        """Large enough for streets with names."""
        return self.weight >= 2.4


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one of our own CSV files."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_lines(name: str) -> list[str]:
    """The lines of one of our own lists."""
    return (DATA / name).read_text(encoding="utf-8").split("\n")[:-1]


def load_municipalities(country: str) -> list[Municipality]:
    """All municipalities of a country's demonstration, the weightiest first."""
    rows = [_municipality(row) for row in read_rows(f"municipalities_{country}.csv")]
    if country == "sk":  # the Czech list has its towns elsewhere in it
        rows += [replace(_municipality(row), area="outside") for row in read_rows("towns_elsewhere_sk.csv")]
    return sorted(rows, key=lambda place: (-place.weight, place.code))


def _municipality(row: dict[str, str]) -> Municipality:
    return Municipality(
        code=row["code"],
        name=row["name"],
        district_code=row["district_code"],
        district=row["district"],
        district_ruian=row.get("district_ruian", ""),
        region_code=row["region_code"],
        region_ruian=row.get("region_ruian", ""),
        postcode=row["postcode"],
        weight=float(row["weight"]) if "weight" in row else int(row["population"]) / 1000,
        area=row.get("area", "region"),
    )


def load_locatives(country: str) -> dict[str, str]:
    """Name → 'v Brezne', for the towns whose case we know by heart."""
    return {row["name"]: row["locative"] for row in read_rows(f"locatives_{country}.csv")}


def locative(place: Municipality, country: str, known: dict[str, str]) -> str:
    """'v Brezne', or for names we cannot inflect safely 'v obci Čerín'."""
    if place.name in known:
        return known[place.name]
    if country == "sk":
        return f"v meste {place.name}" if place.weight >= 5 else f"v obci {place.name}"
    return f"ve městě {place.name}" if place.weight >= 3 else f"v obci {place.name}"
