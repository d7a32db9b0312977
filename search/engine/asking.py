"""A question in Elasticsearch's own words, and its answer in ours.

Each word of the question is one clause over all fields, so that "how many of the words" counts words and not fields.
The reader's filters are applied after counting: each facet counts under the filters of the other facets only.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from elasticsearch_dsl import SF, A, Q, Search
from elasticsearch_dsl.query import Query

from search.engine import client
from search.engine.client import FAILURES, SearchUnavailable, alias, reading, reason
from search.found import Found
from search.freshness import ROOM_HOLDS, steps
from search.models import OF_PLANNING, Document
from search.places import GONE_TO, HALF_AT
from search.request import FACETS, SearchRequest, Sort, Where
from search.understanding import Asked, Question

BACKEND = "elasticsearch"
FIELDS = ["name^4", "kind_words^3", "provider^2", "group^1.5", "place^2", "text"]
NAMES = ["name", "provider", "place"]
FIELD_OF = {"kind": "kind_code", "target_group": "target_groups", "form": "forms"}
MOST_CODES = 500
EXACT, KIND, NAMED = 60.0, 30.0, 40.0
HERE, COMES, NEAR = 5.0, 4.0, 5.0
LOCAL = 0.8  # more for what names the place itself than for what comes to a whole district or region
FRESH, ROOM, COMPLETE = 2.0, 1.0, 0.5
COUNTS = 200.0  # of planning: what counts now stands before what is past, whatever the words
FIRST = 1000.0  # more than all the rest together
# Where a kind was recognised: words order the services of one kind, yet seldom lift one over a likelier kind.
WORDS, EVERY_WORD = 0.15, 0.1


def find_services(request: SearchRequest, question: Question, today: date) -> Found:
    """One page of services with the counts of all facets."""
    first = best_of_each(request, question, today) if question.rivals else []
    answer = carry_out(body_of_services(request, question, today, first))
    facets = {
        facet: {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"][facet]["codes"]["buckets"]}
        for facet in FACETS
    }
    return _found(answer, facets)


def best_of_each(request: SearchRequest, question: Question, today: date) -> list[str]:
    """Where the question may mean several kinds: the best of all and the best of each of them."""
    search = Search().source(False).extra(timeout=client.TIME_LIMIT)[:1].sort(*_sorting(request))
    search = search.query(services(request, question, today)).post_filter(_chosen(request))
    likely = A(
        "filters",
        filters={code: Q("bool", filter=[Q("term", kind_code=code), _chosen(request)]) for code in question.rivals},
    )
    likely.metric("best", "top_hits", size=1, _source=False, sort=_sorting(request))
    search.aggs.bucket("likely", likely)
    answer = carry_out(search.to_dict())
    hits = [
        answer["hits"],
        *(bucket["best"]["hits"] for bucket in answer["aggregations"]["likely"]["buckets"].values()),
    ]
    return list(dict.fromkeys(hit["_id"] for each in hits for hit in each["hits"]))


def body_of_services(
    request: SearchRequest, question: Question, today: date, first: Sequence[str] = ()
) -> dict[str, Any]:
    """`first` are the documents that stand before the rest, among themselves in their order."""
    asked = services(request, question, today)
    if first:
        asked = Q("bool", must=[asked], should=[Q("constant_score", filter=Q("ids", values=list(first)), boost=FIRST)])
    search = _search(request).query(_by_reach(request, asked) if request.is_by_reach else asked)
    search = search.post_filter(_chosen(request))
    for facet in FACETS:
        counted = A("terms", field=FIELD_OF[facet], size=MOST_CODES)
        search.aggs.bucket(facet, "filter", filter=_chosen(request, but=facet)).bucket("codes", counted)
    body: dict[str, Any] = search.to_dict()
    return body


def find_planning(request: SearchRequest, question: Question, sites: Sequence[str], today: date) -> Found:
    """One page of what these tenants have published of planning; each card tells whose it is. What counts stands
    before what is past."""
    theirs = [Q("terms", kind=list(OF_PLANNING)), Q("terms", tenant_key=list(sites))]
    is_past = Q("range", ends_on={"lt": today.isoformat()})
    counts = Q("constant_score", filter=Q("bool", must_not=[is_past]), boost=COUNTS)
    search = _search(request).query(Q("bool", filter=theirs, must=[words(question)], should=[counts]))
    search = search.post_filter(_chosen(request)).source(["card", "tenant_key"])
    counted = A("terms", field="kind_code", size=MOST_CODES)
    search.aggs.bucket("kind", "filter", filter=_chosen(request, but="kind")).bucket("codes", counted)
    answer = carry_out(search.to_dict())
    sorts = {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["kind"]["codes"]["buckets"]}
    found = _found(answer, {"kind": sorts})
    of = [hit["_source"]["tenant_key"] for hit in answer["hits"]["hits"]]
    return replace(found, cards=[{**card, "site": key} for card, key in zip(found.cards, of, strict=True)])


def services(request: SearchRequest, question: Question, today: date) -> Query:
    filters = [
        Q("term", kind=Document.Kind.SERVICE.value),
        Q("bool", must_not=[Q("range", ends_on={"lt": today.isoformat()})]),
    ]
    if request.within_kinds:
        filters.append(Q("terms", kind_code=list(request.within_kinds)))
    if request.within_groups:
        for_all = Q("bool", must_not=[Q("exists", field="target_groups")])
        filters.append(Q("bool", should=[Q("terms", target_groups=list(request.within_groups)), for_all]))
    if request.where:
        filters.append(_within_reach(request, request.where))
    return Q("bool", filter=filters, must=[words(question)], should=[*_nearness(request), *_fresh(today)])


def _by_reach(request: SearchRequest, asked: Query) -> Query:
    """Sorted by distance the words only choose: what is in the place or comes to it is near, the rest by kilometres."""
    areas = list(request.where.areas) if request.where else []
    return Q("bool", filter=[asked], should=[_constant("areas", areas, 1.0)])


def _within_reach(request: SearchRequest, where: Where) -> Query:
    """In the place or coming to it; from afar also where one can go, what helps by telephone, and where the address is
    a secret, so that one calls first."""
    ways = [Q("terms", areas=list(where.areas))]
    if request.around:
        nowhere = Q("bool", filter=[Q("terms", forms=list(GONE_TO))], must_not=[Q("exists", field="points")])
        ways += [Q("term", forms="REMOTE"), nowhere]
    if request.around and request.middle:
        close = Q("geo_distance", distance=f"{request.around}km", points=_point(request.middle))
        ways.append(Q("bool", filter=[Q("terms", forms=list(GONE_TO)), close]))
    return Q("bool", should=ways, minimum_should_match=1)


def _nearness(request: SearchRequest) -> list[Query]:
    """What is in the place stands before what comes to it or helps by telephone; what is some way off comes after."""
    if not request.where:
        return []
    found = [_constant("municipalities", request.where.codes, HERE)]
    if request.around and request.middle:
        everywhere = Q("bool", should=[Q("terms", areas=list(request.where.areas)), Q("term", forms="REMOTE")])
        found.append(Q("constant_score", filter=everywhere, boost=COMES))
        found.append(_constant("areas", request.where.codes, LOCAL))
        decay = {"origin": _point(request.middle), "offset": "2km", "scale": f"{HALF_AT}km", "decay": 0.5}
        found.append(
            Q(
                "function_score",
                query=Q("terms", forms=list(GONE_TO)),
                functions=[SF("exp", points=decay)],
                boost=NEAR,
                boost_mode="replace",
            )
        )
    return found


def _point(where: Where) -> dict[str, float | None]:
    return {"lat": where.latitude, "lon": where.longitude}


def _fresh(today: date) -> list[Query]:
    """What was confirmed lately is raised a little, each step adds its part; so does what has room, or tells much."""
    told_since = (today - timedelta(days=ROOM_HOLDS)).isoformat()
    room = Q("constant_score", filter=Q("range", room_told_on={"gte": told_since}), boost=ROOM)
    fresh = [
        Q("constant_score", filter=Q("range", confirmed_on={"gte": since.isoformat()}), boost=FRESH * share)
        for since, share in steps(today)
    ]
    return [*fresh, room, Q("constant_score", filter=Q("term", is_complete=True), boost=COMPLETE)]


def words(question: Question) -> Query:
    """The words, or a kind that people call so; who types a whole name finds that first."""
    if question.is_empty:
        return Q("match_all")
    ways = [_constant("kind_code", [code], KIND * weight) for code, weight in question.kinds]
    if question.words:
        many = [_word(word) for word in question.words]
        ways.append(
            Q("bool", should=many, minimum_should_match=question.needed, boost=WORDS if question.kinds else 1.0)
        )
    exact = [_constant("exact", [question.whole], EXACT)] if question.whole else []
    named = [_named(question)] if question.may_name else []
    must = [Q("bool", should=ways, minimum_should_match=1)]
    return Q("bool", must=must, should=[*exact, *named, *_each_word(question)])


def _each_word(question: Question) -> list[Query]:
    """Where a kind was recognised, few services hold enough of the words; a single one must still count."""
    if not (question.kinds and question.words):
        return []
    return [Q("bool", should=[_word(word) for word in question.words], boost=EVERY_WORD)]


def _named(question: Question) -> Query:
    """The service, its provider and its place together hold every word: somebody looks for just this one."""
    each = [
        Q("bool", should=[Q("multi_match", query=lemma, fields=NAMES) for lemma in word.lemmas])
        for word in question.words
    ]
    return Q("constant_score", filter=Q("bool", filter=each), boost=NAMED)


def _word(word: Asked) -> Query:
    """Any of the lemmas, in the field where it says most; a word put right counts as much as one typed right."""
    ways = [Q("multi_match", query=lemma, fields=FIELDS, type="best_fields", tie_breaker=0.2) for lemma in word.lemmas]
    return ways[0] if len(ways) == 1 else Q("dis_max", queries=ways)


def _constant(field: str, values: Any, boost: float) -> Query:
    return Q("constant_score", filter=Q("terms", **{field: list(values)}), boost=boost)


def _chosen(request: SearchRequest, but: str = "") -> Query:
    filters = [
        Q("terms", **{FIELD_OF[facet]: list(request.chosen(facet))})
        for facet in FACETS
        if facet != but and request.chosen(facet)
    ]
    return Q("bool", filter=filters) if filters else Q("match_all")


def _search(request: SearchRequest) -> Search:
    search = Search().source(["card"]).extra(track_total_hits=True, timeout=client.TIME_LIMIT)
    return search[request.first : request.first + request.page_size].sort(*_sorting(request))


def _sorting(request: SearchRequest) -> list[Any]:
    by_name = ["title_key", "id"]
    if request.sort == Sort.NAME:
        return by_name
    if request.sort == Sort.NEAR and request.middle:
        far = {"_geo_distance": {"points": _point(request.middle), "order": "asc", "mode": "min"}}
        return ["_score", far, *by_name] if request.is_by_reach else [far, *by_name]
    return ["_score", *by_name]


def carry_out(body: dict[str, Any]) -> dict[str, Any]:
    """Ask, with short patience; a partial answer is none."""
    try:
        answer: dict[str, Any] = reading().search(index=alias(), body=body).body
    except FAILURES as error:
        raise SearchUnavailable(reason(error)) from error
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise SearchUnavailable("a partial answer")
    return answer


def _found(answer: dict[str, Any], facets: dict[str, dict[str, int]]) -> Found:
    hits = answer["hits"]
    return Found(BACKEND, hits["total"]["value"], [hit["_source"]["card"] for hit in hits["hits"]], facets)
