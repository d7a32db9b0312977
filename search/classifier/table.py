"""The learnt model as a file: a trie from each piece of text to how much it speaks for each label.

`NAME.grams` gives a piece its rarity, the size of one step and one small number for each label; `NAME.labels` holds a
digest of the examples, the rarity of pieces never seen, and the labels.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from math import sqrt
from pathlib import Path

import marisa_trie

from search.classifier.grams import LENGTHS, MOST_WORDS, WORD, grams
from search.lexicon import version

BUILT = Path(__file__).parent / "built"
Examples = Iterable[tuple[str, Mapping[str, float]]]  # a text, and how much each label fits it, from 0 to 1
STEPS = 127


class Table:
    """One model, opened at its first use and kept."""

    def __init__(self, name: str, folder: Path = BUILT) -> None:
        said = json.loads((folder / f"{name}.labels").read_text(encoding="utf-8"))
        self.labels, self.unseen, self.digest = said["labels"], said["unseen"], said["digest"]
        self._rows = marisa_trie.RecordTrie(_format(len(self.labels)))
        self._rows.mmap(str(folder / f"{name}.grams"))

    def guesses(self, text: str, language: str | None) -> dict[str, float]:
        """How much the text speaks for each label: about the share of people who would say so."""
        totals, length = [0.0] * len(self.labels), 0.0
        for piece, count in grams(text, language).items():
            found = self._rows.get(piece)
            rarity, step, *row = found[0] if found else (self.unseen, 0.0)
            weight = count * rarity
            length += weight * weight
            if row:
                share = weight * step
                totals = [total + share * value for total, value in zip(totals, row, strict=True)]
        norm = sqrt(length) or 1.0
        return {label: total / norm for label, total in zip(self.labels, totals, strict=True) if total > 0}


@cache
def _table(name: str) -> Table:
    return Table(name)


def guesses(name: str, text: str, language: str | None) -> dict[str, float]:
    """What the model of this name makes of a text; labels that nothing speaks for are left out."""
    return _table(name).guesses(text, language)


def is_of(name: str, examples: Examples) -> bool:
    """Whether the model was learnt from just these examples."""
    return bool(_table(name).digest == digest(examples))


def digest(examples: Examples) -> str:
    """Changes with the examples and with what makes pieces of them."""
    said = [(text, sorted(weights.items())) for text, weights in examples]
    said.append((f"{version()} {LENGTHS} {WORD} {MOST_WORDS}", []))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def write(
    name: str,
    labels: list[str],
    rows: Mapping[str, tuple[float, list[float]]],
    unseen: float,
    made_from: str,
    folder: Path = BUILT,
) -> None:
    """`rows`: each piece with its rarity and what it says for each label."""
    steps = {piece: max(map(abs, row)) / STEPS or 1.0 for piece, (_rarity, row) in rows.items()}
    packed = (
        (piece, (rarity, steps[piece], *(round(value / steps[piece]) for value in row)))
        for piece, (rarity, row) in sorted(rows.items())
    )
    marisa_trie.RecordTrie(_format(len(labels)), packed).save(str(folder / f"{name}.grams"))
    said = {"digest": made_from, "unseen": unseen, "labels": labels}
    (folder / f"{name}.labels").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def _format(labels: int) -> str:
    return f"<ff{labels}b"
