"""The hand-written words: what a service does for people, for whom, how to ask for it and what it costs."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).resolve().parent.parent / "texts"
FORMS_IN_FRONT = re.compile(r"([a-z]{3}(?:,[a-z]{3})*): ")
LANGUAGE = {"sk": "sk", "cz": "cs"}


@dataclass(frozen=True)
class Text:
    """One hand-written description; some speak of one form only, as 'ter: We come to your home…'."""

    words: str
    forms: frozenset[str]

    @classmethod
    def read(cls, line: str) -> "Text":
        """Take the forms off the front, when there are any."""
        found = FORMS_IN_FRONT.match(line)
        return cls(line[found.end() :], frozenset(found[1].split(","))) if found else cls(line, frozenset())


@dataclass(frozen=True)
class KindWords:
    """The words of one statutory kind."""

    texts: tuple[Text, ...]
    for_whom: tuple[str, ...]
    how_to_apply: tuple[str, ...]
    prices: tuple[str, ...]

    def texts_for(self, forms: tuple[str, ...]) -> list[str]:
        """The descriptions that are true of a service in these forms."""
        fitting = [text.words for text in self.texts if not text.forms or text.forms & set(forms)]
        return fitting or [text.words for text in self.texts]


@dataclass(frozen=True)
class Words:
    """All words of one language."""

    kinds: dict[str, KindWords]
    common: dict[str, Any]


def load_words(country: str) -> Words:
    """Read every text file of the country's language."""
    folder = TEXTS / LANGUAGE[country]
    common = _read(folder / "common.toml")
    kinds: dict[str, KindWords] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name != "common.toml":
            kinds.update({code: _kind(entry, common) for code, entry in _read(path).items()})
    return Words(kinds, common)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _kind(entry: dict[str, Any], common: dict[str, Any]) -> KindWords:
    return KindWords(
        texts=tuple(Text.read(line) for line in entry["texts"]),
        for_whom=tuple(entry["for_whom"]),
        how_to_apply=tuple(common["how_to_apply"][entry["how_to_apply"]]),
        prices=tuple(common["prices"][entry["price"]]),
    )
