"""The statutory kinds of service and how lifelike regions share their services among them."""

from dataclasses import dataclass
from random import Random

from forge.places import read_rows


@dataclass(frozen=True)
class Kind:
    """One statutory kind with the habits of its providers."""

    code: str
    name: str
    title: str  # what the door says
    share: int
    focus: str
    owners: dict[str, int]
    forms: dict[str, int]
    low: int
    high: int
    register: str = ""
    unit: str = ""
    groups: tuple[str, ...] = ()

    @property
    def paragraph(self) -> str:
        """'24d' of SK448-24d."""
        return self.code.split("-")[1]


SECRET_ADDRESS = {"SK448-29": 0.8, "CZ108-57": 0.2, "CZ108-60": 0.15, "CZ108-60a": 0.4}


def load_kinds(country: str) -> list[Kind]:
    """Every kind of the country, in the order of the law."""
    return [_kind(row) for row in read_rows(f"kinds_{country}.csv")]


def _kind(row: dict[str, str]) -> Kind:
    return Kind(
        code=row["code"],
        name=row["name"],
        title=row.get("title") or capitalised(row["name"].split(" (")[0]),
        share=int(row["share"]),
        focus=row["focus"],
        owners={part[0]: int(part[1:]) for part in row["owners"].split()},
        forms={form: int(weight) for form, weight in (part.split(":") for part in row["forms"].split())},
        low=int(row["low"]),
        high=int(row["high"]),
        register=row.get("register", ""),
        unit=row.get("unit", ""),
        groups=tuple(row.get("groups", "").split()),
    )


def capitalised(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[0].upper() + text[1:]


def divide(kinds: list[Kind], total: int) -> dict[str, int]:
    """Share out the services; every kind gets at least one when there are enough to go round."""
    floor = 1 if total >= len(kinds) else 0
    whole = sum(kind.share for kind in kinds)
    exact = {kind.code: kind.share * total / whole for kind in kinds}
    counts = {code: max(floor, int(value)) for code, value in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (int(exact[code]) - exact[code], code))
    for code in by_remainder * 2:
        if sum(counts.values()) >= total:
            break
        counts[code] += 1
    return _trimmed(counts, total)


def _trimmed(counts: dict[str, int], total: int) -> dict[str, int]:
    while sum(counts.values()) > total:
        counts[max(counts, key=lambda code: (counts[code], code))] -= 1
    return counts


def pick(rng: Random, weights: dict[str, int]) -> str:
    """One key, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]
