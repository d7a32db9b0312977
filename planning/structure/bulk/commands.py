"""Acts on many items at once, written as sets: one row of history for each item, one entry of the journal for all."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue import feed
from kernel.journal import record
from planning.structure.bulk.proposing import Act, Outcome, propose
from planning.structure.commands import NODE_FIELDS
from planning.structure.errors import PlanRefused
from planning.structure.guarantors import group_named
from planning.structure.history import revision, values_of
from planning.structure.locking import lock
from planning.structure.models import Node, Plan, Revision
from planning.structure.sheet.queries import sheets_of
from planning.structure.tree import Branch, find, grow, walk

Versions = Mapping[uuid.UUID, int]
MOST_NAMED = 5
BESIDE = {"implementer": "implementer_id", "guarantor": "guarantor_id"}


@transaction.atomic
def change_many(
    plan: Plan, seen: Versions, act: str, said: Mapping[str, Any], *, by: Any, at: datetime, why: str = ""
) -> uuid.UUID | None:
    """Do to all of them what was shown, or nothing. `seen`: the version of each item that was shown.

    Answers the batch, by which a change or a move can be taken back; None where nothing changes.
    """
    plan = lock(plan)
    _refuse_changed(plan, seen)
    outcomes = propose(plan, seen.keys(), act, said)
    wrong = [each for each in outcomes if each.reason]
    if wrong:
        raise PlanRefused(f"„{wrong[0].node.title}“: {wrong[0].reason}")
    to_do = [each for each in outcomes if each.changes]
    if not to_do:
        return None
    batch = uuid.uuid4()
    history = _DONE.get(act, _write)(plan, to_do, said, at)
    for row in history:
        row.plan, row.by, row.at, row.why, row.batch = plan, getattr(by, "pk", by), at, why.strip(), batch
    Revision.objects.bulk_create(history)
    record("planning.nodes_changed", subject=plan, by=by, at=at, act=act, count=len(history), batch=str(batch))
    return batch


def _refuse_changed(plan: Plan, seen: Versions) -> None:
    now = {node.pk: node for node in plan.nodes.filter(pk__in=seen)}
    if len(now) < len(seen):
        raise PlanRefused(_("Somebody else has removed some of these items meanwhile. Choose once more."))
    names = [f"„{node.title}“" for pk, node in now.items() if node.version != seen[pk]]
    if names:
        more = "…" if len(names) > MOST_NAMED else ""
        raise PlanRefused(
            _("Somebody else changed these items in the meantime: %(names)s. Look at the list once more.")
            % {"names": ", ".join(names[:MOST_NAMED]) + more}
        )


def _write(plan: Plan, outcomes: list[Outcome], said: Mapping[str, Any], at: datetime) -> list[Revision]:
    """Fields of the items, and what they name: the provider of the catalogue, the group of the municipality."""
    names = {name for each in outcomes for name, _old, _new in each.changes}
    meant = _meant(plan, names, said)
    history = []
    for each in outcomes:
        node = each.node
        history.append(revision(node, "changed", before=_kept(node, names)))
        for name, _old, new in each.changes:
            setattr(node, name, new)
        for name, value in meant.items():
            setattr(node, name, value)
        _touch(node, at)
        history[-1].after = _kept(node, names)
    Node.objects.bulk_update([each.node for each in outcomes], [*names, *meant, "version", "changed_at"])
    return history


def _meant(plan: Plan, names: Iterable[str], said: Mapping[str, Any]) -> dict[str, uuid.UUID | None]:
    """The ids that stand beside texts, where those texts are written."""
    found: dict[str, uuid.UUID | None] = {}
    if "implementer" in names:
        found["implementer_id"] = feed.provider_named(said["implementer"])
    if "guarantor" in names:
        found["guarantor_id"] = group_named(plan, said["guarantor"])
    return found


def _move(plan: Plan, outcomes: list[Outcome], said: Mapping[str, Any], at: datetime) -> list[Revision]:
    roots = grow(plan.nodes.all())
    moved = [found for each in outcomes if (found := find(roots, each.node.pk))]
    parent = find(roots, said["parent"]) if said.get("parent") else None
    before = [_place(branch) for branch in moved]
    for branch in moved:
        _row_of(roots, branch).remove(branch)
        (parent.children if parent else roots).append(branch)
        branch.node.parent = parent.node if parent else None
    _renumber(roots, moved, at)
    return [
        revision(branch.node, "moved", before=was, after=_place(branch))
        for branch, was in zip(moved, before, strict=True)
    ]


def _remove(plan: Plan, outcomes: list[Outcome], said: Mapping[str, Any], at: datetime) -> list[Revision]:
    """With all below; what they held stays in the history."""
    sheets, history = sheets_of(plan), {}
    for each in outcomes:
        for item in each.branch.walk():
            history[item.node.pk] = item
    services: dict[uuid.UUID, list[str]] = {}
    for node_id, service in plan.nodes.filter(pk__in=history).values_list("pk", "services__service_id"):
        services.setdefault(node_id, []).extend([str(service)] if service else [])
    rows = [
        revision(
            item.node,
            "removed",
            before=values_of(item.node, NODE_FIELDS)
            | {"number": item.number, "services": services.get(pk, [])}
            | sheets.get(pk, {}),
        )
        for pk, item in history.items()
    ]
    plan.nodes.filter(pk__in=history).delete()
    _renumber(grow(plan.nodes.all()), [], at)
    return rows


_DONE = {Act.MOVE.value: _move, Act.REMOVE.value: _remove}


@transaction.atomic
def undo_batch(plan: Plan, batch: uuid.UUID, *, by: Any, at: datetime) -> int:
    """Put everything back as it stood before that one act, if nobody has touched any of the items since."""
    plan = lock(plan)
    rows = list(plan.revisions.filter(batch=batch, act__in=("changed", "moved")))
    if not rows or last_batch(plan) != batch:
        raise PlanRefused(_("This can no longer be taken back."))
    _refuse_changed(plan, {row.subject_id: row.after["version"] for row in rows})
    history = _put_back(plan, rows, at)
    undone = uuid.uuid4()
    for row in history:
        row.plan, row.by, row.at, row.batch = plan, getattr(by, "pk", by), at, undone
    Revision.objects.bulk_create(history)
    record("planning.nodes_changed", subject=plan, by=by, at=at, act="UNDO", count=len(rows), batch=str(undone))
    return len(rows)


def last_batch(plan: Plan) -> uuid.UUID | None:
    """The last act on many items, where it can be taken back: a change or a move that was not taken back yet."""
    last = plan.revisions.filter(batch__isnull=False).order_by("-at", "-id").first()
    return last.batch if last and last.act in ("changed", "moved") else None


def _put_back(plan: Plan, rows: list[Revision], at: datetime) -> list[Revision]:
    roots = grow(plan.nodes.all())
    known = {branch.node.pk: branch for branch in walk(roots)}
    moved = [row for row in rows if row.act == "moved"]
    history = [_restored(known[row.subject_id].node, row, at) for row in rows if row.act == "changed"]
    names = {name for row in rows if row.act == "changed" for name in row.before if name != "version"}
    if names:
        Node.objects.bulk_update([known[row.subject_id].node for row in rows], [*names, "version", "changed_at"])
    for row in sorted(moved, key=lambda each: int(each.before["position"])):
        branch = known[row.subject_id]
        parent = known.get(uuid.UUID(row.before["parent"])) if row.before["parent"] else None
        if row.before["parent"] and parent is None:
            raise PlanRefused(_("This can no longer be taken back."))
        _row_of(roots, branch).remove(branch)
        (parent.children if parent else roots).insert(int(row.before["position"]), branch)
        branch.node.parent = parent.node if parent else None
    if moved:
        _renumber(roots, [known[row.subject_id] for row in moved], at)
        history += [
            revision(known[row.subject_id].node, "undone", before=row.after, after=_place(known[row.subject_id]))
            for row in moved
        ]
    return history


def _restored(node: Node, row: Revision, at: datetime) -> Revision:
    for name, value in row.before.items():
        if name != "version":
            field: Any = Node._meta.get_field(name)
            setattr(node, name, field.to_python(value))
    _touch(node, at)
    return revision(node, "undone", before=row.after, after=row.before | {"version": node.version})


def _kept(node: Node, names: Iterable[str]) -> dict[str, Any]:
    kept = values_of(node, sorted(names)) | {"version": node.version}
    for name in BESIDE.keys() & kept.keys():
        meant = getattr(node, BESIDE[name])
        kept[BESIDE[name]] = str(meant) if meant else None
    return kept


def _place(branch: Branch) -> dict[str, Any]:
    node = branch.node
    parent = str(node.parent_id) if node.parent_id else ""
    return {"number": branch.number, "parent": parent, "position": node.position, "version": node.version}


def _row_of(roots: list[Branch], branch: Branch) -> list[Branch]:
    parent = find(roots, branch.node.parent_id) if branch.node.parent_id else None
    return parent.children if parent else roots


def _renumber(roots: list[Branch], moved: list[Branch], at: datetime) -> None:
    """Places follow from the order; whoever only moves up a place keeps its version."""
    hit = {branch.node.pk for branch in moved}
    written: list[Node] = []

    def settle(row: list[Branch], prefix: str) -> None:
        for position, branch in enumerate(row):
            branch.number = f"{prefix}{position + 1}"
            if branch.node.pk in hit:
                _touch(branch.node, at)
            if branch.node.pk in hit or branch.node.position != position:
                branch.node.position = position
                written.append(branch.node)
            settle(branch.children, f"{branch.number}.")

    settle(roots, "")
    Node.objects.bulk_update(written, ["parent", "position", "version", "changed_at"])


def _touch(node: Node, at: datetime) -> None:
    node.version += 1
    node.changed_at = at
