"""The word lists the lexicon is built from, each as pairs of a form and the word it belongs to."""

import re
from collections.abc import Iterator
from pathlib import Path

from search.lexicon.hunspell import Affixes, Entry, read_affixes, read_entries

Pair = tuple[str, str]

# Patterns that make another word rather than a form of this one, and what that other word ends with.
_DERIVING: dict[str, dict[str, str | None]] = {"sk": {"č": None}, "cs": {"X": None, "ý": None, "K": "ost"}}
_COMPARATIVE = re.compile(r"^(.*?)(?:ejší|ější)$")
_POSITIVE_ENDINGS = {"cs": ("ý", "í"), "sk": ("ý", "y")}
_SOFTENED = (("št", "sk"), ("čt", "ck"), ("č", "k"), ("ř", "r"), ("š", "ch"), ("ž", "h"))


def simplemma_pairs(language: str) -> Iterator[Pair]:
    """The forms of simplemma; a negation it leads back to the plain word is left to the reader's own rule."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        negation = form.startswith("ne") and not lemma.startswith("ne") and form[2:4] == lemma[:2]
        if not negation and form.isalpha() and lemma.isalpha():
            yield form, lemma


def hunspell_pairs(folder: Path, language: str) -> Iterator[Pair]:
    """The forms a dictionary's patterns make; words without a pattern are single forms of an unknown base: left out."""
    affixes = read_affixes(folder / "index.aff", wanted=lambda added: not added.split("/")[0].endswith("ův"))
    entries = [entry for entry in read_entries(folder / "index.dic") if entry.word.isalpha()]
    words = {entry.word for entry in entries}
    for entry in entries:
        yield from _expanded(entry, affixes, language, words)


def _expanded(entry: Entry, affixes: Affixes, language: str, words: set[str]) -> Iterator[Pair]:
    flags = [flag for flag in entry.flags if flag in affixes.rules]
    base = positive_degree(entry.word, language, words)
    if flags:
        yield entry.word, base
    for flag in flags:
        if flag in _DERIVING[language] and not _is_young_animal(entry.word, flag):
            yield from _derived(entry, affixes, flag, _DERIVING[language][flag])
        else:
            yield from ((form, base) for form in affixes.forms(entry, flag))


def _is_young_animal(word: str, flag: str) -> bool:
    """In the Czech list K is both „kuře, kuřete“ and „závislý, závislost“."""
    return flag == "K" and word[-1] not in "ýí"


def _derived(entry: Entry, affixes: Affixes, flag: str, ending: str | None) -> Iterator[Pair]:
    forms = list(affixes.forms(entry, flag))
    base = next((form for form in forms if ending and form.endswith(ending)), None)
    if base:
        yield from ((form, base) for form in forms)


def positive_degree(word: str, language: str, words: set[str]) -> str:
    """„dostupnější“ belongs to „dostupný“ where the list has both; other words are their own base."""
    found = _COMPARATIVE.match(word)
    if not found:
        return word
    stem = found[1]
    stems = [stem, *(stem[: -len(soft)] + hard for soft, hard in _SOFTENED if stem.endswith(soft))]
    endings = _POSITIVE_ENDINGS[language]
    return next((s + ending for s in stems for ending in endings if s + ending in words), word)


def override_pairs(path: Path) -> Iterator[Pair]:
    """Our own corrections: form, tab, lemma; a line starting with # explains."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            form, lemma = line.split("\t")[:2]
            yield form, lemma
