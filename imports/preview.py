"""The tabs of a run: which services it would change and how, and what was found in its rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue import intake
from catalogue.intake import ChangeCard
from imports.deciding import DECIDED
from imports.findings import Weight
from imports.models import Run
from imports.showing import shown

AT_ONCE = 20
PROBLEMS_AT_ONCE = 50
TABS: dict[str, Any] = {
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "ended": gettext_lazy("Ended"),
    "returned": gettext_lazy("Returned"),
    "conflict": gettext_lazy("In conflict"),
    "noted": gettext_lazy("Taken note of"),
    "unknown": gettext_lazy("Not in the catalogue"),
    "unchanged": gettext_lazy("Unchanged"),
    "outside": gettext_lazy("Outside the region"),
    "past": gettext_lazy("Ended long ago"),
    "asked": gettext_lazy("Waiting for an answer"),
    "rejected": gettext_lazy("Rejected rows"),
    "left_out": gettext_lazy("Values left out"),
    "mended": gettext_lazy("Mended rows"),
}
CHANGES = ("new", "changed", "ended", "returned", "conflict", "noted", "unknown")
PROBLEMS = {"asked": Weight.ASKED, "rejected": Weight.REJECTED, "left_out": Weight.LEFT_OUT, "mended": Weight.MENDED}
COUNTED = {
    "unchanged": gettext_lazy("These services stand in the file exactly as the catalogue has them."),
    "outside": gettext_lazy("These services belong to other regions. They are counted and left aside."),
    "past": gettext_lazy("These services had ended before they could enter the catalogue. They are left aside."),
}
TAG_OF_STATE: dict[str, str] = {
    "RECEIVED": "neutral",
    "READING": "info",
    "COMPARED": "warn",
    "WAITING": "warn",
    "ACCEPTED": "good",
    "UNDONE": "neutral",
    "DISCARDED": "neutral",
    "FAILED": "bad",
    "CANCELLED": "neutral",
}


class Changes(Sequence[ChangeCard]):
    """The changes of a batch as a list that is asked for page by page."""

    def __init__(self, run: Run, kind: str, words: str, field: str) -> None:
        self.run, self.kind = run, kind
        self.filters: dict[str, Any] = {"kinds": [kind.upper()], "words": words, "field": field}

    def __len__(self) -> int:
        if not self.filters["words"] and not self.filters["field"]:
            return self.run.count(self.kind)
        return intake.count_changes(self._batch, **self.filters)

    def __getitem__(self, part: Any) -> Any:
        return intake.changes(self._batch, offset=part.start, limit=part.stop - part.start, **self.filters)

    @property
    def _batch(self) -> Any:
        return self.run.batch_id


def facts(query: Mapping[str, str], run: Run) -> dict[str, Any]:
    """The chosen tab of a compared or accepted run."""
    tabs = [name for name in TABS if run.count(name)]
    chosen = query.get("show", "")
    current = chosen if chosen in tabs else (tabs[0] if tabs else "")
    words = query.get("q", "").strip()[:100]
    found: dict[str, Any] = {
        "figures": [(run.count(name), TABS[name]) for name in tabs] or [(0, _("services would change"))],
        "tabs": [(name, TABS[name], _address(run, name), run.count(name)) for name in tabs],
        "current": current,
        "current_title": TABS.get(current, ""),
        "words": words,
        "is_json": run.source == "rpss",
    }
    if current in CHANGES:
        fields = _fields(run, current)
        field = query.get("field", "") if query.get("field", "") in dict(fields) else ""
        page = Paginator(Changes(run, current, words, field), AT_ONCE).get_page(query.get("page"))
        found |= {"page_obj": page, "changes": shown(page.object_list), "is_list_of_changes": True}
        found |= {"fields": fields, "field": field, "may_choose": run.is_compared and current in DECIDED}
    elif current in PROBLEMS:
        problems = run.problems.filter(weight=PROBLEMS[current]).defer("sent").order_by("row", "id")
        page = Paginator(problems, PROBLEMS_AT_ONCE).get_page(query.get("page"))
        found |= {"page_obj": page, "is_list_of_problems": True}
    else:
        found["explanation"] = COUNTED.get(current, "")
    return found


def _fields(run: Run, kind: str) -> list[tuple[str, str]]:
    """The fields that changes of this kind speak of, in the order of a service's page, with their number."""
    counts = intake.fields_spoken_of(run.batch_id, kinds=[kind.upper()]) if run.batch_id else {}
    found = sorted(counts, key=lambda field: (intake.field_position(field), field))
    return [(field, f"{intake.field_label(field)} ({counts[field]})") for field in found]


def _address(run: Run, tab: str) -> str:
    return f"{reverse('imports:run', kwargs={'pk': run.pk})}?show={tab}"
