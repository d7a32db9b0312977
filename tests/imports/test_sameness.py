"""A record under a new key may be a service the catalogue knows: a person says so, on a page that needs no scripts."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from catalogue import intake
from imports import commands, sameness
from imports.models import Run
from kernel.jobs import Progress
from kernel.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(browse: Callable[..., Any], person: Callable[..., Any], region: Any) -> Any:
    return browse(None, person("DATA_STEWARD", at=region))


@pytest.fixture
def renumbered(bring_in: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes) -> Run:
    """The layer of the next year, in which one street is written otherwise, so that its key is another one."""
    bring_in("bbsk", bbsk_rows, is_whole=True)
    layer = json.loads(bbsk_rows)
    home = next(each for each in layer["features"] if each["properties"]["Obec_sociálnej_služby"] == "Očová")
    home["properties"]["Ulica_sociálnej_služby"] = "Domov seniorov Dolinka, Československej armády 67/57"
    run: Run = compare("bbsk", json.dumps(layer).encode(), is_whole=True)
    return run


def services() -> Any:
    from catalogue.models import Service

    return Service.objects


def waiting(run: Run) -> sameness.Doubt:
    (doubt,) = sameness.doubts_of(run, offset=0, limit=10)
    return doubt


def test_a_corrected_street_does_not_end_the_service_and_begin_another(
    renumbered: Run, tick: Callable[[], datetime]
) -> None:
    assert (renumbered.count("new"), renumbered.count("ended"), renumbered.count("waiting")) == (1, 1, 1)
    doubt = waiting(renumbered)
    known = doubt.candidates[0].service_id

    sameness.settle_doubts(renumbered, same={doubt.change.card.id: known}, another=[], by=None, at=tick())
    sameness.compare_again(renumbered, progress=Progress(), at=tick())
    renumbered.refresh_from_db()
    commands.accept_run(renumbered, by=None, at=tick())

    assert (renumbered.count("new"), renumbered.count("ended"), renumbered.count("changed")) == (0, 0, 1)
    assert services().count() == 5
    assert services().get(pk=known).ended_on is None


def test_the_page_shows_record_and_candidates_and_keeps_the_answer(desk: Any, renumbered: Run) -> None:
    doubt = waiting(renumbered)
    text = desk.get(f"/imports/{renumbered.pk}/").content.decode()
    page = desk.get(f"/imports/{renumbered.pk}/same/").content.decode()

    answer = desk.post(
        f"/imports/{renumbered.pk}/same/", {f"record-{doubt.change.card.id}": str(doubt.candidates[0].service_id)}
    )

    assert "záznam čaká na vaše slovo" in text
    assert "Domov seniorov Dolinka" in page
    assert "rovnaké IČO poskytovateľa" in page
    assert answer.status_code == 302
    assert Job.objects.filter(kind="imports.compare_again").count() == 1


def test_a_page_on_which_nothing_was_said_says_so(desk: Any, renumbered: Run) -> None:
    doubt = waiting(renumbered)

    answer = desk.post(f"/imports/{renumbered.pk}/same/", {f"record-{doubt.change.card.id}": ""}, follow=True)

    assert "Povedzte aspoň o jednom zázname" in answer.content.decode()
    assert not Job.objects.filter(kind="imports.compare_again").exists()


def test_a_service_that_was_no_candidate_is_refused(renumbered: Run, tick: Callable[[], datetime]) -> None:
    from catalogue.models import RegisterKey

    doubt = waiting(renumbered)
    other = services().exclude(pk=doubt.candidates[0].service_id).first()

    with pytest.raises(intake.BatchRefused, match="nebola medzi možnými"):
        sameness.settle_doubts(renumbered, same={doubt.change.card.id: other.pk}, another=[], by=None, at=tick())
    assert not RegisterKey.objects.exists()


def test_another_service_is_taken_as_new(renumbered: Run, tick: Callable[[], datetime]) -> None:
    doubt = waiting(renumbered)

    sameness.settle_doubts(renumbered, same={}, another=[doubt.change.card.id], by=None, at=tick())
    sameness.compare_again(renumbered, progress=Progress(), at=tick())
    renumbered.refresh_from_db()

    assert (renumbered.count("new"), renumbered.count("waiting"), renumbered.count("ended")) == (1, 0, 1)


def test_evident_pairs_are_joined_at_once_by_a_person(desk: Any, renumbered: Run) -> None:
    from catalogue.models import RegisterKey

    page = desk.get(f"/imports/{renumbered.pk}/same/").content.decode()
    evident = intake.evident_pairs(renumbered.batch_id)
    desk.post(f"/imports/{renumbered.pk}/same/", {"act": "evident"})

    assert ("spojiť všetky" in page) is bool(evident)
    assert RegisterKey.objects.count() == len(evident)
