"""From a spreadsheet nobody has seen to services in the catalogue, through the pages of the data steward."""

from collections.abc import Callable
from typing import Any

import pytest
from support.sheets import problems
from support.tables import csv_file, ods_merged, xlsx_merged

pytestmark = pytest.mark.django_db

HEAD = [
    "Názov poskytovateľa",
    "IČO",
    "Druh sociálnej služby",
    "Forma",
    "Obec",
    "Ulica",
    "Počet miest",
    "Telefón",
    "Dátum registrácie",
]
DOLINKA = ["Žltý dom, n. o.", "45021813", "ZPS", "pobytová", "Očová", "ČSA 67/57", "12,0", "045/532 12 34", "1.4.2019"]
KOVAC = ["Mesto Zvolen", "00320439", "opatrovateľská služba", "terénna", "Zvolen", "", "", "0905 123 456", "31.12.2010"]
TWO_ROWS = (
    ["Poskytovateľ", "", "Služba", "", "", "", "", "Telefón", "Dátum registrácie"],
    ["Názov", "IČO", "Druh", "Forma", "Obec", "Ulica", "Kapacita", "", ""],
)


def accepted(run: Any) -> Any:
    from django.utils import timezone

    from imports.commands import accept_run

    return accept_run(run, by=None, at=timezone.now())


FILES = {
    "cp1250 with semicolons": csv_file(["Zoznam služieb 2026"], HEAD, DOLINKA, KOVAC, encoding="cp1250"),
    "ISO-8859-2 with commas": csv_file(HEAD, DOLINKA, KOVAC, encoding="iso-8859-2", delimiter=","),
    "UTF-8 with a mark and tabs": csv_file(HEAD, DOLINKA, KOVAC, delimiter="\t", mark=True),
    "XLSX with a merged head of two rows": xlsx_merged(
        ["Zoznam služieb"], *TWO_ROWS, DOLINKA, KOVAC,
        merged=("A1:I1", "A2:B2", "C2:G2", "H2:H3", "I2:I3"), sheets=("Vysvetlivky", "Služby"),
    ),
    "ODS with a merged head of two rows": ods_merged(
        *TWO_ROWS, DOLINKA, KOVAC, spans={(0, 0): (2, 1), (0, 2): (5, 1), (0, 7): (1, 2), (0, 8): (1, 2)}
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_table_of_any_kind_is_read_by_a_mapping_built_on_its_guesses(build: Callable[..., Any], kind: str) -> None:
    from catalogue.models import Service

    run = accepted(build(FILES[kind]))
    assert (run.count("new"), run.count("rejected_rows"), problems(run)) == (2, 0, [])
    home = Service.objects.get(provider__ico="45021813")
    assert (home.kind_id, home.forms, home.register) == ("SK448-35", ["RESIDENTIAL"], "zoznam")
    assert (home.provider.name, home.phones, str(home.registered_on)) == (
        "Žltý dom, n. o.",
        ["+421455321234"],
        "2019-04-01",
    )
    place = home.at_places.get().place
    assert (place.street, place.house_number, place.municipality.name) == ("ČSA", "67/57", "Očová")
    assert [(each.form, each.unit, each.count) for each in home.capacities.all()] == [("RESIDENTIAL", "BEDS", 12)]
