"""Brings one case into a standing site, by the same commands an operator uses. Run as a script of its own."""

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[3]
DEMO = CHECKOUT / "deploy" / "demo"


def main(host: str, stem: str, facts: dict[str, Any], roles: list[tuple[str, str]]) -> None:
    """The site with its plan, what stands around it, and who works there. A site that stands is left as it is."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from tenants.models import Domain

    if Domain.objects.filter(domain=host).exists():
        return
    _command("found_tenant", host=host, **facts)
    _command("load_plan", host, str(DEMO / "plans" / f"{stem}.toml"), publish=True)
    _command("load_work", host, str(DEMO / "work" / f"{stem}.toml"))
    for email, role in roles:
        _command("give_role", email, role, at=host)


def _command(name: str, /, *words: str, **options: Any) -> None:
    from django.core.management import call_command

    call_command(name, *words, **options, stdout=io.StringIO())


if __name__ == "__main__":
    main(*json.loads(sys.argv[1]))
