"""Guesses that a person looks at and corrects: where the head is, which field a column fills."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from imports import cleaning
from imports.findings import Findings
from imports.reading.cells import Line
from imports.reading.tables import CUT_AT, simple
from imports.spreadsheets.heads import JOINED, Merges, composed
from imports.spreadsheets.spec import Layout, Rows
from imports.spreadsheets.targets import TARGETS, Target

HEAD_WITHIN = 15
SHORTEST_CUT = 12
PROVIDER_WORDS = {"poskytovatel", "provozovatel", "provider", "organizacia", "organizace"}


def guess_layout(lines: Iterable[Line], merges: Merges | None, rows: Rows) -> Layout:
    """The line, or two, whose words name the most fields; without any, the first line that is full of words."""
    first = list(islice(lines, HEAD_WITHIN + 2))
    best, best_score = Layout(head=first[0].number if first else 1), 0.0
    for index, line in enumerate(first[:HEAD_WITHIN]):
        for height in (1, 2):
            if index + height > len(first) or (height == 2 and not _may_be_two(first, index, merges)):
                continue
            layout = Layout(head=line.number, head_rows=height)
            score = _score(composed(first[index : index + height], layout, merges), rows) + height * 0.3 - index * 0.01
            if score > best_score:
                best, best_score = layout, score
    return best


def _may_be_two(first: list[Line], index: int, merges: Merges | None) -> bool:
    """Two rows make a head only where cells are merged in the upper one, or left empty as merged ones are in CSV."""
    upper, lower = first[index], first[index + 1]
    if lower.number != upper.number + 1:
        return False
    texts = [text for cell in upper.cells if (text := cleaning.text(cell))]
    if len(texts) < 2:  # a title
        return False
    if merges is not None:
        return bool(merges.groups_in(upper.number))
    is_words = all(not re.search(r"\d", cleaning.text(cell)) for cell in lower.cells)
    return len(texts) < len(upper.cells) and is_words


def _score(heads: Sequence[str], rows: Rows) -> float:
    named = [head for head in heads if head]
    recognised = len(guess_columns(named, rows))
    words = sum(1 for head in named if not re.search(r"\d", head))
    return recognised * 2 + (words / len(heads) if heads else 0)


def guess_columns(
    heads: Sequence[str], rows: Rows, examples: Mapping[str, Sequence[Any]] | None = None
) -> dict[str, str]:
    """Head → field. The surest guess goes first; a field that only one column may fill is given once."""
    targets = TARGETS[rows]
    found: dict[str, str] = {}
    for sureness in (_in_full, _cut, _in_its_group, _begins):
        _give(found, heads, targets, sureness)
    if examples:
        _by_values(found, heads, {target.id for target in targets}, examples)
    return {head: found[head] for head in heads if head in found}


def _give(found: dict[str, str], heads: Sequence[str], targets: Sequence[Target], fits: Any) -> None:
    for head in sorted(heads, key=lambda head: -len(simple(head))):  # „Názov aktivity“ before „Názov“
        for target in targets:
            is_free = target.many or target.id not in found.values()
            if head not in found and is_free and any(fits(head, name) for name in target.names):
                found[head] = target.id


def _in_full(head: str, name: str) -> bool:
    return simple(_numberless(head)) == simple(name)


def _cut(head: str, name: str) -> bool:
    """A head that a program has cut off, at 31 letters or where a narrow column ended."""
    words = simple(head)
    return (
        len(words) >= SHORTEST_CUT
        and len(head) >= SHORTEST_CUT
        and simple(name).startswith(words)
        and (len(head) >= CUT_AT - 1 or len(words) * 2 >= len(simple(name)))
    )


def _in_its_group(head: str, name: str) -> bool:
    """„Poskytovateľ / Názov“ is the provider's name; „Služba / Obec“ is the municipality."""
    parts = [simple(part) for part in head.split(JOINED)]
    if len(parts) < 2:
        return False
    whole, last = " ".join(parts), parts[-1]
    if PROVIDER_WORDS & set(parts[0].split()):
        return whole == simple(name) or (last in {"nazov", "nazev", "meno", "name"} and simple(name) == "poskytovatel")
    return simple(name) in {whole, last}


def _begins(head: str, name: str) -> bool:
    """„Telefón (pevná linka)“ begins with the name; of a provider's own address nothing is guessed."""
    words, name = simple(head), simple(name)
    if PROVIDER_WORDS & set(words.split()) and not PROVIDER_WORDS & set(name.split()):
        return False
    return len(name) >= 4 and words.startswith(f"{name} ")


def _numberless(head: str) -> str:
    """„Telefón 2“, the second column of this head."""
    return re.sub(r"\s\d$", "", head)


def _by_values(
    found: dict[str, str], heads: Sequence[str], fields: set[str], examples: Mapping[str, Sequence[Any]]
) -> None:
    """A head says nothing, but its column holds nothing but numbers of companies, addresses or telephones."""
    for head in heads:
        values = [text for value in examples.get(head, ()) if (text := cleaning.text(value))]
        if head in found or len(values) < 2:
            continue
        for name, is_one in VALUES:
            is_free = name in {"phones", "emails", "webs"} or name not in found.values()
            if name in fields and is_free and all(is_one(value) for value in values):
                found[head] = name
                break


def _is_ico(value: str) -> bool:
    unheard = Findings(0)
    return bool(re.fullmatch(r"\d{6,8}", value)) and bool(cleaning.ico(value, "", unheard))


def _is_email(value: str) -> bool:
    unheard = Findings(0)
    return "@" in value and bool(cleaning.emails([value], "", unheard))


def _is_web(value: str) -> bool:
    return value.startswith(("http://", "https://", "www."))


def _is_postcode(value: str) -> bool:
    return bool(re.fullmatch(r"\d{3} ?\d{2}", value))


VALUES = (("ico", _is_ico), ("emails", _is_email), ("webs", _is_web), ("postcode", _is_postcode))


def first_values(rows: Iterator[tuple[int, dict[str, Any]]], limit: int = 10) -> dict[str, list[Any]]:
    """A few values of each column."""
    found: dict[str, list[Any]] = {}
    for _number, cells in islice(rows, limit):
        for head, value in cells.items():
            found.setdefault(head, []).append(value)
    return found
