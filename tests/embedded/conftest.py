"""Real parts in a folder whose name has a space, started once for all tests of this room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import embedded

VARIABLES = ("DATABASE_URL", "OPORA_BROKER_URL", "OPORA_ELASTICSEARCH_URL", "OPORA_HOME")


@pytest.fixture(autouse=True)
def _no_addresses_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="session")
def running_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder whose three parts have been started; tests that stop one use `home`, which starts it again."""
    folder = tmp_path_factory.mktemp("data of the clerk") / "my home"
    with pytest.MonkeyPatch.context() as patch:
        for variable in VARIABLES:
            patch.delenv(variable, raising=False)
        started = embedded.start(folder, durable=False)
    assert [status.state for status in started] == ["running"] * 3, started
    yield folder
    embedded.reset(folder)


@pytest.fixture
def home(running_home: Path) -> Path:
    """The common folder with everything up."""
    embedded.start(running_home, durable=False)
    return running_home


@pytest.fixture
def second_home(tmp_path: Path) -> Iterator[Path]:
    """A folder of its own, for tests that need an untouched one."""
    folder = tmp_path / "second home"
    yield folder
    embedded.reset(folder)
