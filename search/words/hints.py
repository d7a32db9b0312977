"""What single words hint at, learnt from the phrases: „týraný“ speaks for one kind of service, „domov“ for many.

Whoever writes a sentence seldom writes one of our phrases, but often words of several. A word hints at the kinds of
the phrases it stands in; the fewer kinds it is divided among, the more it says (one less its entropy), and a word of
one phrase alone is believed less. Learnt in memory when first asked for, in some milliseconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log, sqrt

from search.words.phrases import NONE, OwnWords, load

DOUBT = 2.0  # phrases that a word would have to stand in to be believed by half
STEM, STEM_WEIGHT = 5, 0.4  # letters that „opatrovať“ and „opatrovanie“ share, and how much such a kinship says


def hinted(lemmas: Iterable[str], language: str | None, own: OwnWords = NONE) -> dict[str, float]:
    """How much these words together speak for each kind; a word that says nothing adds nothing."""
    learnt, found = _learnt(language, own), defaultdict[str, float](float)
    for sign in _signs(lemmas):
        share = STEM_WEIGHT if sign.endswith("…") else 1.0
        for code, weight in learnt.get(sign, {}).items():
            found[code] += weight * share
    return dict(found)


def _signs(lemmas: Iterable[str]) -> list[str]:
    """Each word once, and the beginnings that it shares with its kin."""
    words = list(dict.fromkeys(lemmas))
    return words + list(dict.fromkeys(f"{word[:STEM]}…" for word in words if len(word) > STEM))


@lru_cache(maxsize=8)
def _learnt(language: str | None, own: OwnWords) -> Mapping[str, Mapping[str, float]]:
    told: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for entry in load(language, own):
        for sign in _signs(entry.lemmas):
            for code, weight in entry.weighed():
                told[sign][code] += weight / sqrt(len(entry.lemmas))
    kinds = {code for counts in told.values() for code in counts}
    return {sign: _weighed(counts, len(kinds)) for sign, counts in told.items()}


def _weighed(counts: Mapping[str, float], kinds: int) -> dict[str, float]:
    times = sum(counts.values())
    shares = {code: count / times for code, count in counts.items()}
    entropy = -sum(share * log(share) for share in shares.values())
    trust = (1 - entropy / log(max(kinds, 2))) * times / (times + DOUBT)
    return {code: share * trust for code, share in shares.items()}
