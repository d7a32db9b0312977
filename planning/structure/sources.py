"""Where money comes from: a code list with days of validity, because laws change it (`data/sources.toml`)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LIST = Path(__file__).parent / "data" / "sources.toml"


@dataclass(frozen=True, slots=True)
class MoneySource:
    """One source with its names; `since` and `until` are days, both included, None where it was never otherwise."""

    code: str
    sk: str
    cs: str
    en: str
    country: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def name(self) -> str:
        language = (get_language() or "en")[:2]
        return str(getattr(self, language, self.en))

    def counts_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@cache
def all_sources() -> dict[str, MoneySource]:
    rows = tomllib.loads(LIST.read_text("utf-8"))
    return {code: MoneySource(code, **facts) for code, facts in rows.items()}


def sources_on(day: date, country: str = "") -> list[MoneySource]:
    """What may be chosen on this day."""
    known = [source for source in all_sources().values() if source.counts_on(day)]
    return [source for source in known if not source.country or not country or source.country == country]


def source_name(code: str) -> str:
    known = all_sources().get(code)
    return known.name if known else code


def is_source(code: str) -> None:
    if code not in all_sources():
        raise ValidationError(_("This source of money is not in the list."))
