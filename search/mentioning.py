"""A municipality or district named among the words: „domov dôchodcov v Detve“, „stacionár okres Krupina“.

A town, or any municipality of ours with a word like „v“ before it, is surely meant; a village whose bare name may be a
person's or a house's is only offered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from search import lexicon, words
from search.naming import own_codes
from search.speaking import country, language, region_code
from tenants.models import Municipality
from tenants.queries import LARGEST_FIRST

KEPT_FOR = 600
MOST_WORDS = 4
BEFORE_PLACES = frozenset(
    ["v", "vo", "ve", "pri", "z", "zo", "ze", "do", "na", "u", "okolo", "kolem", "blizko", "nedaleko", "pobliz"]
)
INSIDE = frozenset(["v", "vo", "ve", "z", "zo", "ze", "pri"])
WITHIN_NAMES = frozenset(["nad", "pod", "pri", "u", "v", "ve", "na", "za", "pred"])
ENDING = re.compile(r"(ach|och|iach|ami|ej|om|ou|ov|a|e|i|o|u|y)$")
LEAST_STEM = 4
DISTRICT = "okres"
SURE_FROM = 3000
# A small municipality far away is seldom meant by a word; a town is.
TOWN_FROM = 5000
Lemmas = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """What is known of a municipality that may be named."""

    code: str
    name: str
    population: int
    is_listed_by_parts: bool = False


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The municipality, whether it is of this region, and the text without its name; `also` are others of the region
    that the word may name."""

    code: str
    name: str
    is_ours: bool
    rest: str
    first: int = 0
    after: int = 0
    is_surely_meant: bool = False
    is_listed_by_parts: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class District:
    """A district of the region with its municipalities, and which words named it."""

    name: str
    towns: list[Municipality]
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Unclear:
    """Municipalities of the region whose longer names share a noun, and which words of the question it was."""

    towns: list[Municipality]
    first: int
    after: int


