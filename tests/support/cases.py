"""The real cases of the demonstration at their true size, brought in by the commands an operator uses."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

DEMO = Path(__file__).parents[2] / "deploy" / "demo"
BROUGHT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def bring(stem: str, *, currency: str = "CZK", publish: bool = True, at: datetime = BROUGHT) -> Any:
    """The plan and what stands around it; whoever calls stands in the tenant."""
    from planning.loading import load_work, read_work
    from planning.structure.loading import load_plan, read_plan
    from planning.structure.publishing import publish_plan

    plan = load_plan(read_plan(DEMO / "plans" / f"{stem}.toml"), by=None, at=at)
    if publish:
        publish_plan(plan, by=None, at=at)
    load_work(read_work(DEMO / "work" / f"{stem}.toml"), currency=currency, by=None, at=at)
    return plan
