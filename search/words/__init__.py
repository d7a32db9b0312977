"""Everyday words and what service they mean: „pečovka“, „domov dôchodcov“, „nemám kde bývať“.

The lists `sk.tsv` and `cs.tsv` hold a phrase as people say it, the codes of the kinds it can mean, the likeliest first,
and a remark. A phrase is found in a query in any form and order of its words, longer phrases before shorter ones.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.lexicon import content_lemmas, lemmas

FOLDER = Path(__file__).parent
LANGUAGES = ("sk", "cs")
# How much a kind weighs by its place in the list, and a phrase by its number of words: the longer, the surer.
BY_PLACE = (1.0, 0.7, 0.5)
BY_LENGTH = (0.8, 0.9, 1.0)


@dataclass(frozen=True)
class Entry:
    """A phrase of everyday speech and the kinds of service it can mean."""

    phrase: str
    kinds: tuple[str, ...]
    remark: str
    lemmas: tuple[str, ...]


def phrase_lemmas(phrase: str, language: str | None) -> tuple[str, ...]:
    """What a query must hold: the words that matter, or all of them where only one would be left of several."""
    content = content_lemmas(phrase, language)
    return tuple(content if len(content) > 1 else lemmas(phrase, language))


def read(language: str, spoken: str | None) -> Iterator[Entry]:
    """The entries of one list, with lemmas as the deployment makes them."""
    for line in (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, kinds, remark = (*line.split("\t"), "")[:3]
            yield Entry(phrase, tuple(kinds.split()), remark, phrase_lemmas(phrase, spoken))


@cache
def load(language: str | None) -> tuple[Entry, ...]:
    """All entries of a language, or of both where the deployment holds both."""
    return tuple(entry for name in LANGUAGES if language in (name, None) for entry in read(name, language))


@cache
def _by_rarest_lemma(language: str | None) -> dict[str, tuple[Entry, ...]]:
    """Entries under the one lemma of theirs that fewest others have, so that a query looks at few."""
    entries = load(language)
    common = Counter(lemma for entry in entries for lemma in set(entry.lemmas))
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        rarest = min(entry.lemmas, key=lambda lemma: (common[lemma], lemma))
        found.setdefault(rarest, []).append(entry)
    return {lemma: tuple(those) for lemma, those in found.items()}


def matches(query: str, language: str | None) -> list[Entry]:
    """The phrases a query holds, the longest first; a word of the query serves one phrase only."""
    left = Counter(lemmas(query, language))
    index = _by_rarest_lemma(language)
    candidates = [entry for lemma in dict.fromkeys(left) for entry in index.get(lemma, ())]
    found: list[Entry] = []
    for entry in sorted(candidates, key=lambda entry: (-len(entry.lemmas), -len(entry.phrase))):
        needed = Counter(entry.lemmas)
        if needed <= left:
            left -= needed
            found.append(entry)
    return found


def kinds_for(query: str, language: str | None) -> list[tuple[str, float, str]]:
    """Code of the kind, weight from 0 to 1, and the phrase that spoke for it; the weightiest first, each kind once."""
    best: dict[str, tuple[str, float, str]] = {}
    for entry in matches(query, language):
        for place, code in enumerate(entry.kinds):
            weight = BY_PLACE[min(place, len(BY_PLACE) - 1)] * BY_LENGTH[min(len(entry.lemmas), len(BY_LENGTH)) - 1]
            if code not in best or weight > best[code][1]:
                best[code] = (code, round(weight, 3), entry.phrase)
    return sorted(best.values(), key=lambda found: -found[1])
