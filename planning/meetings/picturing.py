"""The minutes as one frozen value: kept as JSON when they are published, printed, and read by the public.

Every name in it knows whether it may be published. In what the public reads, a name without the person's consent is
gone; the side on which they sat stays. A group that is not shown to the public has no name there either.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from planning.groups.models import Group, GroupMember
from planning.meetings.models import AgendaItem, Meeting, Participant, Resolution
from planning.meetings.queries import Seat, quorums, seats_of
from planning.meetings.stages import Stage


@dataclass(frozen=True, slots=True)
class Named:
    """A name, whose it is where the person is known, and whether everybody may read it."""

    name: str = ""
    person: str = ""
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Attendee:
    who: Named
    represents: str
    party: str
    presence: str
    instead: Named


@dataclass(frozen=True, slots=True)
class Resolved:
    text: str
    is_recommendation: bool
    votes_for: int
    votes_against: int
    abstained: int
    conflicts: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Point:
    kind: str
    title: str
    presenter: Named
    course: str
    resolutions: tuple[Resolved, ...]


@dataclass(frozen=True, slots=True)
class Given:
    what: str
    owner: Named
    due_on: date


@dataclass(frozen=True, slots=True)
class Met:
    """A group that met, as it was called then, and which it is; without a name for those who may not know of it."""

    name: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    group: str
    here: int
    members: int
    needed: int
    is_reached: bool
    group_id: str = ""


@dataclass(frozen=True, slots=True)
class MinutesText:
    """The minutes of one meeting, complete."""

    title: str
    groups: tuple[Met, ...]
    starts_at: datetime
    ends_at: datetime
    place: str
    is_open: bool
    number: str
    people: tuple[Attendee, ...]
    quorums: tuple[Reached, ...]
    points: tuple[Point, ...]
    tasks: tuple[Given, ...]
    written_by: Named
    verified_by: Named
    next_time: str
    approved_on: date | None


class _Names:
    """Whose a written name is, and whether it may be published."""

    def __init__(self, seats: Iterable[Seat], people: Iterable[Participant]) -> None:
        self.public = {seat.person: seat.name_is_public for seat in seats}
        self.known = {seat.name.casefold(): str(seat.person) for seat in seats}
        for each in people:
            self.known.setdefault(each.name.casefold(), str(each.person_id or ""))

    def of(self, name: str, person: uuid.UUID | None) -> Named:
        return Named(name, str(person or ""), self.public.get(person, False) if person else False)

    def written(self, name: str, *, is_organisation: bool = False) -> Named:
        """A name typed into a field: public only if it is that of a member who agreed, or an organisation's."""
        person = self.known.get(" ".join(name.split()).casefold())
        if person:
            return self.of(name, uuid.UUID(person))
        return Named(name, "", is_organisation and person is None)


def minutes_of(meeting: Meeting) -> MinutesText:
    """The minutes as they stand now; of published ones, as they were published."""
    return from_json(meeting.content) if meeting.stage == Stage.PUBLISHED and meeting.content else _compose(meeting)


def picture(meeting: Meeting) -> dict[str, Any]:
    """The minutes as plain values for JSON."""
    return to_json(_compose(meeting))


def _compose(meeting: Meeting) -> MinutesText:
    people, seats = list(meeting.participants.order_by("name", "pk")), seats_of(meeting)
    groups = list(meeting.groups.order_by("name", "pk"))
    names = _Names(seats, people)
    by_id = {each.pk: each for each in people}
    items = meeting.items.prefetch_related("resolutions")
    tasks = meeting.tasks.select_related("person")
    return MinutesText(
        title=meeting.title,
        groups=tuple(Met(group.name, str(group.pk)) for group in groups),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        is_open=meeting.is_open,
        number=meeting.number,
        people=tuple(_attendee(each, names) for each in people if each.presence),
        quorums=tuple(
            Reached(each.group, each.here, each.members, each.needed, each.is_reached, str(group.pk))
            for group, each in zip(groups, quorums(groups, seats, people), strict=True)
        ),
        points=tuple(_point(item, names, by_id) for item in items),
        tasks=tuple(
            Given(
                task.what,
                names.of(task.owner, task.person_id)
                if task.person_id
                else names.written(task.who, is_organisation=True),
                task.due_on,
            )
            for task in tasks
        ),
        written_by=names.written(meeting.written_by),
        verified_by=names.written(meeting.verified_by),
        next_time=meeting.next_time,
        approved_on=meeting.approved_on,
    )


def _attendee(each: Participant, names: _Names) -> Attendee:
    instead = names.written(each.represented_by) if each.represented_by else Named()
    return Attendee(names.of(each.name, each.person_id), each.represents, each.party, each.presence, instead)


