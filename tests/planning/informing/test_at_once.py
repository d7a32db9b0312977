"""Two at the same thing: each with a connection of their own, in a database of their own."""

from support.at_once import at_once, town_alfa
from support.informing import draft, follow, letters, shown


def test_two_mornings_at_once_write_one_letter_to_each(own_database: str) -> None:
    from kernel.clock import now, today
    from planning.informing import telling
    from tenants.context import in_tenant
    from tenants.models import Telling

    site = town_alfa()
    with in_tenant(site.key):
        people = [f"person{number}@example.org" for number in range(5)]
        for email in people:
            follow(email, tenant=site)
        shown("Jedna")
        shown("Druhá")

    def morning() -> int:
        telling.tell_notices(today(), site, at=now())
        return telling.write_daily(site, at=now())

    answers = at_once([morning] * 3, site.key)
    with in_tenant(site.key):
        told = [letter.to for letter in letters(telling.KIND)]
        pairs = list(Telling.objects.values_list("whose", "thing"))
    assert all(isinstance(each, int) for each in answers), answers
    assert len(pairs) == len(set(pairs)) == 10
    assert Telling.objects.filter(sent_at__isnull=True).count() == 0
    assert sum(answers) == len(told) >= 5


def test_two_who_publish_at_once_log_once(own_database: str) -> None:
    from kernel.clock import now
    from planning.informing import noticing
    from planning.informing.models import Announcement
    from tenants.context import in_tenant

    key = town_alfa().key
    with in_tenant(key):
        notice = draft()
    answers = at_once([lambda: noticing.publish_notice(notice, by=None, at=now())] * 3, key)
    with in_tenant(key):
        assert [each.stage for each in answers] == ["PUBLISHED"] * 3
        assert Announcement.objects.entries().count() == 1


def test_one_letter_of_agreement_works_once_of_two_presses(own_database: str) -> None:
    from support.informing import secret_in

    from accounts.errors import LinkRefused
    from kernel.clock import now
    from planning.informing import following
    from planning.informing.models import MUNICIPALITY, Subscription
    from tenants.context import in_tenant

    site = town_alfa()
    with in_tenant(site.key):
        following.ask_to_follow("eva@example.org", [MUNICIPALITY], site, at=now())
        secret = secret_in(letters()[-1])
    answers = at_once([lambda: following.begin_to_follow(secret, at=now())] * 2, site.key)
    with in_tenant(site.key):
        assert sum(isinstance(each, LinkRefused) for each in answers) == 1
        assert Subscription.objects.get().topics == [MUNICIPALITY]


def test_one_who_asks_twice_at_once_is_one_follower(own_database: str) -> None:
    from kernel.clock import now
    from planning.informing import following
    from planning.informing.models import MUNICIPALITY, Subscription
    from tenants.context import in_tenant

    site = town_alfa()
    answers = at_once(
        [lambda: following.ask_to_follow("eva@example.org", [MUNICIPALITY], site, at=now())] * 3, site.key
    )
    with in_tenant(site.key):
        assert not [each for each in answers if isinstance(each, Exception)], answers
        assert Subscription.objects.count() == 1
