"""What a reader may be about to write: situations, kinds of service, everyday phrases, municipalities, providers.

Each word typed so far has to begin a word of the suggestion, so „opat sen“ leads to „opatrovateľská služba pre
seniorov“. All of it is kept in the process for a minute; nothing of what was typed is kept at all.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from search import naming, words
from search.lexicon import fold
from search.models import Document
from search.naming import kept
from search.own import own_words
from search.speaking import language
from tenants.models import Municipality
from tenants.queries import LARGEST_FIRST

MOST, OF_EACH = 8, 4
LEAST_LETTERS = 2
Known = tuple[tuple[str, str], ...]


def suggestions(text: str) -> list[str]:
    """At most eight, the likeliest sorts first; in each sort those that begin so before those that hold it."""
    asked = fold(text).split()
    if len("".join(asked)) < LEAST_LETTERS:
        return []
    found = chain.from_iterable(islice(_fitting(known, asked), OF_EACH) for known in _sorts())
    return list(islice(dict.fromkeys(found), MOST))


def _fitting(known: Known, asked: list[str]) -> Iterable[str]:
    beginning = [label for folded, label in known if folded.startswith(asked[0]) and _fits(folded, asked)]
    holding = (label for folded, label in known if not folded.startswith(asked[0]) and _fits(folded, asked))
    return chain(sorted(beginning, key=len), holding)


def _fits(folded: str, asked: list[str]) -> bool:
    padded = f" {folded}"
    return all(f" {word}" in padded for word in asked)


def _sorts() -> list[Known]:
    return [
        kept("suggested_kinds", lambda: _folded(naming.kinds().values())),
        kept("suggested_situations", lambda: _folded(each.name for each in naming.situations())),
        kept("suggested_phrases", lambda: _folded(_phrases())),
        kept("suggested_towns", lambda: _folded(_towns())),
        kept("suggested_providers", lambda: _folded(_providers())),
    ]


def _phrases() -> Iterator[str]:
    return (entry.phrase for entry in words.load(language(), own_words()) if words.is_fit_to_say(entry.phrase))


def _folded(labels: Iterable[str]) -> Known:
    return tuple((" ".join(fold(label).split()), label) for label in labels)


def _towns() -> list[str]:
    rows = Municipality.objects.filter(code__in=naming.own_codes()).order_by(*LARGEST_FIRST)
    return list(dict.fromkeys(rows.values_list("name", flat=True)))


def _providers() -> list[str]:
    rows = Document.objects.findable().filter(kind=Document.Kind.SERVICE)
    return sorted(set(rows.values_list("card__provider", flat=True)))
