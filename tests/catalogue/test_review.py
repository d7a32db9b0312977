"""What providers ask for and people report: waits, is decided field by field, is answered."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from support.counting import questions
from support.desk import address, letters_to, three_services
from support.registers import AT, BREZNO, LATER, service, the_service

from catalogue import commands
from catalogue.models import AskedField, Case, ChangeRequest, Claim, Provider, RelatedActivity, Service
from catalogue.review import commands as review
from catalogue.review.commands import Decision, RequestRefused
from kernel.clock import now
from kernel.files import WrongFile

pytestmark = pytest.mark.django_db
BEDS = [{"form": "RESIDENTIAL", "unit": "BEDS", "count": 40}]
ACCEPT, WISH, REFUSE = "ACCEPTED", "WISHED", "REFUSED"


@pytest.fixture
def editor(load: Any, person: Any, region: Any) -> Any:
    three_services(load)
    account = person("PROVIDER_EDITOR", at=region, email="editor@example.org")
    commands.name_editor(the_service("1").provider, account=account, by=None, at=AT)
    return account


@pytest.fixture
def steward(person: Any, region: Any) -> Any:
    return person("DATA_STEWARD", at=region, email="steward@example.org")


@pytest.fixture
def asked(editor: Any) -> Any:
    """Two facts are asked for: more beds, another kind."""
    facts = {"capacities": BEDS, "kind": "SK448-38"}
    return review.ask_change(the_service("1"), facts=facts, reason="Rozhodnutie kraja", by=editor, at=AT)


def decide(asked: Any, steward: Any, at: Any = LATER, **decisions: Any) -> Any:
    said = {name: each if isinstance(each, Decision) else Decision(each, "lebo") for name, each in decisions.items()}
    return review.decide_fields(asked, decisions=said, by=steward, at=at)


def capacity() -> int:
    return the_service("1").capacities.get().count


# --- asking -----------------------------------------------------------------------------------------------------------
def test_asking_changes_nothing_by_itself(asked: Any) -> None:
    assert (capacity(), the_service("1").kind_id) == (27, "SK448-35")
    assert not Claim.objects.filter(voice="PROVIDER").exists()
    assert {row.field: (row.old, row.new) for row in asked.fields.all()} == {
        "capacities": ([{"form": "RESIDENTIAL", "unit": "BEDS", "count": 27}], BEDS),
        "kind": ("SK448-35", "SK448-38"),
    }


def test_what_is_as_it_was_is_not_asked_for(editor: Any) -> None:
    same = {"capacities": [{"form": "RESIDENTIAL", "unit": "BEDS", "count": 27}], "kind": "SK448-38"}
    asked = review.ask_change(the_service("1"), facts=same, reason="x", by=editor, at=AT)
    assert [row.field for row in asked.fields.all()] == ["kind"]
    with pytest.raises(RequestRefused, match=r"differs|nelíši"):
        review.ask_change(the_service("1"), facts={"kind": "SK448-35"}, reason="x", by=editor, at=AT)


def test_without_a_reason_nobody_can_decide(editor: Any) -> None:
    with pytest.raises(RequestRefused):
        review.ask_change(the_service("1"), facts={"kind": "SK448-38"}, reason="  ", by=editor, at=AT)


def test_a_proof_is_what_it_says_it_is(editor: Any) -> None:
    page = ContentFile(b"<html>not a paper</html>", name="rozhodnutie.pdf")
    with pytest.raises(WrongFile):
        review.ask_change(the_service("1"), facts={"kind": "SK448-38"}, reason="x", proof=page, by=editor, at=AT)
    paper = ContentFile(b"%PDF-1.7 paper", name="rozhodnutie.pdf")
    asked = review.ask_change(the_service("1"), facts={"kind": "SK448-38"}, reason="x", proof=paper, by=editor, at=AT)
    assert asked.proof_name == "rozhodnutie.pdf"
    assert "rozhodnutie" not in asked.proof.name


def test_the_address_of_a_secret_place_is_never_asked_for(editor: Any) -> None:
    Service.objects.filter(register_key="1").update(hides_address=True)
    place = {"name": "", "street": "Iná", "house_number": "1", "postcode": "", "municipality": BREZNO}
    with pytest.raises(RequestRefused, match=r"secret|utajená"):
        review.ask_change(the_service("1"), facts={"places": [place]}, reason="x", by=editor, at=AT)
    assert not AskedField.objects.exists()


def test_the_sender_takes_back_what_nobody_has_touched(asked: Any, steward: Any, editor: Any) -> None:
    decide(asked, steward, kind=REFUSE)
    with pytest.raises(RequestRefused, match=r"begun|začal"):
        review.withdraw_request(asked, by=editor, at=LATER)
    other = review.ask_change(the_service("2"), facts={"kind": "SK448-38"}, reason="x", by=editor, at=AT)
    review.withdraw_request(other, by=editor, at=LATER)
    assert list(ChangeRequest.objects.all()) == [asked]


# --- deciding ---------------------------------------------------------------------------------------------------------
def test_accepting_a_legal_fact_is_the_regions_word_with_its_end(asked: Any, steward: Any) -> None:
    until = date(2026, 6, 30)
    decide(asked, steward, capacities=Decision(ACCEPT, "podľa rozhodnutia", until), kind=REFUSE)
    claim = Claim.objects.get(voice="REGION")
    assert (claim.field, claim.until, claim.reason, claim.by) == ("capacities", until, "podľa rozhodnutia", steward.pk)
    assert (capacity(), the_service("1").kind_id) == (40, "SK448-35")


def test_left_to_the_register_the_word_waits(asked: Any, steward: Any, load: Any) -> None:
    decide(asked, steward, capacities=WISH, kind=REFUSE)
    assert capacity() == 27
    assert Claim.objects.get(voice="PROVIDER").value == BEDS
    assert Case.objects.get().state == "OPEN"


def test_fields_are_decided_one_after_the_other_and_the_letter_goes_at_the_end(asked: Any, steward: Any) -> None:
    decide(asked, steward, kind=REFUSE)
    assert ChangeRequest.objects.get().is_waiting
    assert letters_to("editor@example.org") == []
    decide(asked, steward, capacities=ACCEPT)
    held = ChangeRequest.objects.get()
    assert (held.state, held.decided_by) == ("DECIDED", steward.pk)
    (letter,) = letters_to("editor@example.org")
    assert "lebo" in letter.text


def test_the_letter_speaks_the_senders_language(asked: Any, steward: Any, editor: Any) -> None:
    type(editor).objects.filter(pk=editor.pk).update(language="cs")
    decide(ChangeRequest.objects.get(), steward, kind=REFUSE, capacities=REFUSE)
    (letter,) = letters_to("editor@example.org")
    assert "Dobrý den" in letter.text


def test_a_refusal_needs_a_reason(asked: Any, steward: Any) -> None:
    with pytest.raises(RequestRefused):
        decide(asked, steward, kind=Decision(REFUSE))
    assert not AskedField.objects.exclude(decision="").exists()


def test_who_decides_second_is_told_and_nothing_is_lost(asked: Any, steward: Any, person: Any, region: Any) -> None:
    first = ChangeRequest.objects.get()
    second = ChangeRequest.objects.get()
    decide(first, steward, capacities=ACCEPT)
    with pytest.raises(RequestRefused) as refusal:
        decide(second, person("DATA_STEWARD", at=region), capacities=REFUSE, kind=REFUSE)
    assert refusal.value.code == "decided"
    decisions = dict(AskedField.objects.values_list("field", "decision"))
    assert decisions == {"capacities": "ACCEPTED", "kind": ""}
    assert capacity() == 40


WRONG: dict[str, dict[str, Any]] = {
    "decided_change_request_says_when_and_by_whom": {"state": "DECIDED"},
    "only_a_decided_mistake_has_an_answer": {"answer": "RESOLVED"},
    "change_request_speaks_of_something": {"service": None},
}


@pytest.mark.parametrize("name", WRONG)
def test_the_database_refuses_what_must_never_be_true(asked: Any, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ChangeRequest.objects.update(**WRONG[name])


def test_the_database_refuses_a_field_refused_without_reason(asked: Any) -> None:
    with pytest.raises(IntegrityError, match="refused_field_says_why"), transaction.atomic():
        AskedField.objects.update(decision="REFUSED", decided_at=AT, decided_by=asked.asked_by_id)
    with pytest.raises(IntegrityError, match="decided_field_says_when"), transaction.atomic():
        AskedField.objects.update(decision="ACCEPTED")


# --- proposals --------------------------------------------------------------------------------------------------------
def propose(editor: Any, **facts: Any) -> Any:
    said = {"kind": "SK448-41", "name": "Nová služba", "forms": ["OUTREACH"], "phones": ["+421905000111"]} | facts
    return review.propose_service(the_service("1").provider, facts=said, reason="Registrácia beží", by=editor, at=AT)


def test_a_proposed_service_comes_only_after_it_was_accepted(editor: Any, steward: Any) -> None:
    asked = propose(editor)
    assert not Service.objects.filter(name="Nová služba").exists()
    decide(asked, steward, kind=ACCEPT, name=ACCEPT, forms=ACCEPT, phones=REFUSE)
    made = Service.objects.get(name="Nová služba")
    assert (made.kind_id, made.forms, made.phones, made.is_published) == ("SK448-41", ["OUTREACH"], [], True)
    assert made.provider == the_service("1").provider
    assert ChangeRequest.objects.get().service == made


def test_a_proposal_without_its_name_is_refused_as_a_whole(editor: Any, steward: Any) -> None:
    asked = propose(editor)
    with pytest.raises(RequestRefused, match=r"cannot do without|nezaobíde"):
        decide(asked, steward, kind=ACCEPT, name=REFUSE, forms=ACCEPT, phones=ACCEPT)
    with pytest.raises(RequestRefused, match=r"together|naraz"):
        decide(asked, steward, kind=ACCEPT)
    decide(asked, steward, kind=REFUSE, name=REFUSE, forms=REFUSE, phones=REFUSE)
    assert Service.objects.count() == 3


def test_a_proposed_kind_that_may_hide_its_address_waits_and_hides_it(editor: Any, steward: Any) -> None:
    place = {"name": "", "street": "Tajná", "house_number": "5", "postcode": "97401", "municipality": BREZNO}
    asked = propose(editor, kind="SK448-29", forms=["RESIDENTIAL"], places=[place])
    decide(asked, steward, kind=ACCEPT, name=ACCEPT, forms=ACCEPT, phones=ACCEPT, places=ACCEPT)
    made = Service.objects.get(name="Nová služba")
    assert (made.is_published, made.hides_address, made.at_places.get().place.is_secret) == (False, True, True)
    assert "Tajná" not in str(list(AskedField.objects.values_list("new", flat=True)))
    assert "Tajná" not in str(list(Claim.objects.values_list("value", flat=True)))


def test_a_known_provider_is_not_proposed_again(editor: Any, steward: Any) -> None:
    known = {"country": "SK", "ico": "00648515", "name": "Domov Dolinka"}
    with pytest.raises(RequestRefused, match=r"already|už v katalógu"):
        review.propose_provider(facts={"provider": known}, reason="x", by=editor, at=AT)
    new = {"country": "SK", "ico": "31780334", "name": "Nová pomoc, n. o."}
    asked = review.propose_provider(facts={"provider": new, "phones": ["+421905111000"]}, reason="x", by=editor, at=AT)
    decide(asked, steward, provider=ACCEPT, phones=ACCEPT)
    assert Provider.objects.get(ico="31780334").phones == ["+421905111000"]


def test_a_proposed_activity_comes_with_what_was_accepted(editor: Any, steward: Any) -> None:
    facts = {"name": "Klub", "description": "Stretnutia", "municipality": BREZNO, "street": "Hlavná 1"}
    asked = review.propose_activity(the_service("1").provider, facts=facts, reason="x", by=editor, at=AT)
    decide(asked, steward, name=ACCEPT, description=ACCEPT, municipality=ACCEPT, street=REFUSE)
    made = RelatedActivity.objects.get()
    assert (made.name, made.municipality_id, made.street) == ("Klub", BREZNO, "")


def test_an_override_says_who_wanted_it(editor: Any, steward: Any) -> None:
    """What the provider asked for is told so; what staff asked for bears the reason that was given."""
    theirs = review.ask_change(the_service("1"), facts={"kind": "SK448-38"}, reason="x", by=editor, at=AT)
    review.decide_fields(theirs, decisions={"kind": Decision(ACCEPT)}, by=steward, at=LATER)
    facts = {"target_note": "pre seniorov"}
    ours = review.ask_change(the_service("2"), facts=facts, reason="Kontrola na mieste", by=steward, at=AT)
    review.decide_fields(ours, decisions={"target_note": Decision(ACCEPT)}, by=steward, at=LATER)
    said = dict(Claim.objects.filter(voice="REGION").values_list("field", "reason"))
    assert said == {"kind": "na žiadosť poskytovateľa", "target_note": "Kontrola na mieste"}


# --- pages ------------------------------------------------------------------------------------------------------------
def test_an_editor_asks_by_page_and_sees_the_answer(editor: Any, steward: Any, browse: Any, region: Any) -> None:
    own, staff = browse(region, editor), browse(region, steward)
    ask = address("ask_change", the_service("1").pk)
    assert "provider_name" not in own.get(ask).content.decode()
    page = own.get(ask, {"field": ["capacities"], "next": "1"}).content.decode()
    assert 'name="capacity_0"' in page
    assert 'name="kind"' not in page
    answer = own.post(ask, {"field": "capacities", "capacity_0": "40", "reason": "Rozhodnutie"})
    assert answer.url == address("my_requests")
    asked = ChangeRequest.objects.get()
    assert asked.title in staff.get(address("review")).content.decode()
    page = address("review_request", asked.pk)
    assert staff.post(page, {"decision_capacities": "REFUSED"}).status_code == 422
    answer = staff.post(page, {"decision_capacities": "REFUSED", "reason_capacities": "Chýba rozhodnutie."})
    assert answer.url == address("review")
    assert "Chýba rozhodnutie." in own.get(address("my_requests")).content.decode()


def test_requests_that_contradict_each_other_name_each_other(
    editor: Any, steward: Any, asked: Any, browse: Any, region: Any
) -> None:
    less = [{"form": "RESIDENTIAL", "unit": "BEDS", "count": 20}]
    facts = {"capacities": less, "kind": "SK448-38"}
    other = review.ask_change(the_service("1"), facts=facts, reason="x", by=steward, at=AT)
    staff = browse(region, steward)
    for one, two in ((asked, other), (other, asked)):
        page = staff.get(address("review_request", one.pk)).content.decode()
        assert page.count(address("review_request", two.pk)) == 1
    decide(other, steward, capacities=REFUSE)
    assert address("review_request", other.pk) not in staff.get(address("review_request", asked.pk)).content.decode()


def test_nothing_different_is_told_on_the_page(editor: Any, browse: Any, region: Any) -> None:
    ask = address("ask_change", the_service("1").pk)
    answer = browse(region, editor).post(ask, {"field": "capacities", "capacity_0": "27", "reason": "x"})
    assert answer.status_code == 422
    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize("field", ["provider", "kind", "forms", "places", "target_groups", "age_groups", "ended_on"])
def test_every_fact_has_its_control(editor: Any, browse: Any, region: Any, field: str) -> None:
    ask = address("ask_change", the_service("1").pk)
    page = browse(region, editor).get(ask, {"field": [field], "next": "1"})
    assert page.status_code == 200


def test_another_address_is_asked_for_with_the_old_one_left(editor: Any, browse: Any, region: Any) -> None:
    said = {
        "field": "places", "places_gone": "0", "place_street": "Nová", "place_number": "7",
        "place_postcode": "977 01", "place_town": BREZNO, "reason": "Presťahovali sme sa",
    }  # fmt: skip
    answer = browse(region, editor).post(address("ask_change", the_service("1").pk), said)
    assert answer.status_code == 302
    (place,) = AskedField.objects.get().new
    assert (place["street"], place["postcode"], place["municipality"]) == ("Nová", "97701", BREZNO)


def test_strangers_and_other_editors_ask_for_nothing(editor: Any, browse: Any, region: Any) -> None:
    ask = address("ask_change", the_service("3").pk)
    assert browse(region, editor).get(ask).status_code == 403
    assert browse(region).get(ask).status_code == 302
    assert browse(region, editor).get(address("review")).status_code == 403


def test_the_queue_shows_the_oldest_first_and_days_waiting(editor: Any, steward: Any, browse: Any, region: Any) -> None:
    for key, days in (("1", 2), ("2", 9)):
        moment = now() - timedelta(days=days)
        review.ask_change(the_service(key), facts={"kind": "SK448-38"}, reason="x", by=editor, at=moment)
    page = browse(region, steward).get(address("review")).content.decode()
    assert page.index("Služba 2") < page.index("Služba 1")
    assert ">9<" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("kind=MISTAKE", False), ("kind=CHANGE", True), ("district=SK0321", True), ("district=SK0323", False),
     ("q=dolinka", True), ("q=nikto", False), ("kind=nonsense&district=zzz", True)],
)  # fmt: skip
def test_the_queue_is_filtered(asked: Any, steward: Any, browse: Any, region: Any, query: str, found: bool) -> None:
    page = browse(region, steward).get(f"{address('review')}?{query}").content.decode()
    assert (address("review_request", asked.pk) in page) is found


def test_the_queue_asks_the_same_number_of_questions(editor: Any, steward: Any, browse: Any, region: Any) -> None:
    staff = browse(region, steward)
    counts = []
    for key in ("1", "2", "1"):
        review.ask_change(the_service(key), facts={"kind": "SK448-38"}, reason="x", by=editor, at=AT)
        counts.append(questions(staff, address("review")))
    assert counts[0] == counts[2] == 9


def test_the_page_says_what_changed_meanwhile(asked: Any, steward: Any, load: Any, browse: Any, region: Any) -> None:
    now_held = [{"form": "RESIDENTIAL", "unit": "BEDS", "count": 33}]
    load([service("1", capacities=now_held), service("2", row=2)], is_whole=False)
    page = browse(region, steward).get(address("review_request", asked.pk)).content.decode()
    assert "33" in page


def test_a_proof_is_a_download_for_staff_only(editor: Any, steward: Any, browse: Any, region: Any) -> None:
    paper = ContentFile(b"%PDF-1.7 paper", name="../rozhodnutie kraja.pdf")
    asked = review.ask_change(the_service("1"), facts={"kind": "SK448-38"}, reason="x", proof=paper, by=editor, at=AT)
    answer = browse(region, steward).get(address("review_proof", asked.pk))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 paper"
    assert browse(region, editor).get(address("review_proof", asked.pk)).status_code == 403


def test_proposals_are_sent_by_page(editor: Any, browse: Any, region: Any) -> None:
    own, provider = browse(region, editor), the_service("1").provider
    said = {"provider": provider.pk, "kind": "SK448-41", "name": "Nová", "forms": "OUTREACH", "reason": "x"}
    assert own.post(address("propose_service"), said).status_code == 302
    said = {"name": "Nová n. o.", "ico": "31780334", "type": "NON_PUBLIC", "reason": "x"}
    assert own.post(address("propose_provider"), said).status_code == 302
    assert own.post(address("propose_provider"), said | {"ico": "12345678"}).status_code == 422
    said = {"provider": provider.pk, "name": "Klub", "description": "Opis", "reason": "x"}
    assert own.post(address("propose_activity"), said).status_code == 302
    other = the_service("3").provider
    assert own.post(address("propose_activity"), said | {"provider": other.pk}).status_code == 422
    assert sorted(ChangeRequest.objects.values_list("kind", flat=True)) == [
        "NEW_ACTIVITY",
        "NEW_PROVIDER",
        "NEW_SERVICE",
    ]
    assert own.get(address("my_requests")).status_code == 200
