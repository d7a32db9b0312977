"""Documents to print and to work on: one frozen value becomes a tagged PDF/UA-1 and a DOCX. See README.md.

Knows no room: a room assembles a `Document` of blocks in the language of the document. Doors: this module.
"""

from ui.documents.blocks import (
    Beside,
    Blank,
    Block,
    Bullets,
    Card,
    Cards,
    Code,
    Contents,
    Cover,
    Document,
    Entry,
    Facts,
    Frame,
    Heading,
    NewPage,
    Paragraph,
    Part,
    Picture,
    Register,
    Span,
    Table,
    Words,
)
from ui.documents.docx import docx_of
from ui.documents.pdf import NotPrinted, pdf, pdf_apart
from ui.documents.posters import PAPERS, Poster, poster_pdf

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

__all__ = [
    "PAPERS",
    "TYPES",
    "Beside",
    "Blank",
    "Block",
    "Bullets",
    "Card",
    "Cards",
    "Code",
    "Contents",
    "Cover",
    "Document",
    "Entry",
    "Facts",
    "Frame",
    "Heading",
    "NewPage",
    "NotPrinted",
    "Paragraph",
    "Part",
    "Picture",
    "Poster",
    "Register",
    "Span",
    "Table",
    "Words",
    "docx_of",
    "pdf",
    "pdf_apart",
    "poster_pdf",
]
