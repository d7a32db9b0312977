"""How answers are made: pages, streams, what tells a consumer that nothing has changed, and refusals."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.timezone import get_default_timezone

from catalogue.opendata.asking import Query
from kernel.clock import today

RELEASE = "1"  # to be raised whenever the same rows are told otherwise
AT_ONCE = 200
JSON, NDJSON = "application/json", "application/x-ndjson"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
    "Referrer-Policy": "no-referrer",
}
STATE = """
    select s.count, s.sum, p.count, p.sum, d.count, q.sum, a.count, a.sum,
           greatest(s.newest, p.newest, d.newest, a.newest)
    from (select count(*), coalesce(sum(version), 0), max(changed_at) from catalogue_service) s(count, sum, newest),
         (select count(*), coalesce(sum(version), 0), max(changed_at) from catalogue_provider) p(count, sum, newest),
         (select count(*), max(gone_at) from catalogue_departure) d(count, newest),
         (select coalesce(sum(score), 0) from catalogue_servicequality) q(sum),
         (select count(*), coalesce(sum(version), 0), max(changed_at)
          from catalogue_relatedactivity) a(count, sum, newest)
"""


@dataclass(frozen=True, slots=True)
class State:
    """The state of the catalogue: while the stamp is the same, every answer is the same.

    Versions only rise, so their sum tells every committed change, in whatever order transactions end. The day belongs
    to it because services begin and end by the calendar, and because code lists change with a new release at most.
    """

    stamp: str
    newest: datetime


def state_of_catalogue() -> State:
    day = today()
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        *numbers, newest = cursor.fetchone()
    midnight = datetime.combine(day, time.min, get_default_timezone())
    facts = json.dumps([RELEASE, day.isoformat(), *(str(number) for number in numbers), str(newest)])
    stamp = hashlib.blake2s(facts.encode(), digest_size=16).hexdigest()
    return State(stamp, max(newest or midnight, midnight).astimezone(UTC))


@dataclass(frozen=True)
class Part:
    """Rows of one table and how they are told; the answer may have several parts, one after the other."""

    rows: QuerySet[Any]
    tell: Callable[[Sequence[Any]], list[dict[str, Any]]]


def page_of(parts: Sequence[Part], query: Query) -> dict[str, Any]:
    """One page with all the keys that HSDS asks for."""
    counts = [part.rows.count() for part in parts]
    total = sum(counts)
    pages = -(-total // query.per_page)
    contents = _slice(parts, counts, (query.page - 1) * query.per_page, query.per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": query.page,
        "size": len(contents),
        "first_page": query.page == 1,
        "last_page": query.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _slice(parts: Sequence[Part], counts: Sequence[int], first: int, size: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part, count in zip(parts, counts, strict=True):
        if first < count and len(found) < size:
            found += part.tell(list(part.rows[first : first + size - len(found)]))
        first = max(first - count, 0)
    return found


def lines_of(parts: Sequence[Part], language: str) -> Iterator[bytes]:
    """All of it, one object a line, read through a server-side cursor: flat memory for any number of rows."""
    for part in parts:
        rows = iter(part.rows.iterator(chunk_size=AT_ONCE))
        while chunk := list(islice(rows, AT_ONCE)):
            with translation.override(language):
                told = part.tell(chunk)
            yield b"".join(written(each) + b"\n" for each in told)


def written(facts: Any) -> bytes:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def as_json(facts: Any) -> HttpResponse:
    return HttpResponse(written(facts), content_type=JSON)


def as_stream(parts: Sequence[Part], language: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(lines_of(parts, language), content_type=NDJSON)


def unless_known(
    request: HttpRequest, state: State, make: Callable[[], HttpResponseBase], *, variant: str = ""
) -> HttpResponseBase:
    """304 when the consumer holds this very answer already, without making it again."""
    if request.method not in {"GET", "HEAD"}:
        return make()
    asked = f"{state.stamp} {variant} {request.get_full_path()} {request.get_host()} {request.scheme}"
    etag = f'W/"{hashlib.blake2s(asked.encode(), digest_size=16).hexdigest()}"'
    modified = int(state.newest.timestamp())
    known = get_conditional_response(request, etag, modified)
    response = known if known is not None else make()
    response["ETag"] = etag
    response["Last-Modified"] = state.newest.strftime("%a, %d %b %Y %H:%M:%S GMT")
    response["Cache-Control"] = "no-cache"
    return response
