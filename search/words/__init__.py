"""Everyday words and what service they mean: „pečovka“, „domov dôchodcov“, „nemám kde bývať“.

A phrase of the lists that stands in a question is a sure sign (`phrases`), one of the region's own the surest; besides,
the question is guessed at by what was learnt from all phrases (`learning`), for whoever writes a sentence seldom writes
one of them.
"""

from collections import Counter

from search import classifier
from search.lexicon import lemma, lemmas, words
from search.words.learning import kinds_model
from search.words.phrases import (
    FOLDER,
    LANGUAGES,
    NONE,
    Entry,
    OwnWords,
    is_fit_to_say,
    is_idle,
    load,
    matches,
    phrase_key,
    phrase_lemmas,
    read,
    vocabulary,
)

__all__ = [
    "FOLDER",
    "LANGUAGES",
    "Entry",
    "OwnWords",
    "guesses",
    "is_fit_to_say",
    "is_idle",
    "kinds_for",
    "load",
    "matches",
    "phrase_key",
    "phrase_lemmas",
    "read",
    "vocabulary",
]

BY_LENGTH = (0.8, 0.9, 1.0)  # how much a phrase weighs by its number of words: the longer, the surer
GUESS = 2.0
LEAST, LEAST_BESIDE = 0.4, 0.25  # of the best kind: what is below is no answer, only noise


def kinds_for(query: str, language: str | None, own: OwnWords = NONE) -> list[tuple[str, float, str]]:
    """Code of the kind, weight from 0 to 1, and the phrase that spoke for it; the weightiest first, each kind once."""
    spoken, guessed = _spoken_for(query, language, own), _guessed_for(query, language, own)
    weighed = {
        code: spoken.get(code, (0.0, ""))[0] + GUESS * guessed.get(code, 0.0) for code in spoken.keys() | guessed.keys()
    }
    best = max(weighed.values(), default=0.0)
    kept = {code: weight for code, weight in weighed.items() if weight >= max(LEAST, LEAST_BESIDE * best)}
    found = [(code, round(weight / max(best, 1.0), 3), spoken.get(code, (0, ""))[1]) for code, weight in kept.items()]
    return sorted(found, key=lambda each: (-each[1], each[0]))


def guesses(query: str, language: str | None) -> list[str]:
    """The kinds that what was learnt says anything for, the likeliest first, however unsure."""
    guessed = _guessed_for(query, language, NONE)
    return sorted(guessed, key=lambda code: (-guessed[code], code))


def _guessed_for(query: str, language: str | None, own: OwnWords) -> dict[str, float]:
    """What was learnt says nothing of words of which the region itself has spoken, nor of such as mean nothing."""
    left = _without(_said_by_region(query, language, own), query, language)
    found: dict[str, float] = {}
    if is_idle(left, language):
        return found
    for name in [language] if language else LANGUAGES:
        found |= classifier.guesses(kinds_model(name), left, name)
    return found


def _said_by_region(query: str, language: str | None, own: OwnWords) -> set[str]:
    """The lemmas of the region's own phrases that stand in the query."""
    asked = Counter(lemmas(query, language))
    return {each for entry in own.entries(language) if Counter(entry.lemmas) <= asked for each in entry.lemmas}


def _without(said: set[str], query: str, language: str | None) -> str:
    return " ".join(word for word in words(query) if lemma(word, language) not in said) if said else query


def _spoken_for(query: str, language: str | None, own: OwnWords) -> dict[str, tuple[float, str]]:
    """The kinds of the phrases that stand in the question, each by its weightiest phrase."""
    best: dict[str, tuple[float, str]] = {}
    for entry in matches(query, language, own):
        length = BY_LENGTH[min(len(entry.lemmas), len(BY_LENGTH)) - 1]
        surely = length + GUESS if entry.is_own else length  # no guess outweighs the region's own word
        for code, weight in entry.weighed():
            if code not in best or weight * surely > best[code][0]:
                best[code] = (weight * surely, entry.phrase)
    return best
