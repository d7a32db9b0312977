"""Undoing a run: what nobody has touched goes back, what somebody has said since stays and is told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from imports import commands
from imports.models import Run
from kernel.jobs import run_now
from kernel.jobs.models import Job
from kernel.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(browse: Callable[..., Any], person: Callable[..., Any], region: Any) -> Any:
    client = browse(None, person("DATA_STEWARD", at=region))
    client.cookies["opora_language"] = "en"
    return client


def services() -> Any:
    from catalogue.models import Service

    return Service.objects


def capacities() -> list[int]:
    from catalogue.models import Capacity

    return sorted(Capacity.objects.values_list("count", flat=True))


def changed(content: bytes, to: int) -> bytes:
    return content.replace(b'"Kapacita":27', f'"Kapacita":{to}'.encode())


def test_last_run_is_undone(bring_in: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime]) -> None:
    bring_in("bbsk", bbsk_rows)
    before = capacities()
    run = bring_in("bbsk", changed(bbsk_rows, 31))
    assert capacities() != before
    undone = commands.undo_run(run, by=None, at=tick())
    assert (undone.state, undone.undone["stayed"], capacities()) == ("UNDONE", 0, before)
    entry = Entry.objects.get(verb="imports.run_undone")
    assert entry.facts == {"source": "bbsk", **undone.undone}


def test_older_run_is_undone_and_the_newer_word_stays(
    bring_in: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime], desk: Any
) -> None:
    bring_in("bbsk", bbsk_rows)
    older = bring_in("bbsk", changed(bbsk_rows, 31))
    bring_in("bbsk", changed(bbsk_rows, 32))
    newest = capacities()
    page = desk.get(f"/imports/{older.pk}/undo/").content.decode()
    assert "Runs accepted after this one stay accepted" in page
    undone = commands.undo_run(older, by=None, at=tick())
    assert (undone.undone["put_back"], undone.undone["stayed"], capacities()) == (0, 1, newest)
    page = desk.get(f"/imports/{older.pk}/").content.decode()
    assert "A register has said something else since." in page


def test_first_run_undone_takes_its_services_out(
    bring_in: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime]
) -> None:
    run = commands.undo_run(bring_in("bbsk", bbsk_rows), by=None, at=tick())
    assert run.undone["withdrawn"] == 5
    assert services().filter(withdrawn_on__isnull=True).count() == 0


def test_undone_run_is_as_if_it_never_was(
    bring_in: Callable[..., Any], receive: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime]
) -> None:
    """The undone file holds news again; the one before it holds nothing new."""
    first = bring_in("bbsk", bbsk_rows)
    second = bring_in("bbsk", changed(bbsk_rows, 31))
    assert receive("bbsk", changed(bbsk_rows, 31)).is_nothing_new is True
    commands.undo_run(second, by=None, at=tick())
    assert receive("bbsk", changed(bbsk_rows, 31)).is_nothing_new is False
    assert receive("bbsk", bbsk_rows).same_as == first
    again = bring_in("bbsk", changed(bbsk_rows, 31))
    assert (again.state, again.written) == ("ACCEPTED", 1)


def test_run_compared_before_an_undo_must_be_compared_again(
    bring_in: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime]
) -> None:
    run = bring_in("bbsk", bbsk_rows)
    waiting = compare("bbsk", changed(bbsk_rows, 31))
    commands.undo_run(run, by=None, at=tick())
    with pytest.raises(commands.Outdated):
        commands.accept_run(waiting, by=None, at=tick())


def test_undoing_twice_is_undoing_once(
    bring_in: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime], catalogue: Callable[[], str]
) -> None:
    run = bring_in("bbsk", bbsk_rows)
    commands.undo_run(run, by=None, at=tick())
    before, recorded = catalogue(), Entry.objects.count()
    commands.undo_run(run, by=None, at=tick())
    assert (catalogue(), Entry.objects.count()) == (before, recorded)


def test_only_an_accepted_run_can_be_undone(
    compare: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime]
) -> None:
    run = compare("bbsk", bbsk_rows)
    for act in (lambda: commands.ask_to_undo(run, by=None), lambda: commands.undo_run(run, by=None, at=tick())):
        with pytest.raises(commands.NotReady):
            act()
    with pytest.raises(IntegrityError, match="undone_run_has_its_time"), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state="UNDONE", decided_at=tick())


def test_run_is_undone_on_the_page_as_a_job(desk: Any, bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    bring_in("bbsk", bbsk_rows)
    before = capacities()
    run = bring_in("bbsk", changed(bbsk_rows, 31))
    address = f"/imports/{run.pk}/"
    assert f"{address}undo/" in desk.get(address).content.decode()
    assert "gets back the values it had before" in desk.get(f"{address}undo/").content.decode()
    assert capacities() != before
    desk.post(f"{address}undo/")
    run.refresh_from_db()
    job = run_now(Job.objects.get(pk=run.job_id))
    run.refresh_from_db()
    assert (job.state, run.state, capacities()) == (job.State.DONE, "UNDONE", before)
    page = desk.get(address).content.decode()
    assert "1 field was put back." in page
    assert desk.get(f"{address}undo/").status_code == 302


def test_service_somebody_has_worked_on_stays_when_its_run_is_undone(
    bring_in: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime], desk: Any
) -> None:
    from catalogue.commands import describe_service

    run = bring_in("bbsk", bbsk_rows)
    service = services().order_by("register_key").first()
    describe_service(service, facts={"phones": ["+421905123456"]}, by=None, at=tick())
    undone = commands.undo_run(run, by=None, at=tick())
    service.refresh_from_db()
    assert (service.withdrawn_on, undone.undone["withdrawn"]) == (None, 4)
    assert undone.undone["stayed"] > 0
    assert "Somebody has worked on this service since" in desk.get(f"/imports/{run.pk}/").content.decode()


def test_run_is_undone_from_the_command_line(bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    import io

    from django.core.management import CommandError, call_command
    from django.utils import translation

    bring_in("bbsk", bbsk_rows)
    before = capacities()
    run, out = bring_in("bbsk", changed(bbsk_rows, 31)), io.StringIO()
    with translation.override("en"):
        for wrong in ("nonsense", "00000000-0000-4000-8000-000000000000"):
            with pytest.raises(CommandError, match="There is no run"):
                call_command("import_undo", wrong, stdout=out)
        call_command("import_undo", str(run.pk), stdout=out)
        assert f"{'fields put back:':<42}       1\n" in out.getvalue()
        with pytest.raises(CommandError, match="Only an accepted run"):
            call_command("import_undo", str(run.pk), stdout=out)
    assert capacities() == before
