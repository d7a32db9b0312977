"""What a question tells besides the need: where, in which form, for somebody of which age; and wishes like „cena“.

„stacionár v Detve pre mamu, 80 rokov“ is a need (stacionár, mama), a place and an age. Each is put on as a filter that
the page shows as a tag; `plain` names those that the reader has taken off. A text that is the whole name of a service
or a provider is left as it was written. The phrases are in `words/told_sk.tsv` and `words/told_cs.tsv`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from django.utils.translation import gettext as _

from search import lexicon, naming, words
from search.danger import Danger, danger_in
from search.documents import whole
from search.mentioning import Mentioned, district_in, mentioned_in, unclear_in
from search.models import Document
from search.places import Named, by_code, named, others_named, those_of, to_be_asked
from search.request import Where, where_of
from search.speaking import language
from search.words import FOLDER, LANGUAGES

PLACE, FORM, AGE, WISH = "place", "form", "age", "wish"
MOST_WORDS = 4
YEARS = {"rok", "rocny", "let", "lety"}
MONTHS = {"mesiac", "mesacny", "mesic", "mesicni"}
AGED = {"rocny", "mesacny", "mesicni", "lety"}
GROWN, OLD, OLDEST = 18, 65, 115
PERSON = "PERSON"  # a word after which a number of years is somebody's age, if it can be
LEAST_AGE, MOST_AGE = {"CHILD": 0, "ELDER": 50, "ANY": 0}, {"CHILD": 25, "ELDER": OLDEST, "ANY": OLDEST}
POSTCODE = 5
# A service for everybody names no group, so these leave out only what is plainly for others.
GROUPS_OF = {
    "child": ("SK-FAMILY", "SK-CHILD_DISABILITY", "CZ-1", "CZ-23", *(f"CZ-{number}" for number in range(11, 19))),
    "senior": (
        *("SK-SENIORS", "SK-DISABILITY", "SK-DEMENTIA", "SK-CARERS", "SK-HARDSHIP"),
        *(f"CZ-{number}" for number in (*range(11, 19), 24, 26, 27, 30)),
    ),
}
Lemmas = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """One filter that the words put on."""

    what: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """The need in words, and what else was told."""

    need: str
    place: Named = field(default_factory=Named)
    forms: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    elsewhere: Mentioned | None = None
    danger: Danger | None = None


def told_by(text: str, *, plain: frozenset[str] = frozenset(), placed: Where | None = None) -> Told:
    """Read the whole question. `placed`: the place that was chosen already; its name is no word to look for."""
    spoken = language()
    written = lexicon.words(text)
    lemmas = tuple(lexicon.lemma(word, spoken) for word in written)
    reading = _Reading(written, lemmas)
    if PLACE not in plain and placed:
        reading.pass_over(placed, text)
    elif PLACE not in plain:
        reading.find_place(text)
    reading.find_phrases(spoken, plain)
    danger = danger_in(text, spoken)
    if AGE not in plain and danger is None:  # nobody in danger is filtered by their age
        reading.find_age(spoken)
    told = reading.told(text, spoken)
    if not reading.used or (_is_a_name(text) and not _is_a_kind(told.need, spoken)):
        return Told(text, elsewhere=reading.elsewhere, danger=danger)
    return replace(told, danger=danger)


class _Reading:
    """Goes through the words once for each thing that may be told, and crosses them out."""

    def __init__(self, written: Sequence[str], lemmas: Lemmas) -> None:
        self.written, self.lemmas = written, lemmas
        self.used: set[int] = set()
        self.place = Named()
        self.elsewhere: Mentioned | None = None
        self.forms: list[str] = []
        self.groups: tuple[str, ...] = ()
        self.tags: list[Tag] = []
        self.wishes: list[str] = []
        self.is_placed = False  # a place that was chosen already stands among the words as well

    def find_place(self, text: str) -> None:
        if self._find_postcode():
            return
        district = district_in(self.lemmas)
        if district:
            self._put_on(Named(where_of(district.towns, district.name)), district.first, district.after)
            return
        mentioned = mentioned_in(text)
        if mentioned is None:
            self._ask_back()
        elif not mentioned.is_ours:
            self.elsewhere = mentioned
        elif mentioned.is_surely_meant:
            others = dict.fromkeys([*others_named(mentioned.code), *those_of(mentioned.also)])
            one = Named(by_code(mentioned.code), tuple(others))
            place = named(mentioned.name, None) if mentioned.is_listed_by_parts else one
            self._put_on(place, mentioned.first, mentioned.after)

    def _ask_back(self) -> None:
        """„V Lehote“ may be Stará Lehota and Nová Lehota."""
        unclear = unclear_in(self.written, self.lemmas)
        if unclear:
            self._put_on(to_be_asked(unclear.towns), unclear.first, unclear.after)

    def pass_over(self, placed: Where, text: str) -> None:
        """The words that name the place which was chosen beside them."""
        mentioned = mentioned_in(text)
        if mentioned and mentioned.code in placed.codes:
            self._cross_out(mentioned.first, mentioned.after)
        unclear = None if mentioned else unclear_in(self.written, self.lemmas)
        if unclear and any(town.code in placed.codes for town in unclear.towns):
            self._cross_out(unclear.first, unclear.after)

    def _cross_out(self, first: int, after: int) -> None:
        self.used.update(range(first, after))
        self.is_placed = True

    def _find_postcode(self) -> bool:
        """Five digits, or three and two."""
        for first, word in enumerate(self.written):
            for after in (first + 1, first + 2):
                digits = "".join(self.written[first:after])
                if len(digits) == POSTCODE and digits.isdecimal() and len(word) in {3, POSTCODE}:
                    place = named(digits, None)
                    if place.where:
                        self._put_on(place, first, after)
                        return True
        return False

    def _put_on(self, place: Named, first: int, after: int) -> None:
        self.place = place
        self.used.update(range(first, after))
        if place.where:
            self.tags.append(Tag(PLACE, place.where.name))

    def find_phrases(self, spoken: str | None, plain: frozenset[str]) -> None:
        """Forms, wishes and politeness, longer phrases before shorter ones; a person stays among the words."""
        known = _phrases(spoken)
        for length in range(MOST_WORDS, 0, -1):
            for first in range(len(self.lemmas) - length + 1):
                span = range(first, first + length)
                meant = known.get(self.lemmas[first : first + length])
                if meant and meant[0] != PERSON and meant[0].lower() not in plain and self.used.isdisjoint(span):
                    self._take(*meant, span)

    def _take(self, sort: str, code: str, span: range) -> None:
        self.used.update(span)
        if sort == "FORM" and code not in self.forms:
            self.forms.append(code)
        if sort == "WISH":
            self.wishes.append(" ".join(self.written[number] for number in span))

    def find_age(self, spoken: str | None) -> None:
        """Only where somebody is that old: „má 4 roky“, „80 ročná“, „pre syna 4 roky“; not „už 5 rokov“."""
        for number, (word, unit) in enumerate(zip(self.written, self.lemmas[1:], strict=False)):
            age = _age(word, unit)
            if age is None or not (unit in AGED or self._is_told_of_a_person(number, age, spoken)):
                continue
            self.used.update((number, number + 1))
            if not GROWN <= age < OLD:
                who = "child" if age < GROWN else "senior"
                self.groups = GROUPS_OF[who]
                self.tags.append(Tag(AGE, _("for a child") if who == "child" else _("for an older person")))
            return

    def _is_told_of_a_person(self, number: int, age: int, spoken: str | None) -> bool:
        told = [lemma for lemma in self.lemmas[max(number - 2, 0) : number] if lemma != "je"]  # „dceři je 16 let“
        sort, code = _phrases(spoken).get(tuple(told[-1:]), ("", ""))
        return sort == PERSON and LEAST_AGE[code] <= age <= MOST_AGE[code]

    def told(self, text: str, spoken: str | None) -> Told:
        rest = " ".join(word for number, word in enumerate(self.written) if number not in self.used)
        is_need = bool(lexicon.content_lemmas(rest, spoken))
        need = rest if is_need else "" if self.tags or self.forms or self.is_placed else text
        if self.wishes and need != text:
            self.tags.append(Tag(WISH, _("without the words: %(words)s") % {"words": ", ".join(self.wishes)}))
        return Told(need, self.place, tuple(self.forms), self.groups, tuple(self.tags), self.elsewhere)


def _age(word: str, unit: str) -> int | None:
    """In years."""
    if not (word.isascii() and word.isdecimal() and int(word) <= OLDEST):
        return None
    return int(word) if unit in YEARS else 0 if unit in MONTHS else None


def _is_a_name(text: str) -> bool:
    """Somebody is looked for by name, and a name may hold a place or „doma“."""
    return Document.objects.filter(is_findable=True, exact__overlap=list(whole([text]))).exists()


def _is_a_kind(need: str, spoken: str | None) -> bool:
    """Who asks for „stacionár v Brezne“ wants any of them there, also where one of them is called just so."""
    said = tuple(lexicon.lemmas(need, spoken))
    by_law = (tuple(lexicon.lemmas(name, spoken)) for name in naming.kinds().values())
    return any(entry.lemmas == said for entry in words.load(spoken)) or said in by_law


@cache
def _phrases(spoken: str | None) -> dict[Lemmas, tuple[str, str]]:
    return {phrase: meant for name in LANGUAGES if spoken in (name, None) for phrase, meant in _read(name, spoken)}


def _read(name: str, spoken: str | None) -> Iterator[tuple[Lemmas, tuple[str, str]]]:
    for line in (FOLDER / f"told_{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, meant = line.split("\t")
            sort, _colon, code = meant.partition(":")
            yield tuple(lexicon.lemmas(phrase, spoken)), (sort, code)
