"""The information log: what Opora did is written by itself and once, the rest by hand; it can be taken away."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from openpyxl import load_workbook
from pypdf import PdfReader
from support.counting import questions
from support.informing import follow, shown
from support.meetings import deliver, group_of_five, invited
from support.plans import begin_plan, here, small_tree

from kernel.clock import now, today
from planning.informing import log
from planning.informing.models import Announcement
from planning.meetings.commands import cancel_meeting
from planning.standards.queries import checklist_of
from planning.structure.errors import PlanRefused
from planning.structure.publishing import publish_plan

pytestmark = pytest.mark.django_db
SAID = {"title": "Verejné prerokovanie", "on": "3.3.2026", "channel": "RADIO", "audience": "všetci", "text": ""}


def entry(title: str = "Verejné prerokovanie", **facts: Any) -> Any:
    said = {"channel": "BOARD", "on": today()} | facts
    return log.write_entry(title=title, by=None, at=now(), **said)


def written() -> list[str]:
    """The channels of what Opora wrote by itself."""
    rows = Announcement.objects.entries().filter(source__isnull=False)
    return sorted(rows.values_list("channel", flat=True))


# --- by itself --------------------------------------------------------------------------------------------------------
def test_a_notice_and_its_letters_are_logged_once(town: Any) -> None:
    follow("eva@example.org", tenant=town)
    notice = shown()
    deliver()
    deliver()
    assert written() == ["EMAIL", "WEB"]
    assert {row.title for row in Announcement.objects.entries()} == {notice.title}


def test_invitations_and_an_announced_meeting_are_logged_once(town: Any, soon: Any) -> None:
    from planning.meetings.commands import change_meeting

    plan = begin_plan()
    group = group_of_five(plan=plan)
    meeting = invited(group, is_open=True, **soon)
    deliver()
    facts = {
        name: getattr(meeting, name) for name in ("starts_at", "ends_at", "place", "call_address", "is_open", "note")
    }
    change_meeting(meeting, groups=[group], version=meeting.version, title="Iný názov", by=None, at=now(), **facts)
    deliver()
    assert written() == ["EMAIL", "OTHER", "WEB"]
    assert {row.plan_id for row in Announcement.objects.entries()} == {plan.pk}


def test_a_closed_meeting_is_logged_as_an_invitation_only(town: Any, soon: Any) -> None:
    meeting = invited(group_of_five(), **soon)
    deliver()
    cancel_meeting(meeting, why="Chrípka", by=None, at=now())
    deliver()
    assert written() == ["EMAIL", "OTHER"]


def test_a_publication_of_the_plan_is_logged(town: Any) -> None:
    plan = begin_plan()
    small_tree(plan)
    publish_plan(plan, by=None, at=now())
    deliver()
    assert written() == ["WEB"]


def test_the_database_refuses_to_log_one_thing_twice(town: Any) -> None:
    shown()
    first = Announcement.objects.entries().get()
    first.pk, first._state.adding = None, True
    import uuid

    first.pk = uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


# --- by hand ----------------------------------------------------------------------------------------------------------
def test_an_entry_with_its_proof(town: Any, coordinator: Any) -> None:
    file = SimpleUploadedFile("tabuľa.jpg", b"\xff\xd8\xff\xe0 x")
    coordinator.post(here("new_entry"), SAID | {"file": file, "link": "https://example.org/doska"})
    row = Announcement.objects.entries().get()
    assert (row.channel, row.on.isoformat(), row.by_name) == ("RADIO", "2026-03-03", "Osoba 1")
    assert coordinator.get(here("entry_proof", row.pk)).getvalue() == b"\xff\xd8\xff\xe0 x"
    page = coordinator.get(here("log")).content.decode()
    assert "tabuľa.jpg" in page
    assert "https://example.org/doska" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title": ""}, "title"), ({"on": "32.1.2026"}, "on"), ({"channel": "PIGEON"}, "channel"),
     ({"on": "1.1.2099"}, "__all__"), ({"file": SimpleUploadedFile("a.pdf", b"MZ\x00")}, "file")],
    ids=["what", "day", "how", "ahead", "file"],
)  # fmt: skip
def test_bad_input_is_told_at_its_field(town: Any, coordinator: Any, wrong: dict[str, Any], field: str) -> None:
    answer = coordinator.post(here("new_entry"), SAID | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Announcement.objects.exists()


def test_a_mistake_is_struck_out_with_a_reason(town: Any, coordinator: Any) -> None:
    row = entry()
    assert coordinator.post(here("withdraw_entry", row.pk), {"why": ""}).status_code == 422
    with pytest.raises(PlanRefused):
        log.withdraw_entry(row, why=" ", by=None, at=now())
    coordinator.get(here("withdraw_entry", row.pk))
    coordinator.post(here("withdraw_entry", row.pk), {"why": "Dvakrát"})
    log.withdraw_entry(row, why="Znova", by=None, at=now())
    assert Announcement.objects.get().withdrawn_why == "Dvakrát"
    assert not Announcement.objects.standing().exists()
    assert "Dvakrát" in coordinator.get(here("log")).content.decode()


def test_notices_and_entries_are_not_taken_for_each_other(alfa: Any, town: Any, coordinator: Any, browse: Any) -> None:
    row, notice = entry("Záznam"), shown("Oznam")
    assert coordinator.get(here("notice_work", row.pk)).status_code == 404
    assert coordinator.get(here("entry_proof", notice.pk)).status_code == 404
    assert browse(alfa).get(here("notice", row.pk)).status_code == 404
    assert "Záznam" not in browse(alfa).get(here("notices")).content.decode()


# --- filter and files -------------------------------------------------------------------------------------------------
def test_the_log_is_filtered_by_plan_time_and_channel(town: Any, coordinator: Any) -> None:
    plan, other = begin_plan("Môj"), begin_plan("Iný")
    entry("O mojom", plan_id=plan.pk)
    entry("O inom", plan_id=other.pk)
    entry("O všetkých", on=today() - timedelta(days=40), channel="RADIO")

    def titles(**asked: Any) -> set[str]:
        return {row.title for row in coordinator.get(here("log"), asked).context["page_obj"]}

    assert titles() == {"O mojom", "O inom", "O všetkých"}
    assert titles(plan=plan.pk) == {"O mojom", "O všetkých"}
    assert titles(since=(today() - timedelta(days=2)).strftime("%d.%m.%Y")) == {"O mojom", "O inom"}
    assert titles(until=(today() - timedelta(days=2)).isoformat(), plan=plan.pk) == {"O všetkých"}
    assert titles(channel="RADIO") == {"O všetkých"}
    wrong = coordinator.get(here("log"), {"plan": "x", "since": "dávno", "channel": "PIGEON"})
    assert wrong.context["asked"].wrong
    assert len(wrong.context["page_obj"]) == 3


def test_the_list_is_taken_away_as_pdf_and_tables(town: Any, coordinator: Any) -> None:
    entry("=1+1", text="Poznámka", link="https://example.org/a")
    log.withdraw_entry(entry("Omyl"), why="Omyl", by=None, at=now())
    pdf = PdfReader(io.BytesIO(coordinator.get(here("log_file", "pdf")).content))
    assert "Poznámka" in pdf.pages[0].extract_text()
    assert "Omyl" not in pdf.pages[0].extract_text()
    sheet = load_workbook(io.BytesIO(coordinator.get(here("log_file", "xlsx")).getvalue())).active
    assert sheet is not None
    assert sheet["C2"].value == "=1+1\nPoznámka"
    assert sheet["C2"].data_type == "s"
    csv = coordinator.get(here("log_file", "csv")).getvalue().decode("utf-8-sig")
    assert "'=1+1" in csv
    assert coordinator.get(here("log_file", "exe")).status_code == 404


def test_an_empty_log_is_a_document_too(town: Any, coordinator: Any) -> None:
    assert coordinator.get(here("log_file", "pdf")).content.startswith(b"%PDF")
    assert coordinator.get(here("log")).status_code == 200


def test_the_checklist_sees_how_the_public_was_informed(town: Any) -> None:
    plan = begin_plan()

    def state() -> str:
        return next(line.state for line in checklist_of(plan, "SK", today()) if line.item.code == "INFORMED")

    assert state() == "LACKS"
    row = entry(plan_id=plan.pk)
    assert state() == "HAS"
    log.withdraw_entry(row, why="Omyl", by=None, at=now())
    assert state() == "LACKS"


def test_the_list_asks_the_same_however_long_it_is(town: Any, coordinator: Any) -> None:
    plan = begin_plan()
    entry(plan_id=plan.pk)
    few = questions(coordinator, here("log"))
    for number in range(10):
        entry(f"Záznam {number}", plan_id=plan.pk)
    assert questions(coordinator, here("log")) == few <= 12
