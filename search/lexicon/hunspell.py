"""Reads a hunspell dictionary entry by entry, so that every form knows the word it belongs to."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Rule:
    """One line of an affix file: take `cut` off a word that ends as `ending` says, and put `add` on."""

    cut: str
    add: str
    ending: re.Pattern[str]

    def applied(self, word: str) -> str | None:
        """The form this rule makes of the word, or nothing where the rule does not fit."""
        if not word.endswith(self.cut) or not self.ending.search(word):
            return None
        return word[: len(word) - len(self.cut)] + self.add


@dataclass(frozen=True)
class Entry:
    """One word of the dictionary with the letters of its patterns."""

    word: str
    flags: str


@dataclass
class Affixes:
    """The suffix patterns of one dictionary, by letter. Prefixes are left to the reader of the lexicon."""

    rules: dict[str, list[Rule]] = field(default_factory=dict)

    def forms(self, entry: Entry, flag: str) -> Iterator[str]:
        """The forms one pattern makes of a word."""
        for rule in self.rules.get(flag, ()):
            form = rule.applied(entry.word)
            if form:
                yield form


def read_affixes(path: Path, wanted: Callable[[str], bool]) -> Affixes:
    """The suffix patterns of an .aff file whose added letters are wanted."""
    affixes = Affixes()
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) < 5 or parts[0] != "SFX" or not wanted(parts[3]):
            continue
        cut, add = (("" if part == "0" else part.split("/")[0]) for part in parts[2:4])
        affixes.rules.setdefault(parts[1], []).append(Rule(cut, add, re.compile(parts[4] + "$")))
    return affixes


def read_entries(path: Path) -> Iterator[Entry]:
    """The words of a .dic file; its first line is only their number."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        word, _, flags = line.split("\t")[0].strip().partition("/")
        if word:
            yield Entry(word, flags)
