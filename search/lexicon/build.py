"""Builds the files in `built/` from the word lists: a maintainer's command, not needed to run Opora.

python -m search.lexicon.build FOLDER
    FOLDER holds the unpacked hunspell dictionaries as FOLDER/sk/index.{aff,dic} and FOLDER/cs/index.{aff,dic}.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kernel.text import fold
from search.lexicon.lemmatising import SHORTEST_NEGATED, SUPERLATIVE
from search.lexicon.places import PlaceForm, place_forms
from search.lexicon.showing import show
from search.lexicon.sources import Pair, hunspell_pairs, override_pairs, simplemma_pairs
from search.lexicon.table import BUILT, HUNSPELL, OWN, SIMPLEMMA, SOURCES, write

HERE = Path(__file__).parent
OVERRIDES = HERE / "overrides"
LONGEST_CHAIN = 4
MANY_FORMS = 3

Candidates = dict[str, set[str]]


def folded(pairs: Iterable[Pair]) -> tuple[Candidates, set[str]]:
    """Folded form to its possible folded lemmas; and the lemmas that are ordinary words, not names."""
    lemmas_of: Candidates = defaultdict(set)
    ordinary = set()
    for form, lemma in pairs:
        folded_lemma = fold(lemma)
        lemmas_of[fold(form)].add(folded_lemma)
        if lemma[0].islower():
            ordinary.add(folded_lemma)
    return lemmas_of, ordinary


@dataclass(frozen=True)
class Choice:
    """Chooses one lemma where the lists know several."""

    listed: Candidates
    expanded: Candidates
    ordinary: set[str]
    preferred: set[str]
    forms_of: Candidates

    def lemma_of(self, form: str) -> str:
        """The likeliest lemma of a form in our field."""
        candidates = self.listed.get(form, set()) | self.expanded.get(form, set())
        kept = {lemma for lemma in candidates if lemma != form or self.stands_alone(form, candidates)}
        return min(kept, key=lambda lemma: self.rank(form, lemma))

    def stands_alone(self, form: str, candidates: set[str]) -> bool:
        """Whether a form is a word of its own, with forms the others do not have: „domov“, but not „verejne“."""
        own = self.forms_of.get(form, set())
        return form in self.preferred or all(
            len(own - self.forms_of[other]) >= MANY_FORMS for other in candidates if other != form
        )

    def is_possessive(self, lemma: str) -> bool:
        """„otcov“ and „otcův“, but not „domov“."""
        return lemma.endswith("uv") or (lemma.endswith("ov") and lemma + "mu" in self.forms_of[lemma])

    def rank(self, form: str, lemma: str) -> tuple[object, ...]:
        """The smaller, the better: our field, no names, no possessives, the word itself, what both lists say."""
        in_simplemma, in_hunspell = lemma in self.listed.get(form, ()), lemma in self.expanded.get(form, ())
        return (
            lemma not in self.preferred,
            lemma not in self.ordinary,
            self.is_possessive(lemma),
            lemma != form,
            not (in_simplemma and in_hunspell),
            not in_simplemma,
            len(lemma),
            lemma,
        )


def forms_of_each(*lists: Candidates) -> Candidates:
    """Lemma to its forms, from all lists together."""
    forms: Candidates = defaultdict(set)
    for lemmas_of in lists:
        for form, lemmas in lemmas_of.items():
            for lemma in lemmas:
                forms[lemma].add(form)
    return forms


def settled(lemma_of: dict[str, str]) -> dict[str, str]:
    """Follow a lemma that is itself a form of another word, so that a lemma is always its own lemma."""
    return {form: end_of_chain(form, lemma_of) for form in lemma_of}


def end_of_chain(form: str, lemma_of: dict[str, str]) -> str:
    """Where the chain of lemmas stops; a circle stops at its first word in the alphabet."""
    seen = [form]
    for _ in range(LONGEST_CHAIN):
        lemma = lemma_of.get(seen[-1], seen[-1])
        if lemma == seen[-1]:
            return lemma
        if lemma in seen:
            return min(seen[seen.index(lemma) :])
        seen.append(lemma)
    return seen[-1]


@dataclass
class Lexicon:
    """The whole map of one language, and which list each form was taken from."""

    lemma_of: dict[str, str]
    source_of: dict[str, str]


def build(language: str, dictionaries: Path) -> Lexicon:
    """Join the lists of one language; ours speak last."""
    listed, ordinary = folded(simplemma_pairs(language))
    expanded, more = folded(hunspell_pairs(dictionaries / language, language))
    ordinary |= more
    field = preferred(language)
    choice = Choice(listed, expanded, ordinary, field, forms_of_each(listed, expanded))
    lemma_of = {form: choice.lemma_of(form) for form in listed.keys() | expanded.keys()}
    source_of = {form: SIMPLEMMA if form in listed else HUNSPELL for form in lemma_of}
    for place in place_forms(language):
        if takes_place(place, lemma_of, ordinary, field):
            lemma_of[place.form] = place.name if place.is_town else lemma_of.get(place.name, place.name)
            source_of[place.form] = OWN
    own = {fold(form): fold(lemma) for form, lemma in override_pairs(OVERRIDES / f"{language}.tsv")}
    for form, lemma in own.items():
        lemma_of[form] = lemma
        lemma_of.setdefault(lemma, lemma)
        source_of[form] = OWN
        source_of.setdefault(lemma, OWN)
    return Lexicon(without_needless(settled(lemma_of), language), source_of)


def preferred(language: str) -> set[str]:
    """The words of our field: they win where a form could be one of them or something else."""
    text = (OVERRIDES / f"preferred_{language}.txt").read_text(encoding="utf-8")
    return {fold(word) for line in text.splitlines() if not line.startswith("#") for word in line.split()}


def takes_place(place: PlaceForm, lemma_of: dict[str, str], ordinary: set[str], field: set[str]) -> bool:
    """A form of a place name gives way to ordinary words, that of a town only to words of our field."""
    known = lemma_of.get(place.form)
    if known is None:
        return True
    if place.is_town and place.is_certain:
        return known not in field
    return place.is_certain and known not in ordinary


def without_needless(lemma_of: dict[str, str], language: str) -> dict[str, str]:
    """Leave out what the reader's own rules for negation and superlative say as well or better."""
    return {form: lemma for form, lemma in lemma_of.items() if not is_needless(form, lemma, lemma_of, language)}


