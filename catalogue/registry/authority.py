"""Whose word counts for which field: read from `catalogue/data/field_rules.csv`, which a person can read too."""

import csv
import json
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

RULES = Path(__file__).parents[1] / "data" / "field_rules.csv"


class Owner(Enum):
    """Whose word counts when a service is known already."""

    REGISTER = "REGISTER"
    PROVIDER = "PROVIDER"


@dataclass(frozen=True)
class Rule:
    """The voices of one field from the strongest down; `latest_wins` names the date by which the newest word counts."""

    field: str
    owner: Owner
    voices: tuple[str, ...]
    latest_wins: str

    def order(self, voice: str, value: Any, number: int) -> tuple[Any, ...]:
        """Sorts the words on this field: the greatest is the one that counts."""
        newest = str((value or {}).get(self.latest_wins) or "") if self.latest_wins else ""
        return (newest, -self.voices.index(voice), number)


@cache
def rules() -> dict[str, Rule]:
    with RULES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["field"]: Rule(row["field"], Owner(row["owner"]), tuple(row["voices"].split()), row["latest_wins"])
        for row in rows
    }


@cache
def rules_as_json() -> str:
    """For SQL: `jsonb_to_recordset(…) as rule(field text, voices text[], latest_wins text)`."""
    return json.dumps(
        [
            {"field": each.field, "voices": list(each.voices), "latest_wins": each.latest_wins}
            for each in rules().values()
        ]
    )


RULES_IN_SQL = "jsonb_to_recordset(%(rules)s::jsonb) as rule(field text, voices text[], latest_wins text)"
