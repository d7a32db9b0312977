"""The list of who came, as it is ticked."""

from typing import Any

from planning.meetings.attending import Came, Line
from planning.meetings.models import Participant


class AttendanceForm:
    """The list to tick: for each line a presence and who came instead. Each line carries what stood there when it was
    drawn, so that only the lines that were changed here are written."""

    def __init__(self, given: Any, lines: list[Line]) -> None:
        self.rows = [AttendanceRow(given, line) for line in lines]

    def came(self) -> dict[str, Came]:
        return {row.line.key: Came(row.presence, row.instead) for row in self.rows if row.is_changed}


class AttendanceRow:
    """One line as it stands or as it was sent."""

    def __init__(self, given: Any, line: Line) -> None:
        self.line = line
        row = line.participant
        stands, named = (row.presence, row.represented_by) if row else ("", "")
        self.was, self.was_named = stands, named
        self.presence, self.instead = stands, named or (row.answer_name if row else "")
        self.is_changed = False
        if given is not None and f"presence_{line.key}" in given:
            self._read(given)

    def _read(self, given: Any) -> None:
        key = self.line.key
        said = given.get(f"presence_{key}", "")
        self.presence = said if said in Participant.Presence.values else ""
        self.instead = given.get(f"instead_{key}", "")[:200].strip()
        before = (given.get(f"was_{key}", ""), given.get(f"was_named_{key}", ""))
        after = (self.presence, self.instead if self.presence == Participant.Presence.REPRESENTED else "")
        self.is_changed = after != before

    @property
    def choices(self) -> list[tuple[str, Any, bool]]:
        kinds = [kind for kind in Participant.Presence if self.line.has_vote or kind != "REPRESENTED"]
        return [(kind.value, kind.label, kind.value == self.presence) for kind in kinds]
