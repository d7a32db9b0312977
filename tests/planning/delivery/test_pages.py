"""Pages of the year, as those who lead it, write in it, or only read it meet them."""

import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from support.counting import questions
from support.plans import add, here
from support.years import WHO, begin, filled, items, said, seen, small_plan, to

from kernel.clock import today
from planning.delivery.closing import close_year, say_verdicts
from planning.delivery.items import fill_year, offered
from planning.delivery.models import ActionItem, ActionPlan
from planning.delivery.states import YearState
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
S = YearState


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        yield small_plan()


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


def of(year: Any, name: str, *more: Any) -> str:
    return here(name, year.plan_id, year.pk, *more)


def test_a_coordinator_leads_a_year_from_its_beginning_to_the_next_one(alfa: Any, plan: Any, coordinator: Any) -> None:
    answer = coordinator.post(here("year_begin", plan.pk), {"year": "2026"})
    with in_tenant(alfa.key):
        year = ActionPlan.objects.get()
    assert (answer.status_code, answer["location"], year.currency) == (302, of(year, "year"), "EUR")
    page = coordinator.get(of(year, "year_fill"))
    nodes = [str(branch.node.pk) for branch, _level in page.context["offered"]]
    assert len(nodes) == 3
    coordinator.post(of(year, "year_fill"), {"node": nodes[:2]})
    with in_tenant(alfa.key):
        assert [item.title for item in items(year)] == ["A.first", "A.activity"]
        ActionItem.objects.update(implementer="Mesto")
    for number in range(1, 5):
        answer = coordinator.post(of(year, "year_on"), {"on": f"{today():%d.%m.%Y}", "seen": number})
        assert answer.status_code == 302
    with in_tenant(alfa.key):
        year.refresh_from_db()
        assert year.state == S.REPORTED
        first, second = items(year)
    words = {f"verdict.{first.pk}.{first.version}": "DONE", f"verdict.{second.pk}.{second.version}": "CARRIED_OVER"}
    wrong = coordinator.post(of(year, "year_verdicts"), words)
    assert (wrong.status_code, [row["item"] for row in wrong.context["wrong"]]) == (422, [second])
    assert "Napíšte prečo." in wrong.content.decode()
    with in_tenant(alfa.key):
        assert [item.verdict for item in items(year)] == ["DONE", ""]
    words = {f"verdict.{second.pk}.{second.version}": "CARRIED_OVER", f"why.{second.pk}": "Chýbal dodávateľ."}
    assert coordinator.post(of(year, "year_verdicts"), words).status_code == 302
    assert coordinator.get(of(year, "year_close")).context["going"] == 1
    answer = coordinator.post(of(year, "year_close"), {"seen": "5"})
    assert answer["location"] == of(year, "year_carried")
    page = coordinator.get(answer["location"]).content.decode()
    with in_tenant(alfa.key):
        following = ActionPlan.objects.get(year=2027)
        (carried,) = items(following)
    assert f"{of(following, 'year')}#item-{carried.pk}" in page
    assert "Chýbal dodávateľ." in page


def test_one_verdict_is_given_to_the_ticked_and_to_the_rest(alfa: Any, plan: Any, coordinator: Any) -> None:
    year = to(filled(plan), S.RUNNING)
    first, second, third = items(year)
    base = {f"verdict.{item.pk}.{item.version}": "" for item in (first, second, third)}
    ticked = {"act": "ticked", "all_verdict": "DROPPED", "all_why": "Bez peňazí", "chosen": [str(second.pk)]}
    coordinator.post(of(year, "year_verdicts"), base | ticked)
    with in_tenant(alfa.key):
        assert [(item.verdict, item.verdict_why) for item in items(year)] == [
            ("", ""),
            ("DROPPED", "Bez peňazí"),
            ("", ""),
        ]
        now = {f"verdict.{item.pk}.{item.version}": item.verdict for item in items(year)}
        now |= {f"why.{item.pk}": item.verdict_why for item in items(year)}
    coordinator.post(of(year, "year_verdicts"), now | {"act": "rest", "all_verdict": "DONE", "all_why": ""})
    with in_tenant(alfa.key):
        assert [item.verdict for item in items(year)] == ["DONE", "DROPPED", "DONE"]


