"""A poster: one page of large words with a QR code and whom to call, as tagged PDF/UA-1 on A4 or A3."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import typst

from ui.documents import codes, faces
from ui.documents.blocks import LANGUAGES
from ui.documents.faces import printable
from ui.documents.laying import moment

TEMPLATE = Path(__file__).with_name("poster.typ")
PAPERS = ("a4", "a3")


@dataclass(frozen=True, slots=True)
class Poster:
    """`rows` are a word and what is said of it (When: …); the code opens `address`, of which the site stands
    beside it: nobody types the rest."""

    title: str
    language: str
    author: str
    made_at: datetime
    call: str
    address: str
    alt: str
    lead: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    contact: tuple[str, ...] = ()
    imprint: tuple[str, ...] = ()  # small print at the foot: who paid, under which number
    paper: str = "a4"

    def __post_init__(self) -> None:
        if not (self.title.strip() and self.alt.strip()):
            raise ValueError("A poster needs a title, and words for those who do not see its code.")
        if self.paper not in PAPERS or self.language not in LANGUAGES:
            raise ValueError(f"No poster is made on {self.paper!r} in {self.language!r}.")


def poster_pdf(poster: Poster) -> bytes:
    return bytes(
        typst.compile(
            str(TEMPLATE),
            sys_inputs={"data": json.dumps(_plain(poster))},
            font_paths=faces.fonts(),
            pdf_standards=["ua-1"],
            timestamp=int(poster.made_at.timestamp()),
        )
    )


def _plain(poster: Poster) -> dict[str, Any]:
    return {
        "title": printable(poster.title),
        "language": poster.language,
        "region": LANGUAGES[poster.language].lower(),
        "author": printable(poster.author),
        "made": moment(poster.made_at),
        "lead": printable(poster.lead),
        "rows": [[printable(term), printable(said)] for term, said in poster.rows],
        "call": printable(poster.call),
        "shown": printable(urlsplit(poster.address).netloc),
        "svg": codes.svg(poster.address),
        "alt": printable(poster.alt),
        "contact": [printable(line) for line in poster.contact],
        "imprint": [printable(line) for line in poster.imprint],
        "paper": poster.paper,
    }
