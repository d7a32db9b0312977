"""A file that knows how far it has been read."""

from pathlib import Path
from typing import BinaryIO


class Meter:
    """Opens the file once and answers how many of its bytes have gone by."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self._file: BinaryIO | None = None

    def __enter__(self) -> BinaryIO:
        self._file = self.path.open("rb")
        return self._file

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def done(self) -> int:
        if self._file is None or self._file.closed:
            return self.size
        return min(self._file.tell(), self.size)
