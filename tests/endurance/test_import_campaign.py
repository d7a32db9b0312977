"""The long campaign over imports; `make endure` runs it and keeps its report beside this file."""

import os
import platform
from collections import Counter
from pathlib import Path

import pytest
from endurance.import_faults import Campaign, Round, house

ROUNDS = int(os.environ.get("OPORA_ENDURE_IMPORT_ROUNDS", "100"))
REPORT = Path(__file__).with_name("imports.md")


@pytest.mark.endure
def test_imports_through_many_deaths(tmp_path: Path) -> None:
    with house(tmp_path / "home") as here:
        campaign = Campaign(here, tmp_path)
        campaign.prepare()
        rounds = list(campaign.rounds(ROUNDS))
    REPORT.write_text(report(rounds), encoding="utf-8")
    assert [wrong for each in rounds for wrong in each.wrong] == []


def report(rounds: list[Round]) -> str:
    rows = [
        f"| {each.number + 1} | {each.act} | {each.victim} | {each.after:.2f} | {each.asked_again} "
        f"| {each.seconds:.1f} | {'; '.join(each.wrong) or 'nothing'} |"
        for each in rounds
    ]
    by_victim = ", ".join(f"{name} {count}" for name, count in sorted(Counter(each.victim for each in rounds).items()))
    return "\n".join(
        [
            "# Imports through many deaths",
            "",
            "A register of 400 services is received, compared, accepted and undone over and over. In the middle of",
            "each act a part is killed by SIGKILL: the worker, PostgreSQL, the broker, or the process that receives",
            "the file. Afterwards the act has to be whole or not begun: the fingerprint of the catalogue and of all",
            "words said is compared, and nothing may be told twice, half read or left behind.",
            "",
            f"{len(rounds)} rounds (killed: {by_victim}); wrong: {sum(bool(each.wrong) for each in rounds)}; "
            f"Python {platform.python_version()}, {os.cpu_count()} cores.",
            "",
            "| round | act | killed | after s | asked again | seconds | wrong |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )
