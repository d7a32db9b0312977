"""Following: agreed twice, ended by one click, and nothing is left of who ended it."""

from datetime import timedelta
from typing import Any

import pytest
from support.desk import letters_to
from support.informing import EVA, draft, follow, letters, morning, news, path_in, secret_in, shown
from support.meetings import deliver, group_of_five, invited
from support.plans import begin_plan, here

from kernel.clock import now
from kernel.mail.handing_over import as_message
from kernel.signing import sign
from planning.informing import following, telling
from planning.informing.models import MUNICIPALITY, Subscription
from planning.structure.errors import PlanRefused
from planning.tasks import forget_old_followers
from tenants.context import in_tenant
from tenants.duties import mark_of
from tenants.models import PostWish, Telling

pytestmark = pytest.mark.django_db


def stamp(alfa: Any, seconds: int = 60) -> str:
    with in_tenant(alfa.key):
        return sign((now() - timedelta(seconds=seconds)).isoformat(), "planning.follow")


@pytest.fixture
def said(alfa: Any) -> dict[str, Any]:
    return {"topics": [MUNICIPALITY], "email": " Eva@Example.org ", "stamp": stamp(alfa)}


# --- agreeing twice ---------------------------------------------------------------------------------------------------
def test_nothing_is_sent_before_the_address_agreed(alfa: Any, town: Any, browse: Any, said: dict[str, Any]) -> None:
    stranger = browse(alfa)
    assert stranger.post(here("follow"), said).url == here("follow_thanks")
    (letter,) = letters_to(EVA)
    link = path_in(letter, "follow")
    assert stranger.get(link).status_code == 200
    assert stranger.get(link).status_code == 200  # looking, also by a program that follows links, changes nothing
    assert Subscription.objects.get().confirmed_at is None
    shown("Prvý")
    deliver()
    morning()
    assert news() == []
    assert stranger.post(link).status_code == 302
    shown("Druhý")
    deliver()
    morning()
    assert "Druhý" in news()[0].text
    assert stranger.post(link).status_code == 404


def test_a_wrong_or_foreign_link_begins_nothing(alfa: Any, beta: Any, town: Any, browse: Any, said: Any) -> None:
    browse(alfa).post(here("follow"), said)
    link = path_in(letters_to(EVA)[0], "follow")
    assert browse(beta).get(link).status_code == 404
    assert browse(beta).post(link).status_code == 404
    assert browse(alfa).get(here("follow_answer", "nonsense")).status_code == 404
    assert browse(alfa).post(here("follow_answer", "nonsense")).status_code == 404
    assert Subscription.objects.get().confirmed_at is None


def test_the_page_says_the_same_of_a_known_and_an_unknown_address(alfa: Any, town: Any, browse: Any, said: Any) -> None:
    follow(EVA, tenant=town)
    stranger = browse(alfa)
    answers = [stranger.post(here("follow"), said | {"email": each}).url for each in (EVA, "new@example.org")]
    assert answers == [here("follow_thanks")] * 2
    assert "/letters/" in letters_to(EVA)[-1].text
    assert Subscription.objects.get(whose=mark_of(EVA)).topics == [MUNICIPALITY]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"topics": []}, "topics"),
        ({"topics": ["else"]}, "topics"),
        ({"stamp": ""}, "__all__"),
    ],
    ids=["address", "nothing", "unknown", "machine"],
)
def test_bad_wishes_are_told_at_their_field(
    alfa: Any, town: Any, browse: Any, said: Any, wrong: dict[str, Any], field: str
) -> None:
    answer = browse(alfa).post(here("follow"), said | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Subscription.objects.exists()


def test_machines_and_floods_of_letters_are_kept_out(alfa: Any, town: Any, browse: Any, said: Any) -> None:
    stranger = browse(alfa)
    stranger.post(here("follow"), said | {"subject_line": "buy"})
    assert not Subscription.objects.exists()
    codes = [stranger.post(here("follow"), said).status_code for _turn in range(4)]
    assert codes == [302, 302, 302, 429]


def test_a_draft_of_a_plan_cannot_be_followed_and_is_not_named(alfa: Any, town: Any, browse: Any) -> None:
    plan = begin_plan("Tajný plán")
    assert "Tajný" not in browse(alfa).get(here("follow")).content.decode()
    with pytest.raises(PlanRefused):
        following.ask_to_follow(EVA, [str(plan.pk)], town, at=now())


def test_who_never_agrees_is_forgotten(town: Any) -> None:
    following.ask_to_follow(EVA, [MUNICIPALITY], town, at=now() - timedelta(days=8))
    follow("anna@example.org", tenant=town)
    forget_old_followers()
    assert [row.email for row in Subscription.objects.all()] == ["anna@example.org"]


# --- ending -----------------------------------------------------------------------------------------------------------
def test_one_click_ends_it_and_the_address_is_forgotten(alfa: Any, town: Any, browse: Any) -> None:
    follow(EVA, tenant=town)
    shown()
    deliver()
    morning()
    (letter,) = news()
    message = as_message(letter).message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    link = address.split("localhost", 1)[1].partition("/")[2]
    from django.test import Client

    mailer = Client(enforce_csrf_checks=True, headers={"host": "alfa.localhost"})
    assert mailer.get(f"/{link}").status_code == 200
    assert Subscription.objects.exists()
    assert mailer.post(f"/{link}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert mailer.post(f"/{link}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert [row.to for row in Telling.objects.all()] == [""]
    assert not PostWish.objects.exists()
    shown("Ďalší")
    deliver()
    morning()
    assert len(news()) == 1


def test_what_waits_for_who_ends_it_is_not_sent(town: Any) -> None:
    follow(EVA, tenant=town)
    shown()
    deliver()
    following.stop_letters(mark_of(EVA), town, at=now())
    morning()
    assert news() == []


def test_a_member_who_ends_it_still_has_invitations(town: Any, soon: Any) -> None:
    group = group_of_five()
    following.stop_letters(mark_of("anna@example.org"), town, at=now())
    shown()
    invited(group, **soon)
    deliver()
    morning()
    kinds = [each.kind for each in letters_to("anna@example.org")]
    assert kinds == ["planning.meeting"]


@pytest.mark.parametrize("page", ["letters_by_link", "stop_letters"])
def test_a_link_of_letters_holds_on_one_site_only(alfa: Any, beta: Any, town: Any, browse: Any, page: str) -> None:
    secret = sign(str(mark_of(EVA)), telling.PURPOSE)
    assert browse(alfa).get(here(page, secret)).status_code == 200
    assert browse(beta).get(here(page, secret)).status_code == 404
    assert browse(beta).post(here(page, secret)).status_code == 404
    assert browse(alfa).post(here(page, "nonsense")).status_code == 404


def test_confirming_is_asked_in_the_language_of_the_page(town: Any) -> None:
    from django.utils import translation

    with translation.override("en"):
        following.ask_to_follow(EVA, [MUNICIPALITY], town, at=now())
    assert secret_in(letters()[-1])
    assert "Good day" in letters()[-1].text
    assert draft().stage == "DRAFT"
