"""A file from a folder of this installation: the named one, or the newest one in the named folder."""

import stat
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from imports.fetching.allowing import check_folder
from imports.fetching.carrying import Fetched, carry
from imports.reasons import BrokenFile

QUIET_SECONDS = 10.0  # a file that grew a moment ago may still be growing


def fetch_from_folder(path: str, place: Path, told: Callable[[int, int], None]) -> Fetched:
    """Copy the file into the storage; the folder stays as it is."""
    file = _newest(check_folder(path), path)
    facts = file.stat()
    if time.time() - facts.st_mtime < QUIET_SECONDS:
        raise BrokenFile("STILL_WRITTEN", path=file.name)
    if facts.st_size > settings.OPORA_UPLOAD_LIMIT:
        raise BrokenFile("TOO_LARGE", limit=settings.OPORA_UPLOAD_LIMIT // (1024 * 1024))
    try:
        with file.open("rb") as opened:
            return carry(opened.read, place, name=file.name, told=lambda size: told(size, facts.st_size))
    except OSError as refused:
        raise BrokenFile("CANNOT_OPEN", path=file.name) from refused


def _newest(found: Path, path: str) -> Path:
    """The file itself, or the youngest plain file of the folder; what begins with a dot is somebody else's business."""
    if found.is_file():
        return found
    if not found.is_dir():
        raise BrokenFile("NO_SUCH_PATH", path=path)
    files = [each for each in found.iterdir() if not each.name.startswith(".") and stat.S_ISREG(each.lstat().st_mode)]
    if not files:
        raise BrokenFile("EMPTY_FOLDER", path=path)
    return max(files, key=lambda each: (each.stat().st_mtime, each.name))
