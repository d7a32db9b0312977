"""JSON as a stream: the items of one list, however large the file is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from imports.reasons import BrokenFile


def items(path: Path, file: BinaryIO, root: str) -> Iterator[Any]:
    """Each item of the top-level list `root`; a file that has none is refused with the reason."""
    found = False
    try:
        for item in ijson.items(file, f"{root}.item", use_float=True):
            found = True
            yield item
    except ijson.JSONError as wrong:
        raise _broken(wrong) from wrong
    except (UnicodeDecodeError, ValueError, RecursionError) as wrong:
        raise BrokenFile("BROKEN_JSON", detail=type(wrong).__name__) from wrong
    if not found:
        raise _nothing_found(path, root)


def _broken(wrong: Exception) -> BrokenFile:
    detail = " ".join(str(wrong).split())
    if "UTF8" in detail:
        return BrokenFile("NOT_UTF8")
    if isinstance(wrong, ijson.IncompleteJSONError) and ("premature" in detail or "incomplete" in detail.lower()):
        return BrokenFile("TRUNCATED")
    return BrokenFile("BROKEN_JSON", detail=detail[:120])


def _nothing_found(path: Path, root: str) -> BrokenFile:
    """Why no item was there: an empty list, an error message of a server, or another file altogether."""
    with path.open("rb") as file:
        for prefix, event, value in ijson.parse(file):
            if prefix == root and event == "start_array":
                return BrokenFile("NO_ROWS")
            if prefix in {"error.message", "error", "message"} and event == "string":
                return BrokenFile("SERVER_ERROR", detail=str(value)[:120])
    return BrokenFile("WRONG_ROOT", wanted=root)
