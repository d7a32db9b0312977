"""Services to look for, brought in through the door every register uses; and an index of one's own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from support.world import FOUNDED

BYSTRICA, ZVOLEN, DETVA, BREZNO = "508438", "518158", "518263", "508497"
HOME_CARE, SENIORS, DAY_CARE, NIGHT_SHELTER = "SK448-41", "SK448-35", "SK448-40", "SK448-25"


def service(key: str, **fields: Any) -> dict[str, Any]:
    """What a register says of one service; `at` are the codes of its municipalities."""
    places = [
        {"municipality": code, "street": "Hlavná", "house_number": str(n)}
        for n, code in enumerate(fields.pop("at", [BYSTRICA]), 1)
    ]
    provider = fields.pop("provider", "Pomoc a opora")
    return {
        "key": key,
        "provider": {"country": "SK", "ico": "", "name": provider, "type": "NON_PUBLIC", "legal_form": ""},
        "kind": HOME_CARE,
        "forms": ["OUTREACH"],
        "target_groups": ["SK-SENIORS"],
        "places": places,
        **fields,
    }


def bring(*services: dict[str, Any], register: str = "test") -> dict[str, UUID]:
    """Let the catalogue accept these services; answers their ids by key."""
    from catalogue import intake
    from catalogue.registry.staging import service_id_of

    batch = intake.open_batch(source=register, is_whole=False, at=FOUNDED)
    intake.stage(batch, _records(services, register), lambda codes: True)
    problems = list(intake.problems(batch))
    assert not problems, problems
    intake.compare(batch)
    intake.accept(batch, by=None, at=FOUNDED)
    return {each["key"]: service_id_of(register, each["key"]) for each in services}


def _records(services: Iterable[dict[str, Any]], register: str) -> Iterator[Any]:
    from catalogue.intake import ServiceRecord

    for row, each in enumerate(services, 1):
        fields = {name: value for name, value in each.items() if name != "key"}
        yield ServiceRecord(register, each["key"], row, fields)


def deliver() -> None:
    """Let the relay bring everything that is due."""
    from kernel.journal.relaying import deliver_pending

    while deliver_pending():
        pass


def refresh() -> None:
    """Make what was written to Elasticsearch visible at once."""
    from search.engine.client import is_configured, writing
    from search.engine.indexes import written

    for name in written() if is_configured() else ():
        writing().indices.refresh(index=name)


@contextmanager
def own_index(settings: Any, name: str) -> Iterator[str]:
    """A prefix of one's own, and patience enough for a busy machine; what was made is removed again."""
    import pytest

    from search.engine import client
    from search.engine.breaker import breaker

    before = settings.OPORA_INDEX_PREFIX
    settings.OPORA_INDEX_PREFIX = f"{before}-{name}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "PATIENCE_OF_READERS", 20.0)
        patch.setattr(client, "TIME_LIMIT", "20s")
        try:
            yield settings.OPORA_INDEX_PREFIX
        finally:
            breaker.close()
            for index in client.writing().indices.get(index=f"{settings.OPORA_INDEX_PREFIX}-*"):
                client.writing().indices.delete(index=index)
            settings.OPORA_INDEX_PREFIX = before


@contextmanager
def without_elasticsearch() -> Iterator[None]:
    """As long as it lasts, PostgreSQL is asked."""
    from django.test import override_settings

    with override_settings(OPORA_ELASTICSEARCH_URL=""):
        yield
