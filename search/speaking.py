"""The language the catalogue is written in: the language of the lemmas of every document and of every question."""

from search import lexicon
from tenants.models import Country
from tenants.queries import region

SPOKEN = ("sk", "cs")
DESCRIBED = "8"  # raised when documents are described in another way, so that all are made anew


def language() -> str | None:
    """Slovak or Czech, by the region; both where the region's own language is neither."""
    here = region()
    if here is None:
        return None
    if here.language in SPOKEN:
        return str(here.language)
    return {"SK": "sk", "CZ": "cs"}.get(here.country)


def country() -> str:
    """The country whose kinds and target groups the region uses."""
    here = region()
    return str(here.country) if here else str(Country.SK)


def region_code() -> str:
    """The statistical code of the region; empty before it is founded."""
    here = region()
    return str(here.region_code) if here else ""


def manner() -> str:
    """How documents are made now; a document made in another manner is made again."""
    return f"{DESCRIBED}-{language() or 'both'}-{lexicon.version()}"
