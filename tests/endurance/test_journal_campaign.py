"""The long campaign over the journal; `make endure` runs it and keeps its report beside this file."""

import os
import platform
from pathlib import Path

import pytest
from endurance.journal_faults import Round, run_round

ROUNDS = int(os.environ.get("OPORA_ENDURE_ROUNDS", "40"))
REPORT = Path(__file__).with_name("journal.md")


@pytest.mark.endure
def test_journal_through_many_deaths(own_database: str) -> None:
    rounds = [run_round(1000 + number, most_kills=60) for number in range(ROUNDS)]
    REPORT.write_text(report(rounds), encoding="utf-8")
    assert [wrong for each in rounds for wrong in each.wrong] == []


def report(rounds: list[Round]) -> str:
    rows = [
        f"| {each.seed} | {len(each.all_kept)} | {len(each.undone)} | {each.kills} | {each.copies} "
        f"| {each.seconds:.1f} | {'; '.join(each.wrong) or 'nothing'} |"
        for each in rounds
    ]
    kept, kills = sum(len(each.all_kept) for each in rounds), sum(each.kills for each in rounds)
    return "\n".join(
        [
            "# The journal through many deaths",
            "",
            "Relay processes are killed by SIGKILL at random moments while things happen in two tenants, 5 % of them",
            "rolled back. Afterwards every entry, effect and delivery and every letter at the mail server is counted.",
            "",
            f"{len(rounds)} rounds, {kept} things kept, {kills} relays killed, "
            f"{sum(each.copies for each in rounds)} letters went twice under one Message-ID; "
            f"Python {platform.python_version()}, {os.cpu_count()} cores.",
            "",
            "| seed | kept | rolled back | relays killed | second copies of letters | seconds | wrong |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )
