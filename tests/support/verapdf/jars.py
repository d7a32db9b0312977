"""The jars of veraPDF: fetched once for a person, each checked against the list beside this file.

`python tests/support/verapdf/jars.py --write` is for maintainers, when VERSION changes.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VERSION = "1.28.2"
COORDINATE = f"org.verapdf:validation-model:{VERSION}"
LIST = Path(__file__).with_name("verapdf.sha256")
FETCHING = "import jgo, pathlib, sys; jgo.build(sys.argv[1], cache_dir=pathlib.Path(sys.argv[2]))"
PATIENCE = 300


def installed(cache: Path) -> Path:
    """The folder with all jars, every one of them as the list says."""
    place = cache / f"verapdf-{VERSION}"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"verapdf-{VERSION}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            with tempfile.TemporaryDirectory(prefix=".verapdf-", dir=cache) as folder:
                fetched = fetch(Path(folder))
                check(fetched)
                fetched.rename(place)
    check(place)
    return place


def fetch(folder: Path) -> Path:
    found, place = folder / "found", folder / "jars"
    command = [sys.executable, "-c", FETCHING, COORDINATE, str(found)]
    environment = os.environ | {"M2_REPO": str(folder / "repository")}
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=PATIENCE)
    place.mkdir()
    for jar in found.rglob("*.jar"):
        shutil.copy(jar, place / jar.name)
    return place


def check(place: Path) -> None:
    """Refuse jars that differ from the list, are not on it or are missing."""
    listed = {name: digest for digest, name in (line.split() for line in LIST.read_text().splitlines())}
    if sums(place) != listed:
        raise RuntimeError(f"The jars in {place} are not those of {LIST.name}: delete the folder and try again.")


def sums(place: Path) -> dict[str, str]:
    return {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in sorted(place.glob("*.jar"))}


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    with tempfile.TemporaryDirectory() as folder:
        LIST.write_text("".join(f"{digest}  {name}\n" for name, digest in sums(fetch(Path(folder))).items()))
