"""A plan of 400 nodes on 200 pages, as PDF and as DOCX: time and peak memory of the process that draws each.

Run by `make bench ARGS=plan_print`, or `python tests/benchmarks/plan_print.py [NODES]`. Each file is drawn in a process
of its own, as the job does with the PDF, so that its peak is its own; beside it stands a plan of a tenth. Works in a
database of its own and throws it away. Prints figures; asserts nothing about them.
"""

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from measuring import CHECKOUT, first_town, own_database

DRAWING = """
import pickle, sys
from ui.documents.docx import docx_of
from ui.documents.pdf import draw
kind, timestamp, given, made = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
content = open(given, "rb").read()
drawn = draw(content.decode(), timestamp) if kind == "pdf" else docx_of(pickle.loads(content))
open(made, "wb").write(drawn)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def main(nodes: int = 400) -> None:
    with own_database("print") as folder:
        for size in (nodes // 10, nodes):
            measure(size, folder)


def measure(nodes: int, folder: Path) -> None:
    import json

    from ui.documents.laying import plain

    begun = time.perf_counter()
    document = assembled(nodes)
    print(f"{nodes} nodes: put together in {time.perf_counter() - begun:.1f} s")
    for kind, content in (("pdf", json.dumps(plain(document)).encode()), ("docx", pickle.dumps(document))):
        given, made = folder / f"{nodes}.given", folder / f"{nodes}.{kind}"
        given.write_bytes(content)
        seconds, peak = drawn(kind, int(document.made_at.timestamp()), given, made)
        pages = f", {pages_of(made)} pages" if kind == "pdf" else ""
        print(f"  {kind.upper():5} {seconds:5.1f} s, peak {peak} MB, file {made.stat().st_size / 1e6:.1f} MB{pages}")
    if not nodes % 400:
        judge(folder / f"{nodes}.pdf")


def assembled(nodes: int) -> Any:
    """What the job prints: the picture of the publication as a document."""
    from django.utils.translation import override
    from support.large_plan import large_plan
    from support.world import FOUNDED

    from planning.structure.printing import plan_document, printed_on
    from planning.structure.published import pictured
    from planning.structure.publishing import picture
    from planning.structure.tree import grow
    from tenants.context import in_tenant

    town = first_town()
    with in_tenant(town.key), override("sk"):
        plan = large_plan(nodes, title=f"Plán {nodes}", paragraphs=2)
        read = pictured(plan.pk, picture(plan, grow(plan.nodes.all())), number=1, at=FOUNDED)
        facts = {"author": town.name, "currency": "EUR", "note": printed_on(FOUNDED)}
        return plan_document(read, **facts, at=FOUNDED)


def drawn(kind: str, timestamp: int, given: Path, made: Path) -> tuple[float, int]:
    """Seconds, start of the process included, and its peak memory in MB."""
    begun = time.perf_counter()
    words = [sys.executable, "-c", DRAWING, kind, str(timestamp), str(given), str(made)]
    path = os.pathsep.join([str(CHECKOUT / "platform"), str(CHECKOUT)])
    done = subprocess.run(words, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=True)
    return time.perf_counter() - begun, int(done.stdout) // 1024


def pages_of(file: Path) -> int:
    from pypdf import PdfReader

    return len(PdfReader(file).pages)


def judge(file: Path) -> None:
    from support.verapdf import broken_rules

    begun = time.perf_counter()
    broken = broken_rules(file)[str(file)]
    print(f"  veraPDF: {broken or 'nothing broken'} ({time.perf_counter() - begun:.0f} s)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
