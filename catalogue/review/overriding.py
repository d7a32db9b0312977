"""The region's own word on facts, above everybody's, until a day and with a reason all can read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from catalogue.commands import override_service
from catalogue.models import Service
from catalogue.review.asking import differing
from catalogue.review.cases import open_cases


@transaction.atomic
def override_facts(
    service: Service, *, facts: Mapping[str, Any], reason: str, until: date | None, by: Any, at: datetime
) -> list[str]:
    """Say it for the region; kept are the facts that really differ. Where the register says otherwise a case opens."""
    changed, _shown = differing(service, facts)
    told = override_service(service, facts=changed, reason=reason, until=until, by=by, at=at)
    open_cases([service.pk], at=at)
    return told
