"""What the tests of HSDS ask, and of which service."""

from typing import Any

from support.registers import service, sheet, the_service

from catalogue.models import Service
from catalogue.opendata.vocabulary import KINDS, Speaker

HOURS = [
    {"day": "MO", "opens": "08:00", "closes": "12:00"},
    {"day": "TU", "opens": "08:00", "closes": "12:00"},
    {"day": "WE", "opens": "13:00", "closes": "24:00"},
]
TOLD = {
    "description": "Bývanie s celodennou starostlivosťou.",
    "opening_hours": HOURS,
    "languages": ["sk", "rom"],
    "reach": [{"level": "DISTRICT", "code": "SK0321"}, {"level": "REGION", "code": "SK032"}],
    "capacity_free": 2,
    "capacity_free_at": "2026-02-20T10:00:00+00:00",
    "confirmed_on": "2026-02-20",
    "confirmed_how": "PROVIDER",
    "webs": ["https://example.org/a|b", "https://example.org/druhá"],
}


def told(load: Any, key: str = "1", **said: Any) -> Service:
    """A service of a register that a sheet has described."""
    load([service(key)])
    load([sheet(key, **(TOLD | said))], is_whole=False, adds_services=False)
    held: Service = the_service(key)
    return held


def got(client: Any, path: str, **asked: Any) -> Any:
    answer = client.get(f"/hsds/{path}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def ids(client: Any, path: str = "services", **asked: Any) -> set[str]:
    return {each["id"] for each in got(client, path, **asked)["contents"]}


def term(code: str, key: str = KINDS) -> str:
    return next(each.id for each in Speaker().all_terms() if each.code == code and each.taxonomy.key == key)
