"""What was looked for in vain comes into a chapter of a plan: through both rooms, with small numbers left out."""

from datetime import date
from typing import Any

import pytest
from support.plans import begin_plan, here

from kernel.tenancy import entered
from planning.figures import FigureSource, Offered, offer
from planning.knowing.models import Figure
from planning.knowing.offering import numbers_of, sources_for
from planning.structure.errors import PlanRefused
from search.desk.offering import NAME, UNMET, unmet_needs
from search.models import UnmetNeed
from tenants.context import in_tenant
from tenants.queries import towns_of_site

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        return begin_plan("Plán mesta Alfa")


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


@pytest.fixture
def town(alfa: Any) -> str:
    return towns_of_site(alfa.key)[0]


def counted(town: str, **kinds: int) -> None:
    for kind, count in kinds.items():
        code = f"SK448-{kind.removeprefix('k')}"
        UnmetNeed.objects.create(month=date(2026, 2, 1), kind_code=code, municipality_code=town, count=count)


def test_only_the_town_and_the_time_are_told(alfa: Any, town: str) -> None:
    counted(town, k41=9, k40=3)
    UnmetNeed.objects.create(month=date(2025, 12, 1), kind_code="SK448-41", municipality_code=town, count=50)
    UnmetNeed.objects.create(month=date(2026, 2, 1), kind_code="SK448-41", municipality_code="999999", count=50)
    told = unmet_needs(alfa.key, FIRST, LAST)
    assert [row[1] for row in told.rows] == ["9"]
    assert told.as_of == LAST


def test_small_numbers_are_put_together_or_left_out(alfa: Any, town: str) -> None:
    counted(town, k41=9, k40=3, k36=2)
    assert [row[1] for row in unmet_needs(alfa.key, FIRST, LAST).rows] == ["9", "5"]
    UnmetNeed.objects.filter(kind_code="SK448-36").delete()
    assert [row[1] for row in unmet_needs(alfa.key, FIRST, LAST).rows] == ["9"]


def test_the_coordinator_puts_it_into_the_chapter(alfa: Any, plan: Any, town: str, coordinator: Any) -> None:
    with entered(""):
        counted(town, k41=9)
    for chapter in ("PROVIDERS", "NEEDS"):
        page = coordinator.get(here("chapter", plan.pk, chapter)).content.decode()
        assert here("offered_figure", plan.pk, chapter, NAME) in page
    address = here("offered_figure", plan.pk, "NEEDS", NAME)
    assert NAME not in coordinator.get(here("chapter", plan.pk, "RISKS")).content.decode()
    assert coordinator.get(here("offered_figure", plan.pk, "RISKS", NAME)).status_code == 404
    period = {"first": "1.1.2026", "last": "31.3.2026"}
    assert coordinator.get(address, period).context["table"].rows[0][1] == "9"
    assert coordinator.get(address).status_code == 200
    assert coordinator.get(address, {"first": "1.3.2026", "last": "1.1.2026"}).status_code == 422
    assert coordinator.post(address, period).url == here("chapter", plan.pk, "NEEDS")
    assert coordinator.post(address, period).status_code == 422
    with in_tenant(alfa.key):
        figure = Figure.objects.get()
    assert (figure.rows[0][1], figure.as_of) == ("9", LAST)
    empty = coordinator.post(address, {"first": "1.1.2020", "last": "31.3.2020"})
    assert empty.status_code == 422


def test_numbers_of_fewer_than_five_are_refused_whoever_offers_them() -> None:
    small = Offered(["Druh", "Počet"], [["opatera", "4"]], "x", LAST)
    source = FigureSource("small", "x", "x", frozenset(), lambda key, first, last: small)
    with pytest.raises(PlanRefused):
        numbers_of(source, "alfa", FIRST, LAST)


def test_a_source_is_enrolled_once() -> None:
    offer(UNMET)
    assert sources_for("NEEDS").count(UNMET) == 1
    with pytest.raises(ValueError, match=NAME):
        offer(FigureSource(NAME, "x", "x", frozenset(), UNMET.ask))
