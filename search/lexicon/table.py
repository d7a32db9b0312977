"""The built map of word forms: a trie on disk that all workers of a machine share."""

from collections.abc import Iterable
from pathlib import Path

import marisa_trie

BUILT = Path(__file__).parent / "built"
# Where a form was taken from; each has a file and a licence of its own. Ours is asked first.
OWN, SIMPLEMMA, HUNSPELL = "own", "simplemma", "hunspell"
SOURCES = (OWN, SIMPLEMMA, HUNSPELL)


class Part:
    """One file: folded form to folded lemma, kept as „cut n letters, add these“, which makes a million forms small."""

    def __init__(self, name: str, folder: Path) -> None:
        self.forms = marisa_trie.RecordTrie("<H")
        self.forms.mmap(str(folder / f"{name}.forms"))
        self.changes = [read_change(line) for line in (folder / f"{name}.changes").read_text("utf-8").splitlines()]


class Table:
    """The files of one language as one map; the first that knows a form answers."""

    def __init__(self, *names: str, folder: Path = BUILT) -> None:
        self._parts = [Part(name, folder) for name in names]

    def get(self, form: str) -> str | None:
        """The lemma of a folded form, or nothing where the form is unknown."""
        for part in self._parts:
            found: list[tuple[int]] | None = part.forms.get(form)
            if found:
                cut, add = part.changes[found[0][0]]
                return form[: len(form) - cut] + add
        return None

    def __len__(self) -> int:
        return sum(len(part.forms) for part in self._parts)


def read_change(line: str) -> tuple[int, str]:
    """One line of a .changes file: how many letters go, which come."""
    cut, _, add = line.partition("\t")
    return int(cut), add


def change(form: str, lemma: str) -> tuple[int, str]:
    """What has to be done to a form to make it its lemma."""
    shared = 0
    for left, right in zip(form, lemma, strict=False):
        if left != right:
            break
        shared += 1
    return len(form) - shared, lemma[shared:]


def write(name: str, pairs: Iterable[tuple[str, str]], folder: Path = BUILT) -> None:
    """Write a table so that the same pairs always give the same bytes."""
    changed = [(form, change(form, lemma)) for form, lemma in sorted(pairs)]
    changes = sorted({step for _, step in changed})
    numbers = {step: number for number, step in enumerate(changes)}
    marisa_trie.RecordTrie("<H", ((form, (numbers[step],)) for form, step in changed)).save(
        str(folder / f"{name}.forms")
    )
    lines = "".join(f"{cut}\t{add}\n" for cut, add in changes)
    (folder / f"{name}.changes").write_text(lines, encoding="utf-8")
