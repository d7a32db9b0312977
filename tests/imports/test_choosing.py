"""All, by kind, or row by row: what is not taken is not written, and is found again the next time."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from catalogue import intake
from imports import commands
from imports.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(browse: Callable[..., Any], person: Callable[..., Any], region: Any) -> Any:
    return browse(None, person("DATA_STEWARD", at=region))


def services() -> Any:
    from catalogue.models import Service

    return Service.objects


def cards(run: Run) -> list[Any]:
    return intake.changes(run.batch_id)


def test_row_by_row_only_what_is_ticked_is_written(
    compare: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime]
) -> None:
    run = compare("bbsk", bbsk_rows)
    first, *others = [card.id for card in cards(run)]
    assert commands.choose_page(run, shown=[first, *others], taken=others[:2]) == 2
    done = commands.accept_run(run, by=None, at=tick())
    assert (done.written, done.left_aside, services().count()) == (2, 3, 2)


def test_whole_kind_is_left_out(
    bring_in: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime]
) -> None:
    layer = json.loads(bbsk_rows)
    layer["features"] = layer["features"][:1]
    bring_in("bbsk", json.dumps(layer).encode())
    run = compare("bbsk", bbsk_rows)
    commands.choose_changes(run, taken=False, kinds=["NEW"])
    with pytest.raises(commands.NotReady, match=r"Nothing is chosen|Nič nie je vybrané"):
        commands.ask_to_accept(run, by=None)
    assert services().count() == 1


def test_ids_of_another_run_choose_nothing(compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    one, other = compare("bbsk", bbsk_rows), compare("bbsk", bbsk_rows)
    foreign = [card.id for card in cards(other)]
    commands.choose_page(one, shown=foreign, taken=[])
    assert all(card.is_taken for run in (one, other) for card in cards(run))


def test_file_of_which_not_all_was_taken_is_not_nothing_new(
    compare: Callable[..., Any], receive: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime]
) -> None:
    run = compare("bbsk", bbsk_rows)
    commands.choose_page(run, shown=[cards(run)[0].id], taken=[])
    commands.accept_run(run, by=None, at=tick())
    assert receive("bbsk", bbsk_rows).is_nothing_new is False
    again = compare("bbsk", bbsk_rows)
    assert (again.count("new"), again.count("unchanged")) == (1, 4)
    commands.accept_run(again, by=None, at=tick())
    assert receive("bbsk", bbsk_rows).same_as == again


def test_choice_is_made_on_the_page_without_scripts(desk: Any, compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    run = compare("bbsk", bbsk_rows)
    ids = [card.id for card in cards(run)]
    page = desk.get(f"/imports/{run.pk}/?show=new").content.decode()
    assert page.count('name="taken"') == page.count(" checked") == 5
    facts = {"act": "page", "kind": "new", "query": "show=new&page=1&evil=//x", "shown": ids, "taken": ids[1:]}
    answer = desk.post(f"/imports/{run.pk}/choose/", facts)
    assert (answer.status_code, answer.url) == (302, f"/imports/{run.pk}/?show=new&page=1#changes")
    page = desk.get(f"/imports/{run.pk}/?show=new").content.decode()
    assert (page.count('name="taken"'), page.count(" checked")) == (5, 4)
    desk.post(f"/imports/{run.pk}/choose/", {"act": "none", "kind": "new", "query": "show=new"})
    page = desk.get(f"/imports/{run.pk}/?show=new").content.decode()
    assert page.count(" checked") == 0
    assert f"/imports/{run.pk}/accept/" not in page
    desk.post(f"/imports/{run.pk}/choose/", {"act": "all", "kind": "new"})
    assert desk.get(f"/imports/{run.pk}/?show=new").content.decode().count(" checked") == 5


def test_accept_button_says_how_many_are_written(desk: Any, compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    run = compare("bbsk", bbsk_rows)
    desk.cookies["opora_language"] = "en"
    assert "Accept and write 5 services" in desk.get(f"/imports/{run.pk}/").content.decode()
    commands.choose_page(run, shown=[card.id for card in cards(run)], taken=[cards(run)[0].id])
    page = desk.get(f"/imports/{run.pk}/").content.decode()
    assert "Accept and write 1 service<" in page.replace("\n", "")
    assert "4 changes are left out." in page


def test_preview_is_filtered_by_field(
    desk: Any, bring_in: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows)
    run = compare("bbsk", bbsk_rows.replace(b'"Kapacita":27', b'"Kapacita":31'))
    address = f"/imports/{run.pk}/?show=changed"
    page = desk.get(address).content.decode()
    assert '<option value="capacities"' in page
    assert '<option value="phones"' not in page
    assert desk.get(f"{address}&field=capacities").content.decode().count('class="opora-change"') == 1
    assert desk.get(f"{address}&field=nonsense").content.decode().count('class="opora-change"') == 1


def test_accepted_run_shows_what_was_left_out(
    desk: Any, compare: Callable[..., Any], bbsk_rows: bytes, tick: Callable[[], datetime]
) -> None:
    run = compare("bbsk", bbsk_rows)
    commands.choose_page(run, shown=[cards(run)[0].id], taken=[])
    commands.accept_run(run, by=None, at=tick())
    desk.cookies["opora_language"] = "en"
    page = desk.get(f"/imports/{run.pk}/?show=new").content.decode()
    assert page.count("left out") == 2  # the tag of the service, and the notice
    assert 'name="taken"' not in page
