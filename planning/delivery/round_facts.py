"""A monitoring round as plain values: what was accepted, how complete it is. Page, paper and picture read these."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from planning.delivery.models import MonitoringRound, Report, YearPicture
from planning.delivery.picturing import ItemFacts, YearFacts, accepted, content_of, living, read, without_drafts
from planning.delivery.queries import Sums, sums_of_round
from planning.delivery.readings.facts import IndicatorFacts, accepted_in
from planning.delivery.readings.progress import Completeness, completeness, of_round
from planning.delivery.states import FINISHED


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What a round says. `sums` and `complete` are None in what was published before they were kept."""

    id: str
    title: str
    starts_on: date
    ends_on: date
    due_on: date
    summary: str
    year: YearFacts
    sums: Sums | None
    complete: Completeness | None
    at: datetime | None = None  # published; None while it lives

    @property
    def told(self) -> list[ItemFacts]:
        return [item for item in self.year.items if item.told.state]

    @property
    def untold(self) -> list[ItemFacts]:
        return [item for item in self.year.items if not item.told.state]

    @property
    def indicators(self) -> list[tuple[ItemFacts, IndicatorFacts]]:
        return [(item, each) for item in self.year.items for each in item.indicators]

    def late(self, today: date) -> list[ItemFacts]:
        """Whose day has passed and which is neither done nor cancelled; also what nobody reported on."""
        over = [item for item in self.year.items if item.due_on is not None and item.due_on < today]
        return [item for item in over if item.told.state not in FINISHED]


def facts_of_round(opened: MonitoringRound) -> RoundFacts:
    """The round by what is accepted in it now."""
    year = opened.action_plan
    told = accepted(year, round=opened)
    facts = without_drafts(living(year, told=told, indicators=accepted_in(opened)))
    return RoundFacts(
        id=str(opened.pk),
        title=opened.title,
        starts_on=opened.starts_on,
        ends_on=opened.ends_on,
        due_on=opened.due_on,
        summary=opened.summary,
        year=facts,
        sums=sums_of_round(opened, only_accepted=True),
        complete=completeness(of_round(opened, (Report.Stage.ACCEPTED,))),
    )


def content_of_round(facts: RoundFacts) -> dict[str, Any]:
    """As a picture keeps it."""
    days = {name: getattr(facts, name).isoformat() for name in ("starts_on", "ends_on", "due_on")}
    sums, complete = facts.sums, facts.complete
    kept = {
        "title": facts.title,
        "summary": facts.summary,
        "sums": asdict(sums) | _texts(sums) if sums else None,
        "complete": asdict(complete) if complete else None,
        **days,
    }
    return content_of(facts.year) | {"round": kept}


def read_round(picture: YearPicture) -> RoundFacts:
    """The frozen round again; what was published earlier told less."""
    kept = picture.content["round"]
    days = {name: date.fromisoformat(kept[name]) for name in ("starts_on", "ends_on", "due_on")}
    sums, complete = kept.get("sums"), kept.get("complete")
    return RoundFacts(
        id=str(picture.round_id),
        title=kept["title"],
        summary=kept.get("summary", ""),
        year=read(picture),
        sums=_sums_again(sums) if sums else None,
        complete=Completeness(**complete) if complete else None,
        at=picture.at,
        **days,
    )


def _texts(sums: Sums) -> dict[str, str | None]:
    return {name: None if getattr(sums, name) is None else f"{getattr(sums, name):.2f}" for name in ("budget", "spent")}


def _sums_again(kept: dict[str, Any]) -> Sums:
    amounts = {name: None if kept[name] is None else Decimal(kept[name]) for name in ("budget", "spent")}
    return Sums(**{**kept, **amounts, "states": tuple((state, count) for state, count in kept["states"])})
