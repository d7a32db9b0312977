"""Bringing records into the catalogue."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import pytest
from support.registers import AT, BREZNO, BYSTRICA


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
