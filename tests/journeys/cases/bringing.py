"""Brings one case into a standing site, by the same commands an operator uses. Run as a script of its own."""

import io
import json
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[3]
DEMO = CHECKOUT / "deploy" / "demo"
sys.path.insert(0, str(CHECKOUT / "tests"))


def main(host: str, stem: str, facts: dict[str, Any], roles: list[tuple[str, str]], without: list[str]) -> None:
    """The site with its plan, what stands around it, and who works there. A site that stands is left as it is.

    `without`: what of the work is left out, because the journey does it, or because the journey needs no "services":
    those that the plan names and the small catalogue of the tests lacks are made.
    """
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from tenants.models import Domain

    if Domain.objects.filter(domain=host).exists():
        return
    plan = DEMO / "plans" / f"{stem}.toml"
    _command("found_tenant", host=host, **facts)
    if "services" not in without:
        _make_services(plan)
    _command("load_plan", host, str(plan), publish=True)
    _load_work(host, DEMO / "work" / f"{stem}.toml", without)
    for email, role in roles:
        _command("give_role", email, role, at=host)


def _make_services(plan: Path) -> None:
    """One for each kind and place that a measure speaks of."""
    from support.services import make_service

    from catalogue import feed
    from catalogue.models import Reach, ServiceKind

    content = tomllib.loads(plan.read_text(encoding="utf-8"))
    measures = [each for area in content["priority"] for goal in area["goal"] for each in goal["measure"]]
    named = {(each["kind"], each["municipality"]) for measure in measures for each in measure.get("services", [])}
    for kind, town in sorted(named):
        if not feed.services_at_hand(kind, town):
            made = make_service(ServiceKind.objects.get(pk=kind).plain_cs, kind=kind)
            Reach.objects.create(service=made, level="MUNICIPALITY", code=town)


def _load_work(host: str, file: Path, without: list[str]) -> None:
    from kernel.clock import now
    from planning.loading import load_work, read_work
    from tenants.context import in_tenant
    from tenants.models import Tenant

    content = {name: told for name, told in read_work(file).items() if name not in without}
    tenant = Tenant.objects.get(domains__domain=host)
    with in_tenant(tenant.key):
        load_work(content, currency=tenant.currency, by=None, at=now())


def _command(name: str, /, *words: str, **options: Any) -> None:
    from django.core.management import call_command

    call_command(name, *words, **options, stdout=io.StringIO())


if __name__ == "__main__":
    main(*json.loads(sys.argv[1]))
