"""Chapters of the analysis for tests: a text, a table, services of the town, an acceptance."""

from datetime import date
from typing import Any

from support.knowing import WHO
from support.services import make_service
from support.world import FOUNDED

from planning.knowing import chapters
from planning.knowing.tables import Table

DAY = FOUNDED.date()
TOWN = ("508438", "Banská Bystrica")
TABLE = Table(["Rok", "Ľudia 65+"], [["2023", "1250"], ["2024", "1301"]])
FIGURE = {"title": "Ľudia nad 65", "source": "ŠÚ SR", "as_of": DAY, "drawing": "BARS", "table": TABLE}


def write(plan: Any, text: str, kind: str = "PEOPLE", seen: str = "") -> Any:
    return chapters.write_chapter(plan, kind=kind, text=text, seen=seen, **WHO)


def accept(plan: Any, kind: str = "PEOPLE", **facts: Any) -> Any:
    row = plan.chapters.filter(kind=kind).first()
    told = {"on": DAY, "note": "Zápisnica 2", "version": row.version if row else 1} | facts
    return chapters.accept_chapter(plan, kind=kind, **told, **WHO)


def standing(name: str, **facts: Any) -> Any:
    """A published service that stands in the town."""
    from catalogue.models import Place, ServiceAtPlace

    service = make_service(name, **facts)
    place = Place.objects.create(
        provider=service.provider, name=f"Prevádzka {name}", municipality_id=TOWN[0],
    )  # fmt: skip
    ServiceAtPlace.objects.create(service=service, place=place, starts_on=date(2020, 1, 1))
    return service


def reach(service: Any, code: str) -> None:
    from catalogue.models import Reach

    Reach.objects.create(service=service, level="MUNICIPALITY", code=code)


def cover(tenant: Any) -> None:
    from kernel.tenancy import entered

    with entered(""):
        tenant.covers.add(TOWN[0])
