"""Relays are killed at random; nothing is lost, nothing in the database happens twice, letters keep their number."""

from endurance.journal_faults import run_round


def test_nothing_is_lost_and_nothing_happens_twice_when_relays_are_killed(own_database: str) -> None:
    """One round; `make endure` runs many."""
    result = run_round(11)
    assert result.wrong == []
    assert len(result.all_kept) + len(result.undone) == 2000
    assert result.undone
    assert result.kills >= 10


def test_the_trial_sees_an_effect_outside_the_transaction(own_database: str) -> None:
    result = run_round(44, events=800, sabotage="effects outside the transaction")
    assert any("twice" in wrong for wrong in result.wrong)
