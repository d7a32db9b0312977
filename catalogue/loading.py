"""Writes the code lists of `catalogue/data` into the database; what has not changed is not written."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import models, transaction

from catalogue.models import LifeSituation, ServiceKind, TargetGroup

DATA = Path(__file__).parent / "data"
SPOKEN = ("sk", "cs", "en")


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Load kinds, target groups and life situations of both countries; answers how many rows were written of each."""
    return {
        "target_groups": _write(TargetGroup, _target_groups()),
        "kinds": _write(ServiceKind, _kinds()),
        "life_situations": _write_situations(),
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _kinds() -> Iterable[dict[str, Any]]:
    usual = {row["kind"]: row["target_groups"].split() for row in _rows("target_groups_by_law_sk.csv")}
    for position, row in enumerate(_rows("service_kinds.csv")):
        yield {
            **row,
            "forms": row["forms"].split(),
            "may_hide_address": row["may_hide_address"] == "yes",
            "is_free": row["is_free"] == "yes",
            "valid_from": _day(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
            "usual_groups": usual.get(row["code"], []),
            "position": position,
        }


def _target_groups() -> Iterable[dict[str, Any]]:
    for position, row in enumerate(_rows("target_groups.csv")):
        yield {**row, "position": position}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _write(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> int:
    known = model._default_manager.in_bulk()
    new, changed = [], []
    for row in rows:
        here = known.get(row["code"])
        if here is None:
            new.append(model(**row))
        elif any(getattr(here, name) != value for name, value in row.items()):
            changed.append(model(**row))
    model._default_manager.bulk_create(new)
    for each in changed:
        each.save(force_update=True)
    return len(new) + len(changed)


def _write_situations() -> int:
    entries = [each for country in ("sk", "cz") for each in _situations(country)]
    LifeSituation.objects.exclude(code__in=[entry["code"] for entry in entries]).delete()
    written = _write(
        LifeSituation,
        (
            {
                "code": entry["code"],
                "country": entry["code"][:2],
                **{f"name_{spoken}": entry[spoken] for spoken in SPOKEN},
                **{f"intro_{spoken}": entry[f"intro_{spoken}"] for spoken in SPOKEN},
                "steps": entry["steps"],
                "position": position,
            }
            for position, entry in enumerate(entries)
        ),
    )
    return written + _write_kinds_of_situations(entries)


def _situations(country: str) -> Iterable[dict[str, Any]]:
    """Each situation with its steps, and each step with its source written out."""
    read = tomllib.loads((DATA / f"life_situations_{country}.toml").read_text(encoding="utf-8"))
    sources = {source["key"]: source for source in read["source"]}
    for entry in read["situation"]:
        yield {**entry, "steps": [_step(step, sources[step["source"]]) for step in entry.get("step", ())]}


def _step(step: Mapping[str, str], source: Mapping[str, str]) -> dict[str, Any]:
    """The key is made of the words: a step that is worded anew is another step."""
    return {
        "key": sha256(step["sk"].encode()).hexdigest()[:12],
        "words": {spoken: step[spoken] for spoken in SPOKEN},
        "source": source["name"],
        "address": source["address"],
        "said_on": source["date"],
    }


def _write_kinds_of_situations(entries: Iterable[Mapping[str, Any]]) -> int:
    """The rows of a situation stand in the order of its kinds; where they do not, they are written anew."""
    link = LifeSituation.kinds.through
    known: dict[str, list[str]] = {}
    for situation, kind in link._default_manager.order_by("pk").values_list("lifesituation_id", "servicekind_id"):
        known.setdefault(situation, []).append(kind)
    changed = {entry["code"]: entry["kinds"] for entry in entries if known.get(entry["code"]) != entry["kinds"]}
    link._default_manager.filter(lifesituation_id__in=changed).delete()
    link._default_manager.bulk_create(
        link(lifesituation_id=code, servicekind_id=kind) for code, kinds in changed.items() for kind in kinds
    )
    return sum(len(kinds) for kinds in changed.values())
