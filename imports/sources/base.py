"""What every source is: where its rows come from and what each of them says about one service."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from catalogue.intake import ServiceRecord
from imports.desk import Desk
from imports.findings import Findings
from imports.reading.recognising import FileKind
from imports.reading.tables import Row
from imports.sparing import Traits
from kernel.identifiers import Country

TABLES = (FileKind.CSV, FileKind.XLSX, FileKind.ODS)


class Source(ABC):
    """A register or a spreadsheet of a known shape. One file under imports/sources/ each."""

    name: ClassVar[str]  # the word on the command line, at most 16 letters
    title: ClassVar[Any]
    hint: ClassVar[Any]
    kinds: ClassVar[tuple[FileKind, ...]]
    country: ClassVar[Country]
    is_whole: ClassVar[bool]  # whether its files usually hold the whole register
    is_dated: ClassVar[bool] = False  # whether its files tell how old they are
    adds_services: ClassVar[bool] = True
    holds: ClassVar[str] = "SERVICES"  # or "ACTIVITIES": related activities
    position: ClassVar[int] = 0

    @abstractmethod
    def read(self, path: Path, file: BinaryIO, kind: FileKind) -> Iterator[Row]:
        """The rows of the file, one after the other; raises BrokenFile when it is not what it should be."""

    @abstractmethod
    def clean(self, row: Row, desk: Desk, findings: Findings) -> ServiceRecord | None:
        """The record of one row, or None when the findings say why there is none."""

    def prepare(self, desk: Desk) -> None:  # noqa: B027 - most need nothing
        """Called before the first row: the last moment to ask the database, which is busy with the file later."""

    def key_of(self, row: Row, desk: Desk) -> str:
        """The key of the service that a row speaks of, also of a rejected one; empty when that cannot be told."""
        return ""

    def traits_of(self, row: Row, desk: Desk) -> Traits | None:
        """What a rejected row still tells of its service; None when its key alone says which one it is."""
        return Traits()

    def conclude(self, desk: Desk) -> None:  # noqa: B027 - most need nothing
        """Called after the last row: raises BrokenFile when the file as a whole was not understood."""

    def given_back(self, row: Row, desk: Desk) -> Mapping[str, Any]:
        """The row as it may be handed back to its sender: never what must not leave the file."""
        return row.sent
