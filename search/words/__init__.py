"""Everyday words and what service they mean: „pečovka“, „domov dôchodcov“, „nemám kde bývať“.

A phrase of the lists that stands in a question is the surest sign (`phrases`); besides, the question is guessed at by
what was learnt from all phrases (`learning`), for whoever writes a sentence seldom writes one of them.
"""

from collections import Counter

from search import classifier
from search.lexicon import lemma, words
from search.words.learning import kinds_model, situations_model
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
    "is_fit_to_say",
    "is_idle",
    "kinds_for",
    "load",
    "matches",
    "phrase_key",
    "phrase_lemmas",
    "read",
    "situations_model",
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


def _guessed_for(query: str, language: str | None, own: OwnWords) -> dict[str, float]:
    """What was learnt says nothing of words of which the region itself has spoken."""
    said_by_region = {
        each for entry in own.entries(language) if _holds(query, entry, language) for each in entry.lemmas
    }
    left = " ".join(word for word in words(query) if lemma(word, language) not in said_by_region)
    found: dict[str, float] = {}
    if is_idle(left, language):
        return found
    for name in [language] if language else LANGUAGES:
        found |= classifier.guesses(kinds_model(name), left, name)
    return found


def _holds(query: str, entry: Entry, language: str | None) -> bool:
    return Counter(entry.lemmas) <= Counter(lemma(word, language) for word in words(query))


def _spoken_for(query: str, language: str | None, own: OwnWords) -> dict[str, tuple[float, str]]:
    """The kinds of the phrases that stand in the question, each by its weightiest phrase."""
    best: dict[str, tuple[float, str]] = {}
    for entry in matches(query, language, own):
        length = BY_LENGTH[min(len(entry.lemmas), len(BY_LENGTH)) - 1]
        for code, weight in entry.weighed():
            if code not in best or weight * length > best[code][0]:
                best[code] = (weight * length, entry.phrase)
    return best
