"""What a person means by a text: lemmas, everyday words for kinds of service, mistyped words put right.

It is worked out once, before an engine is chosen, so Elasticsearch and PostgreSQL are asked the same question. A word
that neither the lexicon nor any document knows is compared with the words of the documents (as Elasticsearch's fuzzy
search would: the first letter stands, one mistake from four letters, two from eight, an exchange of neighbours is one).
Words of danger lead to the help there is in danger.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from django.db import connection

from search import lexicon, words
from search.danger import Danger, danger_in, help_in
from search.lexicon.lemmatising import LANGUAGES, table
from search.models import Word
from search.own import own_words
from search.speaking import language
from search.words import OwnWords

Meant = tuple[str, float, str]  # a kind, its weight, the phrase that spoke for it
BESIDE_DANGER = 0.5
MOST_WORDS = 24
MOST_CORRECTIONS = 8
RIVAL, MOST_RIVALS = 0.75, 3  # of the likeliest kind: where it is not sure, the best of each stands among the first
MOST_STRANGE = 6  # words that are compared; who writes more of them writes another language
ALIKE = """
    select asked, known.word
    from unnest(%s::text[]) asked
    join public.search_word known
      on left(known.word, 1) = left(asked, 1)
     and length(known.word) between length(asked) - 2 and length(asked) + 2
    where levenshtein_less_equal(known.word, asked, 2) <= 2
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of the question: any of its lemmas will do."""

    written: str
    lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The text as both engines ask it.

    `said_of` tells for each kind which phrase spoke for it, if one did; `put_right` pairs a strange word with the word
    of the documents that was looked for as well. `rivals` are the kinds it may mean about as likely as the first;
    with `may_name` some word stands in no everyday phrase, so that it can be a part of somebody's name; `danger` is
    what the words speak of, also when they were mistyped.
    """

    words: tuple[Asked, ...] = ()
    whole: str = ""
    kinds: tuple[tuple[str, float], ...] = ()
    needed: int = 0
    said_of: tuple[tuple[str, float, str], ...] = ()
    put_right: tuple[tuple[str, str], ...] = ()
    rivals: tuple[str, ...] = ()
    may_name: bool = False
    danger: Danger | None = None

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.kinds

    @property
    def can_relax(self) -> bool:
        return self.needed > 1

    def relaxed(self) -> "Question":
        """Content with any one of the words."""
        return replace(self, needed=min(1, self.needed))

    def settled(self) -> "Question":
        """No likely kind is given a place among the first."""
        return replace(self, rivals=())


def understand(text: str) -> Question:
    spoken = language()
    lemmas = lexicon.lemmas(text, spoken)
    meant = _forms_that_matter(text, spoken)
    vocabulary = words.vocabulary(spoken, own_words())
    put_right = corrections([form for form in meant if not _is_known(form, spoken)], vocabulary)
    asked = _asked(meant, put_right, spoken)
    nearest = tuple((form, found[0]) for form, found in put_right.items())
    as_meant = _as_meant(text, dict(nearest))
    danger = danger_in(text, spoken) or danger_in(as_meant, spoken)
    said_of = kinds_meant(as_meant, danger, spoken, own_words())
    kinds = tuple((code, weight) for code, weight, _phrase in said_of)
    return Question(
        asked,
        " ".join(lemmas),
        kinds,
        needed_of(len(asked)),
        said_of,
        nearest,
        rivals_among(kinds),
        may_name=any(form not in put_right and form not in vocabulary.get(form[0], ()) for form in meant),
        danger=danger,
    )


