"""What the pages of an event ask: its programme, who is registered, how many came."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kernel.clock import day_of
from kernel.text import fold
from planning.meetings.guards import HERE
from planning.meetings.models import AgendaItem, Meeting, Participant

Registration = Participant.Registration


@dataclass(frozen=True, slots=True)
class Day:
    """The blocks of one day, in the order in which they begin."""

    day: date
    blocks: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many registered, wait, withdrew and came; `walked_in` came without having registered."""

    taken: int
    waiting: int
    withdrawn: int
    registered_came: int
    walked_in: int
    invited_came: int
    remote: int

    @property
    def came(self) -> int:
        return self.registered_came + self.walked_in + self.invited_came


def days_of(items: Iterable[AgendaItem]) -> list[Day]:
    """The programme day by day; points without a time belong to none."""
    found: dict[date, list[AgendaItem]] = {}
    for item in sorted((each for each in items if each.starts_at), key=lambda each: (each.starts_at, each.room)):
        if item.starts_at:
            found.setdefault(day_of(item.starts_at), []).append(item)
    return [Day(day, tuple(blocks)) for day, blocks in found.items()]


def registered_at(meeting: Meeting, *, words: str = "", state: str = "") -> QuerySet[Participant]:
    """Who registered, by number; `words` look into name, organisation, contact and number."""
    rows = meeting.participants.registered()
    if state in Registration.values:
        rows = rows.filter(registration=state)
    return _holding(rows, words).order_by("number")


def expected(meeting: Meeting, *, words: str = "") -> QuerySet[Participant]:
    """Whom the door looks for: who has a place or waits, who was invited, and who came, by name."""
    rows = meeting.participants.exclude(registration=Registration.WITHDRAWN)
    return _holding(rows, words).order_by("name", "pk")


def _holding(rows: QuerySet[Participant], words: str) -> QuerySet[Participant]:
    """Names are looked for without diacritics, so the comparison is made here; an event has hundreds, not millions."""
    wanted = fold(words).split()
    if not wanted:
        return rows
    told = rows.values_list("pk", "name", "represents", "email", "phone", "number")
    found = [
        pk for pk, *rest in told
        if all(word in fold(" ".join(str(each) for each in rest if each is not None)) for word in wanted)
    ]  # fmt: skip
    return rows.filter(pk__in=found)


def numbers_of(meeting: Meeting) -> Numbers:
    here, walked = Q(presence__in=HERE), Q(registration="", person__isnull=True)
    counted = meeting.participants.aggregate(
        taken=Count("pk", filter=Q(registration=Registration.TAKEN)),
        waiting=Count("pk", filter=Q(registration=Registration.WAITING)),
        withdrawn=Count("pk", filter=Q(registration=Registration.WITHDRAWN)),
        registered_came=Count("pk", filter=here & ~Q(registration="")),
        walked_in=Count("pk", filter=here & walked),
        invited_came=Count("pk", filter=here & Q(registration="", person__isnull=False)),
        remote=Count("pk", filter=Q(presence="REMOTE")),
    )
    return Numbers(**counted)


def came_to(meeting: Meeting) -> list[Participant]:
    """Everybody who was there themselves, by name."""
    rows = meeting.participants.filter(presence__in=(Participant.Presence.PRESENT, Participant.Presence.REMOTE))
    return list(rows.order_by("name", "pk"))


def badged(meeting: Meeting) -> list[Participant]:
    """Who needs a badge: who has a place, and who was invited and did not refuse."""
    rows = meeting.participants.on_the_list().exclude(answer=Participant.Answer.CANNOT)
    return list(rows.order_by("name", "pk"))


def needs_of(meeting: Meeting) -> list[tuple[str, int]]:
    """How many of those with a place need what, in the order of the list."""
    asked = meeting.participants.filter(registration=Registration.TAKEN).exclude(needs=[])
    counts = Counter(need for needs in asked.values_list("needs", flat=True) for need in needs)
    return [(str(need.label), counts[need.value]) for need in Participant.Need if counts[need.value]]


def place_in_line(row: Participant) -> int:
    """Which one of those who wait somebody is."""
    waiting = Participant.objects.filter(meeting=row.meeting_id, registration=Registration.WAITING)
    return waiting.filter(number__lte=row.number).count()


def to_be_called(meeting: Meeting) -> QuerySet[Participant]:
    """Without e-mail, and not told how it stands now."""
    rows = meeting.participants.registered().filter(email="").exclude(registration=Registration.WITHDRAWN)
    current = Q()
    for state in (Registration.TAKEN, Registration.WAITING):
        current |= Q(registration=state, told_registration=state, told=meeting.sequence)
    return rows.exclude(current)
