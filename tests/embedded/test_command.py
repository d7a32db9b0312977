"""`opora embedded` on the command line."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

import embedded
from embedded.command import main


def test_start_tells_one_line_a_part_with_its_seconds(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["start", "--home", str(home)]) == 0

    lines = sorted(capsys.readouterr().out.splitlines())
    assert [line.split(":")[0] for line in lines] == ["Elasticsearch 8.19.21", "PostgreSQL 18.6", "Valkey 9.1.2"]
    assert all(re.search(r"running at \S+ \(\d+\.\d s\)$", line) for line in lines), lines


def test_status_works_from_any_folder(home: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "embedded", "status", "--home", str(home)],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.count("running at") == 3


def test_status_of_what_never_ran_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--home", str(tmp_path)]) == 1
    assert capsys.readouterr().out == "PostgreSQL: stopped\nValkey: stopped\nElasticsearch: stopped\n"


@pytest.mark.parametrize("answer", ["", "no\n", "y\n"])
def test_reset_deletes_nothing_without_a_yes(home: Path, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))

    assert main(["reset", "--home", str(home)]) == 1

    assert embedded.status(home, ("broker",))[0].state == "running"


def test_reset_deletes_after_a_yes(second_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded.start(second_home, ("broker",))
    monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))

    assert main(["reset", "--home", str(second_home)]) == 0

    assert list(second_home.iterdir()) == []


def test_an_unknown_part_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["start", "oracle", "--home", str(tmp_path)]) == 1
    assert "There is no part oracle. The parts are postgres, broker, elasticsearch." in capsys.readouterr().err