def rivals_among(kinds: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """The kinds that are about as likely as the first, if there are such; the likeliest come first."""
    near = tuple(code for code, weight in kinds if weight >= RIVAL * kinds[0][1])[:MOST_RIVALS]
    return near if len(near) > 1 else ()


def kinds_meant(as_meant: str, danger: Danger | None, spoken: str | None, said: OwnWords) -> tuple[Meant, ...]:
    """The likeliest kinds first; where the words speak of danger, those that help there stand before all others."""
    meant = words.kinds_for(as_meant, spoken, said)
    help_here = help_in(danger)
    if danger is None:
        return tuple(meant)
    known = {code: (weight, phrase) for code, weight, phrase in meant}
    is_first = bool(meant) and meant[0][0] in help_here
    helping = [
        (code, max(1 / (1 + place + is_first), known.get(code, (0.0, ""))[0]), known.get(code, (0.0, ""))[1])
        for place, code in enumerate(help_here)
    ]
    beside = [
        (code, round(BESIDE_DANGER * weight, 3), phrase) for code, weight, phrase in meant if code not in help_here
    ]
    return tuple(sorted((*helping, *beside), key=lambda each: -each[1]))


def needed_of(count: int) -> int:
    """How many of the words a document must hold: both of two, about three in five of a sentence."""
    return count if count <= 2 else -(-count * 3 // 5)


def _asked(meant: list[str], put_right: dict[str, list[str]], spoken: str | None) -> tuple[Asked, ...]:
    found: dict[tuple[str, ...], Asked] = {}
    for form in meant:
        lemmas = _lemmas([form, *put_right.get(form, ())], spoken)
        found.setdefault(lemmas, Asked(form, lemmas))
    return tuple(found.values())


def _forms_that_matter(text: str, spoken: str | None) -> list[str]:
    """Folded words without function words; where nothing else was written, those."""
    forms = [lexicon.fold(word) for word in lexicon.words(text)]
    idle = [not lexicon.content_lemmas(form, spoken) for form in forms]
    content = [form for form, is_idle in zip(forms, idle, strict=True) if not is_idle]
    return list(dict.fromkeys(content or forms))[:MOST_WORDS]


def _lemmas(forms: Iterable[str], spoken: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lexicon.lemma(form, spoken) for form in forms))


def _as_meant(text: str, nearest: Mapping[str, str]) -> str:
    """The text with its mistyped words put right; as it was written where there are none."""
    if not nearest:
        return text
    return " ".join(nearest.get(lexicon.fold(word), word) for word in lexicon.words(text))


def _is_known(form: str, spoken: str | None) -> bool:
    """Whether the lexicon lists the word; short words and numbers are taken as they are."""
    if len(form) < 4 or not form.isalpha():
        return True
    return any(table(each).get(form) for each in ([spoken] if spoken else LANGUAGES))


def corrections(forms: Iterable[str], vocabulary: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Words of the documents or of everyday phrases that were probably meant, the nearest first; none for a word that
    they hold. `vocabulary` gives the words of the phrases by their first letter."""
    unknown = (form for form in forms if form not in vocabulary.get(form[0], ()))
    strange = set(islice(dict.fromkeys(unknown), MOST_STRANGE))
    if not strange:
        return {}
    strange -= set(Word.objects.filter(word__in=strange).values_list("word", flat=True))
    alike: dict[str, dict[str, tuple[int, bool]]] = {}
    pairs = [(False, pair) for pair in _alike(strange)] + [
        (True, pair) for pair in _alike_in_phrases(strange, vocabulary)
    ]
    for is_of_phrase, (form, word) in pairs:  # of equally near words those of the documents come first
        mistakes = mistakes_between(form, word)
        if mistakes <= allowed_mistakes(form):
            alike.setdefault(form, {}).setdefault(word, (mistakes, is_of_phrase))
    return {
        form: sorted(found, key=lambda word: (found[word], word))[:MOST_CORRECTIONS] for form, found in alike.items()
    }


def _alike_in_phrases(forms: set[str], vocabulary: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for form in forms:
        for word in vocabulary.get(form[0], ()):
            if abs(len(word) - len(form)) <= allowed_mistakes(form):
                yield form, word


def _alike(forms: set[str]) -> list[tuple[str, str]]:
    if not forms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [sorted(forms)])
        return list(cursor.fetchall())


def allowed_mistakes(form: str) -> int:
    return 0 if len(form) < 4 else 1 if len(form) < 8 else 2


def mistakes_between(one: str, other: str) -> int:
    """Letters to add, drop, change or exchange with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
