"""Where the rooms are, and what their catalogues are called."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("sk", "cs")
PLURAL_FORMS = {
    "sk": "nplurals=4; plural=(n % 1 == 0 && n == 1 ? 0 : n % 1 == 0 && n >= 2 && n <= 4 ? 1 : n % 1 != 0 ? 2: 3);",
    "cs": "nplurals=4; plural=(n == 1 && n % 1 == 0) ? 0 : (n >= 2 && n <= 4 && n % 1 == 0) ? 1: (n % 1 != 0) ? 2 : 3;",
}
PLURALS = 4


@dataclass(frozen=True)
class Room:
    """A package with sources and, when it speaks to people, a folder `locale`."""

    name: str
    folder: Path

    def catalogue(self, language: str) -> Path:
        return self.folder / "locale" / language / "LC_MESSAGES" / "django.po"


def project() -> Path:
    """The checkout, or the folder the packages are installed in."""
    here = Path(__file__).resolve()
    for folder in here.parents:
        if (folder / "pyproject.toml").is_file():
            return folder
    return here.parents[2]


def rooms(root: Path | None = None) -> list[Room]:
    """Every room that pyproject.toml packs; without it, the rooms installed beside this one."""
    root = root or project()
    settings = root / "pyproject.toml"
    if settings.is_file():
        packed = tomllib.loads(settings.read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    else:
        packed = ["accounts", "catalogue", "config", "imports", "kernel", "planning", "search", "tenants", "ui"]
    return [Room(Path(path).name, root / path) for path in packed if (root / path).is_dir()]
