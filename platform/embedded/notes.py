"""What a data folder remembers about its parts: ports, versions, what went wrong (`parts.json`), and passwords."""

import json
import os
import secrets
import threading
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

_writing = threading.Lock()


@dataclass(frozen=True)
class Note:
    """What is remembered about one part."""

    port: int = 0
    version: str = ""
    founded: bool = False  # it has answered at least once
    folder: str = ""  # where its data are, when not inside the data folder
    problem: str = ""
    remedy: str = ""


def read(home: Path) -> dict[str, Note]:
    """All notes; a missing or torn file is an empty memory, not an error."""
    try:
        stored = json.loads((home / "parts.json").read_text())
        return {str(part): _note(facts) for part, facts in stored.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def note(home: Path, part: str) -> Note:
    return read(home).get(part, Note())


def keep(home: Path, part: str, **facts: Any) -> Note:
    """Change the note of one part and leave the others as they are."""
    with _writing:
        notes = read(home)
        notes[part] = replace(notes.get(part, Note()), **facts)
        stored = {name: asdict(kept) for name, kept in sorted(notes.items())}
        write_privately(home / "parts.json", json.dumps(stored, indent=2) + "\n")
        return notes[part]


def password(home: Path, name: str) -> str:
    """The password of that name, made at the first call and readable by the owner alone."""
    path = home / f"{name}.password"
    if not path.exists():
        write_privately(path, secrets.token_hex(24))
    return path.read_text().strip()


def write_privately(path: Path, text: str) -> None:
    """Write a file whole or not at all, with mode 0600."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _note(facts: dict[str, Any]) -> Note:
    known = {field.name for field in fields(Note)}
    return Note(**{name: value for name, value in facts.items() if name in known})
