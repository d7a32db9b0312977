"""The tree of a plan in memory: order, numbers and places, without asking the database again."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from planning.structure.models import Node


@dataclass
class Branch:
    """A node with its number ("1.2.3") and its children in order."""

    node: Node
    number: str
    depth: int
    children: list["Branch"] = field(default_factory=list)

    def walk(self) -> Iterator["Branch"]:
        """This branch and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def height(self) -> int:
        """How many levels the branch holds, itself included."""
        return 1 + max((child.height for child in self.children), default=0)


def grow(nodes: Iterable[Node]) -> list[Branch]:
    """Branches of the first level with everything below, from nodes in any order."""
    below: dict[uuid.UUID | None, list[Node]] = {}
    for node in sorted(nodes, key=lambda node: (node.position, str(node.id))):
        below.setdefault(node.parent_id, []).append(node)
    return _branches(below, None, "", 0)


def _branches(
    below: dict[uuid.UUID | None, list[Node]], parent: uuid.UUID | None, prefix: str, depth: int
) -> list[Branch]:
    branches = []
    for order, node in enumerate(below.get(parent, []), start=1):
        number = f"{prefix}{order}"
        branches.append(Branch(node, number, depth, _branches(below, node.id, f"{number}.", depth + 1)))
    return branches


def walk(branches: Iterable[Branch]) -> Iterator[Branch]:
    """All branches in reading order."""
    for branch in branches:
        yield from branch.walk()


def find(branches: Iterable[Branch], node_id: uuid.UUID) -> Branch | None:
    return next((branch for branch in walk(branches) if branch.node.id == node_id), None)
