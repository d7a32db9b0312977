"""Following and letters: agreed twice, one letter a day, never two about one thing, ended by one click."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.desk import letters_to
from support.informing import draft, follow, letters, morning, path_in, secret_in, shown
from support.meetings import deliver, group_of_five, invited, published
from support.plans import begin_plan, here, small_tree
from support.world import FOUNDED

from kernel.clock import now, today
from kernel.mail.handing_over import as_message
from kernel.mail.models import OutgoingMail
from kernel.signing import sign
from planning.informing import following, noticing, telling
from planning.informing.models import MUNICIPALITY, Subscription
from planning.structure.errors import PlanRefused
from planning.structure.publishing import publish_plan
from planning.tasks import forget_old_followers
from tenants import post
from tenants.context import in_tenant
from tenants.duties import mark_of
from tenants.models import How, PostWish, Telling

pytestmark = pytest.mark.django_db
EVA = "eva@example.org"


def news(to: str = EVA) -> list[OutgoingMail]:
    return [each for each in letters_to(to) if each.kind == telling.KIND]


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


# --- one letter a day, never two about one thing ----------------------------------------------------------------------
def test_everything_of_a_day_comes_in_one_letter(town: Any) -> None:
    follow(EVA, tenant=town)
    for title in ("Prvý", "Druhý", "Tretí"):
        shown(title)
    deliver()
    assert news() == []
    morning()
    morning()
    (letter,) = news()
    assert all(title in letter.text for title in ("Prvý", "Druhý", "Tretí"))
    assert letter.unsubscribe


def test_nobody_is_told_one_thing_twice(town: Any) -> None:
    follow(EVA, tenant=town)
    notice = shown()
    deliver()
    morning()
    noticing.change_notice(notice, version=notice.version, title="Opravené", by=None, at=now())
    deliver()
    morning()
    assert len(news()) == 1


def test_the_database_refuses_two_letters_about_one_thing(town: Any) -> None:
    facts = {
        "tenant": town,
        "whose": mark_of(EVA),
        "kind": "notice",
        "thing": "notice:1",
        "title": "A",
        "told_at": now(),
    }
    Telling.objects.create(to=EVA, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Telling.objects.create(to=EVA, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Telling.objects.create(**facts | {"thing": "notice:2", "sent_at": now()})


def test_a_follower_who_is_a_member_is_told_once(town: Any) -> None:
    group_of_five()
    follow("Anna@Example.org", tenant=town)
    shown()
    deliver()
    morning()
    assert len(news("anna@example.org")) == 1


def test_each_kind_can_be_had_at_once_or_not_at_all(town: Any) -> None:
    follow(EVA, tenant=town)
    post.keep_wishes(town, mark_of(EVA), {"notice": How.AT_ONCE})
    shown("Hneď")
    deliver()
    assert ["Hneď" in each.text for each in news()] == [True]
    post.keep_wishes(town, mark_of(EVA), {"notice": How.NOT})
    shown("Nikdy")
    deliver()
    morning()
    assert len(news()) == 1


def test_a_wish_changed_meanwhile_counts_when_the_letter_is_written(town: Any) -> None:
    follow(EVA, tenant=town)
    shown()
    deliver()
    post.keep_wishes(town, mark_of(EVA), {"notice": How.NOT})
    morning()
    assert news() == []


def test_a_notice_of_the_future_is_told_on_its_first_day(town: Any) -> None:
    from planning.informing.models import Announcement

    follow(EVA, tenant=town)
    notice = shown(shown_from=today() + timedelta(days=1))
    deliver()
    morning()
    assert news() == []
    long_ago = now() - timedelta(days=60)  # written and published well before its day
    Announcement.objects.filter(pk=notice.pk).update(shown_from=today(), published_at=long_ago)
    morning()
    assert len(news()) == 1


# --- what is told to whom ---------------------------------------------------------------------------------------------
def test_who_follows_a_plan_hears_of_it_and_of_no_other(town: Any) -> None:
    mine, other = begin_plan("Môj plán"), begin_plan("Iný plán")
    for plan in (mine, other):
        small_tree(plan)
        publish_plan(plan, by=None, at=FOUNDED)
    follow(EVA, str(mine.pk), tenant=town)
    for plan in (mine, other):
        publish_plan(plan, by=None, at=now())
    shown("O mojom", plan_id=mine.pk)
    shown("O inom", plan_id=other.pk)
    deliver()
    morning()
    (letter,) = news()
    assert "Môj plán" in letter.text
    assert "O mojom" in letter.text
    assert "Iný plán" not in letter.text
    assert "O inom" not in letter.text


def test_an_open_meeting_and_its_minutes_are_told_a_closed_one_never(town: Any, soon: Any) -> None:
    plan = begin_plan()
    small_tree(plan)
    publish_plan(plan, by=None, at=FOUNDED)
    follow(EVA, str(plan.pk), tenant=town)
    group = group_of_five(plan=plan)
    invited(group, title="Večer susedov", is_open=True, **soon)
    invited(group, title="Tajné rokovanie", **soon)
    deliver()
    published(group, title="Jarné stretnutie")
    deliver()
    morning()
    text = "\n".join(each.text for each in news())
    assert "Večer susedov" in text
    assert "Jarné stretnutie" in text
    assert "Tajné" not in text


def test_who_was_invited_is_not_told_of_the_open_meeting_again(town: Any, soon: Any) -> None:
    plan = begin_plan()
    small_tree(plan)
    publish_plan(plan, by=None, at=FOUNDED)
    follow("anna@example.org", str(plan.pk), tenant=town)
    deliver()
    morning()
    before = len(letters())
    invited(group_of_five(plan=plan), is_open=True, **soon)
    deliver()
    morning()
    assert [each.kind for each in letters()[before:] if each.to == "anna@example.org"] == ["planning.meeting"]


# --- one's own page and the coordinator's list ------------------------------------------------------------------------
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


def test_addresses_of_long_ago_are_forgotten_but_not_that_they_were_told(town: Any) -> None:
    follow(EVA, tenant=town)
    shown()
    deliver()
    morning()
    Telling.objects.update(sent_at=now() - timedelta(days=70))
    forget_old_followers()
    assert [row.to for row in Telling.objects.all()] == [""]
    telling.tell_notices(today(), town, at=now())
    morning()
    assert len(news()) == 1


def test_what_is_told_in_one_town_is_not_listed_in_another(alfa: Any, beta: Any, town: Any) -> None:
    follow(EVA, tenant=town)
    shown()
    deliver()
    assert post.told_here(alfa).count() == 1
    assert post.told_here(beta).count() == 0


def test_confirming_is_asked_in_the_language_of_the_page(town: Any) -> None:
    from django.utils import translation

    with translation.override("en"):
        following.ask_to_follow(EVA, [MUNICIPALITY], town, at=now())
    assert secret_in(letters()[-1])
    assert "Good day" in letters()[-1].text
    assert draft().stage == "DRAFT"


def test_what_is_withdrawn_before_its_letter_is_not_told(town: Any, soon: Any) -> None:
    from planning.meetings.commands import cancel_meeting

    plan = begin_plan()
    small_tree(plan)
    publish_plan(plan, by=None, at=FOUNDED)
    follow(EVA, MUNICIPALITY, str(plan.pk), tenant=town)
    deliver()
    morning()
    before = len(news())
    notice, meeting = shown("Omyl"), invited(group_of_five(plan=plan), title="Zrušené", is_open=True, **soon)
    deliver()
    noticing.withdraw_notice(notice, why="Omyl", by=None, at=now())
    cancel_meeting(meeting, why="Chrípka", by=None, at=now())
    deliver()
    morning()
    (letter,) = news()[before:]
    assert "Omyl" not in letter.text
    assert [row.thing for row in Telling.objects.filter(mail=letter.pk)] == [f"meeting:{meeting.pk}:cancelled"]


def test_a_letter_that_cannot_be_written_keeps_back_no_other(town: Any) -> None:
    follow(EVA, tenant=town)
    follow("anna@example.org", tenant=town)
    shown()
    deliver()
    Telling.objects.filter(to=EVA).update(to="nonsense")
    morning()
    assert [len(news(each)) for each in (EVA, "anna@example.org")] == [0, 1]
