"""What the public reads of a year: only pictures that were published, never the tables behind them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from planning.delivery.models import YearPicture
from planning.delivery.picturing import ItemFacts, Told, YearFacts, read
from planning.delivery.states import ItemState, Verdict

FINISHED = frozenset({ItemState.DONE, ItemState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Promise:
    """An item as it was promised, and what was last published of it; `told` with an empty state is no data."""

    item: ItemFacts
    told: Told
    is_late: bool

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
    """The promises of a year with what was published of them; `rounds` are names and days of publication."""

    facts: YearFacts
    shown_at: datetime
    promises: tuple[Promise, ...]
    rounds: tuple[tuple[str, datetime], ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many are done, late, and without any data; what is late may also be without data."""
        return {
            "all": len(self.promises),
            "done": sum(each.state == ItemState.DONE for each in self.promises),
            "late": sum(each.is_late for each in self.promises),
            "no_data": sum(not each.state for each in self.promises),
        }


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
    rounds = [each for each in pictures if each.kind == YearPicture.Kind.ROUND]
    told = _told(rounds)
    facts = read(promise)
    return PublicYear(
        facts=facts,
        shown_at=promise.at,
        promises=tuple(_promise(item, told.get(item.id, Told()), today) for item in facts.items),
        rounds=tuple((str(each.content["round"]["title"]), each.at) for each in rounds),
    )


def _told(rounds: list[YearPicture]) -> dict[str, Told]:
    """The newest published word on each item, by the order in which the rounds were opened."""
    found: dict[str, Told] = {}
    for picture in rounds:
        found |= {item.id: item.told for item in read(picture).items if item.told.state}
    return found


def _promise(item: ItemFacts, told: Told, today: date) -> Promise:
    is_over = item.due_on is not None and item.due_on < today
    return Promise(item, told, is_over and told.state not in FINISHED)


def filtered(year: PublicYear, state: str) -> list[Promise]:
    """The promises that are `done`, `late` or `no_data`; for any other word all of them."""
    match state:
        case "done":
            return [each for each in year.promises if each.state == ItemState.DONE]
        case "late":
            return [each for each in year.promises if each.is_late]
        case "no_data":
            return [each for each in year.promises if not each.state]
    return list(year.promises)
