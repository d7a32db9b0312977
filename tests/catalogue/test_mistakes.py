"""“Report a mistake”: for anybody, closed to machines, answered in the queue, and the sender forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.desk import address, letters_to, three_services
from support.registers import AT, LATER, the_service
from support.world import FOUNDED

from catalogue import commands
from catalogue.models import ChangeRequest, Claim, RelatedActivity, Service
from catalogue.review import commands as review
from catalogue.review.commands import RequestRefused
from catalogue.review.pages import mistakes
from kernel.clock import now
from kernel.signing import sign

pytestmark = pytest.mark.django_db
WORDS = "Telefón už neplatí, nové číslo je na dverách."


def stamp(seconds: float = 60) -> str:
    return sign((now() - timedelta(seconds=seconds)).isoformat(), mistakes.PURPOSE)


def said(**other: Any) -> dict[str, Any]:
    return {"what": ["CONTACT"], "text": WORDS, "contact": "anna@example.org", "stamp": stamp()} | other


@pytest.fixture
def held(load: Any, region: Any) -> Any:
    three_services(load)
    return the_service("1")


@pytest.fixture
def steward(person: Any, region: Any) -> Any:
    return person("DATA_STEWARD", at=region)


def report(held: Any, **other: Any) -> Any:
    facts = {"what": ["CONTACT"], "text": WORDS, "contact": "anna@example.org", "by": None, "at": AT} | other
    return review.report_mistake(held, **facts)


def test_anybody_tells_of_a_mistake_on_every_kind_of_page(held: Any, guest: Any) -> None:
    activity = RelatedActivity.objects.create(
        provider=held.provider, name="Klub", created_at=FOUNDED, changed_at=FOUNDED
    )
    pages = [
        ("service", "mistake_service", held.pk),
        ("provider", "mistake_provider", held.provider_id),
        ("activity", "mistake_activity", activity.pk),
    ]
    for page, form, key in pages:
        assert address(form, key) in guest.get(address(page, key)).content.decode()
        assert guest.get(address(form, key)).status_code == 200
        answer = guest.post(address(form, key), said(text=f"{WORDS} {page}"))
        assert answer.url == address("mistake_thanks")
    assert ChangeRequest.objects.filter(kind="MISTAKE", state="WAITING").count() == 3
    assert guest.get(address("mistake_thanks")).status_code == 200


def test_telling_changes_nothing_in_the_entry(held: Any, guest: Any) -> None:
    before = Service.objects.values().get(pk=held.pk)
    guest.post(address("mistake_service", held.pk), said())
    assert Service.objects.values().get(pk=held.pk) == before


def test_a_service_that_is_not_public_is_not_reported_on(held: Any, guest: Any) -> None:
    Service.objects.filter(pk=held.pk).update(is_published=False)
    assert guest.get(address("mistake_service", held.pk)).status_code == 404


def test_a_machine_that_fills_in_the_trap_is_heard_by_nobody(held: Any, guest: Any) -> None:
    answer = guest.post(address("mistake_service", held.pk), said(subject_line="cheap"))
    assert answer.url == address("mistake_thanks")
    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize("given", ["", "made-up", stamp])
def test_nobody_answers_in_a_second_nor_with_a_made_up_stamp(held: Any, guest: Any, given: Any) -> None:
    page = guest.post(address("mistake_service", held.pk), said(stamp=given(0.5) if callable(given) else given))
    assert page.status_code == 422
    assert WORDS in page.content.decode()
    assert not ChangeRequest.objects.exists()


def test_a_stamp_holds_for_a_morning(held: Any, guest: Any) -> None:
    from unittest import mock

    from django.core import signing

    old = stamp()
    with mock.patch.object(signing.time, "time", return_value=now().timestamp() + 13 * 3600):
        assert mistakes._age_of(old) is None
    assert mistakes._age_of(old) is not None


@pytest.mark.parametrize(
    "text",
    ["krátke", "x" * 2001, "Pozri https://a.example a aj https://b.example prosím", "[url=x]lacno[/url] www.x.sk"],
)
def test_too_little_too_much_and_advertisements_are_refused(held: Any, guest: Any, text: str) -> None:
    assert guest.post(address("mistake_service", held.pk), said(text=text)).status_code == 422
    with pytest.raises(RequestRefused):
        report(held, text=text)


def test_one_network_tells_five_times_an_hour(held: Any, guest: Any) -> None:
    answers = [guest.post(address("mistake_service", held.pk), said(text=f"{WORDS} {n}")).status_code for n in range(6)]
    assert answers == [302] * 5 + [429]


def test_what_is_wrong_must_be_chosen(held: Any, guest: Any) -> None:
    assert guest.post(address("mistake_service", held.pk), said(what=[])).status_code == 422
    with pytest.raises(RequestRefused):
        report(held, what=["NONSENSE"])


def test_staff_answers_in_the_same_queue_with_the_change_that_corrected_it(
    held: Any, steward: Any, browse: Any, region: Any
) -> None:
    asked, staff = report(held, at=now() - timedelta(minutes=5)), browse(region, steward)
    page = address("review_request", asked.pk)
    assert page in staff.get(address("review")).content.decode()
    commands.describe_service(held, facts={"phones": ["+421905777888"]}, by=steward, at=now())
    claim = Claim.objects.filter(field="phones").latest("id")
    assert f'value="{claim.pk}"' in staff.get(page).content.decode()

    answer = staff.post(page, {"answer": "RESOLVED", "resolved_by": str(claim.pk), "text": "Ďakujeme."})

    assert answer.url == address("review")
    held_request = ChangeRequest.objects.get()
    assert (held_request.answer, held_request.resolved_by) == ("RESOLVED", [claim.pk])
    (letter,) = letters_to("anna@example.org")
    assert "0905 777 888" in letter.text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"/services/{held.pk}/" in letter.text


def test_a_refusal_says_why(held: Any, steward: Any, browse: Any, region: Any) -> None:
    page = address("review_request", report(held).pk)
    staff = browse(region, steward)
    assert staff.post(page, {"answer": "REFUSED", "text": ""}).status_code == 422
    staff.post(page, {"answer": "REFUSED", "text": "Číslo sme overili, platí."})
    (letter,) = letters_to("anna@example.org")
    assert "Číslo sme overili, platí." in letter.text


def test_without_an_address_nobody_is_written_to(held: Any, steward: Any) -> None:
    review.answer_mistake(report(held, contact=""), answer="RESOLVED", text="", by=steward, at=LATER)
    assert letters_to("") == []


def test_who_answers_second_is_told(held: Any, steward: Any) -> None:
    asked = report(held)
    review.answer_mistake(asked, answer="RESOLVED", text="prvý", by=steward, at=LATER)
    with pytest.raises(RequestRefused) as refusal:
        review.answer_mistake(asked, answer="REFUSED", text="druhý", by=steward, at=LATER)
    assert refusal.value.code == "decided"
    assert ChangeRequest.objects.get().answer_text == "prvý"


def test_the_word_that_corrected_it_is_of_that_service_and_newer(held: Any, steward: Any) -> None:
    older = Claim.objects.filter(service=held).earliest("id")
    asked = report(held, at=LATER)
    done = review.answer_mistake(
        asked, answer="RESOLVED", text="", resolved_by=[older.pk], by=steward, at=LATER + timedelta(days=1)
    )
    assert done.resolved_by == []


def test_the_address_of_the_sender_is_forgotten_after_the_answer(held: Any, steward: Any, settings: Any) -> None:
    settings.OPORA_REPORTER_DAYS = 30
    waiting, answered = report(held), report(the_service("2"))
    review.answer_mistake(answered, answer="RESOLVED", text="", by=steward, at=LATER)
    assert review.forget_reporters(at=LATER + timedelta(days=29)) == 0
    assert review.forget_reporters(at=LATER + timedelta(days=31)) == 1
    contacts = dict(ChangeRequest.objects.values_list("pk", "contact"))
    assert contacts == {waiting.pk: "anna@example.org", answered.pk: ""}


def test_the_database_refuses_an_answer_without_its_reason(held: Any) -> None:
    report(held)
    with pytest.raises(IntegrityError, match="decided_mistake_has_its_answer"), transaction.atomic():
        ChangeRequest.objects.update(state="DECIDED", decided_at=AT, decided_by=held.pk)
    with pytest.raises(IntegrityError, match="refused_mistake_says_why"), transaction.atomic():
        ChangeRequest.objects.update(state="DECIDED", decided_at=AT, decided_by=held.pk, answer="REFUSED")
