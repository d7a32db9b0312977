"""Bringing records into the catalogue, and who looks at it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import pytest
from support.desk import three_services
from support.merging import other_register
from support.registers import AT, BREZNO, BYSTRICA, service, the_service


@pytest.fixture
def load(db: None) -> Callable[..., Any]:
    """Bring records in: stage, compare and, unless told otherwise, accept. Answers (batch, counts)."""

    def run(
        records: Iterable[Any],
        *,
        is_whole: bool = True,
        adds_services: bool = True,
        accepts: bool = True,
        at: datetime = AT,
        belongs: Any = None,
    ) -> tuple[Any, Any]:
        from catalogue import intake

        batch = intake.open_batch(source="bbsk", is_whole=is_whole, adds_services=adds_services, at=at)
        intake.stage(batch, records, belongs or {BYSTRICA, BREZNO})
        counts = intake.compare(batch)
        if accepts:
            intake.accept(batch, by=None, at=at)
        return batch, counts

    return run


@pytest.fixture
def bring(load: Any) -> Callable[..., Any]:
    """Bring a second register in, beside the first."""

    def run(records: list[Any], *, at: Any = AT, source: str = "iny", is_whole: bool = True) -> Any:
        from catalogue import intake
        from catalogue.models import Change

        batch = intake.open_batch(source=source, is_whole=is_whole, at=at)
        intake.stage(batch, records, {BYSTRICA, BREZNO})
        intake.compare(batch)
        for change in Change.objects.filter(batch=batch, kind="NEW", is_taken=False):
            intake.is_another(change.pk, by=None, at=at)
        return batch, intake.accept(batch, by=None, at=at)

    return run


@pytest.fixture
def pair(load: Any, bring: Any) -> tuple[Any, Any]:
    """The same service in two registers."""
    from catalogue.models import Service

    load([service("1", name="Služba jedna"), service("2", row=2, town=BREZNO, kind="SK448-41")])
    bring([other_register()])
    return the_service("1"), Service.objects.get(register="iny")


@pytest.fixture
def services(load: Any, region: Any) -> None:
    """Two of one provider with e-mail, one of another without."""
    three_services(load)


@pytest.fixture
def guest(browse: Any, region: Any) -> Any:
    return browse(region)


@pytest.fixture
def steward(browse: Any, person: Any, region: Any) -> Any:
    return browse(region, person("DATA_STEWARD", at=region))
