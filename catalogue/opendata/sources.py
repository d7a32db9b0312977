"""Where each fact of a service comes from, by role and since when; never a person, never a secret address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from catalogue.models import Claim, Service
from catalogue.opendata.ids import derived
from catalogue.provenance import counting_claims, said_by
from catalogue.wording import Words
from kernel.clock import day_of

AS_DIALLED = {"phones", "emails", "webs", "languages"}  # for machines as they are kept
Pair = tuple[Claim, Claim | None]


@dataclass(frozen=True)
class Sources:
    """The claims that count, for all services of one answer."""

    claims: Mapping[UUID, list[Pair]] = field(default_factory=dict)
    words: Words | None = None

    @classmethod
    def of(cls, services: Sequence[Service], day: date) -> "Sources":
        claims = counting_claims((service.pk for service in services), day)
        said = [claim for pairs in claims.values() for pair in pairs for claim in pair if claim is not None]
        return cls(claims, Words((claim.field, claim.value) for claim in said))

    def provenance(self, row: Service) -> list[dict[str, Any]]:
        return [
            {
                "field": claim.field,
                "voice": claim.voice,
                "source": claim.source,
                "since": day_of(claim.said_at).isoformat(),
            }
            for claim, _before in self._of(row)
        ]

    def metadata(self, row: Service) -> list[dict[str, Any]]:
        """The last change of each fact, in the words of HSDS."""
        return [self._change(row, claim, before) for claim, before in self._of(row)]

    def _of(self, row: Service) -> list[Pair]:
        return [pair for pair in self.claims.get(row.pk, []) if not (pair[0].field == "places" and _hides(row))]

    def _change(self, row: Service, claim: Claim, before: Claim | None) -> dict[str, Any]:
        return {
            "id": derived("claim", row.pk, claim.pk),
            "resource_id": str(row.pk),
            "resource_type": "service",
            "last_action_date": day_of(claim.said_at).isoformat(),
            "last_action_type": "update" if before else "create",
            "field_name": claim.field,
            "previous_value": self._shown(before),
            "replacement_value": self._shown(claim),
            "updated_by": said_by(claim.voice, claim.source),
        }

    def _shown(self, claim: Claim | None) -> str:
        if claim is None or self.words is None:
            return ""
        if claim.field in AS_DIALLED:
            return ", ".join(claim.value or [])
        return self.words.show(claim.field, claim.value)


def _hides(row: Service) -> bool:
    """Whether any place of the service is a secret: then nothing that was ever said of its places is told."""
    return row.hides_address or any(at.place.is_secret for at in row.at_places.all())
