"""What a saved mapping says, as a value: checked by a schema when it is made and when it is read again."""

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

import jsonschema
from django.utils.translation import gettext_lazy as _

from imports import cleaning
from kernel.errors import DomainError
from kernel.text import fold

LEAVE_OUT = "-"  # the value says nothing that the catalogue knows
SKIP_ROW = "!"  # a row with this value is no business of the catalogue
SINGLE_BYTE = ("cp1250", "iso-8859-2")
DELIMITERS = (";", ",", "\t")


class Rows(StrEnum):
    """What the rows of a spreadsheet are."""

    SERVICES = "SERVICES"
    DESCRIPTIONS = "DESCRIPTIONS"
    ACTIVITIES = "ACTIVITIES"


ROWS_IN_WORDS: dict[str, Any] = {
    Rows.SERVICES: _("Services: each row is one service; new ones are added to the catalogue"),
    Rows.DESCRIPTIONS: _("Descriptions, contacts and hours of services that the catalogue knows"),
    Rows.ACTIVITIES: _("Related activities: help that is no registered social service"),
}
ROWS_IN_SHORT: dict[str, Any] = {
    Rows.SERVICES: _("services"),
    Rows.DESCRIPTIONS: _("descriptions of services"),
    Rows.ACTIVITIES: _("related activities"),
}

TEXT = {"type": "string", "maxLength": 400}
HEADS = {"type": "array", "items": TEXT | {"minLength": 1}, "maxItems": 300, "uniqueItems": True}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["rows", "layout", "columns", "key", "constants", "values", "ignored", "is_whole"],
    "properties": {
        "rows": {"enum": [each.value for each in Rows]},
        "is_whole": {"type": "boolean"},
        "layout": {
            "type": "object",
            "additionalProperties": False,
            "required": ["sheet", "head", "head_rows", "encoding", "delimiter"],
            "properties": {
                "sheet": TEXT,
                "head": {"type": "integer", "minimum": 1, "maximum": 100},
                "head_rows": {"type": "integer", "minimum": 1, "maximum": 3},
                "encoding": {"enum": ["", *SINGLE_BYTE]},
                "delimiter": {"enum": ["", *DELIMITERS]},
            },
        },
        "columns": {
            "type": "array",
            "maxItems": 300,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["head", "field"],
                "properties": {
                    "head": TEXT | {"minLength": 1},
                    "field": {"type": "string", "pattern": "^[a-z_]{1,40}$"},
                },
            },
        },
        "ignored": HEADS,
        "key": HEADS,
        "constants": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 40}},
        "values": {
            "type": "object",
            "additionalProperties": {
                "type": "array",
                "maxItems": 5000,
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["written", "code"],
                    "properties": {"written": TEXT, "code": {"type": "string", "minLength": 1, "maxLength": 40}},
                },
            },
        },
    },
}
JUDGE = jsonschema.Draft202012Validator(SCHEMA)


class BadSpec(DomainError):
    """What should be a mapping is none."""

    default_code = "bad_mapping"


@dataclass(frozen=True)
class Layout:
    """Where the table is in the file and how its letters are written; empty means: recognised anew in each file."""

    sheet: str = ""
    head: int = 1
    head_rows: int = 1
    encoding: str = ""  # decides between the two single-byte ones only; UTF-8 is certain
    delimiter: str = ""


@dataclass(frozen=True)
class Spec:
    """One mapping: rows, layout, head → field, columns that name a row, values for all rows, word → code by field."""

    rows: Rows
    layout: Layout = Layout()
    columns: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)  # field → word as written → code
    is_whole: bool = False

    @classmethod
    def from_json(cls, said: Any) -> "Spec":
        """The mapping in this JSON; raises BadSpec when it is none."""
        wrong = next(JUDGE.iter_errors(said), None)
        if wrong is not None:
            where = "/".join(str(each) for each in wrong.absolute_path)
            raise BadSpec(
                _("This is not a mapping of a spreadsheet."), facts={"where": where, "why": wrong.message[:200]}
            )
        return cls(
            rows=Rows(said["rows"]),
            layout=Layout(**said["layout"]),
            columns=tuple((each["head"], each["field"]) for each in said["columns"]),
            ignored=tuple(said["ignored"]),
            key=tuple(said["key"]),
            constants=dict(said["constants"]),
            values={name: {each["written"]: each["code"] for each in words} for name, words in said["values"].items()},
            is_whole=said["is_whole"],
        )

    def as_json(self) -> dict[str, Any]:
        """As it is kept; what is kept can always be read again."""
        said = {
            "rows": self.rows.value,
            "layout": asdict(self.layout),
            "columns": [{"head": head, "field": name} for head, name in self.columns],
            "ignored": list(self.ignored),
            "key": list(self.key),
            "constants": dict(self.constants),
            "values": {
                name: [{"written": written, "code": code} for written, code in words.items()]
                for name, words in self.values.items()
            },
            "is_whole": self.is_whole,
        }
        JUDGE.validate(said)
        return said

    def with_(self, **changed: Any) -> "Spec":
        return replace(self, **changed)

    def heads_of(self, name: str) -> list[str]:
        """The heads of the columns that fill this field."""
        return [head for head, filled in self.columns if filled == name]

    @property
    def fields(self) -> set[str]:
        return {name for _head, name in self.columns} | set(self.constants)


def word(value: Any) -> str:
    """A value as it is looked up: accents, case and spaces play no part."""
    return " ".join(fold(cleaning.text(value)).split())
