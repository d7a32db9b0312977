"""Applications: anybody asks without an account, the coordinator answers once, what is personal is forgotten."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.desk import letters_to
from support.groups import DAY, asked, found, seat
from support.plans import here
from support.world import FOUNDED

from kernel.clock import now, today
from kernel.journal.relaying import deliver_pending
from kernel.signing import sign
from planning.groups import applying, commands
from planning.groups.forms import JoinForm
from planning.groups.models import Application, GroupMember, Person
from planning.groups.people import Newcomer, PersonKnown
from planning.structure.errors import PlanRefused
from planning.tasks import forget_old_applications
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
NOBODY: dict[str, Any] = {"by": None, "at": FOUNDED}


def take(application: Application, who: Any = None, **facts: Any) -> GroupMember:
    known = who or Newcomer(application.name, application.email, application.phone)
    return applying.take_application(application, who=known, **({"starts_on": DAY} | facts), **NOBODY)


@pytest.fixture
def group(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        return found("Seniori")


def stamp(alfa: Any, seconds: float = 60) -> str:
    with in_tenant(alfa.key):
        return sign((now() - timedelta(seconds=seconds)).isoformat(), JoinForm.purpose)


@pytest.fixture
def said(alfa: Any) -> dict[str, Any]:
    return {
        "name": "Eva Novotná", "email": "Eva@example.org", "phone": "", "party": "USER", "represents": "",
        "why": "Starám sa o mamu a viem, čo chýba.", "consent": "on", "stamp": stamp(alfa),
    }  # fmt: skip


def waiting(alfa: Any) -> list[str]:
    with in_tenant(alfa.key):
        return list(Application.objects.filter(state="WAITING").order_by("asked_at").values_list("email", flat=True))


# --- asking ----------------------------------------------------------------------------------------------------------
def test_anybody_asks_without_an_account(alfa: Any, group: Any, browse: Any, said: dict[str, Any]) -> None:
    stranger = browse(alfa)
    assert here("join", group.pk) in stranger.get(here("public_group", group.pk)).content.decode()
    assert stranger.get(here("join", group.pk)).status_code == 200
    answer = stranger.post(here("join", group.pk), said)
    assert answer.url == here("join_thanks")
    assert stranger.get(answer.url).status_code == 200
    assert waiting(alfa) == ["eva@example.org"]
    with in_tenant(alfa.key):
        assert not GroupMember.objects.exists()
        assert not Person.objects.exists()


def test_pressing_twice_asks_once(alfa: Any, group: Any, browse: Any, said: dict[str, Any]) -> None:
    stranger = browse(alfa)
    for _press in range(2):
        assert stranger.post(here("join", group.pk), said).status_code == 302
    assert waiting(alfa) == ["eva@example.org"]
    with in_tenant(alfa.key):
        twin = Application.objects.get()
        twin.pk = uuid.uuid4()
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "", "phone": ""}, "email"),
        ({"consent": ""}, "consent"),
        ({"party": "NONSENSE"}, "party"),
        ({"why": ""}, "why"),
        ({"why": "Pozri https://a.example a https://b.example"}, "why"),
        ({"why": "x" * 2001}, "why"),
    ],
)
def test_what_is_missing_is_told_at_its_field(
    alfa: Any, group: Any, browse: Any, said: dict[str, Any], wrong: dict[str, str], field: str
) -> None:
    answer = browse(alfa).post(here("join", group.pk), said | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert waiting(alfa) == []


def test_a_telephone_number_is_enough(alfa: Any, group: Any, browse: Any, said: dict[str, Any]) -> None:
    for _press in range(2):
        browse(alfa).post(here("join", group.pk), said | {"email": "", "phone": "0905 123 456"})
    assert waiting(alfa) == [""]


def test_machines_are_not_heard(alfa: Any, group: Any, browse: Any, said: dict[str, Any]) -> None:
    stranger = browse(alfa)
    assert stranger.post(here("join", group.pk), said | {"subject_line": "lacno"}).url == here("join_thanks")
    for quick in (stamp(alfa, 0.5), "", "made-up"):
        answer = stranger.post(here("join", group.pk), said | {"stamp": quick})
        assert answer.status_code == 422
        assert said["why"] in answer.content.decode()
    assert waiting(alfa) == []


def test_one_network_asks_five_times_an_hour(alfa: Any, group: Any, browse: Any, said: dict[str, Any]) -> None:
    stranger = browse(alfa)
    codes = [stranger.post(here("join", group.pk), said | {"email": f"e{n}@example.org"}).status_code for n in range(6)]
    assert codes == [302] * 5 + [429]


@pytest.mark.parametrize("closed", [{"is_open": False}, {"is_public": False}, {"started_on": today() + timedelta(3)}])
def test_a_closed_group_takes_no_applications(
    alfa: Any, browse: Any, said: dict[str, Any], closed: dict[str, Any]
) -> None:
    with in_tenant(alfa.key):
        group = found("Zatvorená", **closed)
        with pytest.raises(PlanRefused):
            asked(group, at=now())
    assert browse(alfa).get(here("join", group.pk)).status_code == 404
    assert browse(alfa).post(here("join", group.pk), said).status_code == 404


def test_an_ended_group_is_shown_no_more(alfa: Any, group: Any, browse: Any) -> None:
    with in_tenant(alfa.key):
        commands.end_group(group, on=DAY, why="Hotovo.", **NOBODY)
    for name in ("public_group", "join"):
        assert browse(alfa).get(here(name, group.pk)).status_code == 404


# --- answering -------------------------------------------------------------------------------------------------------
def test_whoever_is_taken_becomes_a_member_and_gets_a_letter(alfa: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        member = take(asked(group, represents="Rodičia", name_is_public=True), appointed_by="primátor")
        assert (member.party, member.represents, member.appointed_by) == ("USER", "Rodičia", "primátor")
        assert (member.name_is_public, member.agreed_on) == (True, DAY)
        assert (member.person.name, member.person.email) == ("Eva Novotná", "eva@example.org")
        application = Application.objects.get()
        assert (application.state, application.member) == ("TAKEN", member)
    assert letters_to("eva@example.org") == []
    deliver_pending()
    deliver_pending()
    (letter,) = letters_to("eva@example.org")
    assert letter.subject == "Vitajte v skupine: Seniori"
    assert here("public_group", group.pk) in letter.text
    assert letter.tenant_key == alfa.key


def test_a_czech_town_writes_in_czech(alfa: Any, group: Any) -> None:
    type(alfa).objects.filter(pk=alfa.pk).update(language="cs")
    with in_tenant(alfa.key):
        take(asked(group))
    deliver_pending()
    (letter,) = letters_to("eva@example.org")
    assert letter.subject == "Vítejte ve skupině: Seniori"


def test_a_declined_application_is_answered_with_the_reason(alfa: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        application = asked(group)
        with pytest.raises(PlanRefused):
            applying.decline_application(application, why=" ", **NOBODY)
        applying.decline_application(application, why="Skupina je plná.", **NOBODY)
        assert not GroupMember.objects.exists()
    deliver_pending()
    (letter,) = letters_to("eva@example.org")
    assert "Skupina je plná." in letter.text


def test_without_an_address_there_is_no_letter(alfa: Any, group: Any) -> None:
    from kernel.mail.models import OutgoingMail

    with in_tenant(alfa.key):
        take(asked(group, email="", phone="0905 123 456"))
    deliver_pending()
    assert not OutgoingMail.objects.exists()


def test_the_second_answer_is_refused(alfa: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        application = asked(group)
        take(application)
        for again in (
            lambda: take(application),
            lambda: applying.decline_application(application, why="Nie.", **NOBODY),
        ):
            with pytest.raises(PlanRefused) as refusal:
                again()
            assert refusal.value.code == "answered"
        assert Application.objects.get().state == "TAKEN"
        assert GroupMember.objects.count() == 1


def test_somebody_known_is_taken_as_the_same_person(alfa: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        eva = seat(found("Deti"), Newcomer("Eva N.", "eva@example.org")).person
        application = asked(group)
        with pytest.raises(PersonKnown):
            take(application)
        assert Application.objects.get().state == "WAITING"
        assert take(application, eva).person == eva
        assert Person.objects.count() == 1


def test_a_member_already_is_not_taken_again(alfa: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        eva = seat(group, Newcomer("Eva N.", "eva@example.org")).person
        application = asked(group)
        with pytest.raises(PlanRefused):
            take(application, eva)
        assert Application.objects.get().state == "WAITING"


def test_a_group_ends_only_after_everybody_has_an_answer(alfa: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        application = asked(group)
        with pytest.raises(PlanRefused):
            commands.end_group(group, on=DAY, why="Hotovo.", **NOBODY)
        applying.decline_application(application, why="Končíme.", **NOBODY)
        assert commands.end_group(group, on=DAY, why="Hotovo.", **NOBODY).ended_on == DAY


# --- forgetting ------------------------------------------------------------------------------------------------------
def test_what_is_personal_is_forgotten_sixty_days_after_the_answer(alfa: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        applying.decline_application(asked(group, represents="Zväz"), why="Skupina je plná.", **NOBODY)
        member = take(asked(group, "Adam Malý", "adam@example.org"))
        asked(group, "Iva Čakajúca", "iva@example.org")
        assert applying.forget_applicants(at=FOUNDED + timedelta(days=60)) == 0
        assert applying.forget_applicants(at=FOUNDED + timedelta(days=60, seconds=1)) == 2
        assert applying.forget_applicants(at=FOUNDED + timedelta(days=90)) == 0
        held = Application.objects.order_by("asked_at", "email").values_list("name", "email", "why", "represents")
        assert set(held) == {("", "", "", ""), ("Iva Čakajúca", "iva@example.org", "Starám sa o mamu.", "")}
        assert (member.person.name, member.person.email) == ("Adam Malý", "adam@example.org")


def test_every_night_all_towns_forget(alfa: Any, beta: Any) -> None:
    for town in (alfa, beta):
        with in_tenant(town.key):
            applying.decline_application(asked(found()), why="Nie.", **NOBODY)
    forget_old_applications()
    for town in (alfa, beta):
        with in_tenant(town.key):
            assert Application.objects.get().forgotten_at is not None


def test_a_night_that_fails_in_one_town_goes_on_in_the_next(alfa: Any, beta: Any, monkeypatch: Any) -> None:
    for town in (alfa, beta):
        with in_tenant(town.key):
            applying.decline_application(asked(found()), why="Nie.", **NOBODY)
    real, calls = applying.forget_applicants, []

    def fails_at_first(**facts: Any) -> int:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("out of order")
        return real(**facts)

    monkeypatch.setattr("planning.tasks.forget_applicants", fails_at_first)
    forget_old_applications()
    forgotten = []
    for town in (alfa, beta):
        with in_tenant(town.key):
            forgotten.append(Application.objects.get().forgotten_at is not None)
    assert forgotten == [False, True]


def test_the_reason_of_a_refusal_is_forgotten_too(alfa: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        applying.decline_application(asked(group), why="Eva Novotná sa už raz vzdala.", **NOBODY)
        applying.forget_applicants(at=FOUNDED + timedelta(days=61))
        assert Application.objects.get().answer == applying.FORGOTTEN


def test_an_address_longer_than_the_column_is_refused(alfa: Any, group: Any, browse: Any, said: Any) -> None:
    said["email"] = "a@" + ".".join(["b" * 60] * 4) + ".example.org"
    answer = browse(alfa).post(here("join", group.pk), said)
    assert answer.status_code == 422
    assert waiting(alfa) == []
