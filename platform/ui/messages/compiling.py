"""From catalogues to what Django reads; only what has changed is made anew."""

import os
import tempfile
from pathlib import Path

import polib

from ui.messages.catalogues import LANGUAGES, rooms


def compile_catalogues(root: Path | None = None) -> list[Path]:
    """Make the .mo beside each .po that is newer; answers what was made. Several processes may do this at once."""
    made = []
    for room in rooms(root):
        for language in LANGUAGES:
            source = room.catalogue(language)
            target = source.with_suffix(".mo")
            if source.exists() and not _is_fresh(source, target):
                _make(source, target)
                made.append(target)
    return made


def _is_fresh(source: Path, target: Path) -> bool:
    return target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns


def _make(source: Path, target: Path) -> None:
    binary = polib.pofile(str(source)).to_binary()
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(binary)
    Path(name).chmod(0o644)
    Path(name).replace(target)
