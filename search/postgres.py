"""The same search in PostgreSQL: same tokens, same filters, same counts; only the order is simpler.

One statement: the words, then the services that fit text and place, then the page and each facet counted over them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from search.found import Found
from search.freshness import ROOM_HOLDS, steps
from search.models import OF_PLANNING
from search.places import GONE_TO, HALF_AT
from search.request import FACETS, SearchRequest, Sort
from search.understanding import Question

BACKEND = "postgresql"
COLUMN_OF = {"kind": "kind_code", "target_group": "target_groups", "form": "forms"}
EXACT, KIND, NAMED = 20.0, 10.0, 13.0
HERE, COMES, LOCAL, NEAR = 1.7, 1.4, 0.3, 1.7
FRESH, ROOM, COMPLETE = 0.5, 0.25, 0.125
COUNTS = 40.0  # of planning: what counts now stands before what is past, whatever the words
RANK = "ts_rank('{{0.1, 0.25, 0.6, 1}}', vector, {anything}, 1)"
PAGE = """
    with {held}fit as materialized (
        select id, title_key, kind_code, target_groups, forms, {score} as score, {distance} as distance,
            {reached} as is_reached
        from public.search_document {joined}
        where {conditions}
    ),
    page as (
        select id, row_number() over (order by {order}) as place from {ranked} where {chosen}
        order by place limit %(limit)s offset %(first)s
    )
    select '' as facet, ({card})::text as value, page.place as count
    from page join public.search_document document using (id)
    union all select 'count', '', count(*) from fit where {chosen}
    {facets}
    order by 1, 3
"""
CARD_OF_SITE = "document.card || jsonb_build_object('site', document.tenant_key)"
# Each word is one look into the index of words; only what holds enough of them is read and ranked.
HELD = """
    held as materialized (
        select id, count(*) as words from ({each_word}) found group by id having count(*) >= {needed}
    ),
"""
ONE_WORD = "select id from public.search_document where {conditions} and vector @@ %(word{number})s::tsquery"
# Where the question may mean several kinds: the best of all and the best of each of them, before the rest.
RANKED = """(
    select *, row_number() over (order by score desc, title_key, id) = 1
        or kind_code = any(%(rivals)s)
        and row_number() over (partition by kind_code order by score desc, title_key, id) = 1 as is_first
    from fit where {chosen}
) ranked"""
FACET_OF_ONE = "union all select '{facet}', {column}, count(*) from fit where {others} group by 2"
FACET_OF_MANY = "union all select '{facet}', code, count(*) from fit, unnest({column}) code where {others} group by 2"
KILOMETRES = """
    (select min(sqrt(power((latitude - %(latitude)s) * 111.2, 2)
                     + power((longitude - %(longitude)s) * 111.2 * cos(radians(%(latitude)s)), 2)))
     from unnest(latitudes, longitudes) as point (latitude, longitude))