def is_needless(form: str, lemma: str, lemma_of: dict[str, str], language: str) -> bool:
    """Whether the form without its prefix already tells the lemma."""
    is_negation = form.startswith("ne") and len(form) >= SHORTEST_NEGATED and form[2:] in lemma_of
    if is_negation and lemma == "ne" + lemma_of[form[2:]]:
        return True
    rest = form.removeprefix(SUPERLATIVE[language])
    return rest != form and lemma_of.get(rest, rest) != rest


def shared_lemmas(czech: dict[str, str], slovak: dict[str, str]) -> dict[str, str]:
    """Czech lemma to the Slovak lemma that most of its forms have too, if they are not a chance likeness."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for form, lemma in czech.items():
        votes[lemma][slovak.get(form, "")] += 1
    shared = {}
    for lemma, counted in votes.items():
        known = [(number, other) for other, number in counted.items() if other]
        if known and (best := max(known))[0] > sum(number for number, _ in known) / 2 and best[1] != lemma:
            shared[lemma] = best[1]
    return shared


def write_parts(language: str, lexicon: Lexicon) -> None:
    """One file for each list the forms come from, so that each stays under its own licence."""
    for source in SOURCES:
        name = f"{language}-{source}"
        pairs = [(form, lemma) for form, lemma in lexicon.lemma_of.items() if lexicon.source_of[form] == source]
        write(name, pairs)
        size = sum(path.stat().st_size for path in BUILT.glob(f"{name}.*"))
        show(f"{name}: {len(pairs):,} forms, {len({lemma for _, lemma in pairs}):,} lemmas, {size / 1e6:.2f} MB")


def main(dictionaries: Path) -> None:
    """Build and write all tables."""
    lexicons = {language: build(language, dictionaries) for language in ("sk", "cs")}
    for language, lexicon in lexicons.items():
        write_parts(language, lexicon)
    write("cs-sk", shared_lemmas(lexicons["cs"].lemma_of, lexicons["sk"].lemma_of).items())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
