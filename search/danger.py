"""Words that speak of danger: the numbers to call stand above everything else.

The lists `words/danger_sk.tsv`, `_cs`, `_en` and `_uk` hold a phrase and its sort of danger; all are looked at,
whatever the site speaks, for fear has no patience with languages. A phrase is found in a question in any form and order
of its words, the small ones too: „zabiť ma“ is not „zabiť sa“. Nothing of it is kept, counted or logged.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.utils.translation import gettext as _

from search.lexicon import fold, words
from search.lexicon.lemmatising import folded_lemma
from search.speaking import country
from search.words import FOLDER

LISTS = ("sk", "cs", "en", "uk")
ON_ME = {"ma", "me", "mi", "mne", "mna"}
CALM = "CALM"  # who asks for a hospice speaks of death, but not of taking a life


class Danger(StrEnum):
    """The gravest first; a question that speaks of several is answered for the first."""

    LIFE = "LIFE"
    CHILD = "CHILD"
    VIOLENCE = "VIOLENCE"
    ROOF = "ROOF"


# Kinds of service that help there, the nearest help first, by the laws of both countries; `help_in` keeps ours.
HELP_IN = {
    Danger.LIFE: ("SK448-53", "SK448-19", "CZ108-55", "CZ108-60", "CZ108-37"),
    Danger.CHILD: ("SK448-53", "SK448-19", "SK448-28", "CZ108-60", "CZ108-55", "CZ108-62", "CZ108-37"),
    Danger.VIOLENCE: ("SK448-29", "SK448-53", "SK448-19", "CZ108-60a", "CZ108-60", "CZ108-55", "CZ108-37"),
    Danger.ROOF: ("SK448-25", "SK448-26", "CZ108-63", "CZ108-57"),
}


@dataclass(frozen=True, slots=True)
class Call:
    """A number to call, and who answers."""

    number: str
    who: str
    when: str = ""

    @property
    def dialled(self) -> str:
        return "".join(self.number.split())


@dataclass(frozen=True, slots=True)
class Banner:
    """What the banner says."""

    title: str
    text: str
    calls: tuple[Call, ...]
    lines: tuple[Call, ...] = ()


def help_in(danger: Danger | None) -> tuple[str, ...]:
    """The kinds of our country that help there, the nearest help first."""
    return tuple(code for code in HELP_IN.get(danger, ()) if code.startswith(country())) if danger else ()


def danger_in(text: str, language: str | None) -> Danger | None:
    """The gravest danger that the words speak of."""
    said = said_in(text, language)
    held = said.keys()  # compared before the counts, which is slower
    phrases = [(needed, sort) for needed, sort in _phrases(language) if needed.keys() <= held and needed <= said]
    found = {sort for needed, sort in phrases if not _is_done_to_me(needed, sort, phrases)}
    if CALM in found:
        found.discard(Danger.LIFE)
    return next((danger for danger in Danger if danger in found), None)


def _is_done_to_me(needed: Counter[str], sort: str, phrases: list[tuple[Counter[str], str]]) -> bool:
    """„Chce ma zabiť“ holds „chcem zabiť“, and „bije ma, mám deti“ holds „bije deti“; meant is what somebody does to
    the one who writes. A longer phrase of one's own life stands: „chcem sa zabiť, lebo ma bije“."""
    if sort not in {Danger.LIFE, Danger.CHILD}:
        return False
    done = [words for words, other in phrases if other == Danger.VIOLENCE and ON_ME & words.keys()]
    return any(
        _telling(words) & _telling(needed)
        and not words <= needed
        and (sort == Danger.CHILD or words.total() > needed.total())
        for words in done
    )


def _telling(words: Counter[str]) -> set[str]:
    """The words that say what is done; not „sa“, „ma“, „mi“."""
    return {word for word in words if len(word) > 2 and word not in ON_ME}


def said_in(text: str, language: str | None) -> Counter[str]:
    """The lemmas; the lexicon puts „nemám“ to „mať“, but here a negation must stay one."""
    forms = [fold(word) for word in words(text)]
    return Counter(_negated(form, folded_lemma(form, language)) for form in forms)


def _negated(form: str, lemma: str) -> str:
    return f"ne{lemma}" if form.startswith("ne") and not lemma.startswith("ne") else lemma


@cache
def _phrases(language: str | None) -> tuple[tuple[Counter[str], str], ...]:
    return tuple(each for name in LISTS for each in _read(name, language))


def _read(name: str, language: str | None) -> Iterator[tuple[Counter[str], str]]:
    for line in (FOLDER / f"danger_{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, sort = line.split("\t")
            yield said_in(phrase, language), sort if sort == CALM else Danger(sort)


def warning(danger: Danger | None, lines: Iterable[Call] = ()) -> Banner | None:
    """Calm and plain: whom to call at once; `lines` are those that the region stands behind, which
    may neither be free nor answer at night; the text speaks of the emergency numbers."""
    if danger is None:
        return None
    titles = {
        Danger.LIFE: _("Are you thinking of taking your life, or is somebody's life in danger?"),
        Danger.CHILD: _("Is a child in danger?"),
        Danger.VIOLENCE: _("Is somebody hurting or threatening you?"),
        Danger.ROOF: _("Have you nowhere to spend this night?"),
    }
    texts = {
        Danger.LIFE: _("You are not alone in this. Call now; somebody answers day and night and the call is free."),
        Danger.CHILD: _("Call now, also when you are not sure. Somebody answers day and night and the call is free."),
        Danger.VIOLENCE: _("It is not your fault. Call now; somebody answers day and night and the call is free."),
        Danger.ROOF: _("If you are cold, ill or in danger, call now; somebody answers day and night."),
    }
    return Banner(titles[danger], texts[danger], _calls(danger), tuple(lines))


def _calls(danger: Danger) -> tuple[Call, ...]:
    """The emergency numbers, which need no confirmation."""
    emergency, ambulance, police = (
        Call("112", _("emergency call")),
        Call("155", _("ambulance")),
        Call("158", _("police")),
    )
    match danger:
        case Danger.LIFE:
            return (emergency, ambulance)
        case Danger.CHILD | Danger.VIOLENCE:
            return (police, emergency)
    return (emergency,)
