"""One search as it was asked, frozen; and the place it is asked for."""

from dataclasses import dataclass, replace
from enum import StrEnum

from catalogue import feed
from tenants.models import Municipality

FACETS = ("kind", "target_group", "form")


class Sort(StrEnum):
    FIT = "fit"
    NAME = "name"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Where:
    """One municipality, or all that a microregion covers: what lies in them, and what comes to them."""

    name: str
    codes: tuple[str, ...]
    areas: tuple[str, ...]
    latitude: float | None = None
    longitude: float | None = None

    @property
    def code(self) -> str:
        """The code when it is one municipality."""
        return self.codes[0] if len(self.codes) == 1 else ""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """`kinds`, `target_groups` and `forms` are the reader's filters; `within_kinds` comes with a life situation.

    `where` holds what is in the place or comes to it; with `around`, in kilometres, also what one can go to from there.
    `text` is the need; `written` is all that was typed, with the words that became `where`, `forms` or `within_groups`.
    """

    text: str = ""
    written: str = ""
    where: Where | None = None
    around: int = 0
    near: Where | None = None
    kinds: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    within_kinds: tuple[str, ...] = ()
    within_groups: tuple[str, ...] = ()
    sort: Sort = Sort.FIT
    page: int = 1
    page_size: int = 20

    def chosen(self, facet: str) -> tuple[str, ...]:
        return {"kind": self.kinds, "target_group": self.target_groups, "form": self.forms}[facet]

    @property
    def middle(self) -> Where | None:
        """Where distances are measured from, if that is known."""
        here = self.near or self.where
        return here if here and here.latitude is not None and here.longitude is not None else None

    @property
    def is_by_reach(self) -> bool:
        """Sorted by distance from a place: what comes there is as near as what is there."""
        return self.sort == Sort.NEAR and self.where is not None and self.middle is not None

    @property
    def has_filters(self) -> bool:
        return bool(self.kinds or self.target_groups or self.forms)

    @property
    def first(self) -> int:
        return (self.page - 1) * self.page_size

    def without_place(self) -> "SearchRequest":
        return replace(self, where=None)

    def without_filters(self) -> "SearchRequest":
        """Also without those that were read from the words."""
        return replace(self, kinds=(), target_groups=(), forms=(), within_groups=())


def where_of(towns: list[Municipality], name: str) -> Where | None:
    """The place made of these municipalities; its middle is the mean of theirs."""
    if not towns:
        return None
    areas = dict.fromkeys(code for town in towns for code in feed.areas_of(town) if code)
    located = [(town.latitude, town.longitude) for town in towns if town.latitude is not None]
    return Where(
        name=name,
        codes=tuple(town.code for town in towns),
        areas=tuple(areas),
        latitude=sum(each[0] or 0 for each in located) / len(located) if located else None,
        longitude=sum(each[1] or 0 for each in located) / len(located) if located else None,
    )
