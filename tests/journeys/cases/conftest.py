"""The five real cases, each brought into a site of its own once for its file."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.filling import PEOPLE
from browser.standing import CHECKOUT, Site

BRINGING = Path(__file__).with_name("bringing.py")
CZECH = {"country": "CZ", "language": "cs", "currency": "CZK"}
SLOVAK = {"country": "SK", "language": "sk", "currency": "EUR"}


@pytest.fixture(scope="module")
def case(site: Site) -> Callable[..., str]:
    """`case("ostrava", "cz-ostrava", name=…, kind=…, covers=[…])` answers where the site stands, as visitors say it."""

    def bring(
        at: str, stem: str, *, role: str = "COORDINATOR", without: tuple[str, ...] = ("services",), **facts: Any
    ) -> str:
        country = CZECH if stem.startswith("cz") else SLOVAK
        roles = [(PEOPLE["coordinator"][1], role)]
        told = [f"{at}.localhost", stem, country | {"region_code": ""} | facts, roles, list(without)]
        words = [sys.executable, str(BRINGING), json.dumps(told)]
        ended = subprocess.run(words, env=site.environment, cwd=CHECKOUT, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-4000:]
        return at

    return bring
