"""Writes the code lists of `catalogue/data` into the database; what has not changed is not written."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from catalogue.models import LifeSituation, ServiceKind, TargetGroup

DATA = Path(__file__).parent / "data"


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
    entries = tomllib.loads((DATA / "life_situations.toml").read_text(encoding="utf-8"))["situation"]
    written = _write(
        LifeSituation,
        (
            {
                "code": entry["code"],
                "country": entry["country"],
                "name_sk": entry["sk"],
                "name_cs": entry["cs"],
                "name_en": entry["en"],
                "position": position,
            }
            for position, entry in enumerate(entries)
        ),
    )
    return written + _write_kinds_of_situations(entries)


def _write_kinds_of_situations(entries: Iterable[Mapping[str, Any]]) -> int:
    link = LifeSituation.kinds.through
    wanted = {(entry["code"], kind) for entry in entries for kind in entry["kinds"]}
    known = {(row.lifesituation_id, row.servicekind_id): row.pk for row in link._default_manager.all()}
    new = sorted(wanted - known.keys())
    link._default_manager.bulk_create(link(lifesituation_id=situation, servicekind_id=kind) for situation, kind in new)
    gone = [pk for pair, pk in known.items() if pair not in wanted]
    link._default_manager.filter(pk__in=gone).delete()
    return len(new) + len(gone)
