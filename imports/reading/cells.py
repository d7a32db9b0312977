"""What a reader hands on: numbered lines, and cells that hold no plain value."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One line of a table as it stands in the file."""

    number: int
    cells: list[Any]

    @property
    def is_blank(self) -> bool:
        return all(cell is None or not str(cell).strip() for cell in self.cells)


@dataclass(frozen=True)
class NoValue:
    """A cell whose value cannot be trusted: a formula, or an error of the spreadsheet program."""

    text: str
    reason: str

    def __str__(self) -> str:
        return self.text
