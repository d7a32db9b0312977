"""The lexicon: folding, words and lemmas of Slovak and Czech, one definition for index, query and fallback.

Holds no tables and knows nothing of Django. The built files in `built/` are opened at the first question.
"""

from kernel.text import fold
from search.lexicon.lemmatising import content_lemmas, lemma, lemmas, version
from search.lexicon.tokens import words

__all__ = ["content_lemmas", "fold", "lemma", "lemmas", "version", "words"]
