"""The descriptions are written by hand, several for each kind, and no two services read the same."""

import re
import tomllib
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[2] / "deploy" / "demo"
COUNTRIES = ["sk", "cz"]
# What people say, and the kinds whose texts have to say it too.
EVERYDAY = {
    "sk": {
        "demenci": {"SK448-39", "SK448-54", "SK448-40"},
        "obliec": {"SK448-41", "SK448-46"},
        "umyť": {"SK448-41"},
        "navar": {"SK448-41", "SK448-31"},
        "vysťahovan": {"SK448-26", "SK448-19"},
        "dlh": {"SK448-19", "SK448-24d"},
        "nehovorí": {"SK448-33"},
        "partner bije": {"SK448-29"},
        "vozík": {"SK448-42", "SK448-47"},
        "sprch": {"SK448-60", "SK448-24b"},
        "domov dôchodcov": {"SK448-35"},
        "jasl": {"SK448-32b"},
        "exekúci": {"SK448-19", "SK448-24d"},
    },
    "cz": {
        "demenc": {"CZ108-50", "CZ108-44"},
        "oblék": {"CZ108-40", "CZ108-49"},
        "koupán": {"CZ108-40"},
        "vystěhování": {"CZ108-57", "CZ108-37"},
        "dluh": {"CZ108-65"},
        "dluzích": {"CZ108-37"},
        "nemluví": {"CZ108-54"},
        "bije": {"CZ108-57", "CZ108-55"},
        "vozík": {"CZ108-39", "CZ108-40"},
        "osprchuj": {"CZ108-61"},
        "domov důchodců": {"CZ108-49"},
        "exekuc": {"CZ108-37"},
        "jehl": {"CZ108-59", "CZ108-69"},
    },
}


def words(country):
    from forge.words import load_words

    return load_words(country)


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|$)", text))


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_statutory_kind_has_three_texts_of_two_to_four_sentences(country):
    from forge.kinds import load_kinds

    kinds = words(country).kinds
    assert kinds.keys() == {kind.code for kind in load_kinds(country)}
    for code, entry in kinds.items():
        assert len(entry.texts) >= 3, code
        assert all(2 <= sentences(text.words) <= 4 for text in entry.texts), code


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_two_texts_are_equal_or_begin_alike(country):
    texts = [text.words for entry in words(country).kinds.values() for text in entry.texts]
    assert len(texts) >= {"sk": 120, "cz": 102}[country]
    assert len(set(texts)) == len(texts)
    assert len({text[:40] for text in texts}) == len(texts)


@pytest.mark.parametrize("country", COUNTRIES)
def test_texts_speak_everyday_words(country):
    kinds = words(country).kinds
    for said, codes in EVERYDAY[country].items():
        for code in codes:
            assert any(said in text.words.lower() for text in kinds[code].texts), (said, code)


@pytest.mark.parametrize("country", COUNTRIES)
def test_texts_carry_no_law_no_placeholder_and_no_letters_of_the_other_language(country):
    foreign = {"sk": "ěřů", "cz": "ľĺŕäô"}[country]
    folder = DEMO / "texts" / {"sk": "sk", "cz": "cs"}[country]
    for path in folder.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(rf"[{foreign}]", text, re.IGNORECASE), path
        assert not re.search(r"lorem|todo|xxx|§|zákona č|\.\.\.|\S  \S", text, re.IGNORECASE), path


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_invented_live_service_of_the_region_has_its_own_description(country, sheets):
    lines = sheets[country]
    assert len(lines) == {"sk": 755, "cz": 760}[country]
    descriptions = [line["description"] for line in lines]
    assert len(set(descriptions)) == len(descriptions)
    assert all(text and "{" not in text for line in lines for text in map(str, line.values()))
    assert all(line["name"] and line["for_whom"] and line["how_to_apply"] and line["prices"] for line in lines)


def test_slovak_lines_find_exactly_one_row_of_the_layer(sheets, layer):
    columns = {
        "ico": "IČO",
        "kind": "Druh_poskytovanej_sociálnej_slu",
        "form": "Forma_poskytovanej_sociálnej_sl",
        "municipality": "Obec_sociálnej_služby",
        "street": "Ulica_sociálnej_služby",
    }
    rows = {tuple(row.values()): row for row in layer}.values()
    keys = [tuple(row[name] for name in columns.values()) for row in rows]
    for line in sheets["sk"]:
        assert keys.count(tuple(line[name] for name in columns)) == 1, line["name"]


