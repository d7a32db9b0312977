"""Open meetings and notices of a tenant as documents. Asked and answered in that tenant's schema."""

from collections.abc import Iterable

from kernel.tenancy import current_key
from planning.feed import Announced
from search.documents import Described, announced_id, lemmatised, title_key, whole
from search.models import Document

SHOWN = 300


def describe_announced(things: Iterable[Announced]) -> list[Described]:
    return [_describe(each) for each in things]


def _describe(thing: Announced) -> Described:
    lemmas, words = lemmatised({"name": thing.title, "place": thing.where, "text": thing.text})
    return Described(
        id=announced_id(current_key(), thing.id),
        kind=Document.Kind.ANNOUNCED,
        tenant_key=current_key(),
        source_id=thing.id,
        source_version=thing.mark,
        title_key=title_key(thing.title),
        kind_code=thing.sort,
        ends_on=thing.ends_on,
        lemmas=lemmas,
        words=words,
        exact=whole((thing.title,)),
        card={
            "id": thing.id,
            "level": thing.sort,
            "title": thing.title,
            "text": thing.text[:SHOWN],
            "page": thing.page,
            "starts_on": thing.starts_on.isoformat(),
            "ends_on": thing.ends_on.isoformat() if thing.ends_on else "",
            "time": thing.time,
            "where": thing.where,
            "is_cancelled": thing.is_cancelled,
        },
    )
