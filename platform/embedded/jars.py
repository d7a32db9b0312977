"""`python -m embedded.jars` checks the Elasticsearch jars of this machine.

`--write` is for maintainers: it fetches the jars of the version named in `library.py` and rewrites the list of sums.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from . import library, places
from .parts import Unavailable


def write_list() -> None:
    """Fetch the jars anew and write down their sums; for the day the version changes."""
    with tempfile.TemporaryDirectory() as folder:
        lines = [f"{digest}  {name}\n" for name, digest in library.sums(library.lay_out(Path(folder))).items()]
    library.LIST.write_text("".join(lines))
    print(f"{len(lines)} jars written to {library.LIST}.")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m embedded.jars", description="The jars of the local Elasticsearch.")
    parser.add_argument("--write", action="store_true", help="fetch the jars anew and rewrite the list of sums")
    try:
        if parser.parse_args(arguments).write:
            write_list()
        else:
            print(f"The jars in {library.installed(places.home(), print)} are those of the list.")
    except Unavailable as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
