"""Ready sets of questions, as data in both languages; a coordinator takes one over and changes what does not fit."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from planning.surveys.questions import Question, options_of

FOLDER = Path(__file__).parent / "data"
SETS = {
    "needs": _("Needs of users and their families"),
    "providers": _("Providers of services"),
}


def ready_set(name: str, language: str) -> list[Question] | None:
    """The questions of a set in the language of the site; nothing for a name that we do not have."""
    if name not in SETS:
        return None
    return [_question(row) for row in _read(name, language if language in {"sk", "cs"} else "sk")]


@lru_cache
def _read(name: str, language: str) -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((FOLDER / f"{name}_{language}.toml").read_text(encoding="utf-8"))["question"])


def _question(row: dict[str, Any]) -> Question:
    options = options_of("\n".join(row.get("options", [])), "\n".join(row.get("easy_options", [])))
    facts = {name: value for name, value in row.items() if name not in {"options", "easy_options"}}
    return Question(id="", options=options, **facts)
