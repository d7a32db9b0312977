"""Pages of groups: the coordinator's way, who may what, what the public sees, the files."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.counting import questions
from support.groups import DAY, asked, found, full, seat
from support.plans import begin_plan, here
from support.verapdf import broken_rules
from support.world import FOUNDED

from kernel.clock import now
from kernel.journal.relaying import deliver_pending
from planning.groups import commands
from planning.groups.models import Application, Group, GroupMember, Person
from planning.groups.people import Newcomer
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
NOBODY: dict[str, Any] = {"by": None, "at": FOUNDED}
MANDATE = {"party": "USER", "office": "MEMBER", "represents": "Klub seniorov", "starts_on": "2. 1. 2026"}


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


@pytest.fixture
def group(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        return found("Seniori", started_on=DAY.replace(month=1, day=1))


def text(answer: Any) -> str:
    return str(answer.content.decode())


# --- the coordinator's way -------------------------------------------------------------------------------------------
def test_a_coordinator_founds_a_group_and_fills_it(alfa: Any, coordinator: Any) -> None:
    with in_tenant(alfa.key):
        plan = begin_plan("Plán mesta Alfa")
    wish = f"{here('new_group')}?kind=STEERING&plan={plan.pk}"
    assert wish.replace("&", "&amp;") in text(coordinator.get(here("groups")))
    form = coordinator.get(wish).context["form"]
    assert (form["kind"].value(), form["plan"].value()) == ("STEERING", str(plan.pk))
    facts = {
        "kind": "STEERING", "name": "Riadiaca skupina", "about": "Vedie plán.", "plan": str(plan.pk), "quorum": "51",
        "started_on": "1. 1. 2026", "is_public": "on",
    }  # fmt: skip
    answer = coordinator.post(here("new_group"), facts)
    with in_tenant(alfa.key):
        group = Group.objects.get()
        assert (group.plan, group.quorum, group.is_open, group.is_public) == (plan, 51, False, True)
    assert answer.url == here("group", group.pk)
    new = {"name": "Anna Nová", "email": "anna@example.org", "phone": ""} | MANDATE
    assert coordinator.post(here("add_member", group.pk), new).url == here("group", group.pk)
    page = text(coordinator.get(here("group", group.pk)))
    assert "Anna Nová" in page
    assert "anna@example.org" in page
    assert "Skupina nemá predsedu." in page
    assert "Chýba riadiaca skupina" not in text(coordinator.get(here("groups")))


def test_somebody_known_is_found_and_added_as_the_same_person(alfa: Any, coordinator: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        anna = seat(found("Deti"), Newcomer("Anna Nová", "anna@example.org")).person
    page = text(coordinator.get(here("add_member", group.pk), {"q": "nova"}))
    assert f'href="?person={anna.pk}"' in page
    address = f"{here('add_member', group.pk)}?person={anna.pk}"
    assert 'name="email"' not in text(coordinator.get(address))
    assert coordinator.post(address, MANDATE).status_code == 302
    with in_tenant(alfa.key):
        assert group.members.get().person == anna
        assert Person.objects.count() == 1


@pytest.mark.parametrize("is_same", [True, False])
def test_a_look_alike_is_asked_about_and_nothing_typed_is_lost(
    alfa: Any, coordinator: Any, group: Any, is_same: bool
) -> None:
    with in_tenant(alfa.key):
        anna = seat(found("Deti"), Newcomer("Anna Nová", "anna@example.org")).person
    new = {"name": "A. Nová", "email": "Anna@example.org", "phone": ""} | MANDATE
    answer = coordinator.post(here("add_member", group.pk), new)
    assert answer.status_code == 422
    assert "Anna Nová, anna@example.org, Deti" in text(answer)
    assert "Klub seniorov" in text(answer)
    with in_tenant(alfa.key):
        assert not group.members.exists()
    who = str(anna.pk) if is_same else "another"
    assert coordinator.post(here("add_member", group.pk), new | {"who": who}).status_code == 302
    with in_tenant(alfa.key):
        assert (group.members.get().person == anna) is is_same
        assert Person.objects.count() == (1 if is_same else 2)


def test_a_wrong_mandate_is_told_at_its_field(coordinator: Any, group: Any) -> None:
    new = {"name": "Anna", "email": "", "phone": ""} | MANDATE
    for wrong, field in (
        ({"ends_on": "1. 1. 2026"}, "ends_on"),
        ({"office": "SUBSTITUTE"}, "substitute_for"),
        ({"party": ""}, "party"),
        ({"starts_on": "31. 12. 2025"}, "__all__"),
    ):
        answer = coordinator.post(here("add_member", group.pk), new | wrong)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_mandate_is_changed_and_ended(alfa: Any, coordinator: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        anna = seat(group, "Anna")
        seat(group, "Cyril", office="SUBSTITUTE", substitute_for=anna)
        cyril = group.members.get(office="SUBSTITUTE")
    page = coordinator.get(here("member", group.pk, cyril.pk))
    assert page.context["form"]["substitute_for"].value() == str(anna.pk)
    said = MANDATE | {
        "office": "SUBSTITUTE", "substitute_for": str(anna.pk), "version": "1", "appointed_by": "primátor",
    }  # fmt: skip
    assert coordinator.post(here("member", group.pk, cyril.pk), said).status_code == 302
    end = {"on": "30. 6. 2026", "why": "Odsťahoval sa."}
    assert coordinator.post(here("end_mandate", group.pk, cyril.pk), {"on": "", "why": ""}).status_code == 422
    assert coordinator.post(here("end_mandate", group.pk, cyril.pk), end).status_code == 302
    with in_tenant(alfa.key):
        cyril.refresh_from_db()
        assert (cyril.appointed_by, cyril.ended_why, cyril.substitute_for) == ("primátor", "Odsťahoval sa.", anna)
    page = text(coordinator.get(here("group", group.pk)))
    assert "Odsťahoval sa." in page
    assert "Bývalí členovia" in page


def test_two_people_on_one_mandate_lose_nothing(alfa: Any, coordinator: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        member = seat(group, "Anna")
    address = here("member", group.pk, member.pk)
    theirs, mine = MANDATE | {"version": "1"}, MANDATE | {"version": "1", "represents": "Zväz"}
    assert coordinator.post(address, theirs).status_code == 302
    answer = coordinator.post(address, mine)
    assert answer.status_code == 409
    assert "Klub seniorov" in text(answer)
    assert 'value="Zväz"' in text(answer)
    assert 'name="version" value="2"' in text(answer)
    assert coordinator.post(address, mine | {"version": "2"}).status_code == 302
    with in_tenant(alfa.key):
        assert GroupMember.objects.get().represents == "Zväz"


def test_a_group_is_changed_and_ended_on_its_pages(alfa: Any, coordinator: Any, group: Any) -> None:
    facts = {"kind": "WORKING", "name": "Seniori mesta", "quorum": "50", "started_on": "1. 1. 2026", "version": "1"}
    assert coordinator.post(here("group_facts", group.pk), facts).status_code == 302
    assert coordinator.post(here("group_facts", group.pk), facts | {"name": "Iné"}).status_code == 409
    end = {"on": "30. 6. 2026", "why": "Úloha je splnená."}
    assert coordinator.post(here("end_group", group.pk), end | {"why": ""}).status_code == 422
    assert coordinator.post(here("end_group", group.pk), end).status_code == 302
    page = text(coordinator.get(here("groups")))
    assert "Seniori mesta" in page
    assert "Úloha je splnená." in page
    assert here("add_member", group.pk) not in text(coordinator.get(here("group", group.pk)))


def test_a_person_is_changed_and_linked_to_an_account(
    alfa: Any, coordinator: Any, group: Any, person: Any, browse: Any
) -> None:
    user = person(email="anna@example.org")
    with in_tenant(alfa.key):
        anna = seat(group, "Anna").person
    said = {"name": "Anna Nová", "email": "Anna@example.org", "phone": "0905 123 456", "version": "1"}
    assert coordinator.post(here("person", anna.pk), said).status_code == 302
    assert here("link_account", anna.pk) in text(coordinator.get(here("person", anna.pk)))
    coordinator.post(here("link_account", anna.pk))
    with in_tenant(alfa.key):
        assert Person.objects.get().account == user.pk
    assert browse(alfa, user).get(here("group", group.pk)).status_code == 403
    coordinator.post(here("part_account", anna.pk))
    with in_tenant(alfa.key):
        assert Person.objects.get().account is None


def test_an_address_of_somebody_else_is_asked_about(alfa: Any, coordinator: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        seat(group, Newcomer("Anna Nová", "spolu@example.org"))
        beata = seat(group, "Beáta").person
    said = {"name": "Beáta", "email": "spolu@example.org", "phone": "", "version": "1"}
    answer = coordinator.post(here("person", beata.pk), said)
    assert answer.status_code == 422
    assert coordinator.post(here("person", beata.pk), said | {"who": "another"}).status_code == 302
    with in_tenant(alfa.key):
        assert Person.objects.filter(email="spolu@example.org").count() == 2


# --- applications ----------------------------------------------------------------------------------------------------
def test_the_coordinator_sees_who_asks_and_takes_them_in(alfa: Any, coordinator: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        application = asked(group)
    page = text(coordinator.get(here("groups")))
    assert "O členstvo žiada 1 človek" in page
    assert here("application", application.pk) in text(coordinator.get(here("group", group.pk)))
    assert "Starám sa o mamu." in text(coordinator.get(here("application", application.pk)))
    assert coordinator.post(here("take_application", application.pk), {"starts_on": "x"}).status_code == 422
    answer = coordinator.post(here("take_application", application.pk), {"starts_on": "1. 2. 2026"})
    assert answer.url == here("group", group.pk)
    again = coordinator.post(here("decline_application", application.pk), {"decline-why": "Nie."})
    assert again.url == here("application", application.pk)
    with in_tenant(alfa.key):
        assert group.members.get().person.name == "Eva Novotná"
        assert Application.objects.get().state == "TAKEN"
    deliver_pending()


def test_an_application_is_declined_only_with_a_reason(alfa: Any, coordinator: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        application = asked(group)
    address = here("decline_application", application.pk)
    assert coordinator.post(address, {"decline-why": ""}).status_code == 422
    assert coordinator.post(address, {"decline-why": "Skupina je plná."}).status_code == 302
    assert "Skupina je plná." in text(coordinator.get(here("application", application.pk)))


def test_an_applicant_who_is_known_is_asked_about(alfa: Any, coordinator: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        eva = seat(found("Deti"), Newcomer("Eva N.", "eva@example.org")).person
        application = asked(group)
    address = here("take_application", application.pk)
    assert coordinator.post(address, {"starts_on": "1. 2. 2026"}).status_code == 422
    assert coordinator.post(address, {"starts_on": "1. 2. 2026", "who": str(eva.pk)}).status_code == 302
    with in_tenant(alfa.key):
        assert group.members.get().person == eva


# --- the public ------------------------------------------------------------------------------------------------------
def test_names_are_public_only_with_consent(alfa: Any, group: Any, browse: Any) -> None:
    with in_tenant(alfa.key):
        seat(group, "Anna Súhlasná", "USER", name_is_public=True, represents="Klub")
        seat(group, "Beáta Tichá", "USER", represents="Tajný zväz")
        seat(group, "Cyril Hosť", "PROVIDER", office="GUEST", name_is_public=True)
    stranger = browse(alfa)
    assert here("public_groups") in text(stranger.get("/"))
    for page in (text(stranger.get(here("public_groups"))), text(stranger.get(here("public_group", group.pk)))):
        assert "Seniori" in page
        assert [word for word in ("Beáta", "Tajný", "Cyril") if word in page] == []
    assert "Anna Súhlasná, Klub" in page
    assert "ešte 1 člen" in page


def test_a_group_that_is_not_public_is_not_there(alfa: Any, browse: Any) -> None:
    with in_tenant(alfa.key):
        hidden = found("Tajná", is_public=False)
        future = found("Budúca", started_on=now().date() + timedelta(40))
    page = text(browse(alfa).get(here("public_groups")))
    assert [word for word in ("Tajná", "Budúca") if word in page] == []
    for group in (hidden, future):
        assert browse(alfa).get(here("public_group", group.pk)).status_code == 404


def test_a_group_of_one_town_is_not_known_in_the_other(beta: Any, group: Any, browse: Any, person: Any) -> None:
    coordinator = browse(beta, person("COORDINATOR", at=beta))
    for name in ("public_group", "join", "group", "group_facts", "add_member"):
        assert coordinator.get(here(name, group.pk)).status_code == 404


# --- files -----------------------------------------------------------------------------------------------------------
def test_the_list_of_members_is_a_table_with_contacts_for_those_who_write(
    alfa: Any, coordinator: Any, group: Any, browse: Any, person: Any
) -> None:
    with in_tenant(alfa.key):
        seat(group, Newcomer("Anna Nová", "anna@example.org"), appointed_by="primátor")
    for client, width in ((coordinator, 11), (browse(alfa, person("GROUP_MEMBER", at=alfa)), 9)):
        answer = client.get(here("members_file", group.pk, "xlsx"))
        sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        head, row = list(sheet.iter_rows(values_only=True))
        assert len(head) == width
        assert row[:2] == ("Seniori", "Anna Nová")
        assert ("anna@example.org" in row) is (client is coordinator)


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_list_of_members_is_a_document(
    alfa: Any, coordinator: Any, group: Any, ending: str, tmp_path: Path
) -> None:
    with in_tenant(alfa.key):
        anna = seat(group, "Anna Nová", appointed_by="primátor", represents="Klub seniorov")
        seat(group, "Cyril", office="SUBSTITUTE", substitute_for=anna)
        found("Bez členov")
    for address in (here("members_file", group.pk, ending), here("all_members_file", ending)):
        answer = coordinator.get(address)
        assert answer["Content-Disposition"].startswith('attachment; filename="zoznam-clenov')
        words = words_of(answer.content, ending)
        assert [
            word for word in ("Seniori", "Náhradník za: Anna Nová", "primátor", "Klub seniorov") if word not in words
        ] == []
        if ending == "pdf":
            file = tmp_path / "members.pdf"
            file.write_bytes(answer.content)
            assert broken_rules(file) == {str(file): {}}


def words_of(content: bytes, ending: str) -> str:
    if ending == "pdf":
        import pypdf

        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    import docx

    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_there_is_no_other_kind_of_file(coordinator: Any, group: Any) -> None:
    assert coordinator.get(here("members_file", group.pk, "exe")).status_code == 404


# --- who may ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "may_write"),
    [
        ("COORDINATOR", True),
        ("OFFICER", True),
        ("GROUP_LEADER", False),
        ("GROUP_MEMBER", False),
        ("COUNCIL_CLERK", False),
        ("INTAKE_CLERK", False),
    ],
)
def test_roles_read_and_write(alfa: Any, group: Any, browse: Any, person: Any, role: str, may_write: bool) -> None:
    with in_tenant(alfa.key):
        member = seat(group, Newcomer("Anna Nová", "anna@example.org"))
        application = asked(group)
    client = browse(alfa, person(role, at=alfa))
    assert client.get(here("groups")).status_code == 200
    page = text(client.get(here("group", group.pk)))
    assert "Anna Nová" in page
    assert ("anna@example.org" in page, "Eva Novotná" in page) == (may_write, may_write)
    for address in (
        here("new_group"), here("group_facts", group.pk), here("end_group", group.pk), here("add_member", group.pk),
        here("member", group.pk, member.pk), here("end_mandate", group.pk, member.pk),
        here("person", member.person_id), here("application", application.pk),
    ):  # fmt: skip
        assert (client.get(address).status_code == 200) is may_write


def test_pages_ask_the_same_whatever_the_size(alfa: Any, coordinator: Any, browse: Any) -> None:
    def fill(numbers: range) -> None:
        with in_tenant(alfa.key):
            for number in numbers:
                group = full(f"Skupina {number}", plan=begin_plan(f"Plán {number}"))
                gone = seat(group, f"Bývalý {number}")
                commands.end_mandate(gone, on=DAY, why="Preto.", **NOBODY)
                asked(group)
                ended = found(f"Skončená {number}")
                commands.end_group(ended, on=DAY, why="Preto.", **NOBODY)

    def asks() -> list[int]:
        with in_tenant(alfa.key):
            group = Group.objects.filter(ended_on=None).order_by("name").first()
        anonymous = browse(alfa)
        return [
            questions(coordinator, here("groups")),
            questions(coordinator, here("group", group.pk)),
            questions(anonymous, here("public_groups")),
            questions(anonymous, here("public_group", group.pk)),
        ]

    fill(range(1))
    one = asks()
    fill(range(1, 3))
    with in_tenant(alfa.key):
        first = Group.objects.filter(ended_on=None).order_by("name").first()
        for number in range(20):
            seat(first, f"Ďalší {number}")
    assert asks() == one
    assert one == [8, 9, 2, 2]


def test_a_former_member_takes_the_consent_back(alfa: Any, coordinator: Any, group: Any) -> None:
    with in_tenant(alfa.key):
        anna = seat(group, "Anna", name_is_public=True)
        commands.end_mandate(anna, on=DAY, why="Odsťahovala sa.", **NOBODY)
    address = here("member", group.pk, anna.pk)
    assert f'href="{address}"' in text(coordinator.get(here("group", group.pk)))
    form = coordinator.get(address).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields if name != "name_is_public"}
    shown |= {"ends_on": f"{DAY:%d.%m.%Y}", "agreed_on": ""}
    with in_tenant(alfa.key):
        shown["starts_on"] = f"{GroupMember.objects.get(pk=anna.pk).starts_on:%d.%m.%Y}"
    assert coordinator.post(address, shown).status_code == 302
    with in_tenant(alfa.key):
        anna.refresh_from_db()
        assert (anna.name_is_public, anna.agreed_on, anna.ended_why) == (False, None, "Odsťahovala sa.")
