"""XML as a stream: blocks of one kind of element with the parts inside them, however large the file is.

Nothing of a DTD is read, no entity is put in, no other file is opened; memory holds one block at a time.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat  # only with the handlers below, which refuse whatever could do harm

from imports.reasons import BrokenFile

CHUNK = 64 * 1024
LONGEST_TEXT = 200_000  # of one element
LONGEST_TOKEN = 1024 * 1024  # of one tag
LARGEST_BLOCK = 16 * 1024 * 1024
DEEPEST = 40
Values = dict[str, list[str]]  # what stands at each path, in the order of the file


@dataclass
class Block:
    """One outer element: what it says itself, and its inner elements each by itself. A path is „address/street“."""

    own: Values = field(default_factory=dict)
    parts: list[Values] = field(default_factory=list)


@dataclass(frozen=True)
class Shape:
    """Which elements are blocks and which are their parts, and which are not even kept. Names are simple ones."""

    outer: frozenset[str]
    inner: frozenset[str]
    never_read: frozenset[str]


def simple_name(name: str) -> str:
    """A name without its namespace, signs and case."""
    return "".join(letter for letter in name.rpartition("}")[2].lower() if letter.isalnum())


def shape(outer: Collection[str], inner: Collection[str], never_read: Collection[str]) -> Shape:
    names = (frozenset(simple_name(name) for name in names) for names in (outer, inner, never_read))
    return Shape(*names)


def blocks(file: BinaryIO, wanted: Shape) -> Iterator[Block]:
    """Each block of the file; raises BrokenFile where it breaks or holds what must not be there."""
    reader = _Reader(wanted)
    found = False
    while chunk := file.read(CHUNK):
        reader.feed(chunk)
        found = found or bool(reader.done)
        yield from reader.take()
    reader.close()
    found = found or bool(reader.done)
    yield from reader.take()
    if not found:
        raise BrokenFile("WRONG_XML", wanted=", ".join(sorted(wanted.outer)), found=reader.root)


class _Reader:
    """The state between two tags."""

    def __init__(self, wanted: Shape) -> None:
        self.wanted = wanted
        self.done: list[Block] = []
        self.root = ""
        self.depth = self.block_depth = self.part_depth = self.skipped_depth = 0
        self.block: Block | None = None
        self.path: list[str] = []
        self.text: list[str] = []
        self.text_size = self.block_size = self.fed = 0
        self.parser = _strict_parser(self)

    def take(self) -> list[Block]:
        done, self.done = self.done, []
        return done

    def feed(self, chunk: bytes) -> None:
        try:
            self.parser.Parse(chunk, False)
        except expat.ExpatError as wrong:
            raise self._broken(wrong, chunk) from wrong
        except (LookupError, ValueError) as unknown:  # of the encoding that it declares
            raise BrokenFile("XML_LETTERS", line=1) from unknown
        self.fed += len(chunk)
        if self.fed - max(self.parser.CurrentByteIndex, 0) > LONGEST_TOKEN:
            raise self.too_long()

    def close(self) -> None:
        try:
            self.parser.Parse(b"", True)
        except expat.ExpatError as wrong:
            raise BrokenFile("XML_TRUNCATED") from wrong

    def start(self, name: str, attributes: dict[str, str]) -> None:
        simple = simple_name(name)
        self.depth += 1
        self.root = self.root or name.rpartition("}")[2][:80]
        if self.depth > DEEPEST:
            raise BrokenFile("XML_DEEP", limit=DEEPEST)
        if self.skipped_depth:
            return
        if simple in self.wanted.never_read:
            self.skipped_depth = self.depth
        elif self.block is None:
            if simple in self.wanted.outer:
                self.block, self.block_depth, self.path, self.block_size = Block(), self.depth, [], 0
                self._keep_attributes(attributes)
        elif not self.part_depth and simple in self.wanted.inner:
            self.part_depth, self.path = self.depth, []
            self.block.parts.append({})
            self._keep_attributes(attributes)
        else:
            self.path.append(name.rpartition("}")[2])
            self._keep_attributes(attributes)
        self._clear_text()

    def _keep_attributes(self, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            bare = name.rpartition("}")[2]
            if "XMLSchema-instance" not in name and simple_name(bare) not in self.wanted.never_read:
                self._keep("/".join([*self.path, f"@{bare}"]), value)

    def end(self, name: str) -> None:
        if self.skipped_depth:
            if self.depth == self.skipped_depth:
                self.skipped_depth = 0
        elif self.block is not None:
            self._end_inside(self.block)
        self.depth -= 1
        self._clear_text()

    def _end_inside(self, block: Block) -> None:
        if text := "".join(self.text).strip():
            self._keep("/".join(self.path), text)
        if self.depth == self.block_depth:
            self.done.append(block)
            self.block, self.block_depth = None, 0
        elif self.depth == self.part_depth:
            self.part_depth, self.path = 0, []
        elif self.path:
            self.path.pop()

    def _keep(self, path: str, value: str) -> None:
        if self.block is None or not path:
            return
        self.block_size += len(path) + len(value)
        if self.block_size > LARGEST_BLOCK:
            raise self.too_long()
        values = self.block.parts[-1] if self.part_depth else self.block.own
        values.setdefault(path, []).append(value)

    def characters(self, text: str) -> None:
        self.text_size += len(text)
        if self.text_size > LONGEST_TEXT:
            raise self.too_long()
        if self.block is not None and not self.skipped_depth:
            self.text.append(text)

    def _clear_text(self) -> None:
        self.text.clear()
        self.text_size = 0

    def too_long(self) -> BrokenFile:
        return BrokenFile("XML_LONG", line=self.parser.CurrentLineNumber, limit=LONGEST_TEXT)

    def _broken(self, wrong: expat.ExpatError, chunk: bytes) -> BrokenFile:
        reason = expat.errors.messages.get(wrong.code, "")
        if reason in {expat.errors.XML_ERROR_UNKNOWN_ENCODING, expat.errors.XML_ERROR_INCORRECT_ENCODING}:
            return BrokenFile("XML_LETTERS", line=wrong.lineno)
        if reason == expat.errors.XML_ERROR_INVALID_TOKEN and self._is_between_letters(chunk):
            return BrokenFile("XML_LETTERS", line=wrong.lineno)
        return BrokenFile("BROKEN_XML", line=wrong.lineno)

    def _is_between_letters(self, chunk: bytes) -> bool:
        """Whether reading stopped at a sign that is no ASCII: then the letters are wrong, not the tags."""
        at = self.parser.ErrorByteIndex - self.fed
        return 0 <= at < len(chunk) and chunk[at] >= 0x80


def _strict_parser(reader: _Reader) -> Any:
    """A parser that knows elements and text and refuses everything else a DTD may bring."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = False
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _entity
    parser.ElementDeclHandler = parser.AttlistDeclHandler = parser.NotationDeclHandler = _dtd
    parser.EndDoctypeDeclHandler = _dtd
    parser.ExternalEntityRefHandler = _external
    return parser


def _doctype(name: str, system_id: str | None, public_id: str | None, has_internal_subset: bool) -> None:
    if system_id or public_id:
        raise BrokenFile("XML_EXTERNAL")


def _entity(
    name: str, is_parameter: bool, value: str | None, base: str | None, system_id: str | None, *_more: Any
) -> None:
    raise BrokenFile("XML_EXTERNAL" if system_id or value is None else "XML_ENTITIES")


def _external(*_anything: Any) -> int:
    raise BrokenFile("XML_EXTERNAL")


def _dtd(*_anything: Any) -> None:
    raise BrokenFile("XML_DTD")
