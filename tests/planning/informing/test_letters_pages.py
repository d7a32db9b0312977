"""The own page of letters, and the coordinator's list of what was sent."""

from typing import Any

import pytest
from support.informing import EVA, follow, morning, news, shown
from support.meetings import deliver, group_of_five, invited
from support.plans import here

from planning.informing import telling
from planning.informing.models import MUNICIPALITY, Subscription
from tenants import post
from tenants.duties import mark_of

pytestmark = pytest.mark.django_db


def test_a_follower_chooses_by_the_link_of_the_letter(alfa: Any, town: Any, browse: Any) -> None:
    follow(EVA, tenant=town)
    shown("Kino")
    deliver()
    morning()
    link = telling.letters_path(mark_of(EVA))
    assert link in news()[0].text
    page = browse(alfa).get(link)
    assert "Kino" in page.content.decode()
    assert "task" not in page.context["form"].fields
    wishes = dict.fromkeys(page.context["form"].kinds, "AT_ONCE")
    assert browse(alfa).post(link, wishes | {"topics": [MUNICIPALITY]}).status_code == 302
    assert post.how(town, EVA, "notice") == "AT_ONCE"
    assert browse(alfa).post(link, wishes | {"notice": "SOMETIMES"}).status_code == 422
    browse(alfa).post(link, wishes | {"topics": []})
    assert not Subscription.objects.exists()


def test_a_person_with_an_account_has_the_same_page(alfa: Any, town: Any, person: Any, browse: Any) -> None:
    member = person("GROUP_MEMBER", at=alfa, email="maria@example.org")
    page = browse(alfa, member).get(here("letters_of_mine"))
    assert list(page.context["form"].kinds) == list(telling.KINDS)
    assert browse(alfa).get(here("letters_of_mine")).status_code == 302
    browse(alfa, member).post(here("letters_of_mine"), dict.fromkeys(telling.KINDS, "NOT"))
    assert post.how(town, "maria@example.org", "task") == "NOT"


def test_the_coordinator_sees_what_was_sent_and_what_waits(town: Any, coordinator: Any, soon: Any) -> None:
    follow(EVA, tenant=town)
    shown("Odoslané")
    deliver()
    morning()
    shown("Čaká")
    invited(group_of_five(), **soon)
    deliver()
    rows = coordinator.get(here("sent")).context["rows"]
    told = {row.title: bool(row.sent_at) for row, _kind, _state in rows if row.to == EVA}
    assert told == {"Odoslané": True, "Čaká": False}
    only = coordinator.get(here("sent"), {"kind": "invitation"}).context["rows"]
    assert {row.kind for row, _kind, _state in only} == {"invitation"}
