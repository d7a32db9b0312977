"""How the maintainer's commands speak."""

import sys


def show(line: str) -> None:
    """Write a line to whoever runs the command."""
    sys.stdout.write(line + "\n")
