"""What to do with a word no list knows: a new name, a rare form, a word made yesterday.

First the ending is exchanged for one that leads to a known word. Where none does, every form of the unknown word is
cut down to the same stem, so that they still meet each other in the index.
"""

import re
from collections.abc import Callable

SHORTEST_STEM = 3
SHORTEST_KNOWN_STEM = 4

# Case endings without diacritics; Slovak and Czech share most of them, longer ones are tried first.
_ENDINGS = {
    "sk": (
        "ovia iemu ieho iami iach emu eho ami ach och iam iou ich ych imi ymi omu oho"
        " am om ou ov ej im ym mi ia ie iu u a e i y o"
    ),
    "cs": (
        "ovi ove emu imu eho iho ami emi imi ymi ach ech ich ych ata atum"
        " am um im ym em ou ej mi mu ho ov uv u a e i y o"
    ),
}
_BY_LENGTH = {
    language: tuple(sorted(endings.split(), key=lambda ending: (-len(ending), ending)))
    for language, endings in _ENDINGS.items()
}
_BASE_ENDINGS = ("", "a", "y", "i", "o", "e", "ie")
_FLEETING = re.compile(r"(?<=[^aeiouy])[eo](?=[ck]$)")


def known_neighbour(form: str, language: str, lemma_of: Callable[[str], str | None]) -> str | None:
    """The known word this form can be an unlisted form of."""
    for ending in _BY_LENGTH[language]:
        stem = form[: -len(ending)]
        if len(stem) < SHORTEST_KNOWN_STEM or not form.endswith(ending):
            continue
        for base_ending in _BASE_ENDINGS:
            candidate = stem + base_ending
            if candidate != form and lemma_of(candidate) == candidate:
                return candidate
    return None


def stem(form: str, language: str) -> str:
    """The part all forms of an unknown word share."""
    shorter = _without_ending(form, language)
    if shorter.endswith("ov") and len(shorter) >= SHORTEST_STEM + 2:
        shorter = shorter[:-2]
    shorter = _FLEETING.sub("", shorter)
    # „robotník“ and „robotníci“, „Polanka“ and „Polance“
    return shorter[:-1] + "k" if shorter.endswith("c") else shorter


def _without_ending(form: str, language: str) -> str:
    for ending in _BY_LENGTH[language]:
        if form.endswith(ending) and len(form) - len(ending) >= SHORTEST_STEM:
            return form[: -len(ending)]
    return form
