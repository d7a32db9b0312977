"""A service at a place, as HSDS says it. Of a secret place nothing is said but its municipality."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalogue.feed import PlaceCard, place_card
from catalogue.models import Service, ServiceAtPlace
from catalogue.opendata.ids import derived


@dataclass(frozen=True, slots=True)
class Spot:
    """One row with the card that the gate of all addresses made of it."""

    at: ServiceAtPlace
    service: Service
    card: PlaceCard

    @classmethod
    def of(cls, at: ServiceAtPlace, service: Service) -> "Spot":
        return cls(at, service, place_card(at, hidden=service.hides_address))

    @property
    def location_id(self) -> str:
        """The place's id; a secret one has its own for each service, so that no other service gives it away."""
        return derived("secret location", self.at.pk) if self.card.is_secret else str(self.at.place_id)

    @property
    def region_name(self) -> str:
        town = self.at.place.municipality
        return town.region_name if town else ""


def service_at_location(spot: Spot) -> dict[str, Any]:
    return {
        "id": str(spot.at.pk),
        "service_id": str(spot.service.pk),
        "location_id": spot.location_id,
        "location": location(spot),
    }


def location(spot: Spot) -> dict[str, Any]:
    card = spot.card
    facts: dict[str, Any] = {
        "id": spot.location_id,
        "location_type": "physical",
        "name": card.name or card.street_line or card.municipality_name,
        "organization_id": str(spot.service.provider_id),
        "is_secret": card.is_secret,
    }
    if card.municipality_code:
        facts["municipality_code"] = card.municipality_code
    if card.is_secret:
        return facts | {
            "name": card.municipality_name or _("secret address"),
            "description": _("The address is not public. Please call the provider."),
        }
    if card.latitude is not None and card.longitude is not None:
        facts |= {
            "latitude": card.latitude,
            "longitude": card.longitude,
            "coordinates_of": "place" if card.is_exact else "municipality",
        }
    if address := _address(spot):
        facts["addresses"] = [address]
    if accessibility := spot.service.accessibility:
        facts["accessibility"] = [
            {"id": derived("accessibility", spot.at.pk, words), "location_id": spot.location_id, "description": words}
            for words in dict.fromkeys(accessibility)
        ]
    return facts


def _address(spot: Spot) -> dict[str, Any] | None:
    """The postal address; a place whose municipality nobody knows has none that would be complete."""
    card, town = spot.card, spot.at.place.municipality
    if town is None:
        return None
    return {
        "id": derived("address", spot.at.place_id),
        "location_id": spot.location_id,
        "address_1": card.street_line,
        "city": card.municipality_name,
        "region": card.district_name,
        "state_province": spot.region_name,
        "postal_code": card.postcode or (town.postcodes[0] if town.postcodes else ""),
        "country": town.country,
        "address_type": "physical",
    }
