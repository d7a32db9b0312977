"""Which life situation a question speaks of, so that its first steps are offered above the results.

The lists `words/situations_sk.tsv` and `words/situations_cs.tsv` hold what people write and the situation they are in
when they write it. All words of a sign must stand in the question, in any form; the sign with most words
wins, of several the one with the rarer words.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from catalogue.feed import LifeSituationCard
from search import naming
from search.lexicon import lemmas
from search.words import FOLDER, LANGUAGES, phrase_lemmas


def situation_meant(text: str, language: str | None) -> LifeSituationCard | None:
    """The situation that the words speak of, if they surely speak of one."""
    said = Counter(lemmas(text, language))
    spoken_of = [(needed, code) for needed, code in signs(language) if needed <= said]
    rare = _rarity(language)
    _needed, code = max(
        spoken_of, key=lambda sign: (sign[0].total(), sum(rare[word] for word in sign[0])), default=(None, "")
    )
    return naming.situation(code) if code else None


@cache
def _rarity(language: str | None) -> dict[str, float]:
    """How seldom a word stands in signs: „nevládzem“ says more than „opatrujem“."""
    times = Counter(word for needed, _code in signs(language) for word in needed)
    return {word: 1 / count for word, count in times.items()}


@cache
def signs(language: str | None) -> tuple[tuple[Counter[str], str], ...]:
    """The words of each sign and the code of its situation, in the order of the lists."""
    return tuple(each for name in LANGUAGES if language in (name, None) for each in _read(name, language))


def _read(name: str, language: str | None) -> Iterator[tuple[Counter[str], str]]:
    for line in (FOLDER / f"situations_{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sign, code = line.split("\t")
            yield Counter(phrase_lemmas(sign, language)), code
