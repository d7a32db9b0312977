"""The body of a DOCX, element by element."""

from collections.abc import Callable
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.parts.image import ImagePart

from ui.documents import codes
from ui.documents.pictures import points

EMU = 360_000  # in a centimetre
LINE_CM = 16.6
DRAWING = (
    f'<w:drawing {nsdecls("w", "wp", "a", "pic", "r")}><wp:inline><wp:extent cx="{{cx}}" cy="{{cy}}"/>'
    '<wp:docPr id="{id}" name="Picture {id}"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="{id}" name="{id}.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{rel}"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing>"
)
STYLE_OF = {"plain": "Normal", "lead": "Lead", "large": "Large", "note": "Note"}
Plain = dict[str, Any]


class Writer:
    """Writes blocks, in the order they are read, before the section's end."""

    def __init__(self, file: Any, *, large: bool) -> None:
        self.part, self.large = file.part, large
        self.body = file.element.body
        self.styles = {style.name: style.style_id for style in file.styles}
        self.bookmarks: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self.addresses: dict[str, str] = {}
        self.pictures = 0
        self.parts = 0
        self.headings: list[Plain] = []
        self.end = self.body.find(qn("w:sectPr"))
        self.framed: list[Any] | None = None

    def write(self, document: Plain) -> None:
        self.headings = [block for block in _walk(document["blocks"]) if block["is"] == "heading"]
        for number, heading in enumerate(self.headings, start=1):
            heading["anchor"] = heading["anchor"] or f"heading-{number}"
            self.bookmarks[heading["anchor"]] = number
            self.places[heading["anchor"]] = number
        self._cover(document)
        self._all(document["blocks"])

    def _cover(self, document: Plain) -> None:
        cover = document["cover"]
        if cover and cover["above"]:
            self._paragraph("Lead", cover["above"])
        if not document["parted"]:
            self._paragraph("Title", document["title"])
        if cover:
            if cover["below"]:
                self._paragraph("Subtitle", cover["below"])
            for line in cover["foot"]:
                self._paragraph("Normal", line)
            self._new_page({})

    def _all(self, blocks: list[Plain]) -> None:
        for block in blocks:
            self._WRITTEN[block["is"]](self, block)

    # --- paragraphs ---------------------------------------------------------------------------------------------------
    def _put(self, element: Any) -> Any:
        """Before the section's end, beside which no element has to be counted."""
        self.end.addprevious(element)
        if self.framed is not None:
            self.framed.append(element)
        return element

    def _bare(self, style: str) -> Any:
        paragraph = OxmlElement("w:p")
        name = self.styles[style]
        if name != "Normal":
            _sub(_sub(paragraph, "w:pPr"), "w:pStyle", val=name)
        return paragraph

    def _paragraph(self, style: str, words: Any) -> Any:
        paragraph = self._put(self._bare(style))
        self._words(paragraph, words)
        return paragraph

    def _words(self, paragraph: Any, words: Any) -> None:
        if isinstance(words, str):
            _run(paragraph, words)
            return
        for part in words:
            if part == 0:
                _sub(_sub(paragraph, "w:r"), "w:br")
                continue
            holder = paragraph
            link = part.get("l", "")
            if link.startswith("#"):
                holder = _sub(paragraph, "w:hyperlink", anchor=self._bookmark(link[1:]), history="1")
            elif link:
                holder = _sub(paragraph, "w:hyperlink", history="1")
                holder.set(qn("r:id"), self._address(link))
            _run(holder, part["t"], bold="b" in part, italic="i" in part, style="Hyperlink" if link else "")

    def _address(self, link: str) -> str:
        """The relationship of an address; added by hand, since looking for a free name takes longer with each one."""
        if link not in self.addresses:
            self.addresses[link] = f"rIdAddress{len(self.addresses)}"
            self.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, link, self.addresses[link], is_external=True)
        return self.addresses[link]

    def _bookmark(self, anchor: str) -> str:
        return f"_a{self.bookmarks[anchor]}"

    def _heading(self, block: Plain) -> None:
        paragraph = self._put(self._bare(f"Heading {block['level']}"))
        if block["new-page"]:
            _sub(paragraph.find(qn("w:pPr")), "w:pageBreakBefore")
        number = str(self.bookmarks[block["anchor"]])
        _sub(paragraph, "w:bookmarkStart", id=number, name=self._bookmark(block["anchor"]))
        _run(paragraph, block["text"])
        _sub(paragraph, "w:bookmarkEnd", id=number)

    def _facts(self, block: Plain) -> None:
        for term, said in block["rows"]:
            paragraph = self._put(self._bare("Normal"))
            _run(paragraph, f"{term}: ", bold=True)
            self._words(paragraph, said)

    def _bullets(self, block: Plain) -> None:
        for item in block["items"]:
            self._paragraph("List Number" if block["numbered"] else "List Bullet", item)

    def _new_page(self, _block: Plain) -> None:
        _sub(_sub(self._put(self._bare("Normal")), "w:r"), "w:br", type="page")

    def _part(self, block: Plain) -> None:
        """A new page and a heading; pages are counted through."""
        if self.parts:
            self._new_page(block)
        self.parts += 1
        self._paragraph("Heading 1", block["text"])

    def _blank(self, block: Plain) -> None:
        for _line in range(2 * block["lines"]):
            self._paragraph("Normal", "")

    def _frame(self, block: Plain) -> None:
        self.framed = []
        self._all(block["blocks"])
        framed, self.framed = self.framed, None
        for paragraph in framed:
            if paragraph.tag == qn("w:p"):
                facts = paragraph.find(qn("w:pPr"))
                if facts is None:
                    facts = OxmlElement("w:pPr")
                    paragraph.insert(0, facts)
                _sub(_sub(facts, "w:pBdr"), "w:left", val="single", sz="32", space="8", color="0B4199")

    def _cards(self, block: Plain) -> None:
        """One under the other, each in a box: two in a row would be a table that is none."""
        for above, name, below in block["items"]:
            lines = [("Note", above), ("Large", name), ("Normal", below)]
            for style, text in lines:
                paragraph = self._paragraph(style, text)
                facts = paragraph.find(qn("w:pPr"))
                if facts is None:
                    facts = OxmlElement("w:pPr")
                    paragraph.insert(0, facts)
                if style != "Normal":
                    _sub(facts, "w:keepNext")
                border = _sub(facts, "w:pBdr")
                for side in ("top", "left", "bottom", "right"):
                    _sub(border, f"w:{side}", val="dashed", sz="4", space="8", color="4A4A4A")
            self._paragraph("Normal", "")

    # --- tables and pictures ------------------------------------------------------------------------------------------
    def _table(self, block: Plain) -> None:
        caption = self._paragraph("Caption", block["caption"])
        _sub(caption.find(qn("w:pPr")), "w:keepNext")
        table = self._put(OxmlElement("w:tbl"))
        facts = _sub(table, "w:tblPr")
        _sub(facts, "w:tblStyle", val=self.styles["Table Grid"])
        _sub(facts, "w:tblW", w="5000", type="pct")
        _sub(facts, "w:tblLook", val="0020", firstRow="1")
        _sub(facts, "w:tblCaption", val=block["caption"])
        grid, total = _sub(table, "w:tblGrid"), sum(block["widths"])
        columns = [int(LINE_CM * 567 * width / total) for width in block["widths"]]
        for width in columns:
            _sub(grid, "w:gridCol", w=str(width))
        numbers = frozenset(block["numbers"])
        self._row(table, block["heads"], columns, head=True, numbers=numbers)
        size = len(columns)
        for start in range(0, len(block["cells"]), size):
            self._row(table, block["cells"][start : start + size], columns, numbers=numbers)

    def _row(
        self,
        table: Any,
        cells: list[Any],
        widths: list[int],
        *,
        head: bool = False,
        numbers: frozenset[int] = frozenset(),
    ) -> None:
        row = _sub(table, "w:tr")
        facts = _sub(row, "w:trPr")
        _sub(facts, "w:cantSplit")
        if head:
            _sub(facts, "w:tblHeader")
        for index, (words, width) in enumerate(zip(cells, widths, strict=True)):
            cell = _sub(row, "w:tc")
            _sub(_sub(cell, "w:tcPr"), "w:tcW", w=str(width), type="dxa")
            paragraph = self._bare("Normal")
            cell.append(paragraph)
            if index in numbers:
                _sub(_sub(paragraph, "w:pPr"), "w:jc", val="right")
            if head:
                _run(paragraph, words, bold=True)
            else:
                self._words(paragraph, words)

    def _picture(self, block: Plain) -> None:
        content, ratio = points(block["svg"])
        self._drawing(content, block["alt"], min(block["width"], LINE_CM), ratio)
        if block["caption"]:
            self._paragraph("Caption", block["caption"])

    def _code(self, block: Plain) -> None:
        self._drawing(codes.png(block["address"]), block["alt"], 3.2 if self.large else 2.6, 1.0)

    def _drawing(self, content: bytes, alt: str, width_cm: float, ratio: float) -> None:
        self.pictures += 1
        number = self.pictures
        image = ImagePart(PackURI(f"/word/media/image{number}.png"), "image/png", content)
        image._package = self.part.package
        rel = f"rIdPicture{number}"
        self.part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, image, rel)
        across, down = int(width_cm * EMU), int(width_cm * ratio * EMU)
        drawing = parse_xml(DRAWING.format(cx=across, cy=down, id=number, rel=rel))
        drawing.find(".//" + qn("wp:docPr")).set("descr", alt)
        drawing.find(".//" + qn("pic:cNvPr")).set("descr", alt)
        _sub(self._put(self._bare("Normal")), "w:r").append(drawing)

    def _beside(self, block: Plain) -> None:
        """One under the other: columns without lines would be a table that is none."""
        self._all(block["blocks"])
        self._code(block["code"])

    # --- contents and register ----------------------------------------------------------------------------------------
    def _contents(self, block: Plain) -> None:
        """A field the office program fills in anew; until then it holds the headings as links."""
        self._paragraph("Contents heading", block["title"])
        listed = [heading for heading in self.headings if heading["level"] <= block["depth"]]
        for index, heading in enumerate(listed):
            paragraph = self._put(self._bare(f"toc {heading['level']}"))
            if index == 0:
                _field(paragraph, "begin")
                _instruction(paragraph, f'TOC \\o "1-{block["depth"]}" \\h \\z \\u')
                _field(paragraph, "separate")
            name = self._bookmark(heading["anchor"])
            _run(_sub(paragraph, "w:hyperlink", anchor=name, history="1"), heading["text"])
            _sub(_sub(paragraph, "w:r"), "w:tab")
            self._page_of(paragraph, name)
            if index == len(listed) - 1:
                _field(paragraph, "end")

    def _register(self, block: Plain) -> None:
        for entry in block["entries"]:
            paragraph = self._put(self._bare("Register line"))
            _run(paragraph, f"{entry['name']}: ")
            for index, anchor in enumerate(self._first_of_runs(entry["anchors"])):
                if index:
                    _run(paragraph, ", ")
                self._page_of(paragraph, self._bookmark(anchor))

    def _first_of_runs(self, anchors: list[str]) -> list[str]:
        """Of headings that follow each other only the first: they stand on the same page or on the next."""
        kept: list[str] = []
        last = -2
        levels = {heading["anchor"]: heading["level"] for heading in self.headings}
        for anchor in sorted(anchors, key=self.places.__getitem__):
            place = self.places[anchor]
            if place != last + 1 or levels[self.headings[place - 2]["anchor"]] != levels[anchor]:
                kept.append(anchor)
            last = place
        return kept

    def _page_of(self, paragraph: Any, bookmark: str) -> None:
        field = _sub(paragraph, "w:fldSimple", instr=f"PAGEREF {bookmark} \\h")
        _run(field, "…")

    _WRITTEN: dict[str, Callable[["Writer", Plain], None]] = {
        "heading": _heading,
        "paragraph": lambda self, it: self._paragraph(STYLE_OF[it["kind"]], it["words"]),
        "facts": _facts,
        "bullets": _bullets,
        "table": _table,
        "picture": _picture,
        "code": _code,
        "beside": _beside,
        "frame": _frame,
        "cards": _cards,
        "contents": _contents,
        "register": _register,
        "new-page": _new_page,
        "part": _part,
        "blank": _blank,
    }


def _walk(blocks: list[Plain]) -> list[Plain]:
    found: list[Plain] = []
    for block in blocks:
        found.append(block)
        found += _walk(block.get("blocks", []))
    return found


def _sub(parent: Any, tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def _run(parent: Any, text: str, *, bold: bool = False, italic: bool = False, style: str = "") -> None:
    run = _sub(parent, "w:r")
    if bold or italic or style:
        facts = _sub(run, "w:rPr")
        if style:
            _sub(facts, "w:rStyle", val=style)
        if bold:
            _sub(facts, "w:b")
        if italic:
            _sub(facts, "w:i")
    words = _sub(run, "w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _field(paragraph: Any, kind: str) -> None:
    _sub(_sub(paragraph, "w:r"), "w:fldChar", fldCharType=kind)


def _instruction(paragraph: Any, text: str) -> None:
    instruction = _sub(_sub(paragraph, "w:r"), "w:instrText")
    instruction.text = text
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
