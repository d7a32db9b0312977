"""Reads the list of municipalities into the database: one COPY, one statement, seconds for a whole country."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from kernel.tenancy import entered
from kernel.text import fold
from tenants.models import Municipality, Tenant

FOLDER = Path(__file__).parent / "data"
COLUMNS = (
    "code",
    "name",
    "district_code",
    "district_name",
    "region_code",
    "region_name",
    "orp_code",
    "postcodes",
    "latitude",
    "longitude",
    "population",
    "is_city_part",
)
STAGING = f"create temporary table territory ({' text, '.join(COLUMNS)} text, name_folded text) on commit drop"
# A number may be used in both countries; the second one to come gets its country in front.
APART = """
    update territory set code = %(country)s || code
    where exists (select from tenants_municipality m where m.code = territory.code and m.country <> %(country)s)
"""
UPSERT = """
    insert into tenants_municipality as known (country, code, name, name_folded, district_code, district_name,
        region_code, region_name, orp_code, postcodes, latitude, longitude, population, is_city_part)
    select %(country)s, code, name, name_folded, district_code, district_name, region_code, region_name, orp_code,
        coalesce(string_to_array(nullif(postcodes, ''), ' '), '{}')::varchar[], nullif(latitude, '')::float8,
        nullif(longitude, '')::float8, nullif(population, '')::int, is_city_part = '1'
    from territory
    on conflict (code) do update set (name, name_folded, district_code, district_name, region_code, region_name,
        orp_code, postcodes, latitude, longitude, population, is_city_part) = (excluded.name, excluded.name_folded,
        excluded.district_code, excluded.district_name, excluded.region_code, excluded.region_name, excluded.orp_code,
        excluded.postcodes, excluded.latitude, excluded.longitude, excluded.population, excluded.is_city_part)
    where (known.name, known.district_code, known.district_name, known.region_code, known.region_name, known.orp_code,
        known.postcodes, known.latitude, known.longitude, known.population, known.is_city_part) is distinct from
        (excluded.name, excluded.district_code, excluded.district_name, excluded.region_code, excluded.region_name,
        excluded.orp_code, excluded.postcodes, excluded.latitude, excluded.longitude, excluded.population,
        excluded.is_city_part)
"""


@transaction.atomic
def load_municipalities(country: str) -> tuple[int, int]:
    """Load the municipalities of a country; answers how many the list holds and how many rows were written."""
    rows = list(_rows(country))
    with entered(""), connection.cursor() as cursor:
        cursor.execute(STAGING)
        with cursor.copy(f"copy territory ({', '.join(COLUMNS)}, name_folded) from stdin") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(APART, {"country": country})
        cursor.execute(UPSERT, {"country": country})
        written = cursor.rowcount
        cursor.execute("drop table territory")
        _cover_the_region()
    return len(rows), written


def of_region(home: Tenant) -> QuerySet[Municipality]:
    """The municipalities of the region's NUTS 3 unit."""
    return Municipality.objects.filter(region_code=home.region_code).exclude(region_code="")


def _cover_the_region() -> None:
    """The region's own plan is for all its municipalities, also for those that came to the list later."""
    home = Tenant.objects.filter(kind=Tenant.Kind.REGION).first()
    for site in Tenant.objects.filter(kind=Tenant.Kind.REGIONAL):
        if home is not None:
            site.covers.set(of_region(home))


def _rows(country: str) -> Iterator[list[Any]]:
    with (FOLDER / f"municipalities_{country.lower()}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield [row[name] for name in COLUMNS] + [fold(row["name"])]
