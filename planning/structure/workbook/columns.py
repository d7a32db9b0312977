"""The columns of the sheet, under their names in every language of the site."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from kernel.text import fold
from planning.structure.labels import LABELS
from planning.structure.models import Level, State
from planning.structure.sheet.models import Indicator

COLUMNS: dict[str, Any] = {
    "number": pgettext_lazy("column", "Number"),
    "level": _("Level"),
    **LABELS,
    "costs": _("Costs (year; source; planned; spent)"),
    "indicators": _(
        "Indicators (name; what it measures; counted in; direction; at the beginning; year; targets 2026=1/2027=2;"
        " source; share; how many; out of; groups)"
    ),
    "key": _("Key (do not change)"),
}


def known_headings() -> dict[str, str]:
    """Folded heading in any language → column."""
    return _in_every_language(tuple(COLUMNS.items()))


def known_levels() -> dict[str, str]:
    return _in_every_language(tuple((level.value, level.label) for level in Level))


def known_states() -> dict[str, str]:
    return _in_every_language(tuple((state.value, state.label) for state in State))


def known_kinds() -> dict[str, str]:
    return _in_every_language(tuple((kind.value, kind.label) for kind in Indicator.Kind))


def known_directions() -> dict[str, str]:
    return _in_every_language(tuple((way.value, way.label) for way in Indicator.Direction))


def known_yes() -> frozenset[str]:
    return frozenset(_in_every_language((("yes", _("yes")),)))


@cache
def _in_every_language(named: Iterable[tuple[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, words in named:
        found[fold(code)] = code
        for language, _name in settings.LANGUAGES:
            with override(language):
                found[fold(str(words))] = code
    return found
