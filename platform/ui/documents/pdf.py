"""A document as tagged PDF/UA-1, drawn by Typst, which refuses what cannot be read aloud. Same value, same bytes.

Typst knows neither the fonts of the machine nor the network.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import typst

from ui.documents import faces
from ui.documents.blocks import Document
from ui.documents.laying import plain

TEMPLATE = Path(__file__).with_name("document.typ")
PATIENCE = 900.0


class NotPrinted(RuntimeError):
    """The document could not be drawn: always a mistake in our own code, or a machine without memory."""


def pdf(document: Document) -> bytes:
    """Draw it here and now; for documents of a few pages."""
    return draw(json.dumps(plain(document)), int(document.made_at.timestamp()))


def pdf_apart(document: Document) -> bytes:
    """Draw it in a process of its own, which gives its memory back; for documents of hundreds of pages."""
    data = json.dumps(plain(document)).encode()
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-P", "-m", "ui.documents.pdf", str(int(document.made_at.timestamp()))]
    done = subprocess.run(  # noqa: S603 - our own module
        command,
        input=data,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": path},
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise NotPrinted(done.stderr.decode(errors="replace")[-2000:] or f"ended with {done.returncode}")
    return done.stdout


def draw(data: str, timestamp: int) -> bytes:
    return bytes(
        typst.compile(
            str(TEMPLATE),
            sys_inputs={"data": data},
            font_paths=faces.fonts(),
            pdf_standards=["ua-1"],
            timestamp=timestamp,
        )
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(sys.stdin.read(), int(sys.argv[1])))
