"""The lists `sk.tsv` and `cs.tsv`: a phrase as people say it, the codes of the kinds it can mean, the likeliest first,
and a remark. A phrase is found in a query in any form and order of its words, longer phrases before shorter ones.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from search.lexicon import content_lemmas, fold, lemmas, words

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
    is_own: bool = False

    def weighed(self) -> Iterator[tuple[str, float]]:
        """Each kind with its weight by its place."""
        for place, code in enumerate(self.kinds):
            yield code, BY_PLACE[min(place, len(BY_PLACE) - 1)]


def phrase_lemmas(phrase: str, language: str | None) -> tuple[str, ...]:
    """What a query must hold: the words that matter, or all of them where only one would be left of several."""
    content = content_lemmas(phrase, language)
    return tuple(content if len(content) > 1 else lemmas(phrase, language))


def read(language: str, spoken: str | None, pattern: str = "{language}.tsv") -> Iterator[Entry]:
    """The entries of one list, with lemmas as the deployment makes them."""
    for line in (FOLDER / pattern.format(language=language)).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, kinds, remark = (*line.split("\t"), "")[:3]
            yield Entry(phrase, tuple(kinds.split()), remark, phrase_lemmas(phrase, spoken))


@dataclass(frozen=True)
class OwnWords:
    """What a region said of phrases itself: it counts instead of the list's word. One version is one content."""

    version: str = ""
    said: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), compare=False)

    def entries(self, language: str | None) -> tuple[Entry, ...]:
        return _entries_of(self, language)


@lru_cache(maxsize=8)
def _entries_of(own: OwnWords, language: str | None) -> tuple[Entry, ...]:
    return tuple(Entry(phrase, kinds, "", phrase_lemmas(phrase, language), is_own=True) for phrase, kinds in own.said)


NONE = OwnWords()


@lru_cache(maxsize=8)
def load(language: str | None, own: OwnWords = NONE) -> tuple[Entry, ...]:
    """All entries of a language, or of both where the deployment holds both, and of the region's own."""
    ours = own.entries(language)
    said = {phrase_key(entry.lemmas) for entry in ours}
    kept = (entry for entry in _listed(language) if phrase_key(entry.lemmas) not in said)
    return (*kept, *(entry for entry in ours if entry.kinds))


@lru_cache(maxsize=4)
def _listed(language: str | None) -> tuple[Entry, ...]:
    return tuple(entry for name in LANGUAGES if language in (name, None) for entry in read(name, language))


def _words_of(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def _idle(language: str | None) -> frozenset[str]:
    names = [language] if language else LANGUAGES
    return frozenset(
        each for name in names for word in _words_of(f"idle_{name}.txt") for each in lemmas(word, language)
    )


def is_idle(text: str, language: str | None) -> bool:
    """Whether it holds only words that mean nothing by themselves: „domov“, „pomoc“, „sociálne zariadenie“."""
    return _idle(language).issuperset(content_lemmas(text, language))


@cache
def _unsaid() -> tuple[str, ...]:
    return tuple(fold(word) for name in LANGUAGES for word in _words_of(f"unsaid_{name}.txt"))


def is_fit_to_say(phrase: str) -> bool:
    """Whether we may say it ourselves: insults are understood, never suggested."""
    return not any(fold(word).startswith(_unsaid()) for word in words(phrase))


@lru_cache(maxsize=8)
def vocabulary(language: str | None, own: OwnWords = NONE) -> Mapping[str, tuple[str, ...]]:
    """All folded words of the phrases by their first letter: what a mistyped word is compared with."""
    found: dict[str, set[str]] = {}
    for entry in load(language, own):
        for word in filter(is_fit_to_say, words(entry.phrase)):
            found.setdefault(fold(word)[0], set()).add(fold(word))
    return {initial: tuple(sorted(those)) for initial, those in found.items()}


def phrase_key(lemmas_of_phrase: Iterable[str]) -> str:
    """The same for a phrase in any form and order of its words."""
    return " ".join(sorted(lemmas_of_phrase))


@lru_cache(maxsize=8)
def _by_rarest_lemma(language: str | None, own: OwnWords) -> dict[str, tuple[Entry, ...]]:
    """Entries under the one lemma of theirs that fewest others have, so that a query looks at few."""
    entries = load(language, own)
    common = Counter(lemma for entry in entries for lemma in set(entry.lemmas))
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        rarest = min(entry.lemmas, key=lambda lemma: (common[lemma], lemma))
        found.setdefault(rarest, []).append(entry)
    return {lemma: tuple(those) for lemma, those in found.items()}


def matches(query: str, language: str | None, own: OwnWords = NONE) -> list[Entry]:
    """The phrases a query holds, the longest first; none that is a part of a longer one."""
    asked = Counter(lemmas(query, language))
    index = _by_rarest_lemma(language, own)
    candidates = [entry for lemma in dict.fromkeys(asked) for entry in index.get(lemma, ())]
    found: list[Entry] = []
    for entry in sorted(candidates, key=lambda entry: (-len(entry.lemmas), -len(entry.phrase))):
        needed = Counter(entry.lemmas)
        if needed <= asked and not any(needed <= Counter(longer.lemmas) for longer in found):
            found.append(entry)
    return found
