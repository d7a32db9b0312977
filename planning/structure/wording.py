"""What the levels of a plan are called: the usual words, a common set of them, or the plan's own.

A word is always shown in its first case and alone ("Add: strategic area"), so that it never has to be bent.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kernel.text import fold

SETS = Path(__file__).parent / "data" / "levels.toml"
LONGEST_WORD = 60
LEVELS = ("PRIORITY", "GOAL", "MEASURE", "ACTIVITY")


@dataclass(frozen=True, slots=True)
class WordSet:
    """Words that many plans use, in each language; a level that is not named keeps its usual word."""

    code: str
    sk: tuple[str, ...]
    cs: tuple[str, ...]
    en: tuple[str, ...]

    def words(self, language: str) -> dict[str, str]:
        return dict(zip(LEVELS, getattr(self, language, self.en), strict=True))


@cache
def common_sets() -> dict[str, WordSet]:
    rows = tomllib.loads(SETS.read_text("utf-8"))
    return {
        code: WordSet(code, **{language: tuple(words) for language, words in facts.items()})
        for code, facts in rows.items()
    }


def are_words(value: Any) -> None:
    """The shape of `Plan.words`: names of levels, each short, none twice."""
    if not isinstance(value, dict) or not set(value) <= set(LEVELS):
        raise ValidationError(_("Only levels of a plan can be named."))
    words = list(value.values())
    if not all(isinstance(word, str) and 0 < len(word) <= LONGEST_WORD for word in words):
        raise ValidationError(_("The name of a level is a short word."))
    if len({fold(word) for word in words}) < len(words):
        raise ValidationError(_("Two levels cannot have the same name."))
