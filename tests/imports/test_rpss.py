"""The Czech register: real services, the traps of its file, and what must never be read in."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from support.sheets import problems

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("czech_region")]
OSTRAVA = "Obec/554821"


def items(content: bytes) -> list[dict[str, Any]]:
    return list(json.loads(content)["polozky"])


def register(*entries: Any) -> bytes:
    return json.dumps({"polozky": entries}, ensure_ascii=False).encode()


@pytest.fixture
def home(rpss_rows: bytes) -> dict[str, Any]:
    """A real home for older people in Aš, to be changed at will."""
    return copy.deepcopy(items(rpss_rows)[0])


def service(key: int = 4951) -> Any:
    from catalogue.models import Service

    return Service.objects.get(register="rpss", register_key=str(key))


def test_real_services_of_the_region_enter_and_others_are_counted(
    bring_in: Callable[..., Any], rpss_rows: bytes
) -> None:
    run = bring_in("rpss", rpss_rows, is_whole=True)
    assert (run.count("rows"), run.count("new"), run.count("outside"), run.count("rejected")) == (9, 3, 6, 0)
    found = service()
    place = found.at_places.get().place
    assert (found.kind_id, found.forms, found.name) == ("CZ108-49", ["RESIDENTIAL"], "Domov pro seniory Carvac s.r.o.")
    assert (found.provider.ico, found.provider.name) == ("63504260", "CARVAC s. r. o.")
    assert (place.street, place.house_number, place.postcode, place.address_code) == (
        "Nemocniční",
        "2272/54",
        "35201",
        "11867906",
    )
    assert found.phones == ["+420354403131", "+420354403120"]
    assert found.webs == ["http://www.carvac.cz"]
    assert [(each.form, each.unit, each.count) for each in found.capacities.all()] == [("RESIDENTIAL", "BEDS", 32)]
    assert found.target_groups.get().register_code == "CilovaSkupinaOsoby/24"


def test_names_of_persons_are_never_read_in(
    bring_in: Callable[..., Any], compare: Callable[..., Any], home: dict[str, Any]
) -> None:
    from django.db import connection

    home["poskytovatel"]["statutarniOrgany"] = [{"jmeno": "Božena", "prijmeni": "Tajemná"}]
    broken = copy.deepcopy(home) | {"portalId": 5, "druhSocialniSluzby": {"id": "DruhSocialniSluzby/99"}}
    run = bring_in("rpss", register(home, broken))
    assert (run.count("new"), run.count("rejected")) == (1, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from (select s::text from catalogue_service s"
            " union all select p::text from catalogue_provider p"
            " union all select r::text from catalogue_stagedrecord r union all select c::text from catalogue_change c"
            " union all select i::text from imports_rowproblem i"
            " union all select e::text from journal_entry e) t(words)"
            " where words like '%Tajemn%' or words like '%Božen%'"
        )
        assert cursor.fetchone() == (0,)


def test_service_runs_only_while_it_and_a_facility_run(bring_in: Callable[..., Any], home: dict[str, Any]) -> None:
    closed = copy.deepcopy(home["zarizeni"][0]) | {"nazev": "Starý dům", "poskytujeDo": "2030-01-31"}
    closed["adresa"] = closed["adresa"] | {"kodAdresnihoMista": 1}
    home["zarizeni"][0]["poskytujeDo"] = "2031-05-31"
    home["zarizeni"].append(closed)
    bring_in("rpss", register(home))
    assert str(service().ended_on) == "2031-05-31"
    home["datumPoskytovaniDo"] = "2029-12-31"
    bring_in("rpss", register(home))
    assert str(service().ended_on) == "2029-12-31"


def test_service_with_one_open_facility_goes_on(bring_in: Callable[..., Any], home: dict[str, Any]) -> None:
    closed = copy.deepcopy(home["zarizeni"][0]) | {"nazev": "Starý dům", "poskytujeDo": "2016-01-31"}
    closed["adresa"] = closed["adresa"] | {"kodAdresnihoMista": 1}
    home["zarizeni"].append(closed)
    bring_in("rpss", register(home))
    assert service().ended_on is None
    assert service().name == "Domov pro seniory Carvac s.r.o."


def test_facility_that_closes_before_it_opens_loses_its_beginning(
    bring_in: Callable[..., Any], home: dict[str, Any]
) -> None:
    home["zarizeni"].append(copy.deepcopy(home["zarizeni"][0]) | {"nazev": "Omyl", "poskytujeDo": "2012-01-31"})
    home["zarizeni"][1]["adresa"]["kodAdresnihoMista"] = 1
    run = bring_in("rpss", register(home))
    assert problems(run) == [(1, "LEFT_OUT", "PERIOD")]
    assert service().at_places.count() == 2


def test_service_that_ended_long_ago_does_not_enter(compare: Callable[..., Any], home: dict[str, Any]) -> None:
    run = compare("rpss", register(home | {"datumPoskytovaniDo": "2016-12-31"}))
    assert (run.count("past"), run.written) == (1, 0)


def test_facility_is_known_by_its_address_code_else_by_its_name(
    bring_in: Callable[..., Any], compare: Callable[..., Any], home: dict[str, Any]
) -> None:
    second = copy.deepcopy(home["zarizeni"][0]) | {"nazev": "Druhý  dům "}
    second["adresa"] = second["adresa"] | {"kodAdresnihoMista": None}
    home["zarizeni"] += [second, copy.deepcopy(home["zarizeni"][0])]
    bring_in("rpss", register(home))
    assert service().at_places.count() == 2
    home["zarizeni"].reverse()
    home["zarizeni"][1]["nazev"] = "Druhý dům"
    assert compare("rpss", register(home)).written == 0


def test_reach_into_a_whole_region_brings_a_service_from_elsewhere_in(
    bring_in: Callable[..., Any], home: dict[str, Any]
) -> None:
    home["zarizeni"][0]["adresa"]["obec"] = {"id": OSTRAVA}
    assert bring_in("rpss", register(home)).count("outside") == 1
    home["rozsirenePusobnostiVKraji"] = [{"kraj": {"id": "Kraj/51"}}]
    assert bring_in("rpss", register(home)).count("new") == 1
    assert [(each.level, each.code) for each in service().reaches.all()] == [("REGION", "CZ041")]


@pytest.mark.parametrize("where", ["zarizeni", "adresa"])
def test_secret_address_is_kept_nowhere(bring_in: Callable[..., Any], home: dict[str, Any], where: str) -> None:
    facility = home["zarizeni"][0]
    (facility if where == "zarizeni" else facility["adresa"])["utajenaAdresa"] = True
    bring_in("rpss", register(home))
    place = service().at_places.get().place
    assert (place.is_secret, place.street, place.house_number, place.postcode) == (True, "", "", "")
    assert place.municipality_id == "554499"


def test_shelter_without_a_house_number_is_taken_for_secret(bring_in: Callable[..., Any], home: dict[str, Any]) -> None:
    home["druhSocialniSluzby"] = {"id": "DruhSocialniSluzby/20"}
    home["zarizeni"][0]["adresa"] = {"obec": {"id": "Obec/554499"}, "ulice": None, "cisloDomovni": None}
    bring_in("rpss", register(home))
    assert service().at_places.get().place.is_secret is True
    assert service().is_published is False


def test_rejected_row_is_given_back_without_its_secret_address(
    compare: Callable[..., Any], home: dict[str, Any]
) -> None:
    good = copy.deepcopy(home) | {"portalId": 1}
    home["zarizeni"][0]["utajenaAdresa"] = True
    home["poskytovatel"]["ico"] = "12"
    run = compare("rpss", register(good, home))
    sent = dict(run.problems.get(weight="REJECTED").sent)
    assert "Nemocniční" not in json.dumps(sent, ensure_ascii=False)
    assert sent["portalId"] == 4951


SECRETS = ("Tajná", "999 99", "Utajený dům", "990099", "V Zákoutí")
EVERYWHERE = (
    "select string_agg(words, ' ') from ("
    " select s::text from catalogue_service s union all select p::text from catalogue_place p"
    " union all select c::text from catalogue_claim c union all select r::text from catalogue_stagedrecord r"
    " union all select c::text from catalogue_change c union all select i::text from imports_rowproblem i"
    " union all select e::text from journal_entry e) t(words)"
)


def everything_told() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(EVERYWHERE)
        return str(cursor.fetchone()[0])


def hidden(home: dict[str, Any], *, kind: str = "DruhSocialniSluzby/13") -> dict[str, Any]:
    """The service at an address that nobody may learn; its postcode cannot be read either."""
    entry = copy.deepcopy(home) | {"druhSocialniSluzby": {"id": kind}}
    address = entry["zarizeni"][0]["adresa"] | {
        "ulice": {"nazev": "Tajná"},
        "psc": "999 99x",
        "kodAdresnihoMista": 990099,
    }
    entry["zarizeni"][0] |= {"nazev": "Utajený dům " + "V Zákoutí " * 40, "adresa": address}
    entry["kontaktniAdresy"] = [{"ulice": {"nazev": "Tajná"}}]
    return entry


@pytest.mark.parametrize("broken", [{}, {"datumPoskytovaniOd": "kdysi"}])
def test_secret_address_stands_nowhere_whatever_else_is_wrong_with_its_row(
    broken: dict[str, Any], bring_in: Callable[..., Any], home: dict[str, Any]
) -> None:
    entry = hidden(home) | broken
    entry["zarizeni"][0]["utajenaAdresa"] = True
    bring_in("rpss", register(copy.deepcopy(home) | {"portalId": 1}, entry))
    told = everything_told()
    assert [word for word in SECRETS if word in told] == []
    assert "Nemocniční" in told  # the open one is there, so the query does look


@pytest.mark.parametrize("number", [20, 23, 34])
def test_kind_that_may_hide_arrives_unpublished_and_its_problems_tell_no_address(
    number: int, bring_in: Callable[..., Any], home: dict[str, Any]
) -> None:
    entry = hidden(home, kind=f"DruhSocialniSluzby/{number}")
    rejected = copy.deepcopy(entry) | {"portalId": 2, "datumPoskytovaniOd": "kdysi"}
    run = bring_in("rpss", register(entry, rejected))
    assert service().is_published is False
    told = json.dumps(list(run.problems.values("value", "facts", "sent")), ensure_ascii=False)
    assert [word for word in SECRETS if word in told] == []
    assert run.count("rejected_rows") == 1


def test_rejected_row_of_an_unknown_kind_gives_back_no_address(
    compare: Callable[..., Any], home: dict[str, Any]
) -> None:
    run = compare("rpss", register(copy.deepcopy(home) | {"portalId": 1}, hidden(home, kind="DruhSocialniSluzby/99")))
    told = json.dumps([problem.sent for problem in run.problems.exclude(sent=None)], ensure_ascii=False)
    assert ("Tajná" in told, "4951" in told) == (False, True)


def test_names_in_notes_and_attachments_are_never_read_in(compare: Callable[..., Any], home: dict[str, Any]) -> None:
    home["telefony"] = [{"telefon": "354403131", "poznamka": "Božena Tajemná"}]
    home["doplnkoveUdaje"] = {"personalniZajisteni": [{"priloha": {"url": "https://example.org/Tajemna.pdf"}}]}
    home["poskytovatel"]["statutarniOrgany"] = [{"prijmeni": "Tajemná"}]
    compare("rpss", register(copy.deepcopy(home) | {"portalId": 1}, home | {"datumPoskytovaniOd": "kdysi"}))
    assert "Tajemn" not in everything_told()


def test_two_secret_facilities_in_two_towns_stay_two(bring_in: Callable[..., Any], home: dict[str, Any]) -> None:
    home["zarizeni"][0]["utajenaAdresa"] = True
    other = copy.deepcopy(home["zarizeni"][0])
    other |= {"nazev": "Druhý", "adresa": other["adresa"] | {"kodAdresnihoMista": None, "obec": {"id": "Obec/554481"}}}
    home["zarizeni"].append(other)
    bring_in("rpss", register(home))
    assert {at.place.municipality_id for at in service().at_places.all()} == {"554499", "554481"}


def test_listed_neighbour_district_comes_in_and_an_unlisted_one_stays_outside(
    compare: Callable[..., Any], home: dict[str, Any], czech_region: Any
) -> None:
    from support.forgetting import forget

    home["zarizeni"][0]["adresa"]["obec"] = {"id": OSTRAVA}
    assert compare("rpss", register(home)).count("outside") == 1
    czech_region.neighbour_districts = ["CZ0806"]
    czech_region.save()
    forget()
    assert compare("rpss", register(home)).count("new") == 1


def test_target_group_that_is_new_comes_in_under_its_own_code(
    bring_in: Callable[..., Any], home: dict[str, Any]
) -> None:
    home["ciloveSkupiny"].append({"cilovaSkupina": {"id": "CilovaSkupinaOsoby/77"}})
    run = bring_in("rpss", register(home))
    assert (1, "MENDED", "TARGET_GROUP") in problems(run)
    assert {group.code for group in service().target_groups.all()} >= {"CZ-77"}


@pytest.mark.parametrize(
    ("change", "weight", "code"),
    [
        ({"portalId": None}, "REJECTED", "MISSING"),
        ({"portalId": "abc"}, "REJECTED", "MISSING"),
        ({"druhSocialniSluzby": None}, "REJECTED", "MISSING"),
        ({"druhSocialniSluzby": {"id": "DruhSocialniSluzby/99"}}, "REJECTED", "KIND"),
        ({"poskytovatel": None}, "REJECTED", "MISSING"),
        ({"poskytovatel": []}, "REJECTED", "MISSING"),
        ({"datumPoskytovaniOd": "kdysi"}, "REJECTED", "DATE"),
        ({"datumPoskytovaniDo": "2010-01-01"}, "REJECTED", "DATES_CROSSED"),
        ({"formy": [{"forma": {"id": "FormaSocSluzby/vzduch"}}]}, "LEFT_OUT", "FORM"),
        ({"vekoveSkupiny": [{"vekovaSkupina": {"id": "VekovaSkupinaOsoby/77"}}]}, "LEFT_OUT", "AGE_GROUP"),
        ({"rozsirenePusobnostiVKraji": [{"kraj": {"id": "Kraj/999"}}]}, "LEFT_OUT", "REGION"),
        ({"telefony": [{"telefon": "na vrátnici"}]}, "LEFT_OUT", "PHONE"),
    ],
)
def test_what_does_not_fit_is_told_in_its_row(
    change: dict[str, Any], weight: str, code: str, compare: Callable[..., Any], home: dict[str, Any]
) -> None:
    run = compare("rpss", register(copy.deepcopy(home) | {"portalId": 1}, home | change))
    assert (2, weight, code) in problems(run)
    assert run.count("new") == (1 if weight == "REJECTED" else 2)


def test_nonsense_in_place_of_lists_and_records_harms_nothing(
    compare: Callable[..., Any], home: dict[str, Any]
) -> None:
    nonsense = copy.deepcopy(home) | {
        "zarizeni": "x",
        "formy": {"a": 1},
        "telefony": [None, 3],
        "ciloveSkupiny": [[]],
        "portalId": 9,
    }
    run = compare("rpss", register(copy.deepcopy(home), nonsense, None, 17, ["a"]))
    assert (run.count("rows"), run.count("rejected")) == (5, 3)


def test_key_that_stands_twice_is_told(compare: Callable[..., Any], home: dict[str, Any]) -> None:
    other = copy.deepcopy(home) | {"datumPoskytovaniOd": "2015-01-01"}
    run = compare("rpss", register(home, other, copy.deepcopy(home)))
    assert problems(run) == [(2, "REJECTED", "DOUBLED_KEY"), (3, "MENDED", "DOUBLED_ROW")]
    assert run.count("new") == 1


def test_rejected_row_of_a_whole_register_does_not_end_its_service(
    bring_in: Callable[..., Any], compare: Callable[..., Any], home: dict[str, Any]
) -> None:
    other = copy.deepcopy(home) | {"portalId": 1}
    bring_in("rpss", register(home, other), is_whole=True)
    home["poskytovatel"]["ico"] = "12"
    run = compare("rpss", register(home, other, copy.deepcopy(home)), is_whole=True)
    assert (run.count("ended"), run.count("unchanged"), run.count("rejected")) == (0, 1, 2)
    assert [code for _row, _weight, code in problems(run)].count("ICO") == 2
    assert not [code for _row, _weight, code in problems(run) if code.startswith("CATALOGUE")]


def test_good_row_behind_a_rejected_one_with_its_key_is_taken(
    bring_in: Callable[..., Any], compare: Callable[..., Any], home: dict[str, Any]
) -> None:
    bad = copy.deepcopy(home)
    bad["poskytovatel"]["ico"] = "12"
    bring_in("rpss", register(home), is_whole=True)
    run = compare("rpss", register(bad, home), is_whole=True)
    assert (run.count("ended"), run.count("unchanged"), run.count("rejected")) == (0, 1, 1)
