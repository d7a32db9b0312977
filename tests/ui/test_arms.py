import io

import pytest
from PIL import Image

from ui.arms import UnsafePicture
from ui.theme import clean_png, clean_svg

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str, outside: str = "") -> bytes:
    return f'{outside}<svg {NAMESPACES} viewBox="0 0 40 48">{inside}</svg>'.encode()


HOSTILE = {
    "script": svg("<script>alert(1)</script>"),
    "script inside a group": svg("<g><script href='x.js'/></g>"),
    "script of HTML": svg('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'),
    "handler": svg('<path d="M0 0" onload="alert(1)"/>'),
    "handler on the root": f'<svg {NAMESPACES} viewBox="0 0 1 1" onload="alert(1)"/>'.encode(),
    "handler in capitals": svg('<path d="M0 0" ONCLICK="alert(1)"/>'),
    "foreign object": svg('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="//x"/></foreignObject>'),
    "picture from outside": svg('<image href="https://example.org/x.png"/>'),
    "use from outside": svg('<use href="https://example.org/x.svg#a"/>'),
    "use by the old attribute": svg('<use xlink:href="//example.org/x.svg#a"/>'),
    "use of data": svg('<use href="data:image/svg+xml;base64,AAAA#a"/>'),
    "link": svg('<a href="javascript:alert(1)"><path d="M0 0"/></a>'),
    "style element": svg("<style>@import url(//example.org)</style>"),
    "fill from outside": svg('<path d="M0 0" fill="url(https://example.org/x#a)"/>'),
    "style from outside": svg('<path d="M0 0" style="fill:url(//example.org/x#a)"/>'),
    "escaped url": svg('<path d="M0 0" fill="u\\72l(//example.org)"/>'),
    "animation of a link": svg('<set attributeName="href" to="javascript:alert(1)"/>'),
    "animation": svg('<animate attributeName="d" values="x"/>'),
    "document type": svg("", outside="<!DOCTYPE svg>"),
    "entity": svg("<title>&a;</title>", outside='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "many laughs": svg("<title>&b;</title>", outside='<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'),
    "no svg": b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
    "no namespace": b"<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>",
    "no size": f"<svg {NAMESPACES}/>".encode(),
    "no XML": b"\x89PNG\r\n",
    "half a file": svg("<g>"),
    "nothing": b"",
    "too large": svg("<g/>" * 100_000),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_svg_that_could_do_more_than_draw_is_refused(content: bytes) -> None:
    with pytest.raises(UnsafePicture):
        clean_svg(content)


def test_drawing_stays_as_it_was_drawn() -> None:
    drawing = (
        "<title>Erb &amp; znak</title>"
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<g transform="scale(2)"><path d="M0 0h10v10z" fill="url(#a)"/><use href="#a"/></g>'
    )
    assert clean_svg(svg(drawing)).decode() == (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 48">{drawing.replace("/>", " />")}</svg>'
    )


def test_notes_of_drawing_programs_are_left_out() -> None:
    noted = (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" id="x"/>'
        '<path inkscape:label="x" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" d="M0 0"/>'
    )
    assert (
        clean_svg(svg(noted)) == b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 48"><path d="M0 0" /></svg>'
    )


def test_inline_style_becomes_attributes_because_the_page_allows_no_style() -> None:
    cleaned = clean_svg(svg('<path d="M0 0" style="fill:#c00; -x-junk: 1; stroke-width:2"/>'))
    assert b'<path d="M0 0" fill="#c00" stroke-width="2" />' in cleaned
    assert b"style" not in cleaned


def test_cleaning_twice_changes_nothing() -> None:
    once = clean_svg(svg('<path d="M0 0" style="fill:#c00"/>'))
    assert clean_svg(once) == once


def png(width: int, height: int, **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#c00").save(written, "PNG", **options)
    return written.getvalue()


def test_png_is_written_anew_at_the_size_of_the_page() -> None:
    with Image.open(io.BytesIO(clean_png(png(1000, 1200) + b"<script>"))) as picture:
        assert (picture.format, picture.size) == ("PNG", (213, 256))
    assert b"<script>" not in clean_png(png(10, 10) + b"<script>")


@pytest.mark.parametrize("content", [b"", b"GIF89a", svg(""), png(50, 50)[:60], png(5000, 4000)])
def test_what_is_no_png_or_too_large_is_refused(content: bytes) -> None:
    with pytest.raises(UnsafePicture):
        clean_png(content)
