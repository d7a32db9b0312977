"""Bytes on their way into the storage: counted, fingerprinted and bounded while they come."""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File

from imports.reasons import BrokenFile

MB = 1024 * 1024
BLOCK = 256 * 1024


@dataclass(frozen=True)
class Fetched:
    """A file that lies in the storage's own folder, not yet part of a run."""

    path: Path
    name: str
    size: int
    sha256: str

    @contextmanager
    def opened(self) -> Iterator[File]:
        """As a file that the storage takes over by moving it; nothing is copied once more."""
        with self.path.open("rb") as file:
            yield Movable(file, self.path)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)


class Movable(File):
    def __init__(self, file: BinaryIO, path: Path) -> None:
        super().__init__(file, name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


def place_for(schedule_id: uuid.UUID) -> Path:
    """Where the bytes of this schedule gather: one place each, so that a killed fetch leaves nothing lying about."""
    folder = Path(settings.MEDIA_ROOT) / "public" / "imports" / "fetching"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{schedule_id.hex}.part"


def carry(read: Callable[[int], bytes], path: Path, *, name: str, told: Callable[[int], None]) -> Fetched:
    """Write what `read` brings until it brings nothing more; too much of it is refused in the middle."""
    limit, size, digest = settings.OPORA_UPLOAD_LIMIT, 0, hashlib.sha256()
    with path.open("wb") as kept:
        path.chmod(0o600)
        while block := read(BLOCK):
            size += len(block)
            if size > limit:
                raise BrokenFile("TOO_LARGE", limit=limit // MB)
            digest.update(block)
            kept.write(block)
            told(size)
    if not size:
        raise BrokenFile("EMPTY")
    return Fetched(path, name, size, digest.hexdigest())
