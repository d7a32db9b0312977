"""Letters: one a day, never two about one thing, as each person wishes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.informing import EVA, follow, morning, news, shown
from support.meetings import deliver, group_of_five

from kernel.clock import now, today
from planning.informing import noticing, telling
from planning.tasks import forget_old_followers
from tenants import post
from tenants.duties import mark_of
from tenants.models import How, Telling

pytestmark = pytest.mark.django_db


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


def test_a_letter_that_cannot_be_written_keeps_back_no_other(town: Any) -> None:
    follow(EVA, tenant=town)
    follow("anna@example.org", tenant=town)
    shown()
    deliver()
    Telling.objects.filter(to=EVA).update(to="nonsense")
    morning()
    assert [len(news(each)) for each in (EVA, "anna@example.org")] == [0, 1]
