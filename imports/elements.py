"""Which field an element of a register's XML means: names kept as data, and what a person has answered beside them."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from imports.asking import LEFT_ASIDE, Questions, Subject, shape_of
from imports.reading.xmls import Shape, Values, shape, simple_name

DATA = Path(__file__).parent / "data"
CODE, WORD, PLAIN = "code", "word", ""


@dataclass(frozen=True)
class Naming:
    """The names of one register, as its data file lists them."""

    namespace: str
    shape: Shape
    fields: Mapping[str, Mapping[tuple[str, ...], tuple[str, int]]]  # scope → path → (field, its place among aliases)
    left_aside: Mapping[str, frozenset[tuple[str, ...]]]
    parts: Mapping[str, str]  # the last step of a coded value → CODE or WORD
    types: Mapping[str, str]
    first_names: Mapping[str, Mapping[str, str]]

    def names_of(self, scope: str) -> list[str]:
        """The fields of a scope, in the order of the data file."""
        return list(dict.fromkeys(name for name, _place in self.fields[scope].values()))

    def first_name(self, scope: str, name: str) -> str:
        """The element under which the register most likely says this field."""
        return self.first_names[scope][name]


@cache
def naming(name: str) -> Naming:
    """The names of the register with this data file."""
    data = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
    return Naming(
        namespace=data["namespace"],
        shape=shape(data["provider"], data["service"], data["never_read"]),
        fields={scope: _aliases(fields) for scope, fields in data["fields"].items()},
        left_aside={scope: frozenset(steps(path) for path in paths) for scope, paths in data["left_aside"].items()},
        parts=dict.fromkeys(map(_step, data["codes"]), CODE) | dict.fromkeys(map(_step, data["words"]), WORD),
        types=data["types"],
        first_names={scope: {name: paths[0] for name, paths in each.items()} for scope, each in data["fields"].items()},
    )


def _aliases(fields: Mapping[str, list[str]]) -> dict[tuple[str, ...], tuple[str, int]]:
    found: dict[tuple[str, ...], tuple[str, int]] = {}
    for name, paths in fields.items():
        for place, path in enumerate(paths):
            found.setdefault(steps(path), (name, place))
    return found


def steps(path: str) -> tuple[str, ...]:
    """The simple names of a path; an attribute keeps its sign."""
    return tuple(_step(step) for step in path.split("/"))


def _step(step: str) -> str:
    return ("@" if step.startswith("@") else "") + simple_name(step)


@dataclass
class Said:
    """The values of one element by field: as code, as word, or plainly; the likelier name first."""

    values: dict[tuple[str, str], list[tuple[int, list[str]]]] = field(default_factory=dict)
    sent: dict[str, tuple[str, str]] = field(default_factory=dict)  # path → field and value, of known elements alone

    def add(self, path: str, name: str, part: str, place: int, values: list[str]) -> None:
        self.values.setdefault((name, part), []).append((place, values))
        self.sent[path] = (name, "; ".join(values))

    def sent_but_for(self, fields: Collection[str]) -> dict[str, str]:
        """The values under the sender's own names, without these fields."""
        return {path: value for path, (name, value) in self.sent.items() if name not in fields}

    def all(self, name: str, *parts: str) -> list[str]:
        """Every value of the likeliest element."""
        for part in parts or (PLAIN, WORD, CODE):
            if found := self.values.get((name, part)):
                return min(found, key=lambda each: each[0])[1]
        return []

    def one(self, name: str, *parts: str) -> str:
        return next(iter(self.all(name, *parts)), "")


class Elements:
    """Reads the elements of one file: known ones into fields, unknown ones into questions."""

    def __init__(self, names: Naming, questions: Questions) -> None:
        self.names, self.questions = names, questions
        self.known: dict[tuple[str, str], tuple[str, str, int] | None] = {}
        self.seen: set[tuple[str, str]] = set()  # fields found at least once

    def read(self, scope: str, values: Values) -> Said:
        """What the known elements say."""
        said = Said()
        for path, written in values.items():
            meaning = self._meaning(scope, path)
            if meaning is not None and meaning[0] != LEFT_ASIDE:
                self.seen.add((scope, meaning[0]))
                said.add(path, *meaning, written)
        return said

    def ask(self, scope: str, values: Values, *, is_here: bool) -> None:
        """Asks about the elements that nobody knows; their values are not told, since they may be anybody's name."""
        for path, written in values.items():
            if self._meaning(scope, path) is None:
                asked = self.questions.ask(Subject.ELEMENT, f"{scope}/{path}")
                asked.see({"shape": shape_of(written[0])}, is_here=is_here)

    def _meaning(self, scope: str, path: str) -> tuple[str, str, int] | None:
        key = (scope, path)
        answer = self.questions.answer_to(Subject.ELEMENT, f"{scope}/{path}")
        if answer:
            return (answer, PLAIN, -1)
        if key not in self.known:
            self.known[key] = self._find(scope, steps(path))
        return self.known[key]

    def _find(self, scope: str, path: tuple[str, ...]) -> tuple[str, str, int] | None:
        """By its end; but the last step of „type/name“ only says that this is the word of a coded value."""
        part = self.names.parts.get(path[-1])
        if part and len(path) > 1 and (found := self._listed(scope, path[:-1])):
            return (found[0], part, found[1])
        found = self._listed(scope, path)
        return (found[0], PLAIN, found[1]) if found else None

    def _listed(self, scope: str, path: tuple[str, ...]) -> tuple[str, int] | None:
        for start in range(len(path)):
            end = path[start:]
            if end in self.names.fields[scope]:
                name, place = self.names.fields[scope][end]
                return name, place + 20 * start  # a name deeper inside something else is less likely meant
            if end in self.names.left_aside[scope]:
                return LEFT_ASIDE, 0
        return None

    def missing(self, scope: str, wanted: tuple[str, ...]) -> list[str]:
        """Those of the wanted fields that no element of the file was known to mean."""
        return [name for name in wanted if (scope, name) not in self.seen]
