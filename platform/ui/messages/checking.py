"""What a catalogue may not have: words untranslated, doubtful, unasked for, or with other places to fill."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib

from ui.messages.catalogues import LANGUAGES, PLURAL_FORMS, PLURALS, Room, rooms
from ui.messages.collecting import Key, Said, messages_of, nested_in_fstrings

_PLACES = re.compile(r"%\(\w+\)[\d.]*[a-zA-Z]|\{\w*\}|%%")


def problems(root: Path | None = None) -> list[str]:
    """All that is wrong with the catalogues, one sentence each; empty when nothing is."""
    return [line for room in rooms(root) for line in _problems_of_room(room)] + list(_disagreements(rooms(root)))


def _disagreements(all_rooms: list[Room]) -> Iterator[str]:
    """Django pours all catalogues into one, so two rooms must not put the same words differently."""
    for language in LANGUAGES:
        first: dict[Key, tuple[str, object]] = {}
        for room in all_rooms:
            path = room.catalogue(language)
            for entry in polib.pofile(str(path)).translated_entries() if path.exists() else ():
                said = (entry.msgstr, entry.msgstr_plural)
                who, other = first.setdefault((entry.msgctxt, entry.msgid), (room.name, said))
                if other != said:
                    yield f"{room.name}/{language}: {who} translates it differently: {entry.msgid!r}"


def _problems_of_room(room: Room) -> Iterator[str]:
    for place in nested_in_fstrings(room):
        yield f"{room.name}: a message inside an f-string is never collected: {place}"
    found = messages_of(room)
    for language in LANGUAGES:
        path = room.catalogue(language)
        where = f"{room.name}/{language}"
        if not path.exists():
            if found:
                yield f"{where}: there is no catalogue; run `python -m ui.messages collect`"
            continue
        catalogue = polib.pofile(str(path))
        if _plain(catalogue.metadata.get("Plural-Forms", "")) != _plain(PLURAL_FORMS[language]):
            yield f"{where}: the header does not name the four plural forms"
        yield from (f"{where}: {line}" for line in _compare(catalogue, found))


def _plain(words: str) -> str:
    return "".join(words.split())


def _compare(catalogue: polib.POFile, found: dict[Key, Said]) -> Iterator[str]:
    held = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    for key, said in found.items():
        if key not in held:
            yield f"missing: {said.single!r} ({', '.join(sorted(said.files))})"
        elif bool(said.plural) != bool(held[key].msgid_plural) or said.plural != (held[key].msgid_plural or ""):
            yield f"the plural has changed: {said.single!r}"
    for key, entry in held.items():
        if key not in found:
            yield f"nobody says any more: {entry.msgid!r}"
        yield from _problems_of_entry(entry)


def _problems_of_entry(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield f"fuzzy: {entry.msgid!r}"
    forms = entry.msgstr_plural if entry.msgid_plural else {0: entry.msgstr}
    needed = PLURALS if entry.msgid_plural else 1
    if len(forms) != needed or not all(forms.values()):
        yield f"not translated in all its forms: {entry.msgid!r}"
        return
    for number, text in forms.items():
        source = entry.msgid if number == 0 or not entry.msgid_plural else entry.msgid_plural
        lost = set(_PLACES.findall(source)) - set(_PLACES.findall(text))
        added = set(_PLACES.findall(text)) - set(_PLACES.findall(entry.msgid + entry.msgid_plural))
        if added or (lost and not (entry.msgid_plural and number == 0)):
            yield f"other places to fill than the source: {entry.msgid!r} → {text!r}"
        if (source[:1] == "\n") != (text[:1] == "\n") or (source[-1:] == "\n") != (text[-1:] == "\n"):
            yield f"begins or ends with another line break than the source: {entry.msgid!r}"
