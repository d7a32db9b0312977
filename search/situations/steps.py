"""First steps of a situation as the public sees them: the common ones that were not put aside, and the region's own."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.feed import FirstStep, LifeSituationCard, Names
from kernel.errors import DomainError
from kernel.journal import record
from search import naming
from search.models import OwnStep, StepAside

MOST_OWN = 10


class StepRefused(DomainError):
    """A step that cannot be taken in."""

    default_code = "step_refused"


@dataclass(frozen=True, slots=True)
class Shown:
    """A step with its source; `on` is the day of the source, or `in_year` where no more is known of it; `spoken` is the
    language of a step that is not told in the reader's."""

    key: str
    text: str
    source: str
    address: str
    on: date | None
    in_year: str
    spoken: str = ""
    is_own: bool = False
    is_aside: bool = False


def steps_of(situation: LifeSituationCard) -> list[Shown]:
    """What the public sees: the common steps, then those of the region."""
    return [step for step in all_steps_of(situation) if not step.is_aside]


def all_steps_of(situation: LifeSituationCard) -> list[Shown]:
    """The same with those that were put aside, for the staff."""
    aside = set(StepAside.objects.filter(situation=situation.code).values_list("step", flat=True))
    own = OwnStep.objects.filter(situation=situation.code).order_by("added_at", "pk")
    return [_common(step, is_aside=step.key in aside) for step in situation.steps] + [_own(row) for row in own]


def counted() -> list[tuple[LifeSituationCard, str, int, int, int]]:
    """Each situation with its slug, and how many steps are shown, are the region's own, and are put aside."""
    put_aside = set(StepAside.objects.values_list("situation", "step"))
    own = Counter(OwnStep.objects.values_list("situation", flat=True))
    found = []
    for each in naming.situations():
        aside = sum((each.code, step.key) in put_aside for step in each.steps)
        shown = len(each.steps) - aside + own[each.code]
        found.append((each, slug_of(each.code), shown, own[each.code], aside))
    return found


def _common(step: FirstStep, *, is_aside: bool) -> Shown:
    on, in_year = _said(step.said_on)
    return Shown(step.key, step.text, step.source, step.address, on, in_year, is_aside=is_aside)


def _own(row: OwnStep) -> Shown:
    words = Names(row.text_sk, row.text_cs, row.text_en)
    told_in = next((spoken for spoken in ("sk", "cs", "en") if getattr(words, spoken) == words.here), "")
    spoken = "" if getattr(words, get_language() or "sk", "") else told_in
    return Shown(str(row.pk), words.here, row.source, row.address, row.said_on, "", spoken, is_own=True)


def _said(text: str) -> tuple[date | None, str]:
    """A source is dated by its day or by its year."""
    return (date.fromisoformat(text), "") if len(text) == len("2026-01-31") else (None, text)


@transaction.atomic
def add_step(
    situation: LifeSituationCard, words: Names, *, source: str, address: str, said_on: date, by: Any, at: datetime
) -> OwnStep:
    """The region says something of its own: an office, a telephone, a place to go to."""
    if not words.here:
        raise StepRefused(_("Write the step in at least one language."), "no_words")
    if OwnStep.objects.filter(situation=situation.code).count() >= MOST_OWN:
        raise StepRefused(_("Ten steps of your own are enough. Take one away first."), "too_many")
    row = OwnStep.objects.create(
        situation=situation.code,
        text_sk=words.sk,
        text_cs=words.cs,
        text_en=words.en,
        source=source,
        address=address,
        said_on=said_on,
        added_at=at,
        added_by=getattr(by, "pk", by),
    )
    record("search.step_added", subject=("search.ownstep", row.pk), by=by, at=at, situation=situation.code)
    return row


@transaction.atomic
def take_step_away(situation: LifeSituationCard, key: str, *, by: Any, at: datetime) -> None:
    """An own step is taken away, a common one is put aside until somebody puts it back."""
    if key in {step.key for step in situation.steps}:
        row, is_new = StepAside.objects.get_or_create(situation=situation.code, step=key)
        if is_new:
            record(
                "search.step_put_aside", subject=("search.stepaside", row.pk), by=by, at=at, situation=situation.code
            )
        return
    own = _own_step(situation, key)
    record("search.step_taken_away", subject=("search.ownstep", own.pk), by=by, at=at, situation=situation.code)
    own.delete()


@transaction.atomic
def put_step_back(situation: LifeSituationCard, key: str, *, by: Any, at: datetime) -> None:
    if key not in {step.key for step in situation.steps}:
        raise StepRefused(_("There is no such step any more."), "unknown_step")
    for row in StepAside.objects.filter(situation=situation.code, step=key):
        record("search.step_put_back", subject=("search.stepaside", row.pk), by=by, at=at, situation=situation.code)
        row.delete()


def _own_step(situation: LifeSituationCard, key: str) -> OwnStep:
    for row in OwnStep.objects.filter(situation=situation.code):
        if str(row.pk) == key:
            return row
    raise StepRefused(_("There is no such step any more."), "unknown_step")


def situation_at(slug: str) -> LifeSituationCard | None:
    """The situation of an address: „caring“ is SK-CARING in Slovakia and CZ-CARING in Czechia."""
    return next((each for each in naming.situations() if slug_of(each.code) == slug), None)


def slug_of(code: str) -> str:
    return code.partition("-")[2].lower().replace("_", "-")
