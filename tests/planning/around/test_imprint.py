"""Who pays for the planning stands at the foot of every document of the plan."""

import io
import zipfile
from typing import Any

import pytest
from support import meetings as meet
from support.groups import full
from support.plans import add, begin_plan, here
from support.world import FOUNDED

from planning.delivery.commands import begin_year
from planning.structure.commands import change_plan
from planning.structure.publishing import publish_plan
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "at": FOUNDED}


def foot(answer: Any) -> str:
    parts = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    return "".join(parts.read(part).decode() for part in parts.namelist() if "footer" in part)


def test_lists_letters_sheets_minutes_and_years_say_who_pays(alfa: Any, person: Any, browse: Any) -> None:
    coordinator = browse(alfa, person("COORDINATOR", at=alfa))
    with in_tenant(alfa.key):
        plan = begin_plan("Plán mesta Alfa")
        add(plan, "A")
        change_plan(plan, changes={"project_number": "312041A"}, version=1, **WHO)
        group = full("Seniori", plan=plan)
        other = full("Bez plánu")
        year = begin_year(plan, year=2026, currency="EUR", **WHO)
        meeting = meet.minuted(meet.group_of_five("Rodiny", plan=plan))
        publish_plan(plan, **WHO)
    documents = [
        here("members_file", group.pk, "docx"),
        here("all_members_file", "docx"),
        here("year_paper", plan.pk, year.pk, "plan", "docx"),
        here("year_paper", plan.pk, year.pk, "carried", "docx"),
        here("sheet", meeting.pk, "docx"),
        here("minutes_paper", meeting.pk, "docx"),
    ]
    for address in documents:
        assert "312041A" in foot(coordinator.get(address)), address
    assert "312041A" not in foot(coordinator.get(here("members_file", other.pk, "docx")))