def test_czech_lines_name_a_live_service_of_the_register(sheets, register):
    live = {str(item["portalId"]): item for item in register if not item["datumPoskytovaniDo"]}
    for line in sheets["cz"]:
        assert live[line["register_key"]]["poskytovatel"]["ico"] == line["ico"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_field_services_say_where_they_come_to(country, sheets):
    field = {"sk": "terénna", "cz": "terénní"}[country]
    codes = re.compile(r"\d{6}|(SK|CZ)0\w{1,4}")
    for line in sheets[country]:
        if field in line["form"]:
            assert line["reach"], line["name"]
        assert all(codes.fullmatch(code) for code in (line["reach"] or "").split(", ") if code)


@pytest.mark.parametrize("country", COUNTRIES)
def test_description_speaks_of_no_more_than_the_reach_in_its_line(country, sheets):
    """Whoever comes to one municipality does not say to come to the district; nor anyone to the region without it."""
    whole_district = re.compile(r"a v obciach okresu|a v obcích okresu|z celého okresu")
    further = re.compile(r"v okolí|v ďalších obciach|v dalších obcích")
    whole_region = re.compile(r"celého kraja|celého kraje|okresoch kraja|okresech kraje")
    for line in sheets[country]:
        codes = (line["reach"] or "").split(", ")
        text = line["description"]
        if codes != [""] and all(code.isdigit() for code in codes):
            assert not whole_district.search(text), text
            assert not (len(codes) == 1 and further.search(text)), text
        assert not (
            whole_region.search(text) and not any(len(code) == 5 and code[:2] in {"SK", "CZ"} for code in codes)
        ), text


@pytest.mark.parametrize("country", COUNTRIES)
def test_hours_and_dates_are_written_as_people_write_them(country, sheets):
    period = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}"
    for line in sheets[country]:
        days = [line[name] for name in line if name.startswith("hours_")]
        assert all(re.fullmatch(rf"{period}(, {period})?", day) for day in days if day)
        assert line["confirmed_on"] is None or re.fullmatch(r"\d{1,2}\.\d{1,2}\.202[56]", line["confirmed_on"])


@pytest.mark.parametrize("country", COUNTRIES)
def test_description_and_hours_of_a_day_service_agree(country, sheets):
    open_from = {"sk": r"v pracovné dni od (\S+) do (\d+:\d+)", "cz": r"ve všední dny od (\S+) do (\d+:\d+)"}[country]
    told = 0
    for line in sheets[country]:
        said = re.search(open_from, line["description"])
        if said and line["hours_mon"] and line["hours_mon"] != "0:00-24:00":
            told += 1
            ends = [line[f"hours_{day}"].split("-")[-1] for day in ("mon", "tue", "wed", "thu", "fri")]
            assert said[2] in ends
    assert told > 20


def test_secret_services_tell_no_street_and_no_hours(sheets):
    secret = [line for line in sheets["sk"] if line["kind"] == "zariadenie núdzového bývania" and not line["street"]]
    assert secret
    assert all(line["hours_mon"] is None for line in secret)


def plans(country):
    return {path.name: tomllib.loads(path.read_text("utf-8")) for path in (DEMO / "plans").glob(f"{country}-*.toml")}


@pytest.mark.parametrize("country", COUNTRIES)
def test_three_plans_have_titles_and_texts_all_the_way_down(country):
    from forge.wishes import measures

    assert len(plans(country)) == 3
    for name, plan in plans(country).items():
        assert plan["starts_on"] < plan["ends_on"]
        nodes = [*plan["priority"], *(goal for priority in plan["priority"] for goal in priority["goal"])]
        found = measures(plan)
        nodes += found + [activity for measure in found for activity in measure["activities"]]
        assert all(node["title"].strip() and node["text"].strip() for node in nodes), name
        for measure in found:
            assert plan["starts_on"] <= measure["starts_on"] < measure["ends_on"] <= plan["ends_on"], measure["title"]
            assert measure["target_groups"]
            assert measure["implementer"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_measure_finds_a_service_of_its_kind_in_its_municipality(country, sheets):
    from forge.kinds import load_kinds
    from forge.places import load_municipalities
    from forge.wishes import wishes

    names = {kind.code: kind.name for kind in load_kinds(country)}
    towns = {town.code: town for town in load_municipalities(country)}
    for kind, code in wishes(country):
        town = towns[code]
        areas = {code, town.district_code, town.region_code}
        found = [
            line
            for line in sheets[country]
            if line["kind"] == names[kind]
            and (line["municipality"] == town.name or areas & set((line["reach"] or "").split(", ")))
        ]
        assert found, (kind, town.name)


@pytest.mark.parametrize("country", COUNTRIES)
def test_sites_cover_what_their_plans_cover_and_every_role_has_somebody(country):
    region = tomllib.loads((DEMO / f"region-{country}.toml").read_text("utf-8"))
    hosts = {tenant["host"] for tenant in region["tenants"]} | {region["region"]["host"]}
    for tenant in region["tenants"]:
        for name in tenant["plans"]:
            covers = plans(country)[name].get("covers")
            assert covers is None or covers == tenant["covers"]
    assert max(len(tenant["covers"]) for tenant in region["tenants"]) >= 15
    held = [role for account in region["accounts"] for role in account["roles"]]
    assert {host for _role, host in held} <= hosts
    roles = {
        "METHODOLOGIST", "DATA_STEWARD", "AUDITOR", "OPERATOR", "COORDINATOR", "OFFICER", "INTAKE_CLERK",
        "COUNCIL_CLERK", "MICROREGION_MANAGER", "GROUP_LEADER", "GROUP_MEMBER", "PROVIDER_MANAGER", "PROVIDER_EDITOR",
    }  # fmt: skip
    assert {role for role, _host in held} == roles
    assert any(len({host for _role, host in account["roles"]}) >= 3 for account in region["accounts"])
    assert all(account["email"].endswith("@opora.example") for account in region["accounts"])
