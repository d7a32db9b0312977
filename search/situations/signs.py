"""Which life situation a question speaks of, so that its first steps are offered above the results.

The lists `words/situations_sk.tsv` and `words/situations_cs.tsv` hold what people write and the situation they are in
when they write it. All words of a sign must stand in the question, in any form but not denied; the sign with most words
wins, of several the one with the rarer words. Danger goes first. Where no sign stands in the question it is guessed at
by what was learnt from many; if two are about as likely both are offered. That somebody is hurt or does not want to
live is never guessed: it is concluded from nothing less than danger, or from a question that says nothing else.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from search import classifier
from search.danger import Danger, danger_in, said_in
from search.lexicon import content_lemmas, fold, words
from search.situations.steps import slug_of
from search.words import LANGUAGES, is_idle
from search.words.learning import SITUATIONS, situations_model, situations_said

OF_DANGER = {Danger.LIFE: "crisis", Danger.CHILD: "youth", Danger.VIOLENCE: "violence", Danger.ROOF: "home"}
GRAVE = ("crisis", "violence")
SURE, BESIDE = 0.35, 0.6
TOUCHY, CAREFUL = (
    ("dying", "home", "youth"),
    0.5,
)  # whoever is not in such a situation is hurt or frightened by its page


@dataclass(frozen=True)
class Sign:
    """`is_plain`: it says enough to be believed within a longer question; `slug` names the situation."""

    words: Counter[str]
    slug: str
    is_plain: bool


def slugs_meant(text: str, language: str | None) -> tuple[str, ...]:
    """The situations that the words probably speak of, the likelier first: none, one or two."""
    danger = danger_in(text, language)
    if danger:
        return (OF_DANGER[danger],)
    said = _said_by_sign(text, language)
    return (said,) if said else guessed(text, language)


def guessed(text: str, language: str | None) -> tuple[str, ...]:
    """One or two situations that many questions like this one speak of; none where that is not sure enough."""
    return () if is_idle(text, language) else offered(_weights(text, language))


def _weights(text: str, language: str | None) -> dict[str, float]:
    weights: dict[str, float] = {}
    for name in [language] if language else LANGUAGES:
        for code, weight in classifier.guesses(situations_model(name), text, name).items():
            slug = slug_of(code)
            weights[slug] = max(weight, weights.get(slug, 0.0))
    return weights


def offered(weights: Mapping[str, float]) -> tuple[str, ...]:
    """The likeliest of these, and the next if it is nearly as likely; where the likeliest is not sure, nothing."""
    likely = sorted(weights, key=lambda slug: (-weights[slug], slug))[:2]
    sure = [slug for slug in likely if slug not in GRAVE and weights[slug] >= (CAREFUL if slug in TOUCHY else SURE)]
    if not sure or sure[0] != likely[0]:
        return ()
    return tuple(slug for slug in sure if weights[slug] >= BESIDE * weights[sure[0]])


def _said_by_sign(text: str, language: str | None) -> str:
    said, content, rare = said_in(text, language), _content(text, language), _rarity(language)
    spoken_of = [
        sign
        for sign in signs(language)
        if sign.words <= said and (sign.is_plain or content.keys() <= sign.words.keys())
    ]
    best = max(spoken_of, key=lambda sign: (sign.words.total(), sum(rare[word] for word in sign.words)), default=None)
    return best.slug if best else ""


@cache
def signs(language: str | None) -> tuple[Sign, ...]:
    """In the order of the lists."""
    return tuple(each for name in LANGUAGES if language in (name, None) for each in _read(name, language))


def _read(name: str, language: str | None) -> Iterator[Sign]:
    for sign, codes in situations_said(name, SITUATIONS[:1]):
        content, whole = _content(sign, language), said_in(sign, language)
        is_whole = content.total() < 2 and whole.total() > 1
        slug = slug_of(next(iter(codes)))
        yield Sign(whole if is_whole else content, slug, not is_whole and slug not in GRAVE)


def _content(text: str, language: str | None) -> Counter[str]:
    """The words that matter, a denied one as such."""
    matter = [word for word in words(text) if content_lemmas(fold(word), language)]
    return said_in(" ".join(matter), language)


@cache
def _rarity(language: str | None) -> dict[str, float]:
    """How seldom a word stands in signs: „nevládzem“ says more than „opatrujem“."""
    times = Counter(word for sign in signs(language) for word in sign.words)
    return {word: 1 / count for word, count in times.items()}
