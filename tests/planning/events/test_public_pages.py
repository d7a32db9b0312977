"""What everybody sees and does: the programme, registering without an account, the own link, public papers."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from support.events import conference, over, signed_up
from support.plans import here, text_of

from kernel.clock import now
from kernel.signing import sign
from planning.events.forms import RegisterForm
from planning.events.links import registration_secret
from planning.events.registering import close_registration
from planning.meetings.agenda import add_paper
from planning.meetings.commands import cancel_meeting
from planning.meetings.models import AgendaPaper, Participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(town: Any) -> Any:
    return conference(capacity=1)


@pytest.fixture
def stranger(town: Any, browse: Any) -> Any:
    return browse(town)


def stamp(seconds: float = 60) -> str:
    return sign((now() - timedelta(seconds=seconds)).isoformat(), RegisterForm.purpose)


def filled(**facts: Any) -> dict[str, Any]:
    return {
        "name": "Eva Novotná", "represents": "Charita", "email": "Eva@example.org", "phone": "", "consent": "on",
        "needs": ["SIGN_LANGUAGE"], "needs_note": "slovenský posunkový jazyk", "stamp": stamp(),
    } | facts  # fmt: skip


def test_the_programme_is_public_and_names_speakers_not_people(stranger: Any, meeting: Any) -> None:
    signed_up(meeting, "Anna Prvá")
    page = text_of(stranger.get(here("public_meeting", meeting.pk)))
    for words in ("Dielňa seniori", "Klub", "Jana Nová, Charita", "Kultúrny dom"):
        assert words in page
    assert "Anna Prvá" not in page
    assert here("register", meeting.pk) in page
    assert here("public_meeting", meeting.pk) in text_of(stranger.get(here("public_meetings")))
    calendar = stranger.get(here("event_calendar", meeting.pk))
    assert f"UID:{meeting.pk}@opora" in text_of(calendar)
    assert f"UID:{meeting.pk}@opora" in text_of(stranger.get(here("public_calendar")))


def test_a_stranger_registers_and_sees_how_it_stands(stranger: Any, meeting: Any) -> None:
    answer = stranger.post(here("register", meeting.pk), filled())
    row = Participant.objects.registered().get()
    assert (row.name, row.email, row.needs) == ("Eva Novotná", "eva@example.org", ["SIGN_LANGUAGE"])
    assert answer.status_code == 302
    own = stranger.get(answer.url)
    assert own.status_code == 200
    assert own["Referrer-Policy"] == "same-origin"
    again = stranger.post(here("register", meeting.pk), filled())  # sent twice: one, and no link to somebody's page
    assert again.url == here("register_thanks", meeting.pk)
    assert stranger.get(again.url).status_code == 200
    second = stranger.post(here("register", meeting.pk), filled(name="Ján Malý", email="jan@example.org"))
    assert "máte poradie 1." in text_of(stranger.get(second.url))
    assert list(Participant.objects.order_by("number").values_list("registration", flat=True)) == ["TAKEN", "WAITING"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"email": ""}, "email"), ({"email": "nie"}, "email"), ({"consent": ""}, "consent"),
     ({"needs": ["OTHER"]}, "needs"), ({"needs_note": "x" * 301}, "needs_note")],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field(stranger: Any, meeting: Any, wrong: dict[str, Any], field: str) -> None:
    answer = stranger.post(here("register", meeting.pk), filled(**wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Participant.objects.registered().exists()


def test_machines_are_not_heard_and_people_lose_nothing(stranger: Any, meeting: Any) -> None:
    trapped = stranger.post(here("register", meeting.pk), filled(subject_line="lacno"))
    assert trapped.url == here("register_thanks", meeting.pk)
    for quick in (stamp(0.5), "", "made-up"):
        answer = stranger.post(here("register", meeting.pk), filled(stamp=quick))
        assert answer.status_code == 422
        assert "Eva Novotná" in text_of(answer)
    assert not Participant.objects.registered().exists()


def test_one_network_registers_ten_times_an_hour(stranger: Any, meeting: Any) -> None:
    codes = [
        stranger.post(here("register", meeting.pk), filled(email=f"e{n}@example.org")).status_code for n in range(11)
    ]
    assert codes == [302] * 10 + [429]


def test_a_closed_registration_says_so_and_takes_nobody(stranger: Any, meeting: Any) -> None:
    close_registration(meeting, closed=True, by=None, at=now())
    assert stranger.get(here("register", meeting.pk)).status_code == 200
    answer = stranger.post(here("register", meeting.pk), filled())
    assert answer.status_code == 422
    assert not Participant.objects.registered().exists()


def test_what_is_not_announced_or_no_event_is_nowhere(town: Any, stranger: Any) -> None:
    hidden = conference(announced=False)
    for name in ("register", "register_thanks", "public_meeting", "event_calendar"):
        assert stranger.get(here(name, hidden.pk)).status_code == 404
    assert stranger.post(here("register", hidden.pk), filled()).status_code == 404


def test_looking_at_the_own_link_cancels_nothing_the_button_does(stranger: Any, meeting: Any) -> None:
    anna, boris = signed_up(meeting, "Anna Prvá", "Boris Druhý")
    address = here("own_registration", registration_secret(anna))
    for _look in range(3):
        assert stranger.get(address).status_code == 200
        assert stranger.head(address).status_code == 200
    anna.refresh_from_db()
    assert anna.registration == "TAKEN"
    assert stranger.post(address).status_code == 302
    assert stranger.post(address).status_code == 302
    for row in (anna, boris):
        row.refresh_from_db()
    assert (anna.registration, boris.registration) == ("WITHDRAWN", "TAKEN")


def test_a_changed_link_and_a_link_of_another_town_lead_nowhere(
    meeting: Any, stranger: Any, beta: Any, browse: Any
) -> None:
    (anna,) = signed_up(meeting, "Anna Prvá")
    guest = Participant.objects.create(meeting=meeting, name="Hosť", party="PUBLIC")
    secret, of_guest = registration_secret(anna), registration_secret(guest)
    assert stranger.get(here("own_registration", secret[:-2] + "xx")).status_code == 404
    assert browse(beta).get(here("own_registration", secret)).status_code == 404
    assert stranger.get(here("own_registration", of_guest)).status_code == 404


def test_after_the_event_the_link_gives_the_certificate_to_who_came(stranger: Any, meeting: Any) -> None:
    anna, boris = signed_up(meeting, "Anna Prvá", "Boris Druhý")
    Participant.objects.filter(pk=anna.pk).update(presence="PRESENT")
    over(meeting)
    secret = registration_secret(anna)
    assert here("own_certificate", secret, "pdf") in text_of(stranger.get(here("own_registration", secret)))
    answer = stranger.get(here("own_certificate", secret, "pdf"))
    assert answer.content[:4] == b"%PDF"
    assert stranger.get(here("own_certificate", secret, "exe")).status_code == 404
    assert stranger.get(here("own_certificate", registration_secret(boris), "pdf")).status_code == 404
    stranger.post(here("own_registration", secret))  # nothing can be cancelled any more
    anna.refresh_from_db()
    assert anna.registration == "TAKEN"
    over(meeting, days=61)
    assert stranger.get(here("own_registration", secret)).status_code == 404


def test_a_cancelled_event_says_so_everywhere(stranger: Any, meeting: Any) -> None:
    (anna,) = signed_up(meeting, "Anna Prvá")
    cancel_meeting(meeting, why="Búrka", by=None, at=now())
    for address in (here("public_meeting", meeting.pk), here("own_registration", registration_secret(anna))):
        assert "Búrka" in text_of(stranger.get(address))
    assert here("register", meeting.pk) not in text_of(stranger.get(here("public_meeting", meeting.pk)))


def test_only_papers_made_public_are_read_from_outside(stranger: Any, coordinator: Any, meeting: Any) -> None:
    item = meeting.items.first()
    facts = {"by": None, "at": now()}
    shown = add_paper(item, name="Prednáška", file=ContentFile(b"%PDF-1.4 x", name="p.pdf"), **facts)
    kept = add_paper(item, name="Poznámky", file=ContentFile(b"%PDF-1.4 y", name="q.pdf"), **facts)
    assert stranger.get(here("public_paper", meeting.pk, shown.pk)).status_code == 404
    coordinator.post(here("event_after", meeting.pk), {"papers": [str(shown.pk)]})
    assert AgendaPaper.objects.get(is_public=True).pk == shown.pk
    file = stranger.get(here("public_paper", meeting.pk, shown.pk))
    assert b"".join(file.streaming_content) == b"%PDF-1.4 x"
    assert stranger.get(here("public_paper", meeting.pk, kept.pk)).status_code == 404
    page = text_of(stranger.get(here("public_meeting", meeting.pk)))
    assert "Prednáška" in page
    assert "Poznámky" not in page
    coordinator.post(here("event_after", meeting.pk), {})
    assert stranger.get(here("public_paper", meeting.pk, shown.pk)).status_code == 404
