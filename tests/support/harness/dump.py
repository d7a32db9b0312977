"""Writes the agreed list anew, to be read and judged by a person before it is committed."""

from pathlib import Path

from support.harness.matrix import LET_IN, Cell, held_by

HEAD = (
    "# Who is let in by each permission, as “role@where it is held on the site where it is used”. Read every change.\n"
)


def write_agreement(path: Path, cells: list[Cell]) -> None:
    lines = [HEAD]
    for name, outcome in sorted(held_by(cells).items()):
        who = "".join(f'    "{each}",\n' for each in sorted(outcome[LET_IN]))
        lines.append(f'"{name}" = [\n{who}]\n')
    path.write_text("\n".join(lines))
