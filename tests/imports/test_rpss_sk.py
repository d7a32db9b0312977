"""The Slovak register's XML: what is known of it is read, what nobody has explained is asked, nothing is guessed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from support.registers_sk import provider, register, service
from support.sheets import problems

from imports.models import Question

pytestmark = pytest.mark.django_db
LAYER_HEAD = {
    "Druh_poskytovanej_sociálnej_slu": "domov sociálnych služieb",
    "Forma_poskytovanej_sociálnej_sl": "pobytová - ročná",
    "Kapacita": 20,
    "Ulica_sociálnej_služby": "SNP 67/57",
    "Obec_sociálnej_služby": "Očová",
    "PSČ_sociálnej_služby": "96223",
    "Okres_sociálnej_služby": "Okres Zvolen",
    "Typ_poskytovateľa": "obec/mesto",
    "Obchodné_meno": "Obec Očová",
    "IČO": "00320161",
}


def layer(*rows: dict[str, Any]) -> bytes:
    """The regional layer with these rows, each a home at SNP 67/57 unless it says otherwise."""
    features = [{"type": "Feature", "geometry": None, "properties": LAYER_HEAD | row} for row in rows]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def the_service(key: str = "6222809") -> Any:
    from catalogue.models import Service

    return Service.objects.get(register="rpss-sk", register_key=key)


def home(identifier: str = "1", **said: Any) -> dict[str, Any]:
    """A service under a code that nobody has explained yet."""
    return service(identifier, type="C0017", form="pobytová - ročná", **said)


def answer(subject: str, code: str, meaning: str) -> None:
    from imports.questions import answer_question
    from kernel.clock import now

    answer_question(Question.objects.get(subject=subject, code=code), answer=meaning, by=None, at=now())


def test_service_with_a_known_code_enters(bring_in: Callable[..., Any]) -> None:
    run = bring_in("rpss-sk", register(provider(service())), is_whole=True)
    assert (run.count("rows"), run.count("new"), run.count("rejected"), run.count("asked")) == (1, 1, 0, 0)
    found = the_service()
    place = found.at_places.get().place
    assert (found.kind_id, found.forms, str(found.registered_on)) == ("SK448-24b", ["AMBULATORY"], "2019-05-06")
    assert (place.street, place.house_number, place.postcode, place.municipality_id) == (
        "SNP",
        "67/57",
        "96223",
        "518662",
    )
    assert (found.provider.ico, found.provider.type) == ("00320161", "MUNICIPALITY")
    assert [(each.form, each.unit, each.count) for each in found.capacities.all()] == [("AMBULATORY", "PLACES", 20)]
    assert not Question.objects.exists()


def test_erased_service_never_enters_and_ends_one_that_is_known(bring_in: Callable[..., Any]) -> None:
    run = bring_in("rpss-sk", register(provider(service(), service("2", dateOfErasure="2021-01-31"))))
    assert (run.count("new"), run.count("past")) == (1, 1)
    again = bring_in("rpss-sk", register(provider(service(dateOfErasure="2026-10-31"))), is_whole=True)
    assert again.count("ended") == 1
    assert str(the_service().ended_on) == "2026-10-31"


def test_services_of_other_regions_are_counted_and_asked_nothing(compare: Callable[..., Any]) -> None:
    elsewhere = {"street": "Hlavná", "buildingNumber": "1", "municipality": "Žilina"}
    run = compare("rpss-sk", register(provider(service(), service("2", type="C0099", address=elsewhere))))
    assert (run.count("new"), run.count("outside"), run.count("asked")) == (1, 1, 0)


def test_row_whose_kind_nobody_knows_waits_and_is_asked_about(compare: Callable[..., Any]) -> None:
    run = compare("rpss-sk", register(provider(service(), home("1"), home("2"))))
    assert (run.count("new"), run.count("asked"), run.count("rejected")) == (1, 2, 0)
    assert problems(run) == [(2, "ASKED", "KIND_ASKED"), (3, "ASKED", "KIND_ASKED")]
    asked = Question.objects.get()
    assert (asked.subject, asked.code, asked.times, asked.times_here) == ("KIND", "C0017", 2, 2)
    assert [row["key"] for row in asked.examples] == ["1", "2"]


def test_waiting_row_of_a_whole_register_never_ends_its_service(
    bring_in: Callable[..., Any], compare: Callable[..., Any]
) -> None:
    bring_in("rpss-sk", register(provider(service(), service("2"))), is_whole=True)
    run = compare("rpss-sk", register(provider(service("2", type="C0017"), service())), is_whole=True)
    assert (run.count("ended"), run.count("unchanged"), run.count("asked"), run.count("kept")) == (0, 1, 1, 1)


def test_answer_is_remembered_and_the_row_comes_in(bring_in: Callable[..., Any]) -> None:
    bring_in("rpss-sk", register(provider(service(), home())))
    answer("KIND", "C0017", "SK448-38")
    run = bring_in("rpss-sk", register(provider(service(), home())))
    assert (run.count("new"), run.count("asked"), run.count("unchanged")) == (1, 0, 1)
    assert the_service("1").kind_id == "SK448-38"


def test_file_of_nothing_but_questions_waits_rather_than_fails(
    compare: Callable[..., Any], catalogue: Callable[[], str]
) -> None:
    from catalogue.intake import BatchRefused
    from imports import commands

    before = catalogue()
    run = compare("rpss-sk", register(provider(home())), is_whole=True)
    assert (run.state, run.count("asked"), run.written) == ("COMPARED", 1, 0)
    with pytest.raises(BatchRefused):
        commands.accept_run(run, by=None, at=run.compared_at)
    assert catalogue() == before


def test_proposal_is_learned_from_the_regional_layer_with_its_witnesses(
    bring_in: Callable[..., Any], compare: Callable[..., Any]
) -> None:
    bring_in("bbsk", layer({}, {"Ulica_sociálnej_služby": "Dlhá 3"}))
    second = home("2", address={"street": "Dlhá", "propertyRegistrationNumber": "3", "municipality": "Očová"})
    compare("rpss-sk", register(provider(home("1"), second)))
    assert Question.objects.get().proposals == [{"answer": "SK448-38", "for_it": 2, "of": 2}]


def test_row_that_may_be_several_kinds_is_no_witness(bring_in: Callable[..., Any], compare: Callable[..., Any]) -> None:
    bring_in("bbsk", layer({}, {"Druh_poskytovanej_sociálnej_slu": "zariadenie pre seniorov"}))
    compare("rpss-sk", register(provider(home())))
    assert Question.objects.get().proposals == []


@pytest.mark.parametrize(
    ("address", "ico"),
    [
        ({"street": "SNP", "propertyRegistrationNumber": "99", "municipality": "Očová"}, "00320161"),
        ({"street": "Dlhá", "propertyRegistrationNumber": "67", "municipality": "Očová"}, "00320161"),
        ({"street": "SNP", "propertyRegistrationNumber": "67", "municipality": "Zvolen"}, "00320161"),
        ({"street": "SNP", "propertyRegistrationNumber": "67", "municipality": "Očová"}, "45021813"),
    ],
)
def test_other_house_town_or_provider_is_no_witness(
    address: dict[str, str], ico: str, bring_in: Callable[..., Any], compare: Callable[..., Any]
) -> None:
    bring_in("bbsk", layer({}))
    compare("rpss-sk", register(provider(home(address=address), ico=ico)))
    assert Question.objects.get().proposals == []


def test_kind_that_has_a_code_already_is_not_proposed_for_another(
    bring_in: Callable[..., Any], compare: Callable[..., Any]
) -> None:
    bring_in("bbsk", layer({"Druh_poskytovanej_sociálnej_slu": "útulok"}))
    compare("rpss-sk", register(provider(home())))
    assert Question.objects.get().proposals == []


def test_unknown_form_waits_and_is_learned_too(bring_in: Callable[..., Any], compare: Callable[..., Any]) -> None:
    bring_in("bbsk", layer({"Druh_poskytovanej_sociálnej_slu": "útulok"}))
    run = compare("rpss-sk", register(provider(service(type="A0025", form="F3"))))
    assert problems(run) == [(1, "ASKED", "FORM_ASKED")]
    assert Question.objects.get().proposals == [{"answer": "RESIDENTIAL", "for_it": 1, "of": 1}]
    answer("FORM", "F3", "RESIDENTIAL")
    assert compare("rpss-sk", register(provider(service(type="A0025", form="F3")))).count("asked") == 0


def test_word_of_the_law_beside_an_unknown_code_is_enough(bring_in: Callable[..., Any]) -> None:
    kind = {"code": "C0017", "name": "domov sociálnych služieb"}
    bring_in("rpss-sk", register(provider(service(type=kind, form={"code": "3", "name": "pobytová - ročná"}))))
    assert (the_service().kind_id, the_service().forms) == ("SK448-38", ["RESIDENTIAL"])
    assert not Question.objects.exists()


def test_unknown_element_is_asked_about_without_telling_its_values(bring_in: Callable[..., Any]) -> None:
    bring_in("rpss-sk", register(provider(service(helpDesk={"line": "Jana Nováková, Dlhá 7"}))))
    asked = Question.objects.get()
    assert (asked.subject, asked.code) == ("ELEMENT", "service/helpDesk/line")
    assert asked.examples == [{"shape": "Aaaa Aaaaaaaa, Aaaa 9"}]
    answer("ELEMENT", "service/helpDesk/line", "-")
    bring_in("rpss-sk", register(provider(service(helpDesk={"line": "x"}))))
    assert Question.objects.get().answer == "-"


def test_answered_element_is_read_from_then_on(bring_in: Callable[..., Any]) -> None:
    said = service(kontaktnyMail="info@ocova.sk")
    bring_in("rpss-sk", register(provider(said)))
    answer("ELEMENT", "service/kontaktnyMail", "email")
    bring_in("rpss-sk", register(provider(said)))
    from catalogue.models import Claim

    assert Claim.objects.filter(field="emails", value=["info@ocova.sk"]).exists()


def test_file_that_does_not_say_what_it_must_is_refused_and_its_elements_are_asked_about(
    compare: Callable[..., Any],
) -> None:
    from imports.reasons import BrokenFile

    said = service()
    said["cisloZapisu"] = said.pop("identifier")
    with pytest.raises(BrokenFile) as refusal:
        compare("rpss-sk", register(provider(said)))
    assert (refusal.value.code, refusal.value.facts) == ("MISSING_ELEMENTS", {"elements": "service/identifier"})
    assert Question.objects.get().code == "service/cisloZapisu"
    answer("ELEMENT", "service/cisloZapisu", "key")
    assert compare("rpss-sk", register(provider(said))).count("new") == 1


def test_names_of_persons_are_never_read_in(compare: Callable[..., Any], bring_in: Callable[..., Any]) -> None:
    from django.db import connection

    person = {"firstName": "Božena", "lastName": "Tajomná"}
    rows = [
        service(responsible=person, contactPerson="Božena Tajomná"),
        service("", responsible=person),
        home("3", responsible=person),
    ]
    bring_in("rpss-sk", register(provider(*rows, statutoryBody=person)))
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from (select s::text from catalogue_service s"
            " union all select p::text from catalogue_provider p union all select c::text from catalogue_claim c"
            " union all select r::text from catalogue_stagedrecord r union all select c::text from catalogue_change c"
            " union all select i::text from imports_rowproblem i union all select q::text from imports_question q"
            " union all select e::text from journal_entry e) t(words)"
            " where words like '%Tajomn%' or words like '%Božen%'"
        )
        assert cursor.fetchone() == (0,)


def test_emergency_housing_arrives_unpublished_and_a_bare_address_is_secret(bring_in: Callable[..., Any]) -> None:
    shelter = "zariadenie núdzového bývania"
    bare = service("2", type=shelter, address={"municipality": "Očová"})
    bring_in("rpss-sk", register(provider(service(type=shelter), bare)))
    assert the_service().is_published is False
    assert the_service("2").is_published is False
    assert the_service("2").at_places.get().place.is_secret is True


def test_rejected_row_of_a_kind_that_may_hide_gives_back_no_address(compare: Callable[..., Any]) -> None:
    hidden = service("2", type="zariadenie núdzového bývania", dateOfRegistration="kedysi")
    hidden["address"] |= {"street": "Tajná", "postCode": "psč"}
    unknown = home("3", dateOfRegistration="kedysi")
    unknown["address"] |= {"street": "Tajná", "postCode": "psč"}
    run = compare("rpss-sk", register(provider(service(), hidden, unknown)))
    told = json.dumps(list(run.problems.values("row", "value", "facts", "sent")), ensure_ascii=False)
    assert run.count("rejected_rows") == 2
    assert "Tajná" not in told
    assert "psč" not in told
    assert "Očová" in told


def test_field_service_belongs_where_it_comes_or_where_its_provider_sits(compare: Callable[..., Any]) -> None:
    field = {"type": "opatrovateľská služba", "form": "terénna", "address": None}
    here = register(provider(service("1", **field, lau2Scope="SK032B518662")))
    seat = register(provider(service("1", **field), address={"municipality": "Očová"}))
    away = register(provider(service("1", **field), address={"municipality": "Žilina"}))
    kept = register(provider(service("1", **field, registrar="Banskobystrický samosprávny kraj")))
    counts = [compare("rpss-sk", content).count("new") for content in (here, seat, away, kept)]
    assert counts == [1, 1, 0, 1]


def test_regional_layer_and_register_meet_in_a_question_to_a_person_not_in_a_guess(
    bring_in: Callable[..., Any], compare: Callable[..., Any]
) -> None:
    bring_in("bbsk", layer({"Druh_poskytovanej_sociálnej_slu": "útulok"}))
    run = compare("rpss-sk", register(provider(service(type="A0025", form="pobytová - ročná"))))
    assert (run.count("new"), run.count("waiting")) == (1, 1)
