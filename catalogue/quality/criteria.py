"""By what an entry is judged: one table, each criterion in plain words, in SQL for all and in Python for one card.

A criterion gives 0 to 100, or nothing where it does not apply to the service; what does not apply is left out of the
mean. Both readings use whole numbers only, so they agree to the last digit (a property test holds them to it).

In SQL: `s` the service, `kind` its kind, `place` what its present places give, `reach` whether it comes anywhere,
`groups` whether a target group is known, `%(day)s` the day of counting.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.cards import ServiceCard
from kernel.clock import day_of

Points = int | None

FRESH_DAYS, FORGOTTEN_DAYS = 183, 730  # confirmed within half a year is whole; after two years nothing is left
TOLD_DAYS = 92
PASSING = frozenset({"FREE_PLACES", "CONFIRMED"})
BANDS = ((200, 100), (80, 60), (1, 30))  # a description of so many letters gives so much
BLANKS = " \n\r\t"
STANDS = frozenset({"AMBULATORY", "RESIDENTIAL"})


@dataclass(frozen=True)
class Criterion:
    """`why` says to the keeper of an entry why people need it, `mend` what to do."""

    code: str
    title: Any
    why: Any
    mend: Any
    weight: int
    sql: str
    points: Callable[[ServiceCard, date], Points]


def _share(part: int, whole: int) -> int:
    """Hundredths of the whole, half a point upwards."""
    return (200 * part + whole) // (2 * whole)


def _says(text: str) -> bool:
    return bool(text.strip(BLANKS))


def _stands(card: ServiceCard) -> bool:
    """People come to it; of a service whose forms nobody stated we suppose so."""
    return not card.forms or bool(STANDS & set(card.forms))


def _address(card: ServiceCard, day: date) -> Points:
    if not _stands(card):
        return None
    known = [place for place in card.places if place.municipality_code]
    if not known:
        return 0
    return 100 if any(place.is_secret or place.street or place.house_number for place in known) else 50


def _reach(card: ServiceCard, day: date) -> Points:
    return None if "OUTREACH" not in card.forms else 100 if card.reach else 0


def _contact(card: ServiceCard, day: date) -> Points:
    return 70 * bool(card.phones) + 20 * bool(card.emails) + 10 * bool(card.webs)


def _description(card: ServiceCard, day: date) -> Points:
    length = len(card.description.strip(BLANKS))
    return next((points for letters, points in BANDS if length >= letters), 0)


def _for_whom(card: ServiceCard, day: date) -> Points:
    return (0, 70, 100)[_says(card.for_whom) + bool(card.target_groups)]


def _price(card: ServiceCard, day: date) -> Points:
    return None if card.is_free else 100 * _says(card.prices)


def _hours(card: ServiceCard, day: date) -> Points:
    return None if set(card.forms) == {"RESIDENTIAL"} else 100 * bool(card.opening_hours)


def _apply(card: ServiceCard, day: date) -> Points:
    return 100 * _says(card.how_to_apply)


def _accessible(card: ServiceCard, day: date) -> Points:
    return None if not _stands(card) or card.hides_address else 100 * bool(card.accessibility)


def _free_places(card: ServiceCard, day: date) -> Points:
    if "RESIDENTIAL" not in card.forms:
        return None
    told = card.capacity_free_at
    if told is not None and card.capacity_free is not None and (day - day_of(told)).days <= TOLD_DAYS:
        return 100
    return 60 * _says(card.waiting_time)


def _confirmed(card: ServiceCard, day: date) -> Points:
    if card.confirmed_on is None:
        return 0
    age = (day - card.confirmed_on).days
    if age <= FRESH_DAYS:
        return 100
    return _share(max(FORGOTTEN_DAYS - age, 0), FORGOTTEN_DAYS - FRESH_DAYS)


def _sql_says(column: str) -> str:
    return rf"btrim(s.{column}, E' \n\r\t') <> ''"


_SQL_STANDS = "(cardinality(s.forms) = 0 or s.forms && array['AMBULATORY', 'RESIDENTIAL']::varchar[])"
_LENGTH = r"length(btrim(s.description, E' \n\r\t'))"
_AGE = "(%(day)s::date - s.confirmed_on)"
_SPAN = FORGOTTEN_DAYS - FRESH_DAYS

CRITERIA = (
    Criterion(
        "ADDRESS",
        _("Address"),
        _("Who wants to come must know where to."),
        _("Ask the provider for the street and number of the place; it comes from the register."),
        2,
        f"case when {_SQL_STANDS} then coalesce(place.points, 0) end",
        _address,
    ),
    Criterion(
        "REACH",
        _("Where the service comes to"),
        _("People find a field service only if it is known in which municipalities it works."),
        _("Name the municipalities, districts or the region that the service comes to."),
        2,
        "case when s.forms && array['OUTREACH']::varchar[] then case when reach.known then 100 else 0 end end",
        _reach,
    ),
    Criterion(
        "CONTACT",
        _("Contact"),
        _("Most people telephone first; who cannot telephone writes."),
        _("Give a telephone number, an e-mail address and a website of the service itself."),
        3,
        "case when cardinality(s.phones) > 0 then 70 else 0 end"
        " + case when cardinality(s.emails) > 0 then 20 else 0 end"
        " + case when cardinality(s.webs) > 0 then 10 else 0 end",
        _contact,
    ),
    Criterion(
        "DESCRIPTION",
        _("Description"),
        _("The name of the kind by law does not tell people what they get."),
        _("Write two to four sentences in everyday words; 200 letters are enough."),
        2,
        "case " + " ".join(f"when {_LENGTH} >= {letters} then {points}" for letters, points in BANDS) + " else 0 end",
        _description,
    ),
    Criterion(
        "FOR_WHOM",
        _("For whom"),
        _("People ask first whether the service is for them."),
        _("Say in a sentence for whom the service is; the target groups come from the register."),
        1,
        f"case ({_sql_says('for_whom')})::int + groups.known::int when 0 then 0 when 1 then 70 else 100 end",
        _for_whom,
    ),
    Criterion(
        "PRICE",
        _("Price"),
        _("Families decide by what they will pay. Services that are free by law are left out."),
        _("Write what people pay, for an hour, a day or a month, or a link to the price list."),
        1,
        f"case when not kind.is_free then case when {_sql_says('prices')} then 100 else 0 end end",
        _price,
    ),
    Criterion(
        "HOURS",
        _("Opening hours"),
        _("Nobody should come to a closed door. Services with a stay only are open round the clock and left out."),
        _("Fill in from when to when the service works on each day."),
        1,
        "case when not (s.forms <@ array['RESIDENTIAL']::varchar[] and cardinality(s.forms) > 0)"
        " then case when jsonb_array_length(s.opening_hours) > 0 then 100 else 0 end end",
        _hours,
    ),
    Criterion(
        "APPLY",
        _("How to apply"),
        _("Without it people do not know what comes after the telephone call."),
        _("Write the first step: whom to call, which form, what decides."),
        1,
        f"case when {_sql_says('how_to_apply')} then 100 else 0 end",
        _apply,
    ),
    Criterion(
        "ACCESSIBILITY",
        _("Accessibility of the building"),
        _("Somebody in a wheelchair must know before the journey. Services without a public address are left out."),
        _("Say whether there is a step-free entrance, a lift and an accessible toilet."),
        1,
        f"case when {_SQL_STANDS} and not s.hides_address"
        " then case when cardinality(s.accessibility) > 0 then 100 else 0 end end",
        _accessible,
    ),
    Criterion(
        "FREE_PLACES",
        _("Free places"),
        _("Who looks for a bed calls ten places a day. Asked of services with a stay only."),
        _("Tell the number of free places at least every three months, or at least the waiting time."),
        1,
        "case when s.forms && array['RESIDENTIAL']::varchar[] then case when s.capacity_free is not null"
        f" and %(day)s::date - (s.capacity_free_at at time zone 'UTC')::date <= {TOLD_DAYS} then 100"
        f" when {_sql_says('waiting_time')} then 60 else 0 end end",
        _free_places,
    ),
    Criterion(
        "CONFIRMED",
        _("Confirmed lately"),
        _("A fact that nobody has confirmed for long is perhaps not true any more."),
        _("Look the entry through and confirm it; points fall after half a year and are gone after two."),
        3,
        f"case when s.confirmed_on is null then 0 when {_AGE} <= {FRESH_DAYS} then 100"
        f" else (200 * greatest({FORGOTTEN_DAYS} - {_AGE}, 0) + {_SPAN}) / {2 * _SPAN} end",
        _confirmed,
    ),
)  # fmt: skip
BY_CODE = {criterion.code: criterion for criterion in CRITERIA}


@dataclass(frozen=True)
class Quality:
    """The score of one service with what each criterion gave."""

    score: int
    criteria: Mapping[str, Points]

    @property
    def completeness(self) -> int:
        """The score without what passes with time alone: how much of an entry is written, 0 to 100."""
        return weighted({code: points for code, points in self.criteria.items() if code not in PASSING})


def quality_of(card: ServiceCard, day: date) -> Quality:
    """The quality of an entry as its card shows it."""
    points = {criterion.code: criterion.points(card, day) for criterion in CRITERIA}
    return Quality(weighted(points), points)


def weighted(points: Mapping[str, Points]) -> int:
    """The weighted mean of what applies; contact and confirmation apply to every service, so there always is one."""
    given = [(BY_CODE[code].weight, each) for code, each in points.items() if each is not None]
    weights = sum(weight for weight, _each in given)
    return (2 * sum(weight * each for weight, each in given) + weights) // (2 * weights)
