"""A large plan put straight into the tables, for what is measured on many nodes and not by which command."""

from datetime import date
from decimal import Decimal
from typing import Any

from support.world import FOUNDED

TEXT = (
    "Opatrovateľka príde domov aj večer a cez víkend, pomôže s umývaním, jedlom, nákupom a liekmi. Službu dostane"
    " každý, kto ju potrebuje podľa posudku; prvé stretnutie je do piatich dní a rodina vie, komu má zavolať. "
)


def large_plan(nodes: int, *, title: str = "Veľký plán", paragraphs: int = 1) -> Any:
    """One priority, goal and measure for each ten nodes, the other seven are activities; each measure has a sheet."""
    from support.plans import begin_plan

    from planning.structure.models import Node

    plan = begin_plan(title)
    rows: list[Any] = []

    def add(parent: Any, level: str, position: int) -> Any:
        number = len(rows) + 1
        row = Node(
            plan=plan, parent=parent, level=level, position=position, title=f"{level.title()} číslo {number}",
            text="\n\n".join([TEXT * 3] * paragraphs), changed_at=FOUNDED, implementer="Mesto",
            starts_on=date(2026, 1, 1), ends_on=date(2030, 12, 31), target_groups="seniori a opatrujúce rodiny",
        )  # fmt: skip
        rows.append(row)
        return row

    for place in range(nodes // 10):
        measure = add(add(add(None, "PRIORITY", place), "GOAL", 0), "MEASURE", 0)
        for position in range(7):
            add(measure, "ACTIVITY", position)
    Node.objects.bulk_create(rows)
    _sheets([row for row in rows if row.level == "MEASURE"])
    return plan


def _sheets(measures: list[Any]) -> None:
    from planning.structure.sheet.models import Cost, Indicator, Risk

    years = range(2026, 2031)
    Cost.objects.bulk_create(
        Cost(node=each, year=year, source="OWN", planned=Decimal(120_000)) for each in measures for year in years
    )
    facts = {"kind": "IMPACT", "unit": "ľudia", "direction": "DOWN", "baseline": 41, "baseline_year": 2025}
    Indicator.objects.bulk_create(
        Indicator(node=each, name=f"ľudia, ktorí čakajú na službu {n}", **facts) for each in measures for n in range(3)
    )
    Risk.objects.bulk_create(
        Risk(node=each, title=f"Na zmeny sa neprihlási dosť ľudí {n}", probability=3, impact=4)
        for each in measures
        for n in range(3)
    )
