"""A document as plain data, which the drawing of the PDF reads: letters the typeface lacks are gone from it."""

from collections.abc import Callable
from datetime import UTC, datetime
from math import ceil
from typing import Any

from django.utils import timezone

from ui.documents import codes
from ui.documents.blocks import (
    LANGUAGES,
    Beside,
    Blank,
    Block,
    Bullets,
    Cards,
    Code,
    Contents,
    Cover,
    Document,
    Facts,
    Frame,
    Heading,
    NewPage,
    Paragraph,
    Part,
    Picture,
    Register,
    Span,
    Table,
    Words,
)
from ui.documents.faces import printable
from ui.documents.links import safe_link

Plain = dict[str, Any]
LINE_BREAK = 0
LETTERS_OF_A_TABLE, PADDING_OF_A_CELL = 64, 2  # counted by the widest letters of ordinary words, in large print too
LETTERS_OF_A_LINE = 100  # of the imprint; so many that it never needs more lines than there is room for


def plain(document: Document) -> Plain:
    return {
        "title": printable(document.title),
        "running": printable(_running(document)),
        "parted": _is_parted(document),
        "language": document.language,
        "region": LANGUAGES[document.language].lower(),
        "author": printable(document.author),
        "made": moment(document.made_at),
        "large": document.large,
        "imprint": [printable(line) for line in document.imprint],
        "imprint-height": sum(ceil(len(line) / LETTERS_OF_A_LINE) for line in document.imprint),
        "cover": _cover(document.cover) if document.cover else None,
        "blocks": blocks(document.blocks),
    }


def _is_parted(document: Document) -> bool:
    return bool(document.blocks) and isinstance(document.blocks[0], Part)


def _running(document: Document) -> str:
    first = document.blocks[0] if document.blocks else None
    return first.running if isinstance(first, Part) else document.title


def moment(moment: datetime) -> dict[str, int]:
    """The file's own moment is read as UTC by whoever reads it."""
    here = moment.astimezone(UTC) if timezone.is_aware(moment) else moment
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(here, name) for name in names}


def _cover(cover: Cover) -> Plain:
    foot = [words(line) for line in cover.foot]
    return {"above": printable(cover.above), "below": printable(cover.below), "foot": foot}


def words(value: Words) -> Any:
    """A text without line breaks stays a text; everything else is a list of runs and breaks."""
    if isinstance(value, str):
        text = printable(value)
        return text if "\n" not in text else _runs((Span(value),))
    return _runs(value)


def _runs(spans: tuple[Span, ...]) -> list[Any]:
    runs: list[Any] = []
    for span in spans:
        link = safe_link(span.link)
        marks = {"b": True} if span.strong else {}
        marks |= {"i": True} if span.emphasis else {}
        for index, line in enumerate(printable(span.text).split("\n")):
            if index:
                runs.append(LINE_BREAK)
            if line:
                runs.append({"t": line, **marks, **({"l": link} if link else {})})
    return runs


def blocks(given: tuple[Block, ...]) -> list[Plain]:
    laid = [_LAID[type(block)](block) for block in given]
    for this, block, following in zip(laid, given, given[1:], strict=False):
        if isinstance(block, Paragraph) and block.kind != "note" and isinstance(following, Picture | Table):
            this["leads"] = True  # it stays on the page of what it leads to; a note belongs to what is above it
    return laid


def _table(block: Table) -> Plain:
    return {
        "is": "table",
        "caption": printable(block.caption),
        "heads": [printable(head) for head in block.heads],
        "cells": [words(cell) for row in block.rows for cell in row],
        "widths": list(block.widths or (1.0,) * len(block.heads)),
        "numbers": sorted(block.numbers),
        "fits": _fits(block),
    }


def _fits(block: Table) -> list[int]:
    """How many letters of a word surely fit on a line of each column; 0 where no word of the column is longer."""
    widths = block.widths or (1.0,) * len(block.heads)
    room = [max(2, int(LETTERS_OF_A_TABLE * share / sum(widths)) - PADDING_OF_A_CELL) for share in widths]
    columns = zip(block.heads, *block.rows, strict=True)
    longest = (max(map(_longest_word, column)) for column in columns)
    return [fits if length > fits else 0 for fits, length in zip(room, longest, strict=True)]


def _longest_word(value: Words) -> int:
    text = value if isinstance(value, str) else "".join(span.text for span in value)
    return max(map(len, text.split()), default=0)


def _code(block: Code) -> Plain:
    return {"is": "code", "address": block.address, "alt": printable(block.alt), "svg": codes.svg(block.address)}


def _heading(block: Heading) -> Plain:
    return {
        "is": "heading",
        "text": printable(block.text),
        "level": block.level,
        "anchor": block.anchor,
        "new-page": block.new_page,
    }


def _register(block: Register) -> Plain:
    entries = [{"name": printable(entry.name), "anchors": list(entry.anchors)} for entry in block.entries]
    return {"is": "register", "entries": entries}


_LAID: dict[type[Any], Callable[[Any], Plain]] = {
    Heading: _heading,
    Paragraph: lambda it: {"is": "paragraph", "kind": it.kind, "words": words(it.words)},
    Bullets: lambda it: {"is": "bullets", "numbered": it.numbered, "items": [words(item) for item in it.items]},
    Facts: lambda it: {"is": "facts", "rows": [[printable(term), words(said)] for term, said in it.rows]},
    Table: _table,
    Picture: lambda it: {
        "is": "picture",
        "svg": it.svg,
        "alt": printable(it.alt),
        "width": it.width_cm,
        "caption": printable(it.caption),
    },
    Code: _code,
    Beside: lambda it: {"is": "beside", "blocks": blocks(it.blocks), "code": _code(it.code)},
    Frame: lambda it: {"is": "frame", "blocks": blocks(it.blocks)},
    Cards: lambda it: {
        "is": "cards",
        "items": [[printable(one.above), printable(one.name), printable(one.below)] for one in it.items],
    },
    Contents: lambda it: {"is": "contents", "title": printable(it.title), "depth": it.depth},
    Register: _register,
    NewPage: lambda _it: {"is": "new-page"},
    Part: lambda it: {"is": "part", "text": printable(it.title), "running": printable(it.running)},
    Blank: lambda it: {"is": "blank", "lines": it.lines},
}
