"""Values that cross the door `catalogue.intake`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """One service as a source describes it; `fields` holds only what the source speaks of.

    `municipality_codes` are all municipalities the record has to do with: they decide whether it belongs to the region.
    """

    register: str
    register_key: str
    row: int
    fields: Mapping[str, Any]
    municipality_codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ActivityRecord(ServiceRecord):
    """One related activity as a source describes it, in the same shape: `register` is the source, its key the source's.

    `fields`: provider, name, description, target_groups, municipality, street, phones, emails, webs, ended_on.
    """


@dataclass(frozen=True, slots=True)
class Counts:
    """What accepting a batch would do, or did. `waiting` are those of the new that may be a service known already."""

    new: int = 0
    changed: int = 0
    ended: int = 0
    returned: int = 0
    conflict: int = 0
    noted: int = 0
    unchanged: int = 0
    outside: int = 0
    past: int = 0
    unknown: int = 0
    waiting: int = 0
    doubled: int = 0
    refused: int = 0

    @property
    def writes(self) -> int:
        """Services that would be written."""
        return self.new + self.changed + self.ended + self.returned + self.conflict

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`kept_by` is empty where the new value is written; else the voice whose word stays, or SAME."""

    field: str
    old: Any
    new: Any
    kept_by: str = ""


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """What accepting would do to one service. `row` is None where the file says nothing of it.

    One that `waits` does not end before a person has said whether a new record is this very service.
    """

    kind: str
    row: int | None
    register: str
    register_key: str
    service_id: UUID | None
    title: str
    fields: tuple[FieldChange, ...]
    id: int = 0
    is_taken: bool = True
    waits: bool = False

    @property
    def is_missing_from_file(self) -> bool:
        return self.row is None


@dataclass(frozen=True, slots=True)
class KeptField:
    """A field that undoing left as it is, because `voice` has spoken since, or its address is kept secret."""

    service_id: UUID
    title: str
    field: str
    voice: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of a batch: fields put back, services taken out again, fields that stay as they are."""

    put_back: int
    withdrawn: int
    stayed: int


@dataclass(frozen=True, slots=True)
class StagingProblem:
    """Why a row was not taken; `code` is one of `StagedRecord.Problem`, `field` may be empty."""

    row: int
    register_key: str
    code: str
    message: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """One measure of a published plan speaks of one service."""

    service_id: UUID
    tenant_name: str
    plan_title: str
    measure_id: UUID
    measure_title: str
    address: str
