"""A drawing as points, for programs that know no SVG: Typst draws it as sharp as a printer needs."""

import json
import struct
from typing import Any

import typst

SOURCE = """#set page(width: 17cm, height: auto, margin: 0pt, fill: white)
#image(bytes(json(bytes(sys.inputs.data))), format: "svg", width: 100%)
"""
POINTS_PER_INCH = 220.0


def points(svg: str) -> tuple[bytes, float]:
    """The picture as PNG, and how high it is for its width."""
    from ui.documents import faces

    drawn: Any = typst.compile(
        SOURCE.encode(),
        None,
        format="png",
        ppi=POINTS_PER_INCH,
        sys_inputs={"data": json.dumps(svg)},
        font_paths=faces.fonts(),
    )
    content = bytes(drawn if isinstance(drawn, bytes) else drawn[0])
    width, height = struct.unpack(">II", content[16:24])
    return content, height / width