"""


def find_services(request: SearchRequest, question: Question, today: date) -> Found:
    """One page of services with the counts of all facets."""
    facts: dict[str, Any] = {"today": today, **_values(request)}
    conditions = ["kind = 'SERVICE'", "is_findable", "(ends_on is null or ends_on >= %(today)s)"]
    if request.within_kinds:
        conditions.append("kind_code = any(%(within_kinds)s)")
    if request.within_groups:
        conditions.append("(target_groups && %(within_groups)s::varchar[] or target_groups = '{}')")
    if request.where:
        conditions.append(_within_reach(request))
    facets = "\n".join(_facet(request, facet) for facet in FACETS)
    return _ask(request, question, conditions, facts, facets, fresh=_fresh(facts, today))


def _within_reach(request: SearchRequest) -> str:
    """In the place or coming to it; from afar also where one can go, what helps by telephone, and where the address is
    a secret, so that one calls first."""
    here = "areas && %(areas)s::varchar[]"
    if not request.around:
        return here
    go = f"forms && %(gone_to)s::varchar[] and {KILOMETRES} <= %(around)s" if request.middle else "false"
    nowhere = "forms && %(gone_to)s::varchar[] and latitudes = '{}'"
    return f"({here} or 'REMOTE' = any(forms) or ({nowhere}) or ({go}))"


def find_planning(request: SearchRequest, question: Question, sites: Sequence[str], today: date) -> Found:
    """One page of what these tenants have published of planning; each card tells whose it is. What counts stands
    before what is past."""
    conditions = ["kind = any(%(planning)s)", "is_findable", "tenant_key = any(%(sites)s)"]
    facts = {"sites": list(sites), "planning": list(OF_PLANNING), "today": today, **_values(request)}
    facets = _facet(request, "kind")
    counts = f"{COUNTS} * (ends_on is null or ends_on >= %(today)s)::int"
    return _ask(request, question, conditions, facts, facets, fresh=counts, card=CARD_OF_SITE)


def _fresh(facts: dict[str, Any], today: date) -> str:
    """What was confirmed lately is raised a little, each step adds its part; so does what has room, or tells much."""
    parts = []
    for number, (since, share) in enumerate(steps(today)):
        facts[f"since{number}"] = since
        parts.append(f"{FRESH * share} * coalesce(confirmed_on >= %(since{number})s, false)::int")
    facts["told_since"] = today - timedelta(days=ROOM_HOLDS)
    parts.append(f"{ROOM} * coalesce(room_told_on >= %(told_since)s, false)::int")
    return " + ".join([*parts, f"{COMPLETE} * is_complete::int"])


def _values(request: SearchRequest) -> dict[str, Any]:
    where, middle = request.where, request.middle
    return {
        "kind": list(request.kinds),
        "target_group": list(request.target_groups),
        "form": list(request.forms),
        "within_kinds": list(request.within_kinds),
        "within_groups": list(request.within_groups),
        "areas": list(where.areas) if where else [],
        "here": list(where.codes) if where else [],
        "latitude": middle.latitude if middle else None,
        "longitude": middle.longitude if middle else None,
        "around": request.around,
        "gone_to": list(GONE_TO),
        "limit": request.page_size,
        "first": request.first,
    }


def _ask(
    request: SearchRequest,
    question: Question,
    conditions: list[str],
    facts: dict[str, Any],
    facets: str,
    *,
    fresh: str = "0",
    card: str = "document.card",
) -> Found:
    text = _text(question, " and ".join(conditions), facts)
    statement = PAGE.format(
        card=card,
        held=text.held,
        joined="left join held using (id)" if text.held else "",
        score=f"{_score(request, text.score)} + {fresh}",
        distance=KILOMETRES if _by_distance(request) else "0",
        reached="areas && %(areas)s::varchar[]" if request.is_by_reach else "false",
        conditions=" and ".join([*conditions, text.condition]),
        order=f"is_first desc, {_order(request)}" if question.rivals else _order(request),
        ranked=RANKED.format(chosen=_chosen(request)) if question.rivals else "fit",
        chosen=_chosen(request),
        facets=facets,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return _found(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Text:
    """What the words of a question become: a part of their own, a condition and a score."""

    held: str = ""
    condition: str = "true"
    score: str = "0"


def _text(question: Question, conditions: str, facts: dict[str, Any]) -> Text:
    if question.is_empty:
        return Text()
    facts |= {
        "whole": [question.whole],
        "rivals": list(question.rivals),
        "kinds_meant": [code for code, _weight in question.kinds],
        "weights_meant": [weight for _code, weight in question.kinds],
        "anything": " | ".join(_query(word.lemmas) for word in question.words),
        **{f"word{number}": _query(word.lemmas) for number, word in enumerate(question.words)},
    }
    kinds = "kind_code = any(%(kinds_meant)s)"
    meant = "coalesce((%(weights_meant)s::float[])[array_position(%(kinds_meant)s::varchar[], kind_code)], 0)"
    score = f"{KIND} * {meant} + {EXACT} * (exact && %(whole)s::text[])::int"
    if not question.words:
        return Text("", kinds, score)
    each_word = " union all ".join(
        ONE_WORD.format(conditions=conditions, number=number) for number in range(len(question.words))
    )
    rank = RANK.format(anything="%(anything)s::tsquery")
    if question.may_name:
        facts["named"] = " & ".join(f"({_query(word.lemmas, ':AC')})" for word in question.words)
        score += f" + {NAMED} * (vector @@ %(named)s::tsquery)::int"
    return Text(
        HELD.format(each_word=each_word, needed=question.needed),
        f"(held.id is not null or {kinds})" if question.kinds else "held.id is not null",
        f"{score} + 10 * {rank} + 0.5 * coalesce(held.words, 0)",
    )


def _query(lemmas: tuple[str, ...], where: str = "") -> str:
    """Lemmas consist of letters and digits only, so quotes need no care; `where` narrows to the parts of a document."""
    return " | ".join(f"'{lemma}'{where}" for lemma in lemmas)


def _score(request: SearchRequest, score: str) -> str:
    if not request.where:
        return score
    here = f"{score} + {HERE} * (municipalities && %(here)s::varchar[])::int"
    if not (request.around and request.middle):
        return here
    near = f"(forms && %(gone_to)s::varchar[])::int * power(0.5, greatest({KILOMETRES} - 2, 0) / {HALF_AT})"
    reaches = "(areas && %(areas)s::varchar[] or 'REMOTE' = any(forms))::int"
    comes = f"{COMES} * {reaches} + {LOCAL} * (areas && %(here)s::varchar[])::int"
    return f"{here} + {comes} + {NEAR} * coalesce({near}, 0)"


def _by_distance(request: SearchRequest) -> bool:
    return request.sort == Sort.NEAR and request.middle is not None


def _order(request: SearchRequest) -> str:
    if request.sort == Sort.NAME:
        return "title_key, id"
    if request.is_by_reach:
        return "is_reached desc, distance nulls last, title_key, id"
    if _by_distance(request):
        return "distance nulls last, title_key, id"
    return "score desc, title_key, id"


def _condition(facet: str) -> str:
    column = COLUMN_OF[facet]
    return f"{column} = any(%({facet})s)" if facet == "kind" else f"{column} && %({facet})s::varchar[]"


def _chosen(request: SearchRequest, but: str = "") -> str:
    conditions = [_condition(facet) for facet in FACETS if facet != but and request.chosen(facet)]
    return " and ".join(conditions) or "true"


def _facet(request: SearchRequest, facet: str) -> str:
    pattern = FACET_OF_ONE if facet == "kind" else FACET_OF_MANY
    return pattern.format(facet=facet, column=COLUMN_OF[facet], others=_chosen(request, but=facet))


def _found(rows: list[tuple[str, str, int]]) -> Found:
    facets: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    cards, total = [], 0
    for facet, value, count in rows:
        if facet == "":
            cards.append(json.loads(value))
        elif facet == "count":
            total = count
        else:
            facets[facet][value] = count
    return Found(BACKEND, total, cards, facets)
