"""Those who report: one letter with everything, a link to their own and nothing else, one inbox over all towns."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from support.plans import here
from support.years import WHO, filled, items, small_plan, to

from kernel.clock import now, today
from kernel.journal.relaying import deliver_pending
from kernel.mail.models import OutgoingMail
from planning.delivery import reporting, rounds
from planning.delivery.inbox import open_duties, reports_of
from planning.delivery.items import change_item, name_owner
from planning.delivery.models import MonitoringRound, Report
from planning.delivery.reminding import PURPOSE, ask_owners, is_due, make_link, write_letter
from planning.delivery.states import YearState
from planning.subscribers import tell_whose_report_is_awaited
from tenants.context import in_tenant
from tenants.duties import duties_of, mark_of, replace_duties
from tenants.models import Duty

pytestmark = pytest.mark.django_db
ANNA, BORIS = "anna@example.org", "boris@example.org"
DUE = date(2026, 6, 30)


def asked(year: Any, *, due_on: date = DUE) -> MonitoringRound:
    """A round in which Anna reports on two items and Boris on one."""
    first, second, third = items(year)
    name_owner(year, items=[first.pk, second.pk], email=ANNA, **WHO)
    name_owner(year, items=[third.pk], email=BORIS, **WHO)
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30), "due_on": due_on}
    return rounds.open_round(year, title="Prvý polrok", **days, **WHO)


def of(one: MonitoringRound, email: str) -> list[Report]:
    rows = one.reports.filter(item__owner_email=email).select_related("item", "round")
    return list(rows.order_by("item__position"))


def secret_in(mail: OutgoingMail) -> str:
    found = re.search(r"/reports/link/([\w-]+)/", mail.text)
    assert found, mail.text
    return found.group(1)


# --- letters ----------------------------------------------------------------------------------------------------------
def test_each_owner_gets_one_letter_that_lists_everything(alfa: Any, running: Any) -> None:
    asked(running)
    assert ask_owners(date(2026, 1, 5), alfa, at=WHO["at"]) == 2
    assert ask_owners(date(2026, 1, 5), alfa, at=WHO["at"]) == 0
    to_anna = OutgoingMail.objects.get(to=ANNA)
    assert to_anna.kind == PURPOSE
    assert to_anna.text.count("  - ") == 2
    assert "Prvý polrok" in to_anna.text
    assert "Plán mesta Alfa" in to_anna.text
    assert OutgoingMail.objects.get(to=BORIS).text.count("  - ") == 1


@pytest.mark.parametrize(
    ("asked_on", "day", "due"),
    [
        (None, date(2026, 1, 5), True),
        (date(2026, 1, 5), date(2026, 1, 5), False),
        (date(2026, 1, 5), date(2026, 6, 22), False),
        (date(2026, 1, 5), date(2026, 6, 23), True),
        (date(2026, 6, 23), date(2026, 6, 28), False),
        (date(2026, 6, 23), date(2026, 6, 29), True),
        (date(2026, 6, 29), date(2026, 6, 30), False),
        (date(2026, 6, 29), date(2026, 7, 1), True),
        (date(2026, 7, 1), date(2026, 7, 7), False),
        (date(2026, 7, 1), date(2026, 7, 8), True),
        (date(2026, 7, 3), date(2026, 7, 20), True),
    ],
)
def test_reminders_come_a_week_and_a_day_before_and_weekly_after(asked_on: date, day: date, due: bool) -> None:
    assert is_due(DUE, asked_on, day) is due


def test_a_returned_report_is_asked_for_again_but_not_on_the_same_day() -> None:
    day = date(2026, 3, 1)
    assert is_due(DUE, day, day, returned_on=day) is False
    assert is_due(DUE, day, day + timedelta(1), returned_on=day) is True
    assert is_due(DUE, day + timedelta(1), day + timedelta(2), returned_on=day) is False


def test_nobody_is_asked_twice_about_one_thing_on_one_day(alfa: Any, running: Any) -> None:
    one = asked(running)
    day = date(2026, 1, 5)
    assert write_letter(ANNA, day, alfa, at=WHO["at"])
    Report.objects.filter(pk=of(one, ANNA)[0].pk).update(asked_on=None)
    assert not write_letter(ANNA, day, alfa, at=WHO["at"])
    assert OutgoingMail.objects.filter(to=ANNA).count() == 1


def test_who_sent_everything_in_or_whose_round_is_closed_is_left_alone(alfa: Any, running: Any) -> None:
    one = asked(running)
    (his,) = of(one, BORIS)
    reporting.send_report(his, facts={"state": "DONE"}, version=1, **WHO)
    assert ask_owners(date(2026, 1, 5), alfa, at=WHO["at"]) == 1
    rounds.close_round(one, **WHO)
    assert ask_owners(date(2026, 7, 1), alfa, at=WHO["at"]) == 0


def test_the_morning_task_goes_through_all_municipalities(alfa: Any, beta: Any, running: Any) -> None:
    from planning.tasks import remind_owners

    asked(running, due_on=today())
    with in_tenant(beta.key):
        asked(to(filled(small_plan("Plán mesta Beta")), YearState.RUNNING), due_on=today())
    remind_owners()
    assert OutgoingMail.objects.filter(kind=PURPOSE).count() == 4
    assert {mail.tenant_key for mail in OutgoingMail.objects.filter(to=ANNA)} == {alfa.key, beta.key}


# --- the link ---------------------------------------------------------------------------------------------------------
def test_the_link_of_a_letter_opens_what_its_address_reports_on(alfa: Any, running: Any, browse: Any) -> None:
    one = asked(running, due_on=today())
    ask_owners(today(), alfa, at=now())
    secret = secret_in(OutgoingMail.objects.get(to=ANNA))
    phone = browse(alfa)
    first, second = of(one, ANNA)
    page = phone.get(here("reports_by_link", secret))
    assert [report for report, _href in page.context["rows"]] == [first, second]
    assert phone.get(here("report_by_link", secret, first.pk)).status_code == 200
    first.refresh_from_db()
    assert (first.stage, first.version) == ("DRAFT", 1)
    kept = {"act": "keep", "comment": "Rozpísané", "version": "1"}
    assert phone.post(here("report_by_link", secret, first.pk), kept).status_code == 302
    empty = {"act": "send", "comment": "Rozpísané", "version": "2"}
    assert phone.post(here("report_by_link", secret, first.pk), empty).status_code == 422
    sent = empty | {"state": "PARTLY", "per_cent": "50", "spent": "1 250,50", "link": "example.org/foto"}
    assert phone.post(here("report_by_link", secret, first.pk), sent)["location"] == here("reports_by_link", secret)
    first.refresh_from_db()
    assert (first.stage, first.per_cent, first.submitted_by) == ("SUBMITTED", 50, None)
    assert first.link == "https://example.org/foto"
    late = phone.post(here("report_by_link", secret, first.pk), sent | {"comment": "Napísané v druhom okne"})
    assert late.status_code == 422
    assert "Napísané v druhom okne" in late.content.decode()


def test_the_link_opens_nothing_of_others_and_nothing_elsewhere(
    alfa: Any, beta: Any, running: Any, browse: Any
) -> None:
    one = asked(running, due_on=today())
    secret = make_link(ANNA, today(), at=now())
    (his,) = of(one, BORIS)
    for act in (browse(alfa).get, browse(alfa).post):
        assert act(here("report_by_link", secret, his.pk)).status_code == 404
    assert browse(beta).get(here("reports_by_link", secret)).status_code == 410
    assert browse(alfa).get(here("reports_by_link", "x" * 43)).status_code == 410
    assert browse(alfa).get(here("reports_by_link", secret)).status_code == 200


def test_the_link_ends_after_its_time_and_with_the_owner(alfa: Any, running: Any, browse: Any) -> None:
    one = asked(running, due_on=today())
    old = make_link(ANNA, today() - timedelta(200), at=now() - timedelta(200))
    assert browse(alfa).get(here("reports_by_link", old)).status_code == 410
    secret = make_link(ANNA, today(), at=now())
    first, *_rest = of(one, ANNA)
    name_owner(running, items=[item.pk for item in items(running)], email=BORIS, **WHO)
    assert browse(alfa).get(here("reports_by_link", secret)).context["rows"] == []
    assert browse(alfa).get(here("report_by_link", secret, first.pk)).status_code == 404


# --- with an account --------------------------------------------------------------------------------------------------
def test_whose_address_the_item_names_reports_with_the_account(
    alfa: Any, running: Any, person: Any, browse: Any
) -> None:
    one = asked(running, due_on=today())
    anna, stranger = person(email="Anna@example.org"), person(email="cyril@example.org")
    first, _second = of(one, ANNA)
    hers = browse(alfa, anna)
    assert len(hers.get(here("reports")).context["rows"]) == 2
    sent = {"act": "send", "state": "DONE", "version": "1"}
    assert hers.post(here("my_report", first.pk), sent).status_code == 302
    first.refresh_from_db()
    assert (first.stage, first.per_cent, first.submitted_by) == ("SUBMITTED", 100, anna.pk)
    other = browse(alfa, stranger)
    assert other.get(here("reports")).context["rows"] == []
    assert other.get(here("my_report", first.pk)).status_code == 403
    assert browse(alfa).get(here("my_report", first.pk)).status_code == 302


def test_a_dangerous_link_is_no_proof(alfa: Any, running: Any, browse: Any) -> None:
    one = asked(running, due_on=today())
    secret = make_link(ANNA, today(), at=now())
    first, *_rest = of(one, ANNA)
    for link in ("javascript:alert(1)", "ftp://example.org/x"):
        sent = {"act": "send", "state": "DONE", "version": "1", "link": link}
        assert browse(alfa).post(here("report_by_link", secret, first.pk), sent).status_code == 422
    Report.objects.filter(pk=first.pk).update(link="javascript:alert(1)")
    first.refresh_from_db()
    assert first.safe_link == ""


# --- one inbox over all towns -----------------------------------------------------------------------------------------
def test_what_all_municipalities_ask_stands_on_one_page_without_asking_them(
    alfa: Any, beta: Any, running: Any, person: Any, browse: Any
) -> None:
    from support.counting import questions

    anna = person(email="anna@example.org")
    on_region = browse(None, anna)
    page = reverse("tenants:duties", urlconf="config.urls_region")
    assert on_region.get(page).context["rows"] == []
    with in_tenant(alfa.key):
        asked(running, due_on=date(2030, 6, 30))
        tell_whose_report_is_awaited([])
    few = questions(on_region, page)
    with in_tenant(beta.key):
        asked(to(filled(small_plan("Plán mesta Beta")), YearState.RUNNING), due_on=date(2030, 1, 1))
        tell_whose_report_is_awaited([])
    assert questions(on_region, page) == few
    rows = on_region.get(page).context["rows"]
    assert [(duty.tenant, duty.count, duty.due_on) for duty, _address in rows] == [
        (beta, 2, date(2030, 1, 1)),
        (alfa, 2, date(2030, 6, 30)),
    ]
    assert all(address.endswith("/accounts/login/?next=/reports/") for _duty, address in rows)


def test_the_inbox_follows_what_happens(alfa: Any, running: Any) -> None:
    one = asked(running)
    tell_whose_report_is_awaited([])
    assert [duty.count for duty in duties_of(ANNA)] == [2]
    first, second = of(one, ANNA)
    reporting.send_report(first, facts={"state": "DONE"}, version=1, **WHO)
    item = second.item
    change_item(item, changes={"owner_email": BORIS}, version=item.version, **WHO)
    tell_whose_report_is_awaited([])
    assert (duties_of(ANNA), [duty.count for duty in duties_of(BORIS)]) == ([], [2])
    rounds.close_round(one, **WHO)
    tell_whose_report_is_awaited([])
    assert not Duty.objects.exists()


def test_the_public_schema_keeps_no_address_of_those_who_report(running: Any) -> None:
    asked(running)
    tell_whose_report_is_awaited([])
    duty = Duty.objects.filter(whose=mark_of(" ANNA@example.org")).get()
    assert "anna" not in f"{duty.title} {duty.path} {duty.whose}"
    assert {row.email for row in open_duties()} == {ANNA, BORIS}
    assert reports_of("") == []


def test_one_letter_that_fails_keeps_back_no_other(alfa: Any, running: Any, monkeypatch: Any) -> None:
    from planning.delivery import reminding

    real = reminding.send

    def fails_for_anna(to: str, *args: Any, **facts: Any) -> Any:
        if to == ANNA:
            raise RuntimeError("out of order")
        return real(to, *args, **facts)

    asked(running)
    monkeypatch.setattr(reminding, "send", fails_for_anna)
    assert ask_owners(date(2026, 1, 5), alfa, at=WHO["at"]) == 1
    assert [mail.to for mail in OutgoingMail.objects.filter(kind=PURPOSE)] == [BORIS]
    monkeypatch.setattr(reminding, "send", real)
    assert ask_owners(date(2026, 1, 5), alfa, at=WHO["at"]) == 1


def test_every_event_that_changes_whose_report_is_awaited_is_heard(running: Any) -> None:
    """Through the relay of the journal, act by act: who is asked stands in the inbox after each of them."""

    def inbox() -> tuple[int, int]:
        deliver_pending()
        return sum(duty.count for duty in duties_of(ANNA)), sum(duty.count for duty in duties_of(BORIS))

    one = asked(running)
    assert inbox() == (2, 1)
    name_owner(running, items=[items(running)[1].pk], email=BORIS, **WHO)
    assert inbox() == (1, 2)
    second = items(running)[1]
    change_item(second, changes={"owner_email": ANNA}, version=second.version, **WHO)
    assert inbox() == (2, 1)
    (his,) = of(one, BORIS)
    his = reporting.send_report(his, facts={"state": "DONE"}, version=1, **WHO)
    assert inbox() == (2, 0)
    reporting.return_report(his, note="Doložte", **WHO)
    assert inbox() == (2, 1)
    rounds.close_round(one, **WHO)
    assert inbox() == (0, 0)


def test_what_is_asked_is_read_once_the_municipality_is_held(alfa: Any, running: Any) -> None:
    asked(running)

    def read_late() -> Any:
        assert any("FOR UPDATE" in query["sql"] for query in held.captured_queries)
        return open_duties()

    with CaptureQueriesContext(connection) as held:
        assert replace_duties(alfa.key, "planning.reports", read_late) == 2


def test_an_owner_whose_report_was_changed_meanwhile_sees_both_texts_and_can_send(
    alfa: Any, running: Any, browse: Any
) -> None:
    one = asked(running, due_on=today())
    first, *_rest = of(one, ANNA)
    address = here("report_by_link", make_link(ANNA, today(), at=now()), first.pk)
    reporting.save_report(first, facts={"comment": "Text kolegu"}, version=1, **WHO)
    answer = browse(alfa).post(address, {"act": "send", "state": "DONE", "comment": "Môj text", "version": "1"})
    assert answer.status_code == 409
    assert ("Text kolegu", "Môj text") in [(theirs, mine) for _label, theirs, mine in answer.context["theirs"]]
    form = answer.context["form"]
    again = {name: form[name].value() or "" for name in ("state", "comment", "version")}
    assert browse(alfa).post(address, {"act": "send", **again}).status_code == 302
    first.refresh_from_db()
    assert (first.stage, first.comment) == ("SUBMITTED", "Môj text")
