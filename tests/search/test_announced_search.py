"""Open meetings and notices are found beside the plans, by sort, with their municipality; what is past stands lower."""

from datetime import timedelta
from typing import Any

import pytest
from support.finding import deliver, refresh
from support.informing import draft, shown
from support.meetings import empty_group, group_of_five, planned, published

from kernel.clock import now, today
from planning.informing import noticing
from planning.meetings.commands import cancel_meeting
from planning.meetings.inviting import invite
from search.models import Document
from tenants.context import in_tenant

SPOKEN = "stacionár"


@pytest.fixture
def found(db: None, own_index: str, backend: str, browse: Any) -> Any:
    """What the search of a site answers now, once everything is delivered."""
    from django.core.management import call_command

    call_command("search_update", verbosity=0)

    def ask(site: Any, **asked: str) -> Any:
        deliver()
        refresh()
        answer = browse(site).get("/plan/search", asked)
        assert answer["X-Search-Backend"] == backend
        return answer

    return ask


def titles(answer: Any) -> list[str]:
    return [each["title"] for each in answer.context["nodes"]]


def opened(title: str, *groups: Any, days: int = 30, **facts: Any) -> Any:
    at = now() + timedelta(days=days)
    facts = {"is_open": True, "starts_at": at, "ends_at": at + timedelta(hours=2)} | facts
    meeting = planned(*groups, title=title, **facts)
    if days > 0:
        invite(meeting, although_late=True, by=None, at=now())
    meeting.refresh_from_db()
    return meeting


def test_notices_and_open_meetings_are_found_with_their_municipality(
    found: Any, alfa: Any, beta: Any, region: Any
) -> None:
    with in_tenant(alfa.key):
        shown("Denný stacionár otvára")
        opened("Stretnutie o stacionári", empty_group("Seniori"), place="Dom kultúry")
        opened("Tajné o stacionári", empty_group("Iní"), is_open=False)
        draft("Návrh o stacionári")
    with in_tenant(beta.key):
        shown("Stacionár v Bete")
    assert sorted(titles(found(alfa, q=SPOKEN))) == ["Denný stacionár otvára", "Stretnutie o stacionári"]
    rows = found(region, q=SPOKEN).context["nodes"]
    assert sorted((each["title"], each["site_name"]) for each in rows) == [
        ("Denný stacionár otvára", alfa.name),
        ("Stacionár v Bete", beta.name),
        ("Stretnutie o stacionári", alfa.name),
    ]
    assert all("localhost" in each["href"] for each in rows)
    for site in (alfa, region):
        assert not {"Tajné o stacionári", "Návrh o stacionári"} & set(titles(found(site)))
        assert titles(found(site, q="tajné")) == []


def test_each_sort_has_a_tab_with_its_count(found: Any, alfa: Any) -> None:
    with in_tenant(alfa.key):
        shown("Denný stacionár otvára")
        shown("Stacionár zatvára")
        opened("Stretnutie o stacionári", empty_group("Seniori"))
    answer = found(alfa, q=SPOKEN, what="notices")
    assert sorted(titles(answer)) == ["Denný stacionár otvára", "Stacionár zatvára"]
    counts = {code: count for code, _name, _href, count in answer.context["sorts"]}
    assert counts == {
        "all": 3, "plans": 0, "aims": 0, "measures": 0, "activities": 0, "meetings": 1, "notices": 2,
    }  # fmt: skip
    assert found(alfa, q=SPOKEN, what="plans").status_code == 200
    assert titles(found(alfa, q=SPOKEN, what="plans")) == []
    assert len(titles(found(alfa, q=SPOKEN, what="nonsense"))) == 3


def test_what_is_past_says_so_and_stands_lower(found: Any, alfa: Any) -> None:
    from planning.informing.models import Announcement

    with in_tenant(alfa.key):
        old = shown("Stacionár", shown_from=today() - timedelta(days=9))
        Announcement.objects.filter(pk=old.pk).update(shown_until=today() - timedelta(days=1))
        shown("Ako to vyzerá v stacionári, keď príde jar", text="Dlhý text o všeličom inom.")
    answer = found(alfa, q=SPOKEN)
    assert [each["is_past"] for each in answer.context["nodes"]] == [False, True]
    assert titles(answer)[1] == "Stacionár"
    assert titles(found(alfa))[-1] == "Stacionár"


