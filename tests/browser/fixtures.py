"""Fixtures of all tests that drive a browser: one Chromium and one standing site, shared as long as the run lasts."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browser.standing import Site, standing_site
from browser.visiting import Visitor

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
]
MISSING = "There is no Chromium on this machine; install it from the system's packages (Debian: apt install chromium)."
TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The system's Chromium. In CI it is never skipped."""
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    play = request.getfixturevalue("playwright")
    started = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield started
    started.close()


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, django_db_blocker: Any, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Opora as `make demo` runs it, with a small region. `browser/stand.py` keeps one standing between runs."""
    from support.database import standing_copy

    if kept := os.environ.get("OPORA_STANDING_SITE"):
        yield Site.kept(Path(kept))
        return
    name = f"site_{os.getpid()}_{worker_id}"
    with ExitStack() as ending:
        with django_db_blocker.unblock():
            database = ending.enter_context(standing_copy(name))
        yield ending.enter_context(
            standing_site(database, tmp_path_factory.mktemp("site"), name=name.replace("_", "-"))
        )


@pytest.fixture(scope="session")
def pictures() -> Path:
    folder = TESTS.parent / ".opora" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def _known() -> dict[str, Any]:
    """What visitors of the whole run remember: pages looked at, people signed in."""
    return {"seen": set(), "people": {}}


@pytest.fixture
def visitor(chromium: Any, site: Site, pictures: Path, _known: dict[str, Any]) -> Iterator[Callable[..., Visitor]]:
    """A browser of one's own: `visitor()`, `visitor("coordinator", at="alfa")`, `visitor(width=390, scripts=False)`."""
    with ExitStack() as ending:

        def come(person: str = "", **options: Any) -> Visitor:
            return ending.enter_context(Visitor(chromium, site, pictures, _known, person=person, **options))

        yield come


@pytest.fixture
def words() -> Callable[[str], "re.Pattern[str]"]:
    """A pattern for words that stand somewhere in a text."""
    return lambda text: re.compile(re.escape(text), re.IGNORECASE)
