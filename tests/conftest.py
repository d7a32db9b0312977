"""What every test may ask for: the database, two look-alike tenants, people and their browsers."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

pytest_plugins = ["support.database", "support.people", "support.sharing", "browser.fixtures"]


@pytest.fixture(autouse=True)
def _fresh_start() -> None:
    """Nothing remembered passes from one test to the next, nor tenant or language of the last request."""
    from django.db import connection
    from django.utils import translation
    from support.forgetting import forget

    translation.deactivate()
    forget()
    connection.set_schema_to_public()


def pytest_configure(config: pytest.Config) -> None:
    from ui.messages import compile_catalogues

    compile_catalogues()  # so that one file can be tested without make
    config.addinivalue_line("markers", "endure: a long campaign, run by `make endure` only")
    config.addinivalue_line("markers", "browser: needs the system's Chromium")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in the test's thread


def pytest_unconfigure(config: pytest.Config) -> None:
    """On a developer's machine the parts keep running for the next run; elsewhere nothing is left behind."""
    if os.environ.get("CI") and not hasattr(config, "workerinput"):
        import embedded

        embedded.stop()
