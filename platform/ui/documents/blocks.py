"""What a document is made of: frozen values that say what a thing is, never how it looks.

The same value becomes a PDF and a DOCX. A room assembles it in the language of the document; nothing in it is markup,
so what people typed is printed as they typed it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words. `link` is a web, mail or telephone address, or `#` and the anchor of a heading."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""


Words = str | tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Levels begin at 1 and never skip one; `anchor` is what contents, registers and links point to."""

    text: str
    level: int = 1
    anchor: str = ""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`kind`: plain, lead (what the eye should meet first), large (a telephone number), note (small print)."""

    words: Words
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Words, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is called how: pairs of a term and what is said of it."""

    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads that are repeated on every page. `widths` are shares of the line; `numbers` stand right."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[float, ...] = ()
    numbers: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError(f"A row of the table {self.caption!r} has not as many cells as there are heads.")
        if self.widths and len(self.widths) != len(self.heads):
            raise ValueError(f"The table {self.caption!r} needs a width for each column.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, with words for those who do not see it. A chart, never a photograph."""

    svg: str
    alt: str
    width_cm: float = 15.0
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A picture needs words for those who do not see it.")


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code that opens an address, with words for those who do not see it."""

    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks with a QR code at their right side."""

    blocks: "tuple[Block, ...]"
    code: Code


@dataclass(frozen=True, slots=True)
class Frame:
    """Blocks that must be seen: a warning, a summary."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Card:
    """A card to cut out: a line above, the name that is read from afar, a line below."""

    above: str
    name: str
    below: str


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards to cut out, two in a row."""

    items: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings down to a level, with their pages."""

    title: str
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a register: a name, and the anchors whose pages stand behind it."""

    name: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """Names in the order they are given, each with its pages; set in columns."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    pass


@dataclass(frozen=True, slots=True)
class Part:
    """Begins a paper of its own in one file: a new page, pages counted anew, its title, and what stands above each of
    its pages. Where the first block is one, the title of the document is not printed."""

    title: str
    running: str


@dataclass(frozen=True, slots=True)
class Blank:
    """Room to write by hand, so many lines high."""

    lines: int = 1


Block = (
    Heading
    | Paragraph
    | Bullets
    | Facts
    | Table
    | Picture
    | Code
    | Beside
    | Frame
    | Cards
    | Contents
    | Register
    | NewPage
    | Part
    | Blank
)


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page: a line above the title, one below it, and what stands at its foot."""

    above: str = ""
    below: str = ""
    foot: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document, complete. `made_at` is the moment it says it was made: the same value gives the same bytes."""

    title: str
    language: str
    author: str
    made_at: datetime
    blocks: tuple[Block, ...] = field(repr=False)
    cover: Cover | None = None
    large: bool = False
    imprint: tuple[str, ...] = ()  # small print at the foot of every page: who paid, under which number

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A document needs a title.")
        if self.language not in LANGUAGES:
            raise ValueError(f"No document is written in {self.language!r}.")
        _check_levels(self.blocks)
        _check_anchors(self.blocks)


LANGUAGES = {"sk": "SK", "cs": "CZ", "en": "GB"}


def walk(blocks: Iterable[Block]) -> Iterable[Block]:
    """All blocks, those inside others too, in the order they are read."""
    for block in blocks:
        yield block
        if isinstance(block, Beside | Frame):
            yield from walk(block.blocks)


def _check_levels(blocks: Iterable[Block]) -> None:
    """Who reads by headings falls into a hole where a level is missing."""
    above = 0
    for block in walk(blocks):
        if isinstance(block, Contents | Part):
            above = 1
        if isinstance(block, Heading):
            if not 1 <= block.level <= above + 1:
                raise ValueError(f"The heading {block.text!r} skips a level.")
            above = block.level


def _check_anchors(blocks: tuple[Block, ...]) -> None:
    known: set[str] = set()
    asked: set[str] = set()
    for block in walk(blocks):
        if isinstance(block, Heading) and block.anchor:
            if block.anchor in known:
                raise ValueError(f"Two headings have the anchor {block.anchor!r}.")
            known.add(block.anchor)
        elif isinstance(block, Register):
            asked.update(anchor for entry in block.entries for anchor in entry.anchors)
    if missing := asked - known:
        raise ValueError(f"A register points to {sorted(missing)[0]!r}, which is no heading.")
