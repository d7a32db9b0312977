"""An address in the environment replaces a part, which is then left alone."""

from pathlib import Path

import pytest

import embedded
from embedded.command import main

OUTSIDE = {
    "DATABASE_URL": "postgresql://opora:verysecret@db.example:5432/opora",
    "OPORA_BROKER_URL": "redis://:verysecret@broker.example:6379/0",
    "OPORA_ELASTICSEARCH_URL": "http://search.example:9200",
}


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, address in OUTSIDE.items():
        monkeypatch.setenv(variable, address)


@pytest.mark.usefixtures("outside")
def test_given_parts_are_neither_started_nor_stopped(tmp_path: Path) -> None:
    home = tmp_path / "home"

    started = embedded.start(home)
    stopped = embedded.stop(home)

    assert {status.state for status in (*started, *stopped)} == {"external"}
    assert [path.name for path in home.iterdir()] == ["lock"]


@pytest.mark.usefixtures("outside")
def test_given_addresses_win_over_parts_that_run_here(home: Path) -> None:
    assert embedded.addresses(home) == OUTSIDE
    assert {status.state for status in embedded.status(home)} == {"external"}


def test_one_given_address_leaves_the_other_parts_local(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPORA_ELASTICSEARCH_URL", OUTSIDE["OPORA_ELASTICSEARCH_URL"])

    assert [status.state for status in embedded.start(home)] == ["running", "running", "external"]


@pytest.mark.usefixtures("outside")
def test_the_status_hides_given_passwords(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--home", str(tmp_path)]) == 0

    shown = capsys.readouterr().out
    assert "postgresql://opora:***@db.example:5432/opora, given by DATABASE_URL" in shown
    assert "verysecret" not in shown
