"""What an indicator says of itself: how many out of how many, for which groups, and which one of the region's it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.plans import begin_plan, here, small_tree
from support.world import FOUNDED

from planning.structure.errors import PlanRefused
from planning.structure.published import published_plan
from planning.structure.publishing import publish_plan
from planning.structure.sheet.commands import add_row, change_row
from planning.structure.sheet.definitions import Definition, offer_definitions, take_back
from planning.structure.sheet.forms import IndicatorForm
from planning.structure.sheet.models import Indicator
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "at": FOUNDED}
FACTS = {"name": "byty", "kind": "IMPACT", "unit": "%", "direction": "UP"}
LIST = [Definition("BB-07", "Udržané bývanie", "%")]


@pytest.fixture
def node(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        yield small_tree(begin_plan())["first"]


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


@pytest.fixture
def of_the_region() -> Iterator[None]:
    def teller() -> list[Definition]:
        return LIST

    offer_definitions(teller)
    yield
    take_back(teller)


def test_a_share_says_of_what_and_for_whom_on_its_form_and_page(
    alfa: Any, node: Any, coordinator: Any, browse: Any
) -> None:
    address = here("add_row", node.plan_id, node.pk, "indicators")
    words = {"numerator": "udržané byty", "denominator": "všetky byty", "groups": " seniori \n\nrodiny\nseniori"}
    wrong = coordinator.post(address, FACTS | words)
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["numerator", "denominator"])
    assert "seniori" in wrong.content.decode()
    assert coordinator.post(address, FACTS | words | {"is_share": "on"}).status_code == 302
    row = Indicator.objects.get()
    assert (row.groups, row.is_share, row.numerator) == (["seniori", "rodiny"], True, "udržané byty")
    form = coordinator.get(here("change_row", node.plan_id, node.pk, "indicators", row.pk)).context["form"]
    assert form["groups"].value() == "seniori\nrodiny"
    with in_tenant(alfa.key):
        publish_plan(node.plan, **WHO)
    page = browse(alfa).get(here("node", node.plan_id, node.pk)).content.decode()
    assert ("udržané byty z počtu: všetky byty" in page, "seniori, rodiny" in page) == (True, True)
    pdf = browse(alfa).get(here("printed_sheet", node.plan_id, node.pk, "pdf"))
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize("groups", ["\n".join(map(str, range(13))), "x" * 121])
def test_groups_are_few_and_short(node: Any, groups: str) -> None:
    form = IndicatorForm(FACTS | {"groups": groups}, node=node, country="SK", today=FOUNDED.date())
    assert list(form.errors) == ["groups"]


def test_database_refuses_words_of_a_share_that_is_none_and_a_nameless_code(node: Any) -> None:
    add_row(node, Indicator, FACTS, **WHO)
    for change in ({"numerator": "x"}, {"definition": "BB-07"}, {"groups": list("abcdefghijklm")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Indicator.objects.update(**change)


def test_without_a_list_of_the_region_nothing_is_offered(node: Any) -> None:
    form = IndicatorForm(node=node, country="SK", today=FOUNDED.date())
    assert "definition" not in form.fields
    with pytest.raises(PlanRefused, match="zozname kraja"):
        add_row(node, Indicator, FACTS | {"definition": "BB-07"}, **WHO)


def test_an_indicator_of_the_region_keeps_its_code_and_the_name_it_had(
    alfa: Any, node: Any, coordinator: Any, of_the_region: None
) -> None:
    address = here("add_row", node.plan_id, node.pk, "indicators")
    assert coordinator.post(address, FACTS | {"definition": "nie"}).status_code == 422
    assert coordinator.post(address, FACTS | {"definition": "BB-07"}).status_code == 302
    row = Indicator.objects.select_related("node__plan").get()
    assert (row.definition, row.definition_name) == ("BB-07", "Udržané bývanie")
    with in_tenant(alfa.key):
        publish_plan(node.plan, **WHO)
        told = next(each for each in published_plan(node.plan_id).nodes if each.id == str(node.pk))
    assert told.sheet["indicators"][0]["definition_name"] == "Udržané bývanie"


def test_an_indicator_that_left_the_region_s_list_can_still_be_changed(node: Any, of_the_region: None) -> None:
    row = add_row(node, Indicator, FACTS | {"definition": "BB-07"}, **WHO)
    LIST.clear()
    try:
        form = IndicatorForm(instance=row, node=node, country="SK", today=FOUNDED.date())
        assert ("BB-07", "Udržané bývanie") in form.fields["definition"].choices
        changed = change_row(row, FACTS | {"name": "iné", "definition": "BB-07"}, version=1, **WHO)
    finally:
        LIST.append(Definition("BB-07", "Udržané bývanie", "%"))
    assert (changed.name, changed.definition_name) == ("iné", "Udržané bývanie")
