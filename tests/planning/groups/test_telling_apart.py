"""Where groups are listed or chosen from, two of one name are told apart by their plans; others keep their names."""

from datetime import date
from typing import Any

import pytest
from support.groups import found
from support.plans import add, begin_plan, here, small_tree, text_of
from support.world import FOUNDED

from planning.groups import commands
from planning.groups.models import Group
from planning.groups.queries import told_apart
from planning.structure.commands import change_node
from planning.structure.guarantors import group_named
from planning.structure.models import Plan
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
NOBODY: dict[str, Any] = {"by": None, "at": FOUNDED}


@pytest.fixture
def two(alfa: Any) -> Any:
    """Two groups called Seniori, of an older and a newer plan, and one that bears its name alone."""
    with in_tenant(alfa.key):
        older, newer = begin_plan("Starý plán"), begin_plan("Nový plán")
        yield found("Seniori", plan=older), found("seniori", plan=newer), found("Rodiny", plan=newer)


def labels() -> list[str]:
    return list(told_apart(Group.objects.select_related("plan").order_by("plan__title", "name")).values())


def test_only_those_of_one_name_carry_their_plan(two: Any) -> None:
    assert labels() == ["Rodiny", "seniori (Nový plán)", "Seniori (Starý plán)"]


def test_plans_of_one_title_are_told_apart_by_their_years(two: Any) -> None:
    Plan.objects.filter(pk=two[0].plan_id).update(title="Nový plán", starts_on=date(2021, 1, 1))
    assert sorted(labels()) == ["Rodiny", "Seniori – Nový plán (2021–2030)", "seniori – Nový plán (2026–2030)"]


def test_pages_at_work_tell_them_apart(two: Any, alfa: Any, person: Any, browse: Any) -> None:
    coordinator = browse(alfa, person("COORDINATOR", at=alfa))
    for page in ("new_meeting", "tasks"):
        text = text_of(coordinator.get(here(page)))
        assert "Seniori (Starý plán)" in text
        assert "seniori (Nový plán)" in text
        assert "Rodiny (" not in text
    offered = coordinator.get(here("guarantors"), {"q": "senior"}).json()["results"]
    assert offered == [{"label": "Seniori (Starý plán)"}, {"label": "seniori (Nový plán)"}]
    commands.end_group(two[0], on=FOUNDED.date(), why="Hotovo.", **NOBODY)
    assert "Seniori (Starý plán)" in text_of(coordinator.get(here("groups")))


def test_what_was_offered_names_the_group_of_its_plan(two: Any) -> None:
    older, newer, _alone = two
    assert group_named(newer.plan, "seniori (Nový plán)") == newer.pk
    assert group_named(newer.plan, "Seniori (Starý plán)") is None
    assert group_named(newer.plan, "Seniori (niekde)") is None
    measure = small_tree(older.plan)["first"]
    change_node(measure, changes={"guarantor": "Seniori (Starý plán)"}, version=1, **NOBODY)
    measure.refresh_from_db()
    assert measure.guarantor_id == older.pk
    assert add(older.plan, "Iné", guarantor="Seniori").guarantor_id == older.pk
