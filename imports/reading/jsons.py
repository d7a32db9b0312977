"""JSON as a stream: the items of one list, however large the file is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from imports.reasons import BrokenFile

LARGEST_RECORD_MB = 16


class _Bounded:
    """A file that may be read on only so far before something has come out of it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.since = file, 0

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.since += len(piece)
        if self.since > LARGEST_RECORD_MB * 1024 * 1024:
            raise BrokenFile("LONG_RECORD", limit=LARGEST_RECORD_MB)
        return piece

    def something_came(self) -> None:
        self.since = 0


def items(path: Path, file: BinaryIO, root: str) -> Iterator[Any]:
    """Each item of the top-level list `root`; a file that has none is refused with the reason."""
    found = False
    bounded = _Bounded(file)
    try:
        for item in ijson.items(bounded, f"{root}.item", use_float=True):
            found = True
            bounded.something_came()
            yield item
    except ijson.JSONError as wrong:
        raise _broken(wrong) from wrong
    except (UnicodeDecodeError, ValueError, RecursionError) as wrong:
        raise BrokenFile("BROKEN_JSON", detail=type(wrong).__name__) from wrong
    except BrokenFile as wrong:
        if found:
            raise
        raise _nothing_found(path, root, or_else=wrong) from wrong
    if not found:
        raise _nothing_found(path, root)


def _broken(wrong: Exception) -> BrokenFile:
    detail = " ".join(str(wrong).split())
    if "UTF8" in detail:
        return BrokenFile("NOT_UTF8")
    if isinstance(wrong, ijson.IncompleteJSONError) and ("premature" in detail or "incomplete" in detail.lower()):
        return BrokenFile("TRUNCATED")
    return BrokenFile("BROKEN_JSON", detail=detail[:120])


def _nothing_found(path: Path, root: str, or_else: BrokenFile | None = None) -> BrokenFile:
    """Why no item was there: an empty list, an error message of a server, another file, or one record without end."""
    with path.open("rb") as file:
        bounded = _Bounded(file)
        try:
            for prefix, event, value in ijson.parse(bounded):
                bounded.something_came()
                if prefix == root and event == "start_array":
                    return or_else or BrokenFile("NO_ROWS")
                if prefix in {"error.message", "error", "message"} and event == "string":
                    return BrokenFile("SERVER_ERROR", detail=str(value)[:120])
        except (ijson.JSONError, UnicodeDecodeError, ValueError) as wrong:
            return _broken(wrong)
        except BrokenFile as endless:
            return endless
    return BrokenFile("WRONG_ROOT", wanted=root)