def test_published_minutes_are_found_by_what_was_resolved(found: Any, alfa: Any) -> None:
    from support.meetings import minuted, moment

    from planning.meetings import minuting

    with in_tenant(alfa.key):
        meeting = minuted(group_of_five())
        minuting.resolve(meeting.items.all()[0], text="Zriadiť stacionár pri nemocnici.", is_recommendation=True,
                         by=None, at=moment(28, 10))  # fmt: skip
        minuting.send_minutes_round(meeting, by=None, at=moment(28, 10))
    assert titles(found(alfa, q=SPOKEN)) == []
    with in_tenant(alfa.key):
        from datetime import date

        minuting.approve_minutes(meeting, on=date(2026, 4, 30), by=None, at=moment(30, 10))
        minuting.publish_minutes(meeting, by=None, at=moment(30, 11))
    assert titles(found(alfa, q=SPOKEN)) == [meeting.title]
    assert "Anna" not in str(Document.objects.get(kind="ANNOUNCED").card)
    with in_tenant(alfa.key):
        minuting.withdraw_minutes(meeting, why="Chyba", by=None, at=moment(30, 12))
    assert titles(found(alfa, q=SPOKEN)) == []


def test_what_is_withdrawn_or_cancelled_follows_at_once(found: Any, alfa: Any) -> None:
    with in_tenant(alfa.key):
        notice = shown("Denný stacionár otvára")
        meeting = opened("Stretnutie o stacionári", empty_group("Seniori"))
    assert len(titles(found(alfa, q=SPOKEN))) == 2
    with in_tenant(alfa.key):
        noticing.withdraw_notice(notice, why="Omyl", by=None, at=now())
        cancel_meeting(meeting, why="Chrípka", by=None, at=now())
    (left,) = found(alfa, q=SPOKEN).context["nodes"]
    assert (left["title"], left["is_cancelled"]) == ("Stretnutie o stacionári", True)


def test_the_nightly_comparison_covers_what_nobody_told(found: Any, alfa: Any) -> None:
    """A notice whose first day comes, and one that was removed past all commands."""
    from planning.informing.models import Announcement
    from search import updating

    with in_tenant(alfa.key):
        notice = shown("Stacionár od zajtra", shown_from=today() + timedelta(days=1))
        gone = shown("Stacionár včera")
    assert titles(found(alfa, q=SPOKEN)) == ["Stacionár včera"]
    with in_tenant(alfa.key):
        Announcement.objects.filter(pk=notice.pk).update(shown_from=today())
        Announcement.objects.filter(pk=gone.pk).delete()
    assert updating.keep_everything() == 2
    from search.engine.client import is_configured

    if is_configured():
        updating.compare_index()
    assert titles(found(alfa, q=SPOKEN)) == ["Stacionár od zajtra"]


def test_minutes_hide_what_the_group_did_not_publish(found: Any, alfa: Any) -> None:
    with in_tenant(alfa.key):
        meeting = published(group_of_five("Skrytá skupina", is_public=False))
    assert titles(found(alfa)) == [meeting.title]
    assert titles(found(alfa, q="skrytá skupina")) == []
    assert "Skrytá" not in str(Document.objects.get(kind="ANNOUNCED").card)


def test_an_open_event_stands_under_its_own_tab(found: Any, alfa: Any) -> None:
    from support.events import conference

    with in_tenant(alfa.key):
        opened("Stretnutie o stacionári", empty_group("Seniori"))
        conference(title="Konferencia o stacionári")
    answer = found(alfa, q=SPOKEN, what="events")
    assert titles(answer) == ["Konferencia o stacionári"]
    counts = {code: count for code, _name, _href, count in answer.context["sorts"]}
    assert (counts["meetings"], counts["events"]) == (1, 1)


def test_the_note_of_a_closed_meeting_is_not_found_with_its_minutes(found: Any, alfa: Any) -> None:
    with in_tenant(alfa.key):
        meeting = published(group_of_five())
        type(meeting).objects.filter(pk=meeting.pk).update(note="Dôverné o stacionári")
    assert titles(found(alfa, q=SPOKEN)) == []
