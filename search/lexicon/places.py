"""Place names in their cases: „v Detve“, „z Michaloviec“, „v Praze“.

Each word of a name is declined by its ending. A rule marked certain holds for nearly every name with that ending; the
others are the likeliest pattern and give way to anything the word lists know.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kernel.text import fold
from search.lexicon.tokens import words

FOLDER = Path(__file__).parent / "places"
SHORTEST_NAME = 3
CONSONANTS = "bcčdďfghjklľmnňpqrřsštťvwxzž"


@dataclass(frozen=True)
class PlaceForm:
    """A form of a name of a place."""

    form: str
    name: str
    is_certain: bool
    is_town: bool


@dataclass(frozen=True)
class Ending:
    """What a name ends with, and what its other cases have in that place."""

    ending: str
    cases: tuple[str, ...]
    is_certain: bool = True


def _rules(text: str, *, certain: bool) -> list[Ending]:
    lines = (line.split(":") for line in text.strip().splitlines())
    return [Ending(ending.strip(), tuple(cases.split()), certain) for ending, cases in lines]


# The first ending that fits decides, so the longer stand first. "-" is no letter at all.
_SLOVAK = [
    *_rules(
        """
        ovce: oviec ovciam ovciach ovcami
        ince: iniec inciam inciach incami
        nce: niec nciam nciach ncami
        ice: íc iciam iciach icami
        ce: c iec ciam ciach cami
        čany: čian čianom čianoch čanom čanoch čanmi čanami
        šany: šian šanom šanoch šanmi šanami
        žany: žian žanom žanoch žanmi žanami
        ťany: ťan ťanom ťanoch ťanmi ťanami
        any: an anom anoch anmi anami ian
        ica: ice ici icu icou
        ská: skej skú skou
        cká: ckej ckú ckou
        ná: nej nú nou
        vá: vej vú vou
        ské: ského skému skom ským
        ný: ného nému nom ným
        ie: ia iu í ím
        ec: ca cu ci com
        ok: ku ka kom
        ov: ova ovu ove ovom
        in: ina inu ine inom
        ín: ína ínu íne ínom
        en: ena enu ene enom
        sko: ska sku skom
        ko: ka ku kom
        o: a u e om
        """,
        certain=True,
    ),
    *_rules("\n".join(f"{soft}a: {soft}e {soft}i {soft}u {soft}ou" for soft in "cčdžjňľďťšž"), certain=True),
    Ending("a", ("y", "e", "u", "ou")),
    *_rules(
        """
        á: ej ú ou
        é: ého ému om ým
        ý: ého ému om ým
        y: - ov om och mi ami ám ách
        e: a u i í om
        ň: ne ni ňou ňa ňu ňom
        """,
        certain=False,
    ),
    *_rules("\n".join(f"{last}: {last}a {last}u {last}e {last}i {last}om" for last in CONSONANTS), certain=False),
]

_CZECH = [
    *_rules(
        """
        ice: ic icím icích icemi
        ká: ké kou
        ná: né nou
        vá: vé vou
        lá: lé lou
        cha: chy še chu chou
        ka: ky ce ku kou
        ha: hy ze hu hou
        ga: gy ze gu gou
        ra: ry ře ru rou
        sa: sy se su sou
        la: ly le lu lou
        za: zy ze zu zou
        a: y ě u ou
        ec: ce ci cem
        ek: ku kem
        ík: íku íkem
        ov: ova ovu ově ovem
        ín: ína ínu íně ínem
        in: ina inu ině inem
        sko: ska sku skem
        ko: ka ku kem
        o: a u ě em
        any: an anům anech any
        í: ím
        """,
        certain=True,
    ),
    *_rules(
        """
        ý: ého ému ém ým
        á: é ou
        é: ého ému ém ým
        y: - ů ům ech ách ám ami
        eň: ně ni ní
        ň: ně ni ní
        e: i í ím ích emi
        ě: i í
        """,
        certain=False,
    ),
    *_rules("\n".join(f"{soft}: {soft}e {soft}i {soft}í {soft}em" for soft in "cčďjřšťž"), certain=False),
    *_rules("\n".join(f"{last}: {last}u {last}a {last}ě {last}em" for last in CONSONANTS), certain=False),
]
_RULES = {"sk": _SLOVAK, "cs": _CZECH}
# Words whose stem changes; and those that are no part of the name.
_IRREGULAR = {
    "sk": {"ves": "vsi vsou vsiach", "most": "mosta moste mostu mostom", "breh": "brehu brehom"},
    "cs": {
        "ves": "vsi vsí",
        "hradec": "hradce hradci hradcem",
        "důl": "dolu dole dolem",
        "dvůr": "dvora dvoru dvoře dvorem",
    },
}
_LINKING = frozenset(("nad", "pod", "pri", "při", "u", "v", "ve", "na", "za", "pred", "před", "a", "i", "do", "od"))


def place_forms(language: str) -> Iterator[PlaceForm]:
    """All forms of all names of places of the country where the language is spoken."""
    for line in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        for word in words(line):
            if word.lower() not in _LINKING and len(word) >= SHORTEST_NAME:
                yield from declined(word, language, is_town=line.endswith("*") and " " not in line)


def declined(word: str, language: str, *, is_town: bool = False) -> Iterator[PlaceForm]:
    """One word of a name in its cases, the name itself first."""
    name = fold(word)
    yield PlaceForm(name, name, is_certain=True, is_town=is_town)
    irregular = _IRREGULAR[language].get(word.lower())
    if irregular:
        yield from (PlaceForm(fold(form), name, is_certain=True, is_town=is_town) for form in irregular.split())
        return
    rule = next((rule for rule in _RULES[language] if word.lower().endswith(rule.ending)), None)
    if rule is None:
        return
    for case in rule.cases:
        form = word[: len(word) - len(rule.ending)] + case.strip("-")
        yield PlaceForm(fold(form), name, rule.is_certain, is_town)
