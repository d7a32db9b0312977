"""The guard: where unusually much ends or changes, two persons decide, and they are never the same one."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from imports import commands
from imports.deciding import NoReason
from imports.guarding import LimitRefused, set_limits, weigh
from imports.models import Run, SecondLook, SourceSettings
from kernel.jobs import run_now
from kernel.jobs.models import Job
from kernel.journal.models import Entry

pytestmark = pytest.mark.django_db
ANNA, BORIS = uuid.UUID(int=1), uuid.UUID(int=2)


def rows(content: bytes, *positions: int) -> bytes:
    layer = json.loads(content)
    layer["features"] = [layer["features"][position] for position in positions]
    return json.dumps(layer).encode()


@pytest.fixture
def losing(bring_in: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes) -> Any:
    """A whole register in which one of five services is missing: 20 % would end."""
    bring_in("bbsk", bbsk_rows)
    return compare("bbsk", rows(bbsk_rows, 0, 1, 4, 5), is_whole=True)


def work(run: Run) -> Run:
    run.refresh_from_db()
    run_now(Job.objects.get(pk=run.job_id))
    run.refresh_from_db()
    return run


def test_one_person_cannot_accept_what_ends_too_much(losing: Any, catalogue: Callable[[], str]) -> None:
    before = catalogue()
    assert (weigh(losing).ended, weigh(losing).running, weigh(losing).is_beyond) == (1, 5, True)
    with pytest.raises(commands.NeedsSecondPerson, match=r"1 .*5 .*5 %"):
        commands.ask_to_accept(losing, by=ANNA)
    with pytest.raises(commands.NeedsSecondPerson):
        commands.accept_run(losing, by=ANNA, at=losing.received_at)
    assert catalogue() == before


def test_what_changes_too_much_needs_two_as_well(
    bring_in: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows)
    layer = json.loads(bbsk_rows)
    for feature in layer["features"]:
        feature["properties"]["Kapacita"] = 99
    run = compare("bbsk", json.dumps(layer).encode())
    weighed = weigh(run)
    assert (weighed.too_many_end, weighed.too_many_change, weighed.is_beyond) == (False, True, True)
    with pytest.raises(commands.NeedsSecondPerson):
        commands.ask_to_accept(run, by=ANNA)


def test_second_person_agrees_and_both_are_named(losing: Any, tick: Callable[[], datetime]) -> None:
    commands.ask_second_person(losing, by=ANNA, at=tick())
    losing.refresh_from_db()
    assert losing.is_waiting
    commands.agree_as_second(losing, by=BORIS, at=tick())
    run = work(losing)
    assert (run.state, run.decided_by, run.second_by, run.is_beyond_limits) == ("ACCEPTED", ANNA, BORIS, True)
    accepted = Entry.objects.get(verb="imports.run_accepted", subject_id=str(run.pk))
    assert (accepted.by_id, accepted.facts["second_by"]) == (ANNA, str(BORIS))
    assert Entry.objects.get(verb="imports.second_person_agreed").by_id == BORIS


def test_who_asked_is_never_the_second_person(losing: Any, tick: Callable[[], datetime]) -> None:
    commands.ask_second_person(losing, by=ANNA, at=tick())
    with pytest.raises(commands.SamePerson):
        commands.agree_as_second(losing, by=ANNA, at=tick())
    with pytest.raises(commands.SamePerson):
        commands.refuse_as_second(losing, reason="no", by=ANNA, at=tick())
    look = SecondLook.objects.get()
    for answer in ("AGREED", "REFUSED", "OVERTAKEN"):
        with pytest.raises(IntegrityError, match="nobody_agrees_to_the_own_request"), transaction.atomic():
            SecondLook.objects.filter(pk=look.pk).update(
                answer=answer, answered_by=ANNA, answered_at=tick(), reason="x"
            )
    with pytest.raises(IntegrityError, match="beyond_the_limits_two_persons_decide"), transaction.atomic():
        Run.objects.filter(pk=losing.pk).update(
            state="ACCEPTED", decided_by=ANNA, second_by=ANNA, decided_at=tick(), is_beyond_limits=True
        )


def test_refusal_says_why_and_gives_the_run_back(
    losing: Any, tick: Callable[[], datetime], catalogue: Callable[[], str]
) -> None:
    before = catalogue()
    commands.ask_second_person(losing, by=ANNA, at=tick())
    with pytest.raises(NoReason):
        commands.refuse_as_second(losing, reason="  ", by=BORIS, at=tick())
    run = commands.refuse_as_second(losing, reason="The file was cut.", by=BORIS, at=tick())
    assert (run.state, SecondLook.objects.get().reason) == ("COMPARED", "The file was cut.")
    with pytest.raises(commands.NeedsSecondPerson):
        commands.ask_to_accept(run, by=ANNA)
    assert catalogue() == before


def test_waiting_run_stands_still(losing: Any, tick: Callable[[], datetime]) -> None:
    commands.ask_second_person(losing, by=ANNA, at=tick())
    for act in (
        lambda: commands.ask_to_accept(losing, by=BORIS),
        lambda: commands.ask_to_compare(losing, by=ANNA),
        lambda: commands.choose_changes(losing, taken=False, kinds=["ENDED"]),
        lambda: commands.ask_second_person(losing, by=BORIS, at=tick()),
    ):
        with pytest.raises(commands.NotReady):
            act()
    commands.withdraw_request(losing, by=ANNA, at=tick())
    losing.refresh_from_db()
    assert (losing.state, SecondLook.objects.get().answer) == ("COMPARED", "WITHDRAWN")


def test_agreement_counts_only_for_what_was_seen(losing: Any, agree: Callable[..., Any]) -> None:
    """Chosen otherwise since, or compared once more: it has to be asked anew."""
    agree(losing, by=ANNA, second=BORIS)
    Job.objects.filter(pk=losing.job_id).update(state="CANCELLED", finished_at=losing.received_at)
    commands.choose_changes(losing, taken=True, kinds=["ENDED"])
    with pytest.raises(commands.NeedsSecondPerson):
        commands.accept_run(losing, by=ANNA, at=losing.received_at)
    assert SecondLook.objects.get().answer == "OVERTAKEN"


def test_leaving_out_what_ends_makes_one_person_enough(losing: Any, tick: Callable[[], datetime]) -> None:
    set_limits("bbsk", ended_limit=5, changed_limit=90, by=ANNA, at=tick())
    commands.choose_changes(losing, taken=False, kinds=["ENDED", "CHANGED", "CONFLICT"])
    assert not weigh(losing).is_beyond


def test_second_person_overtaken_by_another_run_is_told(
    losing: Any, bring_in: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime]
) -> None:
    commands.ask_second_person(losing, by=ANNA, at=tick())
    bring_in("bbsk", bbsk_rows.replace(b'"Kapacita":27', b'"Kapacita":28'))
    with pytest.raises(commands.Outdated):
        commands.agree_as_second(losing, by=BORIS, at=tick())


def test_limits_are_data_journalled_and_never_switched_off(tick: Callable[[], datetime], region: Any) -> None:
    assert (SourceSettings.of("bbsk").ended_limit, SourceSettings.of("bbsk").changed_limit) == (5, 25)
    set_limits("bbsk", ended_limit=10, changed_limit=40, by=ANNA, at=tick())
    set_limits("bbsk", ended_limit=10, changed_limit=40, by=ANNA, at=tick())
    entry = Entry.objects.get(verb="imports.limits_changed")
    assert entry.facts == {"ended": {"from": 5, "to": 10}, "changed": {"from": 25, "to": 40}}
    for limits in ((51, 25), (5, 91), (-1, 25)):
        with pytest.raises(LimitRefused):
            set_limits("bbsk", ended_limit=limits[0], changed_limit=limits[1], by=ANNA, at=tick())
    with pytest.raises(IntegrityError, match="at_most_half_may_end"), transaction.atomic():
        SourceSettings.objects.update(ended_limit=100)
    with pytest.raises(IntegrityError, match="at_most_nine_tenths"), transaction.atomic():
        SourceSettings.objects.update(changed_limit=100)


def test_limit_set_for_a_source_counts(losing: Any, tick: Callable[[], datetime]) -> None:
    set_limits("bbsk", ended_limit=20, changed_limit=90, by=ANNA, at=tick())
    assert not weigh(losing).is_beyond
    set_limits("bbsk", ended_limit=19, changed_limit=90, by=ANNA, at=tick())
    assert weigh(losing).is_beyond


@pytest.mark.parametrize("content", [b"", b"   \n", b"{", b'{"type": "FeatureCollection", "features": []}'])
def test_empty_or_truncated_file_can_never_be_accepted_not_even_by_two(
    receive: Callable[..., Any], bring_in: Callable[..., Any], bbsk_rows: bytes, catalogue: Callable[[], str],
    tick: Callable[[], datetime], content: bytes,
) -> None:  # fmt: skip
    from imports.reasons import BrokenFile
    from kernel.jobs import Progress

    bring_in("bbsk", bbsk_rows)
    before = catalogue()
    run = receive("bbsk", content, is_whole=True)
    with pytest.raises(BrokenFile):
        commands.read_and_compare(run, progress=Progress(), at=tick())
    run.refresh_from_db()
    assert run.state == "FAILED"
    for act in (
        lambda: commands.accept_run(run, by=ANNA, at=tick()),
        lambda: commands.ask_second_person(run, by=ANNA, at=tick()),
        lambda: commands.agree_as_second(run, by=BORIS, at=tick()),
    ):
        with pytest.raises(commands.NotReady):
            act()
    assert catalogue() == before


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_file_cut_anywhere_can_never_be_accepted(
    receive: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime], share: float
) -> None:
    from imports.reasons import BrokenFile
    from kernel.jobs import Progress

    run = receive("bbsk", bbsk_rows.rstrip()[: int(len(bbsk_rows) * share)], is_whole=True)
    with pytest.raises(BrokenFile):
        commands.read_and_compare(run, progress=Progress(), at=tick())
    with pytest.raises(commands.NotReady):
        commands.ask_to_accept(run, by=ANNA)


@pytest.fixture
def stewards(person: Callable[..., Any], region: Any) -> tuple[Any, Any]:
    return person("DATA_STEWARD", at=region, email="anna@example.org"), person(
        "DATA_STEWARD", at=region, email="boris@example.org"
    )


def letters() -> list[tuple[str, str]]:
    from support.finding import deliver

    from kernel.mail.models import OutgoingMail

    deliver()
    return sorted(OutgoingMail.objects.filter(kind__startswith="imports.").values_list("to", "kind"))


def test_pages_lead_two_stewards_through_it(losing: Any, stewards: Any, browse: Callable[..., Any]) -> None:
    anna, boris = stewards
    first, second = browse(None, anna), browse(None, boris)
    address = f"/imports/{losing.pk}/"
    assert f"{address}second/ask/" in first.get(address).content.decode()
    assert f"{address}accept/" not in first.get(address).content.decode()
    first.post(f"{address}second/ask/")
    assert letters() == [("boris@example.org", "imports.second_asked")]
    mine, others = first.get(address).content.decode(), second.get(address).content.decode()
    assert ("second/withdraw/" in mine, "second/agree/" in mine) == (True, False)
    assert ("second/withdraw/" in others, "second/agree/" in others) == (False, True)
    first.post(f"{address}second/agree/")
    losing.refresh_from_db()
    assert losing.is_waiting
    assert second.post(f"{address}second/refuse/", {"reason": ""}).status_code == 422
    second.post(f"{address}second/refuse/", {"reason": "It was cut."})
    assert "It was cut." in first.get(address).content.decode()
    assert ("anna@example.org", "imports.second_answered") in letters()
    first.post(f"{address}second/ask/")
    second.post(f"{address}second/agree/")
    assert work(losing).state == "ACCEPTED"
    page = first.get(address).content.decode()
    assert str(anna) in page
    assert str(boris) in page


def test_limits_are_set_on_a_page_and_the_others_are_told(stewards: Any, browse: Callable[..., Any]) -> None:
    anna, _boris = stewards
    client = browse(None, anna)
    assert client.get("/imports/settings/").status_code == 200
    assert client.get("/imports/settings/nothing/").status_code == 404
    assert client.post("/imports/settings/bbsk/", {"ended_limit": "80", "changed_limit": "30"}).status_code == 422
    client.post("/imports/settings/bbsk/", {"ended_limit": "8", "changed_limit": "30"})
    assert (SourceSettings.of("bbsk").ended_limit, SourceSettings.of("bbsk").changed_by) == (8, anna.pk)
    assert letters() == [("boris@example.org", "imports.limits")]


def test_letters_say_who_what_and_where_and_nothing_more_than_once(losing: Any, stewards: Any) -> None:
    from kernel.mail.models import OutgoingMail

    anna, _boris = stewards
    commands.ask_second_person(losing, by=anna, at=losing.received_at)
    letters()
    (mail,) = OutgoingMail.objects.filter(kind="imports.second_asked")
    assert f"/imports/{losing.pk}/" in mail.text
    assert str(anna) in mail.text
    assert "20" not in mail.subject
    assert "1 " in mail.text


class TestCommandLine:
    @pytest.fixture(autouse=True)
    def _speak_english(self) -> Any:
        from django.utils import translation

        with translation.override("en"):
            yield

    @pytest.fixture
    def shrunk(self, bring_in: Callable[..., Any], bbsk_rows: bytes, tmp_path: Any) -> Any:
        bring_in("bbsk", bbsk_rows)
        file = tmp_path / "layer.geojson"
        file.write_bytes(rows(bbsk_rows, 0))
        return file

    def run(self, file: Any, **options: Any) -> str:
        import io

        from django.core.management import call_command

        out = io.StringIO()
        call_command("import", "bbsk", str(file), accept=True, is_whole=True, stdout=out, **options)
        return out.getvalue()

    def test_nobody_accepts_alone(self, shrunk: Any, stewards: Any, catalogue: Callable[[], str]) -> None:
        from django.core.management import CommandError

        before = catalogue()
        with pytest.raises(CommandError, match=r"4 of 5 running services would end.*--by"):
            self.run(shrunk)
        assert "The run waits for a second person." in self.run(shrunk, by="anna@example.org")
        assert catalogue() == before
        assert Run.objects.latest("received_at").is_waiting

    def test_two_different_stewards_are_named_and_hear_of_it(self, shrunk: Any, stewards: Any) -> None:
        from django.core.management import CommandError

        for second, said in (
            ("anna@example.org", "another data steward"),
            ("nobody@example.org", "not a data steward"),
        ):
            with pytest.raises(CommandError, match=said):
                self.run(shrunk, by="anna@example.org", second_by=second)
        told = self.run(shrunk, by="anna@example.org", second_by="boris@example.org")
        assert "Written into the catalogue: 4" in told
        assert ("boris@example.org", "imports.second_named") in letters()
        assert Entry.objects.get(verb="imports.second_person_agreed").facts["where"] == "command_line"
