"""Where the local parts live: one data folder per checkout, one cache of jars per person."""

import os
from pathlib import Path


def checkout() -> Path:
    """The folder of the source tree, or the current folder when Opora is installed as a wheel."""
    root = Path(__file__).resolve().parents[2]
    if (root / "pyproject.toml").is_file() and (root / "platform" / "embedded").is_dir():
        return root
    return Path.cwd()


def home(given: Path | str | None = None) -> Path:
    """The data folder: the one given, else OPORA_HOME, else `.opora` in the checkout."""
    chosen = given or os.environ.get("OPORA_HOME") or checkout() / ".opora"
    return Path(chosen).expanduser().absolute()


def cache(data_folder: Path) -> Path:
    """The folder shared by all checkouts of a person; inside the data folder for accounts that own no writable home."""
    for candidate in _personal_caches():
        try:
            candidate.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(candidate, os.W_OK | os.X_OK):
            return candidate
    return data_folder / "cache"


def _personal_caches() -> list[Path]:
    given = os.environ.get("XDG_CACHE_HOME")
    if given:
        return [Path(given).absolute() / "opora"]
    try:
        return [Path.home() / ".cache" / "opora"]
    except RuntimeError:
        return []
