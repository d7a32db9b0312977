"""The lists `sk.tsv` and `cs.tsv`: a phrase as people say it, the codes of the kinds it can mean, the likeliest first,
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
BY_PLACE = (1.0, 0.7, 0.5)  # how much a kind weighs by its place in the list


@dataclass(frozen=True)
class Entry:
    """A phrase of everyday speech and the kinds of service it can mean."""

    phrase: str
    kinds: tuple[str, ...]
    remark: str
    lemmas: tuple[str, ...]

    def weighed(self) -> Iterator[tuple[str, float]]:
        """Each kind with its weight by its place."""
        for place, code in enumerate(self.kinds):
            yield code, BY_PLACE[min(place, len(BY_PLACE) - 1)]


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
