"""Notices: a draft is seen by nobody, a published one by everybody, one that was taken back by nobody again."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from support.counting import questions
from support.informing import draft, shown
from support.plans import begin_plan, here, small_tree

from kernel.clock import now, today
from planning.informing import noticing
from planning.informing.models import Announcement
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.models import Plan, Revision
from planning.structure.publishing import publish_plan

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SAID = {"title": "Kino pre seniorov", "text": "Vo štvrtok o 15.00.", "shown_from": "1.1.2026", "shown_until": ""}


def everything_public(stranger: Any, notice: Any) -> str:
    pages = ("/", here("notices"), f"{here('notices')}?time=past", here("feed"), here("notice", notice.pk))
    return "\n".join(stranger.get(each).content.decode() for each in pages)


def test_a_draft_is_seen_by_nobody_outside(alfa: Any, notice: Any, browse: Any) -> None:
    assert notice.title not in everything_public(browse(alfa), notice)
    assert browse(alfa).get(here("notice", notice.pk)).status_code == 404


def test_a_published_notice_is_read_on_the_site_and_in_the_feed(alfa: Any, notice: Any, browse: Any) -> None:
    noticing.publish_notice(notice, by=None, at=now())
    stranger = browse(alfa)
    for address in ("/", here("notices"), here("feed"), here("notice", notice.pk)):
        assert notice.title in stranger.get(address).content.decode(), address


def test_pressing_publish_twice_publishes_and_logs_once(notice: Any) -> None:
    first = noticing.publish_notice(notice, by=None, at=now())
    second = noticing.publish_notice(notice, by=None, at=now())
    assert first.published_at == second.published_at
    assert Announcement.objects.entries().count() == 1


def test_a_withdrawn_notice_goes_with_a_reason(alfa: Any, notice: Any, browse: Any) -> None:
    noticing.publish_notice(notice, by=None, at=now())
    with pytest.raises(PlanRefused):
        noticing.withdraw_notice(notice, why=" ", by=None, at=now())
    noticing.withdraw_notice(notice, why="Zrušené", by=None, at=now())
    assert notice.title not in everything_public(browse(alfa), notice)
    assert "Zrušené" not in everything_public(browse(alfa), notice)
    with pytest.raises(PlanRefused):
        noticing.publish_notice(notice, by=None, at=now())
    with pytest.raises(PlanRefused):
        noticing.change_notice(notice, version=notice.version, title="Iné", by=None, at=now())


def test_a_notice_of_the_future_waits_for_its_first_day(alfa: Any, town: Any, browse: Any) -> None:
    notice = shown("Zajtra", shown_from=today() + timedelta(days=1))
    assert "Zajtra" not in everything_public(browse(alfa), notice)


def test_an_old_notice_is_shown_as_past(alfa: Any, town: Any, browse: Any) -> None:
    notice = shown("Bývalo", shown_from=today() - timedelta(days=9), shown_until=today())
    Announcement.objects.update(shown_until=today() - timedelta(days=1))
    stranger = browse(alfa)
    assert "Bývalo" not in stranger.get("/").content.decode()
    assert "Bývalo" not in stranger.get(here("notices")).content.decode()
    assert "Bývalo" in stranger.get(f"{here('notices')}?time=past").content.decode()
    assert stranger.get(here("notice", notice.pk)).context["is_past"]


def test_what_is_past_cannot_be_published(town: Any) -> None:
    late = draft(shown_from=today() - timedelta(days=9), shown_until=today() - timedelta(days=1))
    with pytest.raises(PlanRefused):
        noticing.publish_notice(late, by=None, at=now())


def test_who_read_an_older_version_overwrites_nothing(notice: Any) -> None:
    noticing.change_notice(notice, version=notice.version, title="Prvý", by=None, at=now())
    with pytest.raises(ChangedMeanwhile):
        noticing.change_notice(notice, version=notice.version, title="Druhý", by=None, at=now())
    assert Announcement.objects.get(pk=notice.pk).title == "Prvý"


def test_only_a_draft_is_removed(notice: Any, town: Any) -> None:
    published = shown()
    with pytest.raises(PlanRefused):
        noticing.remove_draft(published, by=None, at=now())
    noticing.remove_draft(notice, by=None, at=now())
    assert Announcement.objects.notices().get() == published


def test_the_history_of_the_plan_holds_its_notices(town: Any) -> None:
    plan = begin_plan()
    notice = shown(plan_id=plan.pk)
    noticing.withdraw_notice(notice, why="Omyl", by=None, at=now())
    acts = Revision.objects.filter(plan=plan, subject_id=notice.pk).order_by("at").values_list("act", flat=True)
    assert list(acts) == ["notice_written", "notice_published", "notice_withdrawn"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"shown_from": None},
        {"shown_until": today() - timedelta(days=3)},
        {"stage": "PUBLISHED"},
        {"withdrawn_at": now()},
        {"kind": "ENTRY"},
        {"file": "x/y.pdf"},
    ],
    ids=lambda each: next(iter(each)),
)
def test_the_database_refuses_a_notice_that_cannot_be(town: Any, wrong: dict[str, Any]) -> None:
    facts = {"kind": "NOTICE", "title": "A", "shown_from": today(), "changed_at": now()} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.create(**facts)


# --- the feed ---------------------------------------------------------------------------------------------------------
def test_the_feed_is_valid_and_its_ids_stay(alfa: Any, town: Any, browse: Any) -> None:
    notice = shown("Prvá <b>&amp;", text="Riadok\x0b<script>x()</script>")
    stranger = browse(alfa)
    first = ET.fromstring(stranger.get(here("feed")).content)
    noticing.change_notice(notice, version=notice.version, title="Prvá, opravená", by=None, at=now())
    second = ET.fromstring(stranger.get(here("feed")).content)
    for tree in (first, second):
        for name in ("id", "title", "updated", "link", "author"):
            assert tree.find(ATOM + name) is not None, name
        for entry in tree.iter(f"{ATOM}entry"):
            assert all(entry.find(ATOM + name) is not None for name in ("id", "title", "updated", "link"))
    ids = [[entry.findtext(f"{ATOM}id") for entry in tree.iter(f"{ATOM}entry")] for tree in (first, second)]
    assert ids[0] == ids[1] == [f"urn:uuid:{notice.pk}"]
    assert first.findtext(f"{ATOM}id") == second.findtext(f"{ATOM}id")
    assert first.findtext(f"{ATOM}entry/{ATOM}title") == "Prvá <b>&amp;"
    # The summary is read as HTML by programs, so what people wrote is escaped once more.
    assert first.findtext(f"{ATOM}entry/{ATOM}summary") == "<p>Riadok&lt;script&gt;x()&lt;/script&gt;</p>"


def test_the_feed_tells_a_plan_as_it_was_published(alfa: Any, town: Any, browse: Any) -> None:
    plan = begin_plan("Zverejnený názov")
    small_tree(plan)
    publish_plan(plan, by=None, at=now())
    Plan.objects.filter(pk=plan.pk).update(title="Rozpísaný názov", summary="Rozpísané")
    feed = browse(alfa).get(here("feed")).content.decode()
    assert "Zverejnený názov" in feed
    assert "Rozpísan" not in feed
    for page in ("/", here("where_we_are", plan.pk), here("follow"), here("plan_feed", plan.pk)):
        text = browse(alfa).get(page).content.decode()
        assert "Zverejnený názov" in text, page
        assert "Rozpísan" not in text, page


def test_two_sites_have_feeds_of_their_own(alfa: Any, beta: Any, town: Any, browse: Any) -> None:
    shown("Len v Alfe")
    ids = [ET.fromstring(browse(each).get(here("feed")).content).findtext(f"{ATOM}id") for each in (alfa, beta)]
    assert ids[0] != ids[1]
    assert "Len v Alfe" not in browse(beta).get(here("feed")).content.decode()


# --- pages of those who write -----------------------------------------------------------------------------------------
def test_from_writing_to_publishing_by_pages(alfa: Any, town: Any, coordinator: Any, browse: Any) -> None:
    file = SimpleUploadedFile("plagát.pdf", b"%PDF-1.7 x")
    answer = coordinator.post(here("new_notice"), SAID | {"file": file, "link": "example.org/kino"})
    notice = Announcement.objects.notices().get()
    assert answer.url == here("notice_work", notice.pk)
    assert browse(alfa).get(here("notice_file", notice.pk)).status_code == 404
    coordinator.post(here("publish_notice", notice.pk))
    page = browse(alfa).get(here("notice", notice.pk)).content.decode()
    assert "https://example.org/kino" in page
    assert "plagát.pdf" in page
    got = browse(alfa).get(here("notice_file", notice.pk))
    assert got["Content-Disposition"].startswith("attachment")
    assert got.getvalue() == b"%PDF-1.7 x"
    coordinator.post(here("withdraw_notice", notice.pk), {"why": "Zrušené"})
    assert browse(alfa).get(here("notice_file", notice.pk)).status_code == 404
    assert coordinator.get(here("notice_work_file", notice.pk)).getvalue() == b"%PDF-1.7 x"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"text": ""}, "text"),
        ({"text": "a" * 4001}, "text"),
        ({"shown_from": "zajtra"}, "shown_from"),
        ({"shown_until": "1.1.2020"}, "shown_until"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"plan": "11111111-1111-4111-8111-111111111111"}, "plan"),
    ],
    ids=["title", "text", "long", "day", "order", "script", "plan"],
)
def test_bad_input_is_told_at_its_field(town: Any, coordinator: Any, wrong: dict[str, str], field: str) -> None:
    answer = coordinator.post(here("new_notice"), SAID | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Announcement.objects.exists()


def test_a_file_that_is_none_of_the_kinds_is_refused(town: Any, coordinator: Any) -> None:
    answer = coordinator.post(here("new_notice"), SAID | {"file": SimpleUploadedFile("a.pdf", b"<html>")})
    assert list(answer.context["form"].errors) == ["file"]


def test_two_who_change_a_notice_see_each_other(notice: Any, coordinator: Any) -> None:
    page = coordinator.get(here("change_notice", notice.pk))
    version = page.context["form"]["version"].value()
    noticing.change_notice(notice, version=notice.version, title="Prvý", by=None, at=now())
    said = SAID | {"title": "Druhý", "version": version}
    answer = coordinator.post(here("change_notice", notice.pk), said)
    assert answer.status_code == 409
    assert "Prvý" in answer.content.decode()
    assert "Druhý" in answer.content.decode()
    again = said | {"version": re.search(r'name="version" value="(\d+)"', answer.content.decode()).group(1)}  # type: ignore[union-attr]
    assert coordinator.post(here("change_notice", notice.pk), again).status_code == 302
    assert Announcement.objects.get(pk=notice.pk).title == "Druhý"


def test_a_change_keeps_the_file(town: Any, coordinator: Any) -> None:
    coordinator.post(here("new_notice"), SAID | {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")})
    notice = Announcement.objects.get()
    coordinator.post(here("change_notice", notice.pk), SAID | {"title": "Iný", "version": notice.version})
    changed = Announcement.objects.get()
    assert (changed.title, changed.file_name, changed.file.name) == ("Iný", "a.pdf", notice.file.name)


def test_who_may_write_and_who_may_publish(alfa: Any, notice: Any, person: Any, browse: Any) -> None:
    officer, member = browse(alfa, person("OFFICER", at=alfa)), browse(alfa, person("GROUP_MEMBER", at=alfa))
    assert officer.get(here("new_notice")).status_code == 200
    assert officer.post(here("publish_notice", notice.pk)).status_code == 403
    assert member.get(here("informing")).status_code == 200
    assert member.get(here("new_notice")).status_code == 403
    assert browse(alfa).get(here("informing")).status_code == 302
    officer.post(here("remove_notice", notice.pk))
    assert not Announcement.objects.exists()


def test_lists_ask_the_same_however_long_they_are(alfa: Any, town: Any, coordinator: Any, browse: Any) -> None:
    plan = begin_plan()
    for number in range(3):
        shown(f"Oznam {number}", plan_id=plan.pk)
    pages = (("/", browse(alfa)), (here("notices"), browse(alfa)), (here("informing"), coordinator))
    few = [questions(client, address) for address, client in pages]
    for number in range(15):
        shown(f"Ďalší {number}", plan_id=plan.pk)
    assert [questions(client, address) for address, client in pages] == few
    assert max(few) <= 12
