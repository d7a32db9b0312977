"""Everyday words of the region: said, changed and taken back by its staff; and what a change does to a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.errors import DomainError
from kernel.journal import record
from search import naming, own, words
from search.danger import danger_in
from search.models import OwnPhrase
from search.speaking import language
from search.understanding import kinds_meant
from search.words import OwnWords, phrase_key, phrase_lemmas

MOST_KINDS = 3


class WordsRefused(DomainError):
    """The phrase cannot be said so."""

    default_code = "words_refused"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind that a question leads to, and how surely: of 100."""

    name: str
    surely: int


def spoken() -> str:
    """The language whose words the region keeps."""
    return language() or "sk"


@transaction.atomic
def say(phrase: str, *, kinds: Sequence[str], by: Any, at: datetime) -> OwnPhrase:
    """The phrase means these kinds, the likeliest first; without kinds it leads nowhere. Counts at once."""
    written, key = _checked(phrase, kinds)
    facts = {"phrase": written, "kinds": list(kinds), "changed_at": at, "changed_by": getattr(by, "pk", by)}
    row, _made = OwnPhrase.objects.update_or_create(language=spoken(), key=key, defaults=facts)
    record("search.words_changed", subject=("search.ownphrase", row.pk), by=by, at=at, kinds=list(kinds))
    transaction.on_commit(own.forget)
    return row


@transaction.atomic
def take_back(row: OwnPhrase, *, by: Any, at: datetime) -> None:
    """What the common list says of the phrase counts again."""
    record("search.words_taken_back", subject=("search.ownphrase", row.pk), by=by, at=at)
    row.delete()
    transaction.on_commit(own.forget)


def _checked(phrase: str, kinds: Sequence[str]) -> tuple[str, str]:
    written = " ".join(phrase.split())
    key = phrase_key(phrase_lemmas(written, spoken()))
    if not key:
        raise WordsRefused(_("Write at least one word."), "no_words")
    if len(written) > 120 or len(key) > 200:
        raise WordsRefused(_("The phrase is too long. A few words are enough."), "long")
    if len(kinds) > MOST_KINDS or any(code not in naming.kinds() for code in kinds):
        raise WordsRefused(_("Choose at most three kinds of service of this country."), "kinds")
    return written, key


def before_and_after(question: str, phrase: str, kinds: Sequence[str]) -> tuple[list[Meaning], list[Meaning]]:
    """What the question leads to now, and what it would lead to if the phrase meant these kinds."""
    now = own.read_own_words()
    written, key = _checked(phrase, kinds)
    others = tuple(said for said in now.said if phrase_key(phrase_lemmas(said[0], spoken())) != key)
    then = OwnWords(f"try-{key}-{' '.join(kinds)}-{now.version}", (*others, (written, tuple(kinds))))
    return _meanings(question, now), _meanings(question, then)


def _meanings(question: str, said: OwnWords) -> list[Meaning]:
    names = naming.kinds()
    found = kinds_meant(question, danger_in(question, spoken()), spoken(), said)
    return [Meaning(names[code], round(weight * 100)) for code, weight, _phrase in found if code in names]


def listed(phrase: str) -> tuple[str, ...]:
    """What the common list says of the phrase; nothing if it does not know it."""
    key = phrase_key(phrase_lemmas(phrase, spoken()))
    return next((entry.kinds for entry in words.load(spoken()) if phrase_key(entry.lemmas) == key), ())
