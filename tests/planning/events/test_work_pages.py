"""The pages of those who prepare an event, from planning it to the report; and who may open them."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.counting import questions
from support.events import ahead, conference, over, signed_up
from support.meetings import empty_group, planned
from support.plans import here, text_of
from support.verapdf import broken_rules

from kernel.clock import now
from planning.events import after, papers, queries
from planning.events.registering import Said, register
from planning.meetings.models import Meeting, Participant
from ui.documents import docx_of, pdf

pytestmark = pytest.mark.django_db


def day(days: int = 30) -> str:
    at = ahead(days)
    return f"{at.day}.{at.month}.{at.year}"


@pytest.fixture
def meeting(town: Any) -> Any:
    return conference(capacity=2)


FRAME = 4  # who is signed in, where, with which roles
PAGES = ("event_facts", "add_block", "registration", "registered", "enter_registered", "door", "walk_in", "event_after")


@pytest.mark.parametrize(
    ("role", "leads", "needs"),
    [("COORDINATOR", 200, 200), ("OFFICER", 200, 403), ("GROUP_LEADER", 403, 403), ("GROUP_MEMBER", 403, 403)],
)
def test_who_prepares_an_event_and_who_sees_needs(
    town: Any, meeting: Any, person: Any, browse: Any, role: str, leads: int, needs: int
) -> None:
    (anna,) = signed_up(meeting, "Anna Prvá", needs=("DIET",), needs_note="bez lepku")
    client = browse(town, person(role, at=town))
    assert {client.get(here(name, meeting.pk)).status_code for name in PAGES} == {leads}
    assert client.get(here("new_event")).status_code == leads
    assert client.get(here("registered_person", meeting.pk, anna.pk)).status_code == leads
    assert client.get(here("event_needs", meeting.pk)).status_code == needs
    if leads == 200:
        page = text_of(client.get(here("registered_person", meeting.pk, anna.pk)))
        assert ("bez lepku" in page) is (needs == 200)
        file = b"".join(client.get(here("registered_file", meeting.pk, "xlsx")).streaming_content)
        rows = list(load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
        assert any("bez lepku" in str(cell) for row in rows for cell in row) is (needs == 200)
        said = {"name": "Anna Nová", "email": anna.email, "version": anna.version}
        client.post(here("registered_person", meeting.pk, anna.pk), said)
        anna.refresh_from_db()
        assert anna.name == "Anna Nová"
        assert (anna.needs == ["DIET"]) is (needs != 200)  # whoever does not see needs does not wipe them


def test_an_event_is_planned_announced_and_run(town: Any, coordinator: Any) -> None:
    facts = {"kind": "CONFERENCE", "title": "Konferencia", "day": day(), "starts": "9:00", "ends": "16:00"}
    answer = coordinator.post(here("new_event"), facts | {"place": "Dom", "call_address": "", "note": ""})
    meeting = Meeting.objects.get()
    assert answer.url == here("meeting", meeting.pk)
    assert (meeting.is_open, meeting.kind) == (True, "CONFERENCE")
    assert here("add_block", meeting.pk) in text_of(coordinator.get(answer.url))
    block = {"title": "Otvorenie", "kind": "LECTURE", "day": day(), "starts": "9:00", "ends": "10:00", "room": "Sála"}
    coordinator.post(here("add_block", meeting.pk), block | {"speakers": "Jana Nová – Charita", "about": "Úvod"})
    item = meeting.items.get()
    assert item.speakers == [{"name": "Jana Nová", "organisation": "Charita"}]
    clash = coordinator.post(here("add_block", meeting.pk), block | {"title": "Druhý"})
    assert clash.status_code == 422
    assert "Druhý" in text_of(clash)
    page = coordinator.get(here("block", meeting.pk, item.pk))
    assert page.context["form"]["speakers"].value() == "Jana Nová – Charita"
    coordinator.post(here("block", meeting.pk, item.pk), block | {"title": "Úvod", "version": item.version})
    item.refresh_from_db()
    assert item.title == "Úvod"
    meeting.refresh_from_db()
    coordinator.post(here("registration", meeting.pk), {"takes": "on", "capacity": "1", "version": meeting.version})
    coordinator.post(here("invite", meeting.pk), {})
    meeting.refresh_from_db()
    assert meeting.is_registering(now())
    coordinator.post(here("enter_registered", meeting.pk), {"name": "Anna Prvá", "phone": "0905 111 222"})
    coordinator.post(here("enter_registered", meeting.pk), {"name": "Boris Druhý", "email": "b@example.org"})
    wrong = coordinator.post(here("enter_registered", meeting.pk), {"name": "Bez kontaktu"})
    assert wrong.status_code == 422
    anna, boris = Participant.objects.order_by("number")
    assert (anna.registration, boris.registration) == ("TAKEN", "WAITING")
    assert coordinator.get(here("registered", meeting.pk)).context["to_call"] == {anna.pk}
    coordinator.post(here("called_registered", meeting.pk, anna.pk))
    assert coordinator.get(here("registered", meeting.pk)).context["to_call"] == set()
    coordinator.post(here("take_off_registered", meeting.pk, anna.pk))
    boris.refresh_from_db()
    assert boris.registration == "TAKEN"
    coordinator.post(here("close_registration", meeting.pk), {"closed": "yes"})
    meeting.refresh_from_db()
    assert meeting.registration_closed


def test_the_last_day_of_an_event_is_told_where_it_lasts_longer(town: Any, coordinator: Any) -> None:
    facts = {"kind": "HEARING", "title": "X", "day": day(), "starts": "9:00", "ends": "16:00", "place": "Dom"}
    wrong = coordinator.post(here("new_event"), facts | {"last_day": day(29)})
    assert list(wrong.context["form"].errors) == ["last_day"]
    coordinator.post(here("new_event"), facts | {"last_day": day(31)})
    meeting = Meeting.objects.get()
    assert meeting.ends_at == ahead(31, 16)
    form = coordinator.get(here("event_facts", meeting.pk)).context["form"]
    assert form["last_day"].value() == ahead(31).date()
    changed = facts | {"title": "Y", "last_day": day(31), "version": meeting.version}
    coordinator.post(here("event_facts", meeting.pk), changed)
    conflict = coordinator.post(here("event_facts", meeting.pk), changed | {"title": "Z"})
    assert conflict.status_code == 409
    assert "Y" in text_of(conflict)


def test_a_plain_meeting_has_no_pages_of_an_event(town: Any, coordinator: Any, meeting: Any) -> None:
    plain = planned(empty_group("Seniori"))
    assert {coordinator.get(here(name, plain.pk)).status_code for name in PAGES} == {404}
    assert coordinator.get(here("meeting_facts", meeting.pk)).url == here("event_facts", meeting.pk)


def test_somebody_of_another_event_is_not_found_here(town: Any, coordinator: Any, meeting: Any) -> None:
    (anna,) = signed_up(conference(), "Anna Prvá")
    for name in ("registered_person", "take_off_registered", "called_registered"):
        assert coordinator.post(here(name, meeting.pk, anna.pk)).status_code == 404
    assert coordinator.post(here("door", meeting.pk), {"who": str(anna.pk)}).status_code == 404
    assert coordinator.post(here("door", meeting.pk), {"who": "nie"}).status_code == 404


def test_the_list_is_searched_without_diacritics(town: Any, coordinator: Any, meeting: Any) -> None:
    signed_up(meeting, "Žofia Čierna", "Boris Druhý")
    for words, found in (("zofia", 1), ("example.org", 2), ("2", 1), ("nikto", 0)):
        page = coordinator.get(here("registered", meeting.pk), {"q": words}).context["page"]
        assert len(page.object_list) == found, words
    assert len(coordinator.get(here("registered", meeting.pk), {"state": "WAITING"}).context["page"].object_list) == 0
    assert coordinator.get(here("registered", meeting.pk), {"state": "'", "page": "x"}).status_code == 200


def test_at_the_door(town: Any, coordinator: Any, meeting: Any) -> None:
    (anna,) = signed_up(meeting, "Anna Prvá")
    early = coordinator.post(here("door", meeting.pk), {"who": str(anna.pk), "presence": "PRESENT"}, follow=True)
    assert early.status_code == 200
    anna.refresh_from_db()
    assert anna.presence == ""
    over(meeting, days=0)
    answer = coordinator.post(here("door", meeting.pk), {"who": str(anna.pk), "presence": "PRESENT", "q": "ann"})
    assert answer.url == here("door", meeting.pk) + "?q=ann"
    coordinator.post(here("walk_in", meeting.pk), {"name": "Dana Náhodná", "represents": "Klub"})
    again = coordinator.post(here("walk_in", meeting.pk), {"name": "Dana Náhodná", "represents": "Klub"})
    assert again.status_code == 302
    assert [row.name for row in queries.came_to(meeting)] == ["Anna Prvá", "Dana Náhodná"]


def test_lists_of_hundreds_ask_few_questions(town: Any, coordinator: Any) -> None:
    meeting = conference(capacity=200)
    for number in range(120):
        register(meeting, Said(f"Meno {number:03}", email=f"m{number}@example.org"), by=None, at=now())
    for name in ("registered", "door", "event_after", "meeting", "event_needs"):
        assert questions(coordinator, here(name, meeting.pk)) <= FRAME + 12, name
    assert questions(coordinator, here("registered", meeting.pk) + "?q=meno&page=2") <= FRAME + 6


def documents(meeting: Any, site: Any) -> list[Any]:
    at, items = now(), list(meeting.items.all())
    came, rows = queries.came_to(meeting), list(queries.registered_at(meeting))
    days, numbers = queries.days_of(items), queries.numbers_of(meeting)
    return [
        papers.registered_list(meeting, rows, site, at),
        papers.badges(meeting, queries.badged(meeting), site, at),
        papers.certificates(meeting, items, came, site, at),
        papers.certificate(meeting, items, came[0], site, at),
        papers.certificate_list(meeting, came, site, at),
        papers.report(meeting, days, numbers, after.organisations_of(meeting), site, at),
    ]


def test_every_document_of_an_event_is_accessible_and_names_only_who_came(
    town: Any, coordinator: Any, meeting: Any, tmp_path: Path
) -> None:
    import pypdf

    assert coordinator.get(here("certificates", meeting.pk, "pdf")).status_code == 404  # nobody came yet
    assert coordinator.get(here("badges", meeting.pk, "pdf")).status_code == 404
    anna, _boris = signed_up(meeting, "Anna Prvá", "Boris Druhý", represents="Charita sv. Alžbety")
    Participant.objects.filter(pk=anna.pk).update(presence="PRESENT")
    over(meeting)
    made = documents(meeting, town)
    files = [tmp_path / f"{number}.pdf" for number in range(len(made))]
    for file, each in zip(files, made, strict=True):
        file.write_bytes(pdf(each))
    assert broken_rules(*files) == {str(file): {} for file in files}
    assert [docx_of(each)[:2] for each in made] == [b"PK"] * 6
    words = ["".join(page.extract_text() for page in pypdf.PdfReader(file).pages) for file in files]
    assert "Boris Druhý" in words[0]
    assert "Boris Druhý" in words[1]
    for certified in words[2:5]:
        assert "Anna Prvá" in certified
        assert "Boris" not in certified
    assert "Anna" not in words[5]
    assert "Charita sv. Alžbety" in words[5]
    for name in ("registered_file", "badges", "certificates", "certificate_list", "event_report"):
        assert coordinator.get(here(name, meeting.pk, "docx")).status_code == 200
        assert coordinator.get(here(name, meeting.pk, "exe")).status_code == 404


def test_the_length_counts_parallel_blocks_once_and_no_breaks(town: Any, meeting: Any) -> None:
    assert papers.minutes_of_programme(meeting, meeting.items.all()) == 180
    assert papers.minutes_of_programme(meeting, []) == 7 * 60
    assert [papers.length_words(each) for each in (95, 120, 45)] == ["1 hodina 35 minút", "2 hodiny", "45 minút"]


def test_an_event_is_announced_and_shows_no_stages_of_minutes(town: Any, coordinator: Any, meeting: Any) -> None:
    page = coordinator.get(here("meeting", meeting.pk))
    assert [(each["label"], each["state"]) for each in page.context["line"]] == [
        ("Naplánované", "done"), ("Ohlásené", "current"), ("Uskutočnené", "ahead"),
    ]  # fmt: skip
