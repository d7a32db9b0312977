"""Asked fields as people read them: label, old and new value in words, in the language that is spoken now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue import wording
from catalogue.models import AskedField
from tenants.models import Municipality

# Fields of related activities, which the registers do not know.
LABELS = {"municipality": _("Municipality"), "street": _("Street and number")}


@dataclass(frozen=True)
class ShownField:
    """One asked field in words."""

    row: AskedField
    label: str
    old: str
    new: str

    @property
    def name(self) -> str:
        return self.row.field

    @property
    def is_decided(self) -> bool:
        return bool(self.row.decision)


class FieldWords:
    """Words for many values, each list of names asked for once."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        known = [(field, value) for field, value in pairs if value is not None]
        self.words = wording.Words(known)
        codes = {str(value) for field, value in known if field == "municipality"}
        self.towns = {town.code: town.full_name for town in Municipality.objects.filter(code__in=codes)}

    def show(self, field: str, value: Any) -> str:
        if field == "municipality":
            return self.towns.get(str(value or ""), "")
        if field == "provider" and value:
            return "\n".join(
                part for part in (self.words.show(field, value), str(value.get("legal_form") or "")) if part
            )
        return self.words.show(field, value)


def label(field: str) -> str:
    return str(LABELS[field]) if field in LABELS else wording.label(field)


def shown_fields(rows: Iterable[AskedField]) -> list[ShownField]:
    """These fields in words, in the order in which facts are shown."""
    held = sorted(rows, key=lambda row: (wording.position(row.field), row.field))
    words = FieldWords([(row.field, value) for row in held for value in (row.old, row.new)])
    return [
        ShownField(row, label(row.field), words.show(row.field, row.old), words.show(row.field, row.new))
        for row in held
    ]