def mentioned_in(text: str) -> Mentioned | None:
    """The first municipality that the words name; of equal names the region's own, then the largest."""
    spoken = language()
    written = lexicon.words(text)
    lemmas = tuple(lexicon.lemma(word, spoken) for word in written)
    known = _towns(country(), spoken, int(monotonic() // KEPT_FOR))
    for first, after in _parts(len(lemmas)):
        has_word = first > 0 and lexicon.fold(written[first - 1]) in BEFORE_PLACES
        named = known.get(lemmas[first:after], ())
        if not named and has_word and after == first + 1:
            named = known.get((_stem(lexicon.fold(written[first])),), ())
        town = _best(named)
        if town:
            rest = " ".join(written[:first] + written[after:])
            meant = rest if lexicon.content_lemmas(rest, spoken) else ""
            is_sure = town.population >= SURE_FROM or (has_word and not _is_like_a_quality(town, lemmas[first:after]))
            return Mentioned(
                town.code,
                town.name,
                is_ours=town.code in own_codes(),
                rest=meant,
                first=first - 1 if has_word else first,
                after=after,
                is_surely_meant=is_sure,
                is_listed_by_parts=town.is_listed_by_parts,
                also=tuple(other.code for other in named if other.code != town.code and other.code in own_codes()),
            )
    return None


def district_in(lemmas: Lemmas) -> District | None:
    """„okres Krupina“: the word and after it the name of a district of the region."""
    if DISTRICT not in lemmas:
        return None
    at = lemmas.index(DISTRICT)
    for length in range(MOST_WORDS, 0, -1):
        named = lemmas[at + 1 : at + 1 + length]
        code = _districts(language(), int(monotonic() // KEPT_FOR), region_code()).get(named)
        if code:
            towns = list(Municipality.objects.filter(district_code=code).order_by("code"))
            begun = at - 1 if at and lemmas[at - 1] in BEFORE_PLACES else at
            return District(towns[0].district_name, towns, begun, at + 1 + length)
    return None


def unclear_in(written: Sequence[str], lemmas: Lemmas) -> Unclear | None:
    """„v Lehote“: a word like „v“, and after it the noun of longer names, which several municipalities share."""
    known = _by_noun(language(), int(monotonic() // KEPT_FOR), region_code())
    for at in range(1, len(lemmas)):
        codes = known.get(lemmas[at], ())
        if len(codes) > 1 and lexicon.fold(written[at - 1]) in INSIDE:
            towns = Municipality.objects.filter(code__in=codes).order_by(*LARGEST_FIRST)
            return Unclear(list(towns), at - 1, at + 1)
    return None


@lru_cache(maxsize=4)
def _by_noun(spoken: str | None, _while: int, of_region: str) -> dict[str, tuple[str, ...]]:
    """The region's municipalities by the noun of their names, where a name has several words; no everyday words."""
    everyday = {lemma for entry in words.load(spoken) for lemma in entry.lemmas}
    found: dict[str, tuple[str, ...]] = {}
    rows = Municipality.objects.filter(region_code=of_region, is_city_part=False).order_by("code")
    for code, name in rows.values_list("code", "name"):
        noun = lexicon.lemma(_noun_of(lexicon.words(name)), spoken)
        if len(noun) > 2 and noun not in everyday and noun != lexicon.fold(name):
            found[noun] = (*found.get(noun, ()), code)
    return found


def _noun_of(name: Sequence[str]) -> str:
    """„Lehota nad Rimavicou“, „Stará Lehota“: what stands before the river, or last."""
    beside = next((at for at, word in enumerate(name) if at and lexicon.fold(word) in WITHIN_NAMES), len(name))
    return name[beside - 1]


@lru_cache(maxsize=4)
def _districts(spoken: str | None, _while: int, of_region: str) -> dict[Lemmas, str]:
    rows = Municipality.objects.filter(region_code=of_region).values_list("district_code", "district_name").distinct()
    named = {tuple(lexicon.lemmas(name, spoken)): code for code, name in rows}
    return {lemmas[1:] if lemmas[0] == DISTRICT else lemmas: code for lemmas, code in named.items()}


def _parts(count: int) -> Iterator[tuple[int, int]]:
    """Longer names before shorter ones."""
    for length in range(min(MOST_WORDS, count), 0, -1):
        yield from ((first, first + length) for first in range(count - length + 1))


def _best(towns: tuple[Town, ...]) -> Town | None:
    if not towns:
        return None
    ours = own_codes()
    meant = [town for town in towns if town.code in ours or town.population >= TOWN_FROM]
    return max(meant, key=lambda town: (town.code in ours, town.population), default=None)


@lru_cache(maxsize=4)
def _towns(of_country: str, spoken: str | None, _while: int) -> dict[Lemmas, tuple[Town, ...]]:
    """Municipalities of the country by the lemmas of their names; not those that an everyday word could mean."""
    everyday = {entry.lemmas for entry in words.load(spoken)}
    everyday |= {(lemma,) for entry in words.load(spoken) for lemma in entry.lemmas}
    found: dict[Lemmas, tuple[Town, ...]] = {}
    rows = Municipality.objects.filter(country=of_country).values_list("code", "name", "population", "is_city_part")
    for code, name, population, is_part in rows:
        town = Town(code, name, population or 0)
        for known in (town, _whole_city(town)) if is_part else (town,):
            lemmas = tuple(lexicon.lemmas(known.name, spoken))
            for said in {lemmas, _short_of(known, spoken), _stem_of(known), *_abbreviated(known, lemmas)} - {()}:
                if said not in everyday and (said == lemmas or lemmas not in everyday):
                    found[said] = (*found.get(said, ()), known)
    return found


def _short_of(town: Town, spoken: str | None) -> Lemmas:
    """„Žiar nad Hronom“ is called „Žiar“: towns are, villages seldom."""
    name = lexicon.words(town.name)
    is_long = len(name) > 2 and lexicon.fold(name[1]) in WITHIN_NAMES
    return (lexicon.lemma(name[0], spoken),) if is_long and town.population >= TOWN_FROM else ()


def _abbreviated(town: Town, lemmas: Lemmas) -> Iterator[Lemmas]:
    """„B. Bystrica“, „Rim. Sobota“, „Žiar n. Hronom“: towns only."""
    if town.population < TOWN_FROM or len(lemmas) < 2:
        return
    first, *rest = (lexicon.fold(word) for word in lexicon.words(town.name))
    if rest[0] in WITHIN_NAMES:
        yield (lemmas[0], rest[0][0], *lemmas[2:])
    else:
        yield from ((first[:length], *lemmas[1:]) for length in (1, 3))


def _stem_of(town: Town) -> Lemmas:
    """For forms that the lexicon does not know: „v Kalinove“, „vo Valaskej“."""
    folded = lexicon.fold(town.name)
    return (_stem(folded),) if folded.isalpha() and _stem(folded) else ()


def _stem(form: str) -> str:
    """A name without its ending, marked as no word; too little is left of short ones."""
    stem = ENDING.sub("", form)
    return f"{stem}-" if len(stem) >= LEAST_STEM else ""


def _is_like_a_quality(town: Town, lemmas: Lemmas) -> bool:
    """„Vysoká“ is a village, „na vysokej posteli“ is none."""
    return len(lemmas) == 1 and lemmas[0] != lexicon.fold(town.name) and lemmas[0].endswith(("y", "i"))


def forget() -> None:
    """Names of places are read anew by the next question, for those who change them under our hands."""
    _by_noun.cache_clear()
    _districts.cache_clear()
    _towns.cache_clear()


def _whole_city(part: Town) -> Town:
    """A city that is listed by its parts only: „Bratislava - Ružinov“ is in Bratislava."""
    return Town(part.code, part.name.partition("-")[0].strip(), TOWN_FROM, is_listed_by_parts=True)
