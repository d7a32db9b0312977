"""The same document as DOCX, to be worked on further: real headings, table heads, languages and words for pictures.

python-docx brings the package and its styles; the body is written element by element, since thousands of services are
written in seconds that way. The same value gives the same bytes.
"""

import io
import zipfile
from datetime import UTC
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from ui.documents import faces
from ui.documents.blocks import LANGUAGES, Document
from ui.documents.laying import plain
from ui.documents.writing import Writer

BLUE = RGBColor(0x07, 0x2C, 0x66)
_AFTER_FIELDS = ("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:rsids", "m:mathPr")
LONGEST_FACT = 255  # letters; the format allows no more
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def docx_of(document: Document) -> bytes:
    """Write the document."""
    file = docx.Document()
    _facts(file, document)
    _styles(file, document)
    _page(file, document)
    body = file.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    Writer(file, large=document.large).write(plain(document))
    out = io.BytesIO()
    file.save(out)
    return _without_times(out.getvalue())


def _facts(file: Any, document: Document) -> None:
    facts = file.core_properties
    title, author = (faces.printable(text)[:LONGEST_FACT] for text in (document.title, document.author))
    facts.title, facts.author, facts.language = title, author, _language(document)
    facts.last_modified_by, facts.comments, facts.revision = author, "", 1
    facts.created = facts.modified = document.made_at.astimezone(UTC).replace(tzinfo=None)
    settings = file.settings.element
    # The office program counts the pages of contents and register when it opens the file.
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    settings.insert_element_before(update, *_AFTER_FIELDS)


def _language(document: Document) -> str:
    return f"{document.language}-{LANGUAGES[document.language]}"


def _styles(file: Any, document: Document) -> None:
    size = 16.0 if document.large else 10.5
    normal = _face(file, "Normal", size)
    normal.paragraph_format.space_after = Pt(size * 0.5)
    normal.paragraph_format.line_spacing = 1.25 if document.large else 1.15
    for tag in file.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), _language(document))
    sizes = (1.3, 1.15, 1.1, 1.0) if document.large else (1.6, 1.25, 1.1, 1.0)
    for level, factor in enumerate(sizes, start=1):
        style = _face(file, f"Heading {level}", size * factor, bold=True, colour=BLUE)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(size * 0.5)
    _face(file, "Title", size * 2.4, bold=True, colour=BLUE)
    _face(file, "Subtitle", size * 1.4, colour=RGBColor(0, 0, 0))
    _face(file, "Caption", size, bold=True, colour=RGBColor(0, 0, 0))
    for name, factor, bold in (("Lead", 1.12, False), ("Large", 1.45, True), ("Note", 0.92, False)):
        _new(file, name)
        _face(file, name, max(size * factor, 16.0) if document.large else size * factor, bold=bold)
    for level in (1, 2, 3):
        _new(file, f"toc {level}").paragraph_format.left_indent = Cm(0.6 * (level - 1))
    _new(file, "Register line")
    heading = _new(file, "Contents heading")
    heading.base_style = file.styles["Heading 1"]
    level = heading.element.get_or_add_pPr().get_or_add_outlineLvl()
    level.set(qn("w:val"), "9")  # looks like a heading, does not stand in the contents itself
    _link_style(file)


def _new(file: Any, name: str) -> Any:
    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = file.styles["Normal"]
    return style


def _face(file: Any, name: str, size: float, *, bold: bool = False, colour: Any = None) -> Any:
    style = file.styles[name]
    style.font.size, style.font.bold, style.font.italic, style.font.name = Pt(size), bold, False, faces.FOR_OTHERS
    fonts = style.element.rPr.rFonts
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), faces.FOR_OTHERS)
        fonts.attrib.pop(qn(f"{kind}Theme"), None)
    fonts.attrib.pop(qn("w:cstheme"), None)
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(kind), None)
    if colour is not None:
        style.font.color.rgb = colour
    return style


def _link_style(file: Any) -> None:
    style = file.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb, style.font.underline = RGBColor(0x0B, 0x41, 0x99), True


def _page(file: Any, document: Document) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8 if document.large else 2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    section.different_first_page_header_footer = document.cover is not None
    section.header.paragraphs[0].text = faces.printable(document.title)
    footer = section.footer.paragraphs[0]
    footer.alignment = 1
    _imprint(file, section, footer, document)
    for instruction, between in (("PAGE", " / "), ("NUMPAGES", "")):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), instruction)
        field.append(footer.add_run("1")._r)
        footer._p.append(field)
        if between:
            footer.add_run(between)


def _imprint(file: Any, section: Any, footer: Any, document: Document) -> None:
    """Who paid, above the number of every page and on the title page too."""
    for line in document.imprint:
        text = faces.printable(line)
        footer.insert_paragraph_before(text, file.styles["Note"]).alignment = 1
        if document.cover is not None:
            first = section.first_page_footer
            first.is_linked_to_previous = False
            own = first.paragraphs[0] if not first.paragraphs[0].text else first.add_paragraph()
            own.text, own.style, own.alignment = text, file.styles["Note"], 1


def _without_times(written: bytes) -> bytes:
    """The same package with every entry dated alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
