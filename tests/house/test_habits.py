"""The habits of the house, kept by tools: style, types, and who may import whom."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["lint-imports", "--no-cache"],
        ["mypy"],
        ["python", "-m", "ui.messages", "check"],
    ],
    ids=" ".join,
)
def test_tool_has_nothing_to_say(command: list[str]) -> None:
    answer = subprocess.run(
        [TOOLS / command[0], *command[1:]], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_no_contract_has_an_exception() -> None:
    assert "ignore_imports" not in (CHECKOUT / "pyproject.toml").read_text().split("[tool.importlinter]")[1]
