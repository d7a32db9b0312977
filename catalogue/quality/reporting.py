"""What is missing where: counted in the database over the services of a scope, in a constant number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from catalogue.models import QualitySnapshot, Reach, Service, ServiceAtPlace, ServiceKind
from catalogue.quality.criteria import BY_CODE, CRITERIA, Criterion
from catalogue.quality.scopes import Scope, in_district
from catalogue.quality.snapshots import RUNNING

NOWHERE = "-"  # neither stands in a district nor comes to one: only a wide reach or no place at all
_POINTS = "(q.criteria->>'{0}')::int"
_COUNTS = ", ".join(
    f"count(*) filter (where {_POINTS} = 0), count(*) filter (where {_POINTS} between 1 and 99),"
    f" count(*) filter (where {_POINTS} = 100)".replace("{0}", each.code)
    for each in CRITERIA
)
_CHOSEN = f"""
    with {RUNNING}, chosen as (
        select s.id, s.kind_id, q.score, q.criteria
        from public.catalogue_service s join public.catalogue_servicequality q on q.service_id = s.id
        where s.id = any (%(ids)s::uuid[])
    )
"""  # noqa: S608 - names of our own
_TOTAL = f"{_CHOSEN} select '', '', count(*), avg(q.score), {_COUNTS} from chosen q having count(*) > 0"  # noqa: S608
_BY_KIND = f"""
    {_CHOSEN} select q.kind_id, '', count(*), avg(q.score), {_COUNTS} from chosen q
    group by q.kind_id order by q.kind_id
"""  # noqa: S608 - names of our own
_BY_DISTRICT = f"""
    {_CHOSEN}, known as (select district_code, min(district_name) as name from public.tenants_municipality group by 1)
    select coalesce(d.district_code, '{NOWHERE}'), coalesce(min(known.name), ''), count(*), avg(q.score), {_COUNTS}
    from chosen q left join districts d on d.service_id = q.id left join known using (district_code)
    group by d.district_code order by min(known.name) nulls last
"""  # noqa: S608 - names of our own


@dataclass(frozen=True)
class Gap:
    """One criterion in a group of services; `asked` are those to which it applies."""

    criterion: Criterion
    missing: int
    partly: int
    whole: int

    @property
    def asked(self) -> int:
        return self.missing + self.partly + self.whole


@dataclass(frozen=True)
class Group:
    """A district, a kind, or all: how many services, their mean score and what they lack."""

    key: str
    name: str
    services: int
    score: Decimal
    gaps: tuple[Gap, ...]

    @property
    def mean(self) -> int:
        return round(self.score)


def total(ids: Iterable[UUID], day: date) -> Group | None:
    found = _groups(_TOTAL, ids, day)
    return found[0] if found else None


def by_kind(ids: Iterable[UUID], day: date) -> list[Group]:
    names = {kind.code: kind.name for kind in ServiceKind.objects.all()}
    return _groups(_BY_KIND, ids, day, names)


def by_district(ids: Iterable[UUID], day: date) -> list[Group]:
    return _groups(_BY_DISTRICT, ids, day)


def _groups(statement: str, ids: Iterable[UUID], day: date, names: dict[str, str] | None = None) -> list[Group]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": list(ids), "day": day})
        rows = cursor.fetchall()
    return [_group(row, (names or {}).get(row[0], row[1])) for row in rows]


def _group(row: tuple[Any, ...], name: str) -> Group:
    key, _name, services, score, *counts = row
    gaps = tuple(Gap(each, *counts[3 * index : 3 * index + 3]) for index, each in enumerate(CRITERIA))
    return Group(key, name, services, score, gaps)


# --- the list behind each number -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Wanted:
    """Which services of a scope are listed; empty strings ask for nothing."""

    district: str = ""
    kind: str = ""
    missing: str = ""
    partly: str = ""


def services_of(scope: Scope, wanted: Wanted, day: date) -> QuerySet[Service]:
    """Those services whose entry lacks most first."""
    rows = scope.services.select_related("provider", "kind", "quality").filter(quality__isnull=False)
    if wanted.kind:
        rows = rows.filter(kind_id=wanted.kind)
    if wanted.district == NOWHERE:
        rows = rows.filter(~_placed(day))
    elif wanted.district:
        rows = rows.filter(in_district(wanted.district, day))
    if wanted.missing:
        rows = rows.filter(**{f"quality__criteria__{wanted.missing}": 0})
    if wanted.partly:
        rows = rows.filter(
            **{f"quality__criteria__{wanted.partly}__gt": 0, f"quality__criteria__{wanted.partly}__lt": 100}
        )
    return rows.order_by("quality__score", "name", "pk")


def _placed(day: date) -> Q:
    """Stands in a known municipality, or comes to a district or a municipality."""
    stands = ServiceAtPlace.objects.filter(service=OuterRef("pk"), place__municipality__isnull=False)
    comes = Reach.objects.filter(service=OuterRef("pk"), level__in=[Reach.Level.DISTRICT, Reach.Level.MUNICIPALITY])
    return Q(Exists(stands.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day)))) | Q(Exists(comes))


def gaps_of(service: Service) -> list[tuple[Criterion, int]]:
    """What an entry lacks, the heaviest first; the service comes with its quality."""
    points = service.quality.criteria
    lacking = [
        (BY_CODE[code], each) for code, each in points.items() if each is not None and each < 100 and code in BY_CODE
    ]
    return sorted(lacking, key=lambda pair: (pair[1] - 100) * pair[0].weight)


# --- the course ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Quarter:
    """The mean score at the end of a quarter, or so far."""

    starts_on: date
    services: int
    score: Decimal

    @property
    def name(self) -> str:
        return f"{self.starts_on.year}/{(self.starts_on.month + 2) // 3}"


def course(scope: Scope) -> list[Quarter]:
    """The quarters that were pictured, the oldest first; nothing is made up for those before."""
    if not scope.snapshot:
        return []
    rows = QualitySnapshot.objects.filter(scope=scope.snapshot, key=scope.key).order_by("quarter")
    return [Quarter(row.quarter, row.services, row.score) for row in rows]