def test_a_page_left_open_takes_nothing_of_what_a_colleague_said(alfa: Any, plan: Any, coordinator: Any) -> None:
    year = to(filled(plan), S.RUNNING)
    first, second, third = items(year)
    page = {f"verdict.{item.pk}.{item.version}": "" for item in (first, second, third)}
    page |= {f"was.{item.pk}": " " for item in (first, second, third)}
    theirs = page | {f"verdict.{first.pk}.{first.version}": "DONE", f"verdict.{second.pk}.{second.version}": "DONE"}
    coordinator.post(of(year, "year_verdicts"), theirs)
    mine = page | {f"verdict.{third.pk}.{third.version}": "DROPPED", f"why.{third.pk}": "Bez peňazí"}
    assert coordinator.post(of(year, "year_verdicts"), mine).status_code == 302
    both = page | {f"verdict.{first.pk}.{first.version}": "DROPPED", f"why.{first.pk}": "Nie"}
    refused = coordinator.post(of(year, "year_verdicts"), both)
    assert [row["item"] for row in refused.context["wrong"]] == [first]
    again = {f"verdict.{row['item'].pk}.{row['item'].version}": row["verdict"] for row in refused.context["rows"]}
    again |= {f"why.{row['item'].pk}": row["why"] for row in refused.context["rows"]}
    shown = {row["item"].pk: f"{row['item'].verdict} {row['item'].verdict_why}" for row in refused.context["rows"]}
    assert all(f'value="{was}"' in refused.content.decode() for was in shown.values())
    again |= {f"was.{pk}": was for pk, was in shown.items()}
    assert coordinator.post(of(year, "year_verdicts"), again).status_code == 302
    with in_tenant(alfa.key):
        assert [item.verdict for item in items(year)] == ["DROPPED", "DONE", "DROPPED"]


def test_closing_is_refused_while_a_verdict_is_missing_and_leads_to_it(plan: Any, coordinator: Any) -> None:
    year = to(filled(plan), S.REPORTED)
    page = coordinator.get(of(year, "year_close")).content.decode()
    for item in items(year):
        assert f"{of(year, 'year_verdicts')}#item-{item.pk}" in page
    answer = coordinator.post(of(year, "year_close"), {"seen": str(seen(year))}, follow=True)
    assert "Ešte chýbajú 3 veci." in answer.content.decode()
    year.refresh_from_db()
    assert year.state == S.REPORTED


def test_two_people_who_save_one_item_see_both_texts(alfa: Any, plan: Any, coordinator: Any) -> None:
    year = filled(plan)
    item = items(year)[0]
    form = coordinator.get(of(year, "year_item", item.pk)).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields} | {"due_on": "31.12.2026", "weight": "1"}
    coordinator.post(of(year, "year_item", item.pk), shown | {"task": "Jej znenie"})
    answer = coordinator.post(of(year, "year_item", item.pk), shown | {"task": "Jeho znenie", "budget": "12,50"})
    assert answer.status_code == 409
    assert answer.context["theirs"] == [
        ("Úloha na rok", "Jej znenie", "Jeho znenie"),
        ("Rozpočet (EUR)", None, "12.50"),
    ]
    again = answer.context["form"]
    sent = {name: again[name].value() or "" for name in again.fields}
    assert coordinator.post(of(year, "year_item", item.pk), sent).status_code == 302
    with in_tenant(alfa.key):
        item.refresh_from_db()
        assert (item.task, item.budget, item.version) == ("Jeho znenie", Decimal("12.50"), 3)


def test_an_item_is_added_and_removed_on_its_pages(alfa: Any, plan: Any, coordinator: Any) -> None:
    year = begin(plan)
    facts = {"title": "Deň otvorených dverí", "state": "NOT_STARTED", "weight": "2", "budget": "1 250,50"}
    assert coordinator.post(of(year, "year_item_new"), facts).status_code == 302
    assert coordinator.post(of(year, "year_item_new"), {"state": "NOT_STARTED", "weight": "1"}).status_code == 422
    with in_tenant(alfa.key):
        (item,) = items(year)
        assert (item.budget, item.weight) == (Decimal("1250.50"), 2)
    assert coordinator.post(of(year, "year_item_remove", item.pk), {"why": ""}).status_code == 422
    assert coordinator.post(of(year, "year_item_remove", item.pk), {"why": "Nebude sála"}).status_code == 302
    assert "Nebude sála" in coordinator.get(of(year, "year")).content.decode()
    assert coordinator.get(of(year, "year_item", item.pk)).status_code == 404


def test_who_reports_is_named_for_many_at_once(alfa: Any, plan: Any, coordinator: Any) -> None:
    year = filled(plan)
    ticked = [str(item.pk) for item in items(year)[:2]]
    coordinator.post(of(year, "year_owners"), {"item": ticked, "email": "Anna@Example.org"})
    with in_tenant(alfa.key):
        assert [item.owner_email for item in items(year)] == ["anna@example.org", "anna@example.org", ""]
    assert coordinator.post(of(year, "year_owners"), {"email": "anna@example.org"}).status_code == 422
    assert coordinator.post(of(year, "year_owners"), {"item": ticked, "email": "nie"}).status_code == 422


