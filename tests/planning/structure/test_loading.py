"""A plan from a file: all of it or nothing."""

from pathlib import Path
from typing import Any

import pytest
from support.plans import numbered
from support.services import make_service
from support.world import FOUNDED

from kernel.errors import DomainError
from planning.structure.loading import load_plan, read_plan
from planning.structure.models import Node, Plan
from planning.structure.sheet.queries import sheet_of

pytestmark = pytest.mark.usefixtures("in_alfa")
PLANS = sorted((Path(__file__).parents[3] / "deploy" / "demo" / "plans").glob("*.toml"))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_plan_of_the_demonstration_is_read_and_loaded(path: Path) -> None:
    plan = load_plan(read_plan(path), by=None, at=FOUNDED)
    assert {level for _number, level, _title in numbered(plan)} == {"PRIORITY", "GOAL", "MEASURE", "ACTIVITY"}


def test_a_named_service_is_joined() -> None:
    from catalogue.models import Reach

    service = make_service()
    Reach.objects.create(service=service, level="MUNICIPALITY", code="508438")
    content: dict[str, Any] = read_plan(PLANS[-1])
    measure = content["priority"][0]["goal"][0]["measure"][0]
    measure["services"] = [{"kind": "SK448-41", "municipality": "508438"}]
    plan = load_plan(content, by=None, at=FOUNDED)
    assert Node.objects.get(plan=plan, title=measure["title"]).services.get().service_id == service.pk


@pytest.mark.parametrize(
    "content", [b"", b"title = ", b"\xff\xfe", b'title = "only a title"', b"<html>404</html>"], ids=range(5)
)
def test_a_broken_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "plan.toml"
    file.write_bytes(content)
    with pytest.raises(DomainError):
        read_plan(file)
    assert not Plan.objects.exists()


def test_rows_of_the_sheet_come_with_the_measure() -> None:
    city = next(path for path in PLANS if path.stem == "sk-banska-bystrica")
    plan = load_plan(read_plan(city), by=None, at=FOUNDED)
    measure = Node.objects.get(plan=plan, title="Rozšíriť opatrovateľskú službu o večery a víkendy")
    sheet = sheet_of(measure)
    assert {part: len(rows) for part, rows in sheet.items()} == {
        "partners": 2, "changes": 1, "costs": 5, "indicators": 2, "risks": 2,
    }  # fmt: skip
    falling = next(row for row in sheet["indicators"] if row["direction"] == "DOWN")
    assert falling["targets"] == [{"year": 2024, "value": "25.00"}, {"year": 2026, "value": "0.00"}]
