"""Where providers can be written to: what the catalogue tells of the services in the municipalities of the site."""

from collections.abc import Iterable

from catalogue import feed
from kernel.tenancy import entered


def emails_of_providers(codes: Iterable[str]) -> list[str]:
    """Each address once, of services that stand in these municipalities or come to them."""
    with entered(""):
        cards = feed.service_cards(feed.services_in(list(codes)))
    return sorted({email.strip().lower() for card in cards for email in card.emails if email.strip()})
