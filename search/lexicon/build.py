"""Builds the files in `built/` from the word lists: a maintainer's command, not needed to run Opora.

python -m search.lexicon.build FOLDER
    FOLDER holds the unpacked hunspell dictionaries as FOLDER/sk/index.{aff,dic} and FOLDER/cs/index.{aff,dic}.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from kernel.text import fold

from search.lexicon.places import place_pairs
from search.lexicon.sources import Pair, hunspell_pairs, override_pairs, simplemma_pairs
from search.lexicon.table import BUILT, write

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


def rank(form: str, lemma: str, ordinary: set[str], listed: Candidates, expanded: Candidates) -> tuple[object, ...]:
    """The smaller, the better: ordinary words before names, the word itself, what both lists say, then the shorter."""
    sources = (lemma in listed.get(form, ())) + (lemma in expanded.get(form, ()))
    return (lemma not in ordinary, lemma != form, -sources, lemma not in listed.get(form, ()), len(lemma), lemma)


def chosen(listed: Candidates, expanded: Candidates, ordinary: set[str]) -> dict[str, str]:
    """One lemma for each form of both lists."""
    bases = {lemma for lemmas in expanded.values() for lemma in lemmas} | often_led_to(listed)
    result = {}
    for form in listed.keys() | expanded.keys():
        candidates = listed.get(form, set()) | expanded.get(form, set())
        # simplemma's lemma of a word that the dictionary declines itself would tear its forms apart
        kept = {lemma for lemma in candidates if lemma != form or form in bases or len(candidates) == 1}
        result[form] = min(kept, key=lambda lemma: rank(form, lemma, ordinary, listed, expanded))
    return result


def often_led_to(listed: Candidates) -> set[str]:
    """Lemmas that several forms of a list lead to: surely words of their own."""
    led = Counter(lemma for form, lemmas in listed.items() for lemma in lemmas if lemma != form)
    return {lemma for lemma, number in led.items() if number >= MANY_FORMS}


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


def build(language: str, dictionaries: Path) -> dict[str, str]:
    """The whole map of one language."""
    listed, ordinary = folded(simplemma_pairs(language))
    expanded, more = folded(hunspell_pairs(dictionaries / language, language))
    lemma_of = chosen(listed, expanded, ordinary | more)
    for form, lemma in place_pairs(language):
        add_place(lemma_of, ordinary | more, form, lemma)
    own = {fold(form): fold(lemma) for form, lemma in override_pairs(OVERRIDES / f"{language}.tsv")}
    lemma_of.update({lemma: lemma for lemma in own.values()})
    lemma_of.update(own)
    return settled(lemma_of)


def add_place(lemma_of: dict[str, str], ordinary: set[str], form: str, lemma: str) -> None:
    """A form of a place name is taken unless it is an ordinary word; the name itself keeps what it already means."""
    known = lemma_of.get(form)
    if known is None or known not in ordinary:
        lemma_of[form] = lemma_of.get(lemma, lemma)


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


def main(dictionaries: Path) -> None:
    """Build and write all tables."""
    maps = {language: build(language, dictionaries) for language in ("sk", "cs")}
    maps["cs-sk"] = shared_lemmas(maps["cs"], maps["sk"])
    for name, lemma_of in maps.items():
        write(name, lemma_of.items())
        size = sum(path.stat().st_size for path in BUILT.glob(f"{name}.*"))
        print(f"{name}: {len(lemma_of):,} forms, {len(set(lemma_of.values())):,} lemmas, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
