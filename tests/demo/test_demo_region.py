"""The invented region is lifelike: its providers, services, addresses and oddities."""

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "deploy" / "demo" / "data"
INVENTED = {"sk": range(99_000_000, 99_500_000), "cz": range(99_500_000, 100_000_000)}


def municipalities(country: str) -> dict[str, dict[str, str]]:
    with (DATA / f"municipalities_{country}.csv").open(encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def ours(rows, key, country):
    """The invented ones among the rows."""
    return [row for row in rows if int(key(row)) in INVENTED[country]]


def invented_rows(layer):
    return ours(layer, lambda row: row["IČO"], "sk")


def invented_items(register):
    return ours(register, lambda item: item["poskytovatel"]["ico"], "cz")


def living(items, area=None):
    towns = municipalities("cz")
    for item in items:
        addresses = [facility["adresa"] for facility in item["zarizeni"]]
        areas = {towns[address["obec"]["id"][5:]]["area"] for address in addresses if address}
        if item["datumPoskytovaniDo"] is None and (area is None or area in areas):
            yield item


def is_valid_ico(ico: str) -> bool:
    total = sum((8 - place) * int(digit) for place, digit in enumerate(ico[:7]))
    return re.fullmatch(r"\d{8}", ico) is not None and int(ico[7]) == (11 - total % 11) % 10


def test_every_ico_has_a_right_check_digit(layer, register):
    icos = {row["IČO"] for row in layer} | {item["poskytovatel"]["ico"] for item in register}
    assert len(icos) > 700
    assert [ico for ico in icos if not is_valid_ico(ico)] == []


def test_no_invented_provider_bears_the_ico_of_a_real_one(layer, register):
    real = [row for row in layer if row not in invented_rows(layer)]
    assert {row["IČO"] for row in real} == {"00320480", "00648515", "45021813", "00316181"}
    assert len(register) - len(invented_items(register)) == 9


def test_one_ico_is_one_name(layer, register):
    names = defaultdict(set)
    for row in layer:
        names[row["IČO"]].add(row["Obchodné_meno"])
    for item in register:
        names[item["poskytovatel"]["ico"]].add(item["poskytovatel"]["nazev"].strip())
    assert {ico: found for ico, found in names.items() if len(found) > 1} == {}


def test_region_has_the_services_and_providers_asked_for(layer, register):
    lines = {tuple(row.values()) for row in layer}
    assert len(lines) == 760
    assert 370 <= len({row["IČO"] for row in layer}) <= 390
    inside = list(living(invented_items(register)))
    towns = municipalities("cz")
    here = [item for item in inside if area_of(item, towns) != "outside"]
    assert len(here) == 760
    assert 370 <= len({item["poskytovatel"]["ico"] for item in here}) <= 390


def area_of(item, towns):
    """Where the service is at home: of its first facility; one without any address is outside."""
    address = item["zarizeni"][0]["adresa"]
    return towns[address["obec"]["id"][5:]]["area"] if address else "outside"


def test_every_statutory_kind_is_there_in_a_lifelike_share(layer, register):
    from forge.kinds import load_kinds

    slovak = Counter(
        row["Druh_poskytovanej_sociálnej_slu"] for row in {tuple(row.values()): row for row in layer}.values()
    )
    assert slovak.keys() == {kind.name for kind in load_kinds("sk")}
    assert [name for name, _ in slovak.most_common(2)] == ["opatrovateľská služba", "zariadenie pre seniorov"]
    towns = municipalities("cz")
    here = [item for item in living(invented_items(register)) if area_of(item, towns) != "outside"]
    czech = Counter(item["druhSocialniSluzby"]["id"] for item in here)
    assert czech.keys() == {kind.register for kind in load_kinds("cz")}
    for kinds, counts in (
        (load_kinds("sk"), {kind.code: slovak[kind.name] for kind in load_kinds("sk")}),
        (load_kinds("cz"), {kind.code: czech[kind.register] for kind in load_kinds("cz")}),
    ):
        whole, shares = sum(counts.values()), sum(kind.share for kind in kinds)
        for kind in kinds:
            assert counts[kind.code] / whole == pytest.approx(kind.share / shares, abs=0.012), kind.code


def test_nearly_every_larger_municipality_gives_home_care(layer):
    carers = {
        row["Obchodné_meno"] for row in layer if row["Druh_poskytovanej_sociálnej_slu"] == "opatrovateľská služba"
    }
    towns = sorted(municipalities("sk").values(), key=lambda town: -int(town["population"]))[:40]
    caring = [town for town in towns if any(name.split(" ", 1)[1] == town["name"] for name in carers)]
    assert len(caring) >= 30


def test_layer_has_the_oddities_of_the_real_one(layer):
    rows = invented_rows(layer)
    times = Counter(tuple(row.values()) for row in rows)
    assert {2, 3} <= set(times.values())
    assert any("; " in (row["Webová_adresa"] or "") for row in rows)
    assert {row["Okres_sociálnej_služby"].startswith("Okres ") for row in rows if row["Okres_sociálnej_služby"]} == {
        True
    }
    assert any(", " in (row["Ulica_sociálnej_služby"] or "") for row in rows)
    assert {0, None} <= {row["Kapacita"] for row in rows}
    field = [row for row in rows if row["Forma_poskytovanej_sociálnej_sl"] == "terénna"]
    empty = [row for row in field if row["Obec_sociálnej_služby"] is None and row["PSČ_sociálnej_služby"] is None]
    assert len(empty) > 0.8 * len(field)
    assert all(re.fullmatch(r"\d{5}", row["PSČ_sociálnej_služby"]) for row in rows if row["PSČ_sociálnej_služby"])


def test_addresses_of_the_layer_agree_with_the_municipality(layer):
    towns = {(town["name"], town["district"]): town for town in municipalities("sk").values()}
    for row in invented_rows(layer):
        if row["PSČ_sociálnej_služby"]:
            key = (row["Obec_sociálnej_služby"], row["Okres_sociálnej_služby"].removeprefix("Okres "))
            assert towns[key]["postcode"] == row["PSČ_sociálnej_služby"]


def test_secret_addresses_are_left_out(layer, register):
    shelters = [row for row in layer if row["Druh_poskytovanej_sociálnej_slu"] == "zariadenie núdzového bývania"]
    assert any(row["Ulica_sociálnej_služby"] is None for row in shelters)
    hidden = [
        item["druhSocialniSluzby"]["id"]
        for item in register
        for facility in item["zarizeni"]
        if not (facility["adresa"] or {}).get("cisloDomovni")
    ]
    assert set(hidden) <= {f"DruhSocialniSluzby/{code}" for code in (20, 23, 34)}
    assert len(hidden) >= 5


def test_register_remembers_ended_services_whose_facilities_forgot_to_close(register):
    ended = [item for item in register if item["datumPoskytovaniDo"]]
    assert len(ended) >= 100
    assert any(facility["poskytujeDo"] is None for item in ended for facility in item["zarizeni"])
    assert all(item["datumPoskytovaniOd"] < item["datumPoskytovaniDo"] for item in ended)
    live = [item for item in register if not item["datumPoskytovaniDo"]]
    assert any(facility["poskytujeDo"] for item in live for facility in item["zarizeni"])


def test_register_reaches_beyond_the_region(register):
    towns = municipalities("cz")
    areas = Counter(area_of(item, towns) for item in living(invented_items(register)))
    assert areas["outside"] >= 60
    assert areas["blansko"] >= 10
    assert areas["nepomuk"] >= 8
    assert sum(bool(item["rozsirenePusobnostiVKraji"]) for item in register) >= 20
    codes = [
        facility["adresa"]["kodAdresnihoMista"]
        for item in register
        for facility in item["zarizeni"]
        if facility["adresa"]
    ]
    assert None in codes


def test_ostrava_is_by_far_the_largest(register):
    towns = municipalities("cz")
    counts = Counter(
        towns[facility["adresa"]["obec"]["id"][5:]]["name"]
        for item in living(invented_items(register), "region")
        for facility in item["zarizeni"][:1]
        if facility["adresa"]
    )
    (first, most), (_, second) = counts.most_common(2)
    assert first == "Ostrava"
    assert 150 <= most <= 240
    assert most > 2 * second


def test_one_provider_works_in_twelve_municipalities(layer, register):
    slovak = defaultdict(set)
    for row in invented_rows(layer):
        slovak[row["IČO"]].add(row["Obec_sociálnej_služby"])
    assert max(len(towns - {None}) for towns in slovak.values()) >= 12
    czech = defaultdict(set)
    for item in invented_items(register):
        towns = {facility["adresa"]["obec"]["id"] for facility in item["zarizeni"] if facility["adresa"]}
        czech[item["poskytovatel"]["ico"]] |= towns
    assert max(map(len, czech.values())) >= 12


def test_several_providers_live_under_one_roof(layer, register):
    slovak = defaultdict(set)
    for row in invented_rows(layer):
        if row["Ulica_sociálnej_služby"]:
            slovak[row["Obec_sociálnej_služby"], row["Ulica_sociálnej_služby"]].add(row["IČO"])
    assert max(map(len, slovak.values())) >= 3
    czech = defaultdict(set)
    for item in invented_items(register):
        for facility in item["zarizeni"]:
            if facility["adresa"] and facility["adresa"]["kodAdresnihoMista"]:
                czech[facility["adresa"]["kodAdresnihoMista"]].add(item["poskytovatel"]["ico"])
    assert max(map(len, czech.values())) >= 3


def test_nothing_invented_points_to_a_real_address(layer, register, sheets):
    written = json.dumps([invented_rows(layer), invented_items(register), sheets], ensure_ascii=False)
    mails = set(re.findall(r"[\w.+-]+@[\w.-]+", written))
    webs = set(re.findall(r"(?:https?://|www\.)[\w.-]+", written))
    assert len(mails) > 500
    assert len(webs) > 500
    assert [address for address in mails | webs if not address.endswith(".example")] == []


def test_telephone_numbers_can_be_read(layer, register):
    import phonenumbers

    for country, numbers in (
        ("SK", [row["Telefón_sociálnej_služby"] for row in invented_rows(layer)]),
        ("CZ", [phone["telefon"] for item in invented_items(register) for phone in item["telefony"]]),
    ):
        for number in filter(None, numbers):
            assert phonenumbers.is_valid_number(phonenumbers.parse(number, country)), number


@pytest.mark.parametrize("region", ["sk", "cz"])
def test_many_more_services_than_the_region_has_stay_distinct(generated, region):
    folder = generated(region, "--services", "4000")
    if region == "sk":
        features = json.loads((folder / "bbsk.geojson").read_text(encoding="utf-8"))["features"]
        assert len({tuple(feature["properties"].values()) for feature in features}) == 4_000
    else:
        items = json.loads((folder / "rpss.json").read_text(encoding="utf-8"))["polozky"]
        assert len({item["portalId"] for item in items}) == len(items) > 4_000


def test_a_tenth_of_the_country_has_a_tenth_of_the_published_size(generated):
    """The whole of it is written by the benchmark of the register's file."""
    folder = generated("cz", "--services", "673", "--facilities", "1890", "--history", "--without-sheet")
    assert [path.name for path in folder.iterdir()] == ["rpss.json"]
    assert 9_000_000 < (folder / "rpss.json").stat().st_size < 11_000_000
    items = json.loads((folder / "rpss.json").read_text(encoding="utf-8"))["polozky"]
    assert len({item["portalId"] for item in items}) == len(items) == 673
    assert sum(len(item["zarizeni"]) for item in items) == 1_890
    assert 0.12 < sum(item["datumPoskytovaniDo"] is not None for item in items) / len(items) < 0.18


def test_scale_multiplies_the_region(generated):
    folder = generated("sk", "--scale", "3", "--without-sheet")
    features = json.loads((folder / "bbsk.geojson").read_text(encoding="utf-8"))["features"]
    assert len({tuple(feature["properties"].values()) for feature in features}) == 3 * 760
