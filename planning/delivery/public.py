"""What the public reads of a year: only pictures that were published, never the tables behind them."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kernel.text import fold
from planning.delivery.models import YearPicture
from planning.delivery.picturing import ItemFacts, Told, YearFacts, read
from planning.delivery.readings.facts import IndicatorFacts
from planning.delivery.round_facts import RoundFacts, read_round
from planning.delivery.states import FINISHED, ItemState, Verdict

STATES = ("done", "late", "no_data")
# What stands between two of them. Names of groups have commas of their own, so a whole line is offered as one; who
# asks for one of its parts finds it all the same.
GROUPS, PLACES = ";", ",;"


@dataclass(frozen=True, slots=True)
class Promise:
    """An item as it was promised, and what was last published of it; `told` with an empty state is no data.

    `told_in`: the name of the monitoring that said it; `indicators`: with the last published value of each.
    """

    item: ItemFacts
    told: Told
    is_late: bool
    told_in: str = ""
    indicators: tuple[IndicatorFacts, ...] = ()

    @property
    def state(self) -> str:
        return self.told.state

    @property
    def verdict_words(self) -> str:
        return str(Verdict(self.item.verdict).label) if self.item.verdict else ""

    @property
    def state_words(self) -> str:
        return str(ItemState(self.told.state).label) if self.told.state else ""


@dataclass(frozen=True, slots=True)
class PublicYear:
    """The promises of a year with what was published of them, and its published rounds, the oldest first."""

    facts: YearFacts
    shown_at: datetime
    promises: tuple[Promise, ...]
    rounds: tuple[RoundFacts, ...]

    @property
    def groups(self) -> list[str]:
        """For whom anything of the year is."""
        return _parts((each.item.target_groups for each in self.promises), GROUPS)

    @property
    def places(self) -> list[str]:
        """Where anything of the year is."""
        return _parts((each.item.territory for each in self.promises), PLACES)


def years_shown(plan: str | uuid.UUID) -> list[int]:
    """Years of the plan whose action plan the public may read, the newest first."""
    rows = YearPicture.objects.filter(
        action_plan__plan_id=plan, kind=YearPicture.Kind.PROMISED, withdrawn_at__isnull=True
    )
    return sorted(rows.values_list("action_plan__year", flat=True), reverse=True)


def public_year(plan: str | uuid.UUID, year: int, today: date) -> PublicYear | None:
    """The year as the public reads it today, or None where nothing of it is shown."""
    shown = YearPicture.objects.filter(
        action_plan__plan_id=plan, action_plan__year=year, withdrawn_at__isnull=True
    ).exclude(kind=YearPicture.Kind.CLOSED)
    pictures = list(shown.order_by("round__opened_at", "at"))
    promise = next((each for each in pictures if each.kind == YearPicture.Kind.PROMISED), None)
    if promise is None:
        return None
    rounds = tuple(read_round(each) for each in pictures if each.kind == YearPicture.Kind.ROUND)
    facts = read(promise)
    return PublicYear(facts, promise.at, tuple(_promise(item, rounds, today) for item in facts.items), rounds)


def published_round(plan: str | uuid.UUID, year: int, of_round: uuid.UUID) -> RoundFacts | None:
    """A round as it was last published, while its year is shown."""
    if year not in years_shown(plan):
        return None
    picture = YearPicture.objects.filter(
        action_plan__plan_id=plan, action_plan__year=year, round_id=of_round, withdrawn_at__isnull=True
    ).first()
    return read_round(picture) if picture else None


def _promise(item: ItemFacts, rounds: Iterable[RoundFacts], today: date) -> Promise:
    """The newest published word on the item and on each of its indicators."""
    told, told_in = Told(), ""
    indicators = {each.id: each for each in item.indicators}
    for facts in rounds:
        for same in facts.year.items:
            if same.id != item.id:
                continue
            if same.told.state:
                told, told_in = same.told, facts.title
            indicators |= {each.id: each for each in same.indicators if each.is_told or each.id not in indicators}
    is_over = item.due_on is not None and item.due_on < today
    is_late = is_over and told.state not in FINISHED
    return Promise(item, told, is_late, told_in, tuple(indicators.values()))


def narrowed(promises: Iterable[Promise], *, group: str = "", place: str = "") -> list[Promise]:
    """Those for this target group and in this place; whatever letters and marks they are written with."""
    wanted = fold(group), fold(place)
    return [
        each
        for each in promises
        if wanted[0] in {"", fold(each.item.target_groups.strip()), *map(fold, _split(each.item.target_groups, PLACES))}
        and wanted[1] in {"", *map(fold, _split(each.item.territory, PLACES))}
    ]


def filtered(promises: Iterable[Promise], state: str) -> list[Promise]:
    """The promises that are `done`, `late` or `no_data`; for any other word all of them."""
    match state:
        case "done":
            return [each for each in promises if each.state == ItemState.DONE]
        case "late":
            return [each for each in promises if each.is_late]
        case "no_data":
            return [each for each in promises if not each.state]
    return list(promises)


def counts(promises: Iterable[Promise]) -> dict[str, int]:
    """How many are done, late, and without any data; what is late may also be without data."""
    known = list(promises)
    return {"all": len(known), **{state: len(filtered(known, state)) for state in STATES}}


def _split(text: str, signs: str) -> list[str]:
    return [part.strip() for part in re.split(f"[{signs}]", text) if part.strip()]


def _parts(texts: Iterable[str], signs: str) -> list[str]:
    found = {fold(part): part for text in texts for part in _split(text, signs)}
    return [found[key] for key in sorted(found)]
