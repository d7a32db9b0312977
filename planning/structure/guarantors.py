"""Which group stands for a measure. Groups live a floor above; they hand their names in and are told by id and name.

The text of a node is what people read; the id beside it is the group it names, found when the text is written and when
a group of that name is founded. A text that names no group stays a text.
"""

import uuid
from collections.abc import Callable, Sequence

from kernel.text import fold
from planning.structure.models import Node, Plan

Named = Sequence[tuple[uuid.UUID, str]]
Teller = Callable[[Plan | None], Named]
_TELLERS: list[tuple[Teller, Teller]] = []


def name_groups(names: Teller, labels: Teller) -> None:
    """Whoever keeps the groups tells those that work for a plan, or (without one) all there are: by their names, and as
    they are offered, where two of one name are told apart."""
    if (names, labels) not in _TELLERS:
        _TELLERS.append((names, labels))


def groups_of(plan: Plan | None) -> list[tuple[uuid.UUID, str]]:
    """Id and name of the groups that may stand for a measure of the plan."""
    return [each for names, _labels in _TELLERS for each in names(plan)]


def labels_of(plan: Plan | None) -> list[tuple[uuid.UUID, str]]:
    """The same groups as they are offered to choose from."""
    return [each for _names, labels in _TELLERS for each in labels(plan)]


def group_named(plan: Plan, name: str) -> uuid.UUID | None:
    """The group of this name, or of what it was offered as, whatever its letters and marks; None where none or several
    bear it."""
    wanted = fold(name)
    if not wanted:
        return None
    found = [group for group, title in groups_of(plan) if fold(title) == wanted]
    if len(found) != 1 and wanted.endswith(")"):
        found = [group for group, label in labels_of(plan) if fold(label) == wanted]
    return found[0] if len(found) == 1 else None


def link_named(group: uuid.UUID, name: str, plan: Plan | None) -> int:
    """A group was founded or renamed: measures that named it before it was there point to it. Answers how many."""
    rows = Node.objects.exclude(guarantor="").filter(guarantor_id__isnull=True)
    if plan is not None:
        rows = rows.filter(plan=plan)
    wanted = fold(name)
    meant = [pk for pk, text in rows.values_list("pk", "guarantor") if fold(text) == wanted]
    return Node.objects.filter(pk__in=meant).update(guarantor_id=group)
