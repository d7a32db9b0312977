"""Learns a model from examples by ridge regression, which has one exact answer.

A maintainer's part, the only one that needs numpy. Each example is left out once, which costs nothing with this method
(a = (G + cI)^-1 Y; left out, an example is guessed y - a / diagonal), so that it tells how well it does on what it has
not seen.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path

import numpy as np

from search.classifier.grams import grams
from search.classifier.table import BUILT, Examples, digest, write

CALM = 1.0  # how strongly large weights are held down


@dataclass(frozen=True)
class Learnt:
    """Shares of labelled examples that were guessed right though left out, at first and among three; and the size."""

    first: float
    among_three: float
    examples: int
    pieces: int


def learn(name: str, examples: Examples, language: str, folder: Path = BUILT) -> Learnt:
    """Write the model and tell how good it is."""
    said = list(examples)
    labels = sorted({label for _text, weights in said for label in weights})
    wanted = np.array([[weights.get(label, 0.0) for label in labels] for _text, weights in said])
    postings, rarity = _pieces([text for text, _weights in said], language)
    alike = np.zeros((len(said), len(said)))
    for those, weights in postings.values():
        alike[np.ix_(those, those)] += np.outer(weights, weights)
    inverse = np.linalg.inv(alike + CALM * np.eye(len(said)))
    learnt = inverse @ wanted
    rows = {piece: (rarity[piece], (weights @ learnt[those]).tolist()) for piece, (those, weights) in postings.items()}
    write(name, labels, rows, log(1 + len(said)) + 1, digest(said), folder)
    return _judged(wanted, wanted - learnt / np.diag(inverse)[:, None], len(postings))


def _pieces(texts: list[str], language: str) -> tuple[dict[str, tuple[np.ndarray, np.ndarray]], dict[str, float]]:
    """For each piece the examples that hold it with its weight there (each example has length 1), and its rarity."""
    counted = [grams(text, language) for text in texts]
    held: dict[str, list[int]] = defaultdict(list)
    for number, pieces in enumerate(counted):
        for piece in pieces:
            held[piece].append(number)
    rarity = {piece: log((1 + len(texts)) / (1 + len(those))) + 1 for piece, those in held.items()}
    lengths = [sqrt(sum((count * rarity[piece]) ** 2 for piece, count in pieces.items())) or 1.0 for pieces in counted]
    postings = {
        piece: (np.array(those), np.array([counted[one][piece] * rarity[piece] / lengths[one] for one in those]))
        for piece, those in held.items()
    }
    return postings, rarity


def _judged(wanted: np.ndarray, guessed: np.ndarray, pieces: int) -> Learnt:
    labelled = wanted.any(axis=1)
    best, order = wanted[labelled].argmax(axis=1), np.argsort(-guessed[labelled], axis=1)
    return Learnt(
        first=float((order[:, 0] == best).mean()),
        among_three=float((order[:, :3] == best[:, None]).any(axis=1).mean()),
        examples=len(wanted),
        pieces=pieces,
    )
