"""Shows how well forms of one word meet, and how seldom different words do: python -m search.lexicon.measure

The paradigms are parted into two halves by a hash of the word: one to tune on, one held out. Overrides never come from
the half that is held out; a test watches over that.
"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.lexicon import fold, lemma, lemmas, version
from search.lexicon.showing import show
from search.lexicon.table import BUILT

PARADIGMS = Path(__file__).parents[2] / "tests" / "search" / "paradigms"
LANGUAGES = ("sk", "cs")


@dataclass(frozen=True)
class Paradigm:
    """A word and all its forms."""

    word: str
    forms: tuple[str, ...]

    @property
    def is_held_out(self) -> bool:
        """Whether this word belongs to the half that no tuning may look at."""
        return hashlib.sha256(self.word.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True)
class Pair:
    """Two words that look alike; same says whether we want them to meet all the same."""

    left: str
    right: str
    same: bool


def lines(path: Path) -> Iterator[list[str]]:
    """The columns of a tab-separated file without its remarks."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def paradigms(language: str, *, held_out: bool) -> list[Paradigm]:
    """The words of one half."""
    every = (Paradigm(word, tuple(forms.split())) for word, forms in lines(PARADIGMS / f"{language}.tsv"))
    return [paradigm for paradigm in every if paradigm.is_held_out is held_out]


def confusable_pairs(language: str) -> list[Pair]:
    """Words that must not meet, and the few that may."""
    return [Pair(left, right, same == "same") for left, right, same in lines(PARADIGMS / f"confusable_{language}.tsv")]


def misses(language: str, paradigm: Paradigm, *, with_marks: bool) -> list[str]:
    """The forms whose lemma is not that of the base form."""
    wanted = lemma(paradigm.word, language)
    forms = paradigm.forms if with_marks else tuple(map(fold, paradigm.forms))
    return [form for form in forms if lemma(form, language) != wanted]


def conflation(language: str, *, held_out: bool, with_marks: bool) -> tuple[int, int]:
    """How many forms reach the lemma of their base form, of how many."""
    half = paradigms(language, held_out=held_out)
    total = sum(len(paradigm.forms) for paradigm in half)
    return total - sum(len(misses(language, paradigm, with_marks=with_marks)) for paradigm in half), total


def wrongly_joined(language: str) -> list[Pair]:
    """Pairs that meet and must not, or do not and should."""
    return [pair for pair in confusable_pairs(language) if meets(pair, language) is not pair.same]


def meets(pair: Pair, language: str) -> bool:
    """Whether both words have one lemma."""
    return lemma(pair.left, language) == lemma(pair.right, language)


def private_memory() -> float:
    """What this process holds for itself, in MB; the mapped files are shared by all that open them."""
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8")
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_Dirty")) / 1024


def show_quality(language: str) -> None:
    """Print conflation of both halves and the confusions."""
    for held_out in (False, True):
        half = paradigms(language, held_out=held_out)
        shares = []
        for with_marks in (True, False):
            hit, total = conflation(language, held_out=held_out, with_marks=with_marks)
            shares.append(f"{hit / total:.2%} of {total} forms {'with' if with_marks else 'without'} diacritics")
        show(f"{language} {'held out' if held_out else 'tuned'}: {len(half)} words, {', '.join(shares)}")
    wrong = wrongly_joined(language)
    show(f"{language} confusable pairs: {len(wrong)} wrong of {len(confusable_pairs(language))}")
    for pair in wrong:
        show(f"    {pair.left} / {pair.right}: {lemma(pair.left, language)} / {lemma(pair.right, language)}")


def show_misses(language: str) -> None:
    """Print the misses of the half we tune on; the other half stays unread."""
    for paradigm in paradigms(language, held_out=False):
        missed = misses(language, paradigm, with_marks=True)
        if missed:
            wrong = " ".join(f"{form}={lemma(form, language)}" for form in missed)
            show(f"    {paradigm.word} ({lemma(paradigm.word, language)}): {wrong}")


def show_speed(language: str) -> None:
    """Print look-ups a second, each form asked once and then again."""
    forms = " ".join(form for half in (True, False) for p in paradigms(language, held_out=half) for form in p.forms)
    for round_name in ("first time", "again"):
        begun = time.perf_counter()
        count = len(lemmas(forms, language))
        show(f"{language} {round_name}: {count / (time.perf_counter() - begun):,.0f} words a second")


def main() -> None:
    """Print everything."""
    before = private_memory()
    for language in LANGUAGES:
        show_speed(language)
    show(f"memory of this process grew by {private_memory() - before:.1f} MB")
    for language in LANGUAGES:
        show_quality(language)
        show_misses(language)
    sizes = {path.name: path.stat().st_size for path in sorted(BUILT.glob("*.*")) if path.suffix != ".md"}
    show(f"version {version()}; " + ", ".join(f"{name} {size / 1e6:.2f} MB" for name, size in sizes.items()))


if __name__ == "__main__":
    main()
