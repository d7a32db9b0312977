"""A text as what a guess looks at: every three to five letters in a row, and its words in their basic form.

The letters see what words of one root share („opatrovať“, „opatrovateľka“) and forgive a mistyped one; spaces count,
so that two neighbours are seen together.
"""

from collections import Counter
from collections.abc import Mapping
from math import log

from search.lexicon import fold, lemmas, words

LENGTHS = (3, 4, 5)
WORD = 2.0  # a whole word says as much as this many pieces of it
MOST_WORDS = 24


def grams(text: str, language: str | None) -> Mapping[str, float]:
    """Each piece with how much it counts; words are marked by „=“."""
    written = [fold(word) for word in words(text)[:MOST_WORDS]]
    line = f" {' '.join(written)} "
    times = Counter(line[start : start + length] for length in LENGTHS for start in range(len(line) - length + 1))
    pieces = {piece: 1 + log(count) for piece, count in times.items()}
    return pieces | {f"={lemma}": WORD for lemma in lemmas(" ".join(written), language)}
