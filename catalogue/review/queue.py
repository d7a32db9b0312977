"""What waits and what was decided, for staff and for each sender, in constant numbers of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from accounts.models import User
from catalogue.folding import Folded
from catalogue.models import AskedField, Case, ChangeRequest, Place, ServiceAtPlace
from catalogue.models.review import CaseQuerySet, ChangeRequestQuerySet
from catalogue.registry.reading import is_same
from catalogue.review.wording import FieldWords, ShownField, label, shown_fields
from kernel.text import fold
from tenants.models import Municipality


@dataclass(frozen=True)
class Asked:
    """A row of the queue."""

    request: ChangeRequest
    days: int
    labels: tuple[str, ...]
    decided_by: str = ""


@dataclass(frozen=True)
class ShownCase:
    """A case in words."""

    case: Case
    label: str
    register_word: str
    our_word: str
    days: int


def asked_for(*, waiting: bool, kind: str = "", district: str = "", words: str = "") -> ChangeRequestQuerySet:
    """What waits, the oldest first; or what was decided, the newest first."""
    rows = ChangeRequest.objects.with_subject().prefetch_related("fields")
    if waiting:
        rows = rows.waiting().order_by("asked_at", "pk")
    else:
        rows = rows.filter(state=ChangeRequest.State.DECIDED).order_by("-decided_at", "pk")
    if kind:
        rows = rows.filter(kind=kind)
    if district:
        rows = rows.filter(_in_district(district))
    for word in fold(words).split():
        named = Q(folded_provider__contains=word) | Q(folded_title__contains=word)
        rows = rows.annotate(folded_provider=Folded("provider__name"), folded_title=Folded("title")).filter(named)
    return rows


def _in_district(code: str) -> Any:
    """The service, the activity, or else any place of the provider lies there."""
    here = {"place__municipality__district_code": code}
    places = Place.objects.filter(provider=OuterRef("provider"), municipality__district_code=code)
    return (
        Exists(ServiceAtPlace.objects.filter(service=OuterRef("service"), **here))
        | Q(activity__municipality__district_code=code)
        | (Q(service__isnull=True, activity__isnull=True) & Exists(places))
    )


def as_asked(rows: Iterable[ChangeRequest], day: date) -> list[Asked]:
    """Rows of a page with the days they wait, or waited, and who decided."""
    held = list(rows)
    names = names_of({row.decided_by for row in held if row.decided_by})
    return [
        Asked(
            request=row,
            days=((localdate(row.decided_at) if row.decided_at else day) - localdate(row.asked_at)).days,
            labels=_labels(row),
            decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        )
        for row in held
    ]


def _labels(row: ChangeRequest) -> tuple[str, ...]:
    if row.is_mistake:
        known = dict(ChangeRequest.Wrong.choices)
        return tuple(str(known.get(code, code)) for code in row.wrong)
    return tuple(label(field.field) for field in row.fields.all())


def asked_otherwise(asked: ChangeRequest) -> list[tuple[ChangeRequest, list[str]]]:
    """Other requests that wait and want another value of the same facts of the service; with the names of the facts."""
    if asked.service_id is None:
        return []
    wanted = {row.field: row.new for row in asked.fields.all() if not row.decision}
    rows = AskedField.objects.filter(
        request__service=asked.service_id, request__in=ChangeRequest.objects.waiting(), decision="", field__in=wanted
    ).exclude(request=asked)
    found: dict[ChangeRequest, list[str]] = {}
    for row in rows.select_related("request__asked_by").order_by("request__asked_at", "field"):
        if not is_same(row.field, row.new, wanted[row.field]):
            found.setdefault(row.request, []).append(label(row.field))
    return list(found.items())


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=set(ids))}


def districts_of(region: Any) -> list[tuple[str, str]]:
    """The districts of the region by name."""
    rows = Municipality.objects.filter(region_code=region.region_code).exclude(district_code="")
    return sorted(set(rows.values_list("district_code", "district_name")), key=lambda pair: fold(pair[1]))


def count_waiting() -> int:
    return ChangeRequest.objects.waiting().count()


# --- a sender's own ---------------------------------------------------------------------------------------------------
def own_requests(account: Any) -> list[tuple[ChangeRequest, list[ShownField]]]:
    """What this account has asked for, the newest first, each with its fields in words."""
    rows = list(
        ChangeRequest.objects.with_subject()
        .filter(asked_by=account)
        .prefetch_related("fields")
        .order_by("-asked_at", "pk")[:100]
    )
    shown: dict[UUID, list[ShownField]] = {}
    for each in shown_fields(field for row in rows for field in row.fields.all()):
        shown.setdefault(each.row.request_id, []).append(each)
    return [(row, shown.get(row.pk, [])) for row in rows]


# --- cases ------------------------------------------------------------------------------------------------------------
def cases(*, running: bool, register: str = "") -> CaseQuerySet:
    """The cases that are open, the oldest first; or those that have ended, the newest first."""
    rows = Case.objects.select_related("service__provider", "service__kind", "request")
    rows = rows.open().order_by("opened_at", "pk") if running else _ended(rows)
    return rows.filter(register=register) if register else rows


def _ended(rows: CaseQuerySet) -> CaseQuerySet:
    return rows.filter(state__in=[Case.State.AGREED, Case.State.CLOSED]).order_by("-settled_at", "pk")


def cases_of_providers(providers: Iterable[UUID]) -> CaseQuerySet:
    return cases(running=True).filter(service__provider__in=list(providers))


def cases_of_service(service: UUID) -> list[Case]:
    return list(cases(running=True).filter(service=service))


def as_shown(rows: Iterable[Case], day: date) -> list[ShownCase]:
    held = list(rows)
    words = FieldWords([(row.field, value) for row in held for value in (row.register_word, row.our_word)])
    return [
        ShownCase(
            case=row,
            label=label(row.field),
            register_word=words.show(row.field, row.register_word),
            our_word=words.show(row.field, row.our_word),
            days=(day - localdate(row.opened_at)).days,
        )
        for row in held
    ]