def _point(item: AgendaItem, names: _Names, by_id: dict[uuid.UUID, Participant]) -> Point:
    resolutions = tuple(_resolved(each, names, by_id) for each in item.resolutions.all())
    return Point(item.kind, item.title, names.written(item.presenter), item.course, resolutions)


def _resolved(row: Resolution, names: _Names, by_id: dict[uuid.UUID, Participant]) -> Resolved:
    involved = tuple(names.of(by_id[pk].name, by_id[pk].person_id) for pk in row.conflicts if pk in by_id)
    return Resolved(row.text, row.is_recommendation, row.votes_for, row.votes_against, row.abstained, involved)


# --- for the public -------------------------------------------------------------------------------------------------
def for_public(text: MinutesText, taken_back: Collection[str] = (), hidden: Collection[str] = ()) -> MinutesText:
    """The same without the names of those who did not agree, or who have taken their consent back since, and
    without the names and quorums of hidden groups."""

    def seen(named: Named) -> Named:
        return named if named.is_public and named.person not in taken_back else Named()

    return replace(
        text,
        groups=tuple(Met() if each.group in hidden else each for each in text.groups),
        quorums=tuple(each for each in text.quorums if each.group_id not in hidden),
        people=tuple(_unnamed(each, seen(each.who), seen(each.instead)) for each in text.people),
        points=tuple(
            replace(
                point,
                presenter=seen(point.presenter),
                resolutions=tuple(
                    replace(each, conflicts=tuple(map(seen, each.conflicts))) for each in point.resolutions
                ),
            )
            for point in text.points
        ),
        tasks=tuple(replace(task, owner=seen(task.owner)) for task in text.tasks),
        written_by=seen(text.written_by),
        verified_by=seen(text.verified_by),
    )


def _unnamed(each: Attendee, who: Named, instead: Named) -> Attendee:
    """Whom somebody represents often says who it is, so it goes with the name."""
    return replace(each, who=who, instead=instead, represents=each.represents if who.name else "")


def published_minutes(meeting: Meeting) -> MinutesText:
    """What everybody may read of published minutes today."""
    text = from_json(meeting.content or {})
    persons = {uuid.UUID(each.person) for each in _all_names(text) if each.person}
    refusing = GroupMember.objects.filter(
        person__in=persons, group__in=meeting.of_groups.values("group_id"), name_is_public=False
    )
    return for_public(text, {str(pk) for pk in refusing.values_list("person_id", flat=True)}, _hidden(text))


def _hidden(text: MinutesText) -> set[str]:
    """Groups the public may not know of today; one that is gone, or was kept without its id, too."""
    kept = {each.group for each in text.groups} | {each.group_id for each in text.quorums}
    shown = Group.objects.filter(pk__in=[each for each in kept if each], is_public=True)
    return kept - {str(pk) for pk in shown.values_list("pk", flat=True)}


def _all_names(text: MinutesText) -> Iterable[Named]:
    yield from (text.written_by, text.verified_by)
    for each in text.people:
        yield from (each.who, each.instead)
    for point in text.points:
        yield point.presenter
        for resolution in point.resolutions:
            yield from resolution.conflicts
    yield from (task.owner for task in text.tasks)


# --- JSON -----------------------------------------------------------------------------------------------------------
def to_json(text: MinutesText) -> dict[str, Any]:
    kept: dict[str, Any] = _plain(asdict(text))
    return kept


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case date():
            return value.isoformat()
    return value


def from_json(kept: dict[str, Any]) -> MinutesText:
    facts = dict(kept)
    for name in ("starts_at", "ends_at"):
        facts[name] = parse_datetime(kept[name])
    facts["approved_on"] = parse_date(kept["approved_on"]) if kept["approved_on"] else None
    facts["groups"] = tuple(Met(each) if isinstance(each, str) else Met(**each) for each in kept["groups"])
    facts["written_by"], facts["verified_by"] = Named(**kept["written_by"]), Named(**kept["verified_by"])
    facts["people"] = tuple(
        Attendee(**each | {"who": Named(**each["who"]), "instead": Named(**each["instead"])}) for each in kept["people"]
    )
    facts["quorums"] = tuple(Reached(**each) for each in kept["quorums"])
    facts["points"] = tuple(_point_from(each) for each in kept["points"])
    facts["tasks"] = tuple(
        Given(each["what"], Named(**each["owner"]), date.fromisoformat(each["due_on"])) for each in kept["tasks"]
    )
    return MinutesText(**facts)


def _point_from(kept: dict[str, Any]) -> Point:
    resolutions = tuple(
        Resolved(**each | {"conflicts": tuple(Named(**one) for one in each["conflicts"])})
        for each in kept["resolutions"]
    )
    return Point(**kept | {"presenter": Named(**kept["presenter"]), "resolutions": resolutions})
