"""Coats of arms as they come from people: an SVG or a PNG, made harmless or refused.

An SVG is not cleaned by cutting pieces out of its text. It is read as XML without entities and written anew from a
list of elements and attributes that can only draw; a file that asks for more is refused with a sentence.
"""

import io
import re
from xml.etree import ElementTree
from xml.parsers import expat

from django.utils.translation import gettext as _
from PIL import Image

from kernel.errors import DomainError

MOST_BYTES = 300_000
MOST_PIXELS = 4_000 * 4_000
_PNG_SIDE = 256
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"

_SHAPES = "svg g defs symbol use path rect circle ellipse line polyline polygon clipPath mask pattern"
_PAINTS = "linearGradient radialGradient stop title desc"
ELEMENTS = frozenset(f"{_SHAPES} {_PAINTS}".split())
# Written by drawing programs and without any effect on the picture: left out in silence.
_LEFT_OUT = frozenset({"metadata", "namedview"})
_GEOMETRY = (
    "d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height points transform viewBox preserveAspectRatio offset "
    "gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits "
    "maskUnits maskContentUnits id version"
)
_PAINTING = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray "
    "stroke-dashoffset stroke-opacity opacity stop-color stop-opacity clip-path clip-rule mask color display visibility"
)
ATTRIBUTES = frozenset(f"{_GEOMETRY} {_PAINTING}".split())
_STYLES = frozenset(_PAINTING.split())
_LOCAL_REFERENCE = re.compile(r"url\(\s*['\"]?#[\w.:-]+['\"]?\s*\)")
_LOCAL_HREF = re.compile(r"#[\w.:-]+")


class UnsafePicture(DomainError):
    """The picture cannot be used as a coat of arms."""


def clean_svg(content: bytes) -> bytes:
    """The same drawing written anew from harmless parts; UnsafePicture when it holds anything else."""
    _check_size(content)
    root = _read(content)
    if root.tag != f"{{{_SVG}}}svg":
        raise UnsafePicture(_("This file is not an SVG picture."))
    clean = _clean_element(root)
    if "viewBox" not in clean.attrib and not {"width", "height"} <= set(clean.attrib):
        raise UnsafePicture(_("The picture does not say how large it is."))
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(clean, encoding="utf-8")


def clean_png(content: bytes) -> bytes:
    """The picture decoded and written anew at the size the page needs, without anything hidden in the file."""
    _check_size(content)
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnsafePicture(_("The picture is too large. It may have 4,000 by 4,000 points at most."))
            drawn = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
        raise UnsafePicture(_("This file is not a PNG picture, or it is damaged.")) from broken
    drawn.thumbnail((_PNG_SIDE, _PNG_SIDE))
    written = io.BytesIO()
    drawn.save(written, "PNG", optimize=True)
    return written.getvalue()


def _check_size(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise UnsafePicture(_("The file is too large. It may have 300 kB at most."))


def _read(content: bytes) -> ElementTree.Element:
    """Read XML that declares no document type: without one there are no entities, inside or outside."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")

    def name(expanded: str) -> str:
        return "{" + expanded if "}" in expanded else expanded

    def refuse(*_ignored: object) -> None:
        raise UnsafePicture(_("The picture declares a document type. Save it as plain SVG."))

    parser.StartElementHandler = lambda tag, attrs: builder.start(
        name(tag), {name(key): value for key, value in attrs.items()}
    )
    parser.EndElementHandler = lambda tag: builder.end(name(tag))
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, ValueError) as broken:
        raise UnsafePicture(_("This file is not an SVG picture, or it is damaged.")) from broken


def _clean_element(element: ElementTree.Element) -> ElementTree.Element:
    clean = ElementTree.Element(element.tag, _clean_attributes(element))
    if element.tag in (f"{{{_SVG}}}title", f"{{{_SVG}}}desc"):
        clean.text = element.text
        return clean
    for child in element:
        namespace, _brace, local = child.tag.rpartition("}")
        foreign = namespace != "{" + _SVG
        if local in _LEFT_OUT or (foreign and not _acts(local)):
            continue
        if foreign or local not in ELEMENTS:
            raise UnsafePicture(_("The picture holds “%(name)s”, which a coat of arms may not.") % {"name": local})
        clean.append(_clean_element(child))
    return clean


def _acts(local: str) -> bool:
    """Whether an element of another vocabulary could act in a browser; the notes of drawing programs cannot."""
    return local.lower() in {"script", "iframe", "object", "embed", "img", "a", "link", "style", "form", "html", "body"}


def _clean_attributes(element: ElementTree.Element) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in element.attrib.items():
        if name in ("href", f"{{{_XLINK}}}href"):
            kept["href"] = _local_href(value)
        elif name == "style":
            kept.update(_style_as_attributes(value))
        elif name in ATTRIBUTES:
            kept[name] = _harmless(value)
        elif name.lower().startswith("on"):
            raise UnsafePicture(_("The picture holds a script, which a coat of arms may not."))
    return kept


def _style_as_attributes(style: str) -> dict[str, str]:
    """Inline styles become attributes, because the page allows no inline style."""
    rules = (rule.partition(":") for rule in style.split(";") if ":" in rule)
    return {name.strip(): _harmless(value.strip()) for name, _colon, value in rules if name.strip() in _STYLES}


def _local_href(value: str) -> str:
    if not _LOCAL_HREF.fullmatch(value.strip()):
        raise UnsafePicture(_("The picture refers to something outside of itself."))
    return value.strip()


def _harmless(value: str) -> str:
    rest = _LOCAL_REFERENCE.sub("", value)
    if "(" in rest and not re.fullmatch(r"[^:;\\@<]*", rest):
        raise UnsafePicture(_("The picture refers to something outside of itself."))
    if re.search(r"url|import|expression|javascript|data:|\\", rest, re.IGNORECASE):
        raise UnsafePicture(_("The picture refers to something outside of itself."))
    return value
