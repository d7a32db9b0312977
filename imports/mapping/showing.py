"""What the pages of a mapping show beside their forms."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports import cleaning
from imports.mapping.building import STAGES
from imports.mapping.forms import DELIMITERS
from imports.models import MappingDraft, SavedMapping
from imports.spreadsheets.looking import Look
from imports.spreadsheets.spec import LEAVE_OUT, SKIP_ROW
from imports.spreadsheets.targets import coded_of, targets_of
from imports.spreadsheets.vocabularies import Vocabulary

LABELS = {
    "table": gettext_lazy("The table"),
    "columns": gettext_lazy("The columns"),
    "words": gettext_lazy("The words"),
    "preview": gettext_lazy("Preview and name"),
}


def stages_of(draft: MappingDraft, current: str) -> list[dict[str, Any]]:
    """The four steps: those reached are links."""
    reached = STAGES.index(draft.stage)
    stages = []
    for index, stage in enumerate(STAGES):
        state = "current" if stage == current else "done" if index < reached else "ahead"
        words = {"current": _("now"), "done": _("done"), "ahead": _("ahead")}[state]
        address = reverse(f"imports:mapping_{stage}", kwargs={"pk": draft.pk})
        href = address if index <= reached and stage != current else ""
        stages.append({"label": LABELS[stage], "state": state, "state_words": words, "href": href})
    return stages


def facts_of_look(seen: Look) -> dict[str, Any]:
    """What was recognised, and the first lines of the file as they stand in it."""
    heads = range(seen.layout.head, seen.layout.head + seen.layout.head_rows)
    width = max([len(cells) for _number, cells in seen.first] + [len(seen.heads)])
    lines = [
        (number, number in heads, number < seen.layout.head, [_shown(cells, index) for index in range(width)])
        for number, cells in seen.first
    ]
    encoding = _("%(encoding)s with a mark") % {"encoding": seen.encoding_name} if seen.has_mark else seen.encoding_name
    return {
        "lines": lines,
        "columns": range(1, width + 1),
        "kind": seen.kind.value,
        "sheet": seen.layout.sheet or seen.sheets[0],
        "encoding": encoding if seen.encoding else "",
        "delimiter": DELIMITERS.get(seen.delimiter, ""),
        "heads": [head for head in seen.heads if head],
    }


def _shown(cells: list[Any], index: int) -> str:
    return cleaning.text(cells[index])[:80] if index < len(cells) else ""


def facts_of_mapping(mapping: SavedMapping, vocabulary: Vocabulary) -> dict[str, Any]:
    """What a saved mapping says, in words."""
    spec = mapping.parsed
    targets, coded = targets_of(spec.rows), coded_of(spec.rows)
    special = {LEAVE_OUT: _("leave this value out"), SKIP_ROW: _("leave these rows aside")}
    return {
        "spec": spec,
        "columns": [(head, targets[name].label, head in spec.key) for head, name in spec.columns],
        "key_only": [head for head in spec.key if head not in dict(spec.columns)],
        "constants": [
            (targets[name].label, vocabulary.name_of(coded[name], code)) for name, code in spec.constants.items()
        ],
        "words": [
            (
                targets[name].label,
                [
                    (written, special.get(code) or vocabulary.name_of(coded[name], code))
                    for written, code in sorted(words.items())
                ],
            )
            for name, words in spec.values.items()
            if words and name in coded
        ],
    }
