"""From sources to catalogues: what a room says is found by Babel, in templates through Django's own templatize."""

import ast
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

from ui.messages.catalogues import LANGUAGES, PLURAL_FORMS, Room, rooms

_KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_TEMPLATES = (".html", ".txt", ".xml")
Key = tuple[str | None, str]


@dataclass
class Said:
    """A message as the sources hold it, and in which files."""

    context: str | None
    single: str
    plural: str = ""
    python_format: bool = False
    files: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return (self.context, self.single)


def collect(root: Path | None = None) -> list[str]:
    """Bring every catalogue up to its sources: new messages come in empty, those nobody says any more go out."""
    every = rooms(root)
    known = {language: _translations(every, language) for language in LANGUAGES}
    return [line for room in every for line in _collect_room(room, known)]


def _translations(every: list[Room], language: str) -> dict[Key, polib.POEntry]:
    """What any room already says in this language: another room that says it too begins with the same words."""
    paths = [room.catalogue(language) for room in every]
    entries = (entry for path in paths if path.exists() for entry in polib.pofile(str(path)).translated_entries())
    return {(entry.msgctxt, entry.msgid): entry for entry in entries}


def messages_of(room: Room) -> dict[Key, Said]:
    """All messages in the sources of a room."""
    found: dict[Key, Said] = {}
    for path in sorted(_sources(room)):
        name = path.relative_to(room.folder).as_posix()
        for message in _messages_in(path):
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.python_format |= message.python_format
            known.files.add(name)
            known.comments += [c for c in message.comments if c not in known.comments]
    return found


def nested_in_fstrings(room: Room) -> list[str]:
    """Where a gettext call stands inside an f-string: Babel does not look in there, so nobody would translate it."""
    return [
        f"{path.relative_to(room.folder).as_posix()}:{line}"
        for path in sorted(_sources(room))
        if path.suffix == ".py"
        for line in _nested(ast.parse(path.read_text("utf-8")))
    ]


def _nested(tree: ast.AST) -> list[int]:
    calls = (
        call
        for text in ast.walk(tree)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and _name_of(call.func) in _KEYWORDS
    )
    return sorted({call.lineno for call in calls})


def _name_of(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _sources(room: Room) -> Iterator[Path]:
    for path in room.folder.rglob("*"):
        inside = path.relative_to(room.folder).parts
        if {"migrations", "node_modules", "static", "locale", "__pycache__"} & set(inside[:-1]):
            continue
        if path.suffix == ".py" or (path.suffix in _TEMPLATES and "templates" in inside):
            yield path


def _messages_in(path: Path) -> Iterator[Said]:
    from babel.messages.extract import extract

    text = path.read_text("utf-8")
    source = text if path.suffix == ".py" else _as_python(text, path)
    try:
        spoken = list(extract("python", io.BytesIO(source.encode()), _KEYWORDS, ("Translators:",), {}, True))
    except (SyntaxError, ValueError) as broken:
        raise ValueError(f"{path}: {broken}") from broken
    formatted = _formatted_in_python(source) if path.suffix == ".py" else None
    for _line, words, comments, context in spoken:
        single, plural = (words[0], words[1]) if isinstance(words, tuple) else (words, "")
        if single:
            is_format = _has_named_placeholder(single) if formatted is None else single in formatted
            yield Said(context, single, plural, is_format, comments=list(comments))


def _as_python(text: str, path: Path) -> str:
    """Django turns a template into something like Python; without indents it is Python enough for Babel."""
    from django.utils.translation.template import templatize

    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))


def _formatted_in_python(source: str) -> set[str]:
    """Messages with %(named)s places in them; a bare per cent sign in a Python string does not make a format."""
    strings = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {value for value in strings if isinstance(value, str) and _has_named_placeholder(value)}


def _has_named_placeholder(text: str) -> bool:
    return "%(" in text


def _collect_room(room: Room, known: dict[str, dict[Key, polib.POEntry]]) -> Iterator[str]:
    found = messages_of(room)
    for language in LANGUAGES:
        path = room.catalogue(language)
        if not found and not path.exists():
            continue
        catalogue = polib.pofile(str(path), wrapwidth=120) if path.exists() else _empty(language)
        before = {(e.msgctxt, e.msgid): e for e in catalogue if not e.obsolete}
        entries = [
            _entry(said, _best(before.get(key), known[language].get(key)))
            for key, said in sorted(found.items(), key=_order)
        ]
        _write(path, catalogue, entries)
        new, gone = set(found) - set(before), set(before) - set(found)
        if new or gone:
            yield f"{room.name}/{language}: {len(new)} new, {len(gone)} gone"


def _order(pair: tuple[Key, Said]) -> tuple[str, str, str]:
    (context, single), said = pair
    return (min(said.files), single.lower(), context or "")


def _best(own: polib.POEntry | None, elsewhere: polib.POEntry | None) -> polib.POEntry | None:
    return own if own and (own.translated() or own.fuzzy) else (elsewhere or own)


def _entry(said: Said, before: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=said.single,
        msgctxt=said.context,
        occurrences=[(name, "") for name in sorted(said.files)],
        comment="\n".join(said.comments),
        flags=["python-format"] if said.python_format else [],
    )
    if before:
        entry.tcomment = before.tcomment
        entry.flags += [flag for flag in before.flags if flag not in ("python-format",)]
    if said.plural:
        entry.msgid_plural = said.plural
        old = before.msgstr_plural if before else {}
        entry.msgstr_plural = {n: old.get(n, "") for n in range(4)}
    elif before:
        entry.msgstr = before.msgstr
    return entry


def _empty(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = {
        "Project-Id-Version": "Opora",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    return catalogue


def _write(path: Path, catalogue: polib.POFile, entries: list[polib.POEntry]) -> None:
    catalogue.clear()
    catalogue.extend(entries)
    text = str(catalogue)
    if path.exists() and path.read_text("utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
