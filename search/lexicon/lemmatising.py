"""From a text to the words it is found by: one folded lemma for each token, in order.

Index, query and the search in PostgreSQL all ask here, so that they always see the same tokens.
"""

import hashlib
from functools import cache, lru_cache

from kernel.text import fold
from search.lexicon import guessing
from search.lexicon.stopwords import STOPWORDS
from search.lexicon.table import BUILT, SOURCES, Table
from search.lexicon.tokens import words

LANGUAGES = ("sk", "cs")
REMEMBERED = 50_000
# Files whose rules decide tokens as much as the tables do.
RULES = [BUILT.parent / name for name in ("guessing.py", "lemmatising.py", "stopwords.py", "tokens.py")]
SHORTEST_NEGATED = 4
SUPERLATIVE = {"sk": "naj", "cs": "nej"}


@cache
def table(language: str) -> Table:
    """The built table of a language, opened at its first use and kept."""
    return Table(*(f"{language}-{source}" for source in SOURCES))


@cache
def _shared() -> Table:
    """Czech lemmas whose word is also a Slovak one („sociální“, „sociálny“), for a deployment that holds both."""
    return Table("cs-sk")


@lru_cache(maxsize=REMEMBERED)
def folded_lemma(form: str, language: str | None) -> str:
    """The lemma of a word that is already folded; a function word stays as it is, so that „je“ is never „byt“."""
    if form in STOPWORDS[language]:
        return form
    if language is None:
        return _lemma_in_either(form)
    return _known(form, language) or _guessed(form, language)


def _known(form: str, language: str) -> str | None:
    """The lemma of a listed word, of its negation or of its superlative."""
    known = table(language)
    lemma = known.get(form)
    if lemma:
        return lemma
    superlative = SUPERLATIVE[language]
    if form.startswith(superlative) and (lemma := known.get(form.removeprefix(superlative))):
        return lemma
    if form.startswith("ne") and len(form) >= SHORTEST_NEGATED and (lemma := known.get(form[2:])):
        return "ne" + lemma
    return None


def _guessed(form: str, language: str) -> str:
    if not form.isalpha() or len(form) <= guessing.SHORTEST_STEM:
        return form
    return guessing.known_neighbour(form, language, table(language).get) or guessing.stem(form, language)


def _lemma_in_either(form: str) -> str:
    """Slovak first, then Czech; a Czech lemma that is also a Slovak word becomes that word. Else a Slovak guess."""
    slovak = _known(form, "sk")
    if slovak:
        return slovak
    czech = _known(form, "cs")
    if czech:
        return _shared().get(czech) or czech
    return _guessed(form, "sk")


def lemma(word: str, language: str | None) -> str:
    """The folded lemma of one word."""
    return folded_lemma(fold(word), language)


def lemmas(text: str, language: str | None) -> list[str]:
    """The folded lemma of each word of a text, in order."""
    return [folded_lemma(form, language) for form in map(fold, words(text))]


def content_lemmas(text: str, language: str | None) -> list[str]:
    """The lemmas of a text without its function words."""
    idle = STOPWORDS[language]
    return [folded_lemma(form, language) for form in map(fold, words(text)) if form not in idle]


@cache
def version() -> str:
    """Changes whenever the lexicon does; part of the name of the index, for its tokens would no longer match."""
    digest = hashlib.sha256()
    for path in [*sorted(BUILT.glob("*.forms")), *sorted(BUILT.glob("*.changes")), *RULES]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