def test_any_two_years_are_compared(plan: Any, coordinator: Any) -> None:
    assert coordinator.get(here("year_compare", plan.pk)).context["told"] is None
    year = to(filled(plan), S.REPORTED)
    ActionItem.objects.filter(pk=items(year)[0].pk).update(budget=Decimal("1234.50"))
    say_verdicts(year, said=said(year, "CARRIED_OVER", "DONE", "DONE"), **WHO)
    close_year(year, seen=seen(year), **WHO)
    page = coordinator.get(here("year_compare", plan.pk), {"one": "2027", "other": "2026"})
    assert page.context["told"].counts == {"CARRIED": 1, "CHANGED": 0, "SAME": 0, "NEW": 0, "GONE": 2}
    assert page.content.decode().count("1\xa0234,50\xa0€") == 4


def test_the_year_leaves_the_house_on_paper(plan: Any, coordinator: Any, tmp_path: Any) -> None:
    from support.verapdf import broken_rules

    year = to(filled(plan), S.REPORTED)
    ActionItem.objects.filter(pk=items(year)[0].pk).update(budget=Decimal("100.00"), task="Postaviť rampu")
    say_verdicts(year, said=said(year, "CARRIED_OVER", "DONE", "DROPPED"), **WHO)
    for paper in ("plan", "carried"):
        pdf = coordinator.get(of(year, "year_paper", paper, "pdf"))
        assert pdf["Content-Type"] == "application/pdf"
        (tmp_path / f"{paper}.pdf").write_bytes(pdf.content)
        assert coordinator.get(of(year, "year_paper", paper, "docx")).content.startswith(b"PK")
        book = load_workbook(
            io.BytesIO(b"".join(coordinator.get(of(year, "year_paper", paper, "xlsx")).streaming_content))
        )
        rows = list(book.active.iter_rows(values_only=True))
        assert [row[1] for row in rows[1:]] == ["A.first", "A.activity", "A.second"]
        assert rows[1][2] == "Postaviť rampu"
        assert 100 in rows[1]
    files = sorted(tmp_path.iterdir())
    assert broken_rules(*files) == {str(file): {} for file in files}
    assert coordinator.get(of(year, "year_paper", "none", "pdf")).status_code == 404
    assert coordinator.get(of(year, "year_paper", "plan", "exe")).status_code == 404


def test_others_read_but_do_not_write_and_an_officer_does_not_lead(
    alfa: Any, plan: Any, person: Any, browse: Any
) -> None:
    year = filled(plan)
    member, officer = browse(alfa, person("GROUP_MEMBER", at=alfa)), browse(alfa, person("OFFICER", at=alfa))
    for name in ("year", "year_carried"):
        assert member.get(of(year, name)).status_code == 200
    for name in ("year_fill", "year_owners", "year_item_new", "year_verdicts", "year_on", "year_back", "year_close"):
        assert member.post(of(year, name), {}).status_code == 403
    for name in ("year_on", "year_back", "year_close"):
        assert officer.post(of(year, name), {}).status_code == 403
    assert officer.get(of(year, "year_fill")).status_code == 200
    assert browse(alfa).get(of(year, "year")).status_code == 302


@pytest.mark.parametrize("name", ["year", "year_verdicts", "year_fill", "year_carried"])
def test_pages_of_a_year_ask_little_whatever_its_size(alfa: Any, plan: Any, coordinator: Any, name: str) -> None:
    year = filled(plan)
    if name != "year_fill":
        to(year, S.RUNNING)
    small = questions(coordinator, of(year, name))
    with in_tenant(alfa.key):
        goal = plan.nodes.get(title="A.goal")
        for n in range(20):
            add(plan, f"Opatrenie {n}", goal)
        ActionPlan.objects.update(state=S.PROPOSED)
        fill_year(year, nodes=[branch.node.pk for branch in offered(year)], **WHO)
        if name != "year_fill":
            ActionPlan.objects.update(state=S.RUNNING)
    assert questions(coordinator, of(year, name)) == small <= 15


def test_a_version_that_is_no_number_is_an_old_version(plan: Any, coordinator: Any) -> None:
    year = to(filled(plan), S.RUNNING)
    item = items(year)[0]
    for version in ("²", "9" * 50, "x"):
        answer = coordinator.post(of(year, "year_verdicts"), {f"verdict.{item.pk}.{version}": "DONE"})
        assert answer.status_code == 422


def test_an_address_longer_than_the_column_is_refused(plan: Any, coordinator: Any) -> None:
    year = filled(plan)
    long = "a@" + ".".join(["b" * 60] * 4) + ".example.org"
    sent = {"item": [str(items(year)[0].pk)], "email": long}
    assert coordinator.post(of(year, "year_owners"), sent).status_code == 422
