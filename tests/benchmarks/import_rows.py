"""20,000 rows into the catalogue: our path beside django-import-export's ordinary one, on the same rows and tables.

Run by `make bench`, or `python tests/benchmarks/import_rows.py [ROWS]`. Works in a database of its own beside the one
of the settings and throws it away at the end. Prints times; asserts nothing about them.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "platform"), str(CHECKOUT / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("OPORA_ENV", "test")
DATABASE = f"bench_imports_{os.getpid()}"


def main(rows: int = 20_000) -> None:
    import django

    django.setup()
    from support.database import _copy, _drop, _pointed_at, _template

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("OPORA_HOME", folder)
        layer = generated(rows, Path(folder))
        _copy(_template(), DATABASE)
        try:
            with _pointed_at(DATABASE):
                measure(layer, Path(folder))
        finally:
            _drop(DATABASE)


def generated(rows: int, folder: Path) -> Path:
    """The layer of Banská Bystrica with so many services, written by the demonstration's generator."""
    generator = CHECKOUT / "deploy" / "demo" / "generate.py"
    words = ["--region", "sk", "--out", str(folder), "--services", str(rows), "--without-sheet"]
    subprocess.run([sys.executable, str(generator), *words], check=True, capture_output=True)
    return folder / "bbsk.csv"


def measure(layer: Path, folder: Path) -> None:
    from django.conf import settings
    from django.db import transaction

    from imports.commands import accept_run, read_and_compare
    from kernel.clock import now
    from kernel.jobs import Progress

    settings.MEDIA_ROOT = folder / "files"
    run = received(layer)
    read, took = timed(lambda: read_and_compare(run, progress=Progress(), at=now()))
    _accepted, took_accept = timed(lambda: accept_run(read, by=None, at=now()))
    ours = took + took_accept
    rows = read.count("new")
    say("ours: file to preview", took, rows)
    say("ours: accept", took_accept, rows)
    say("ours: whole way", ours, rows)
    before = state()
    again = received(layer)
    unchanged, took = timed(
        lambda: accept_run(read_and_compare(again, progress=Progress(), at=now()), by=None, at=now())
    )
    after = state()
    say("ours: the same file again", took, rows)
    journal, rows_changed = after[1] - before[1], int(before[0] != after[0])
    print(f"  services written {unchanged.written}, rows changed {rows_changed}, journal entries {journal}")
    with transaction.atomic():
        empty()
        theirs = ordinary(layer)
        transaction.set_rollback(True)
    print(f"  ratio, whole way: {theirs / ours:.1f} times as fast")
    print(f"  peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def received(layer: Path) -> Any:
    from django.core.files import File

    from imports.commands import receive_file
    from kernel.clock import now

    with layer.open("rb") as file:
        return receive_file(File(file), source="bbsk", is_whole=True, name=layer.name, by=None, at=now())


def ordinary(layer: Path) -> float:
    """The same cleaned rows through an ordinary ModelResource: preview as a dry run, then the import itself."""
    import tablib

    table = tablib.Dataset(*prepared(layer), headers=HEADS)
    _dry, preview = timed(lambda: resource_of_services()().import_data(table, dry_run=True, raise_errors=True))
    say("django-import-export: preview", preview, len(table))
    _done, real = timed(lambda: resource_of_services()().import_data(table, dry_run=False, raise_errors=True))
    say("django-import-export: import", real, len(table))
    say("django-import-export: both", preview + real, len(table))
    return preview + real


HEADS = (
    "register",
    "register_key",
    "provider",
    "provider_name",
    "kind",
    "name",
    "forms",
    "target_note",
    "webs",
    "emails",
    "phones",
    "place",
    "street",
    "house_number",
    "postcode",
    "municipality",
    "capacity_form",
    "capacity_unit",
    "capacity_count",
    "target_groups",
)


def prepared(layer: Path) -> list[list[Any]]:
    """What our own cleaning makes of the rows, so that both sides write the same; not counted in either time."""
    from imports.laying import lay_desk
    from imports.pipeline import outcomes
    from imports.reading.metering import Meter
    from imports.sources import source_named

    source = source_named("bbsk")
    found = outcomes(source, layer, lay_desk(source), Meter(layer))
    return [_row(record) for record, _findings in found if record]


def _row(record: Any) -> list[Any]:
    said = record.fields
    place = (said["places"] or [{}])[0]
    capacity = (said["capacities"] or [{}])[0]
    lists = {name: ",".join(said[name]) for name in ("forms", "webs", "emails", "phones", "target_groups")}
    facts = {
        "register": record.register,
        "register_key": record.register_key,
        "provider": said["provider"]["ico"],
        "provider_name": said["provider"]["name"],
        "place": place.get("name"),
        "capacity_form": capacity.get("form"),
        "capacity_unit": capacity.get("unit"),
        "capacity_count": capacity.get("count"),
    }
    values = {**place, **said, **lists, **facts}
    return [values.get(head) or "" for head in HEADS]


def resource_of_services() -> Any:
    """An ordinary resource as its documentation shows it: foreign keys by widgets, children saved after each row."""
    from import_export import fields, resources, widgets

    from catalogue.models import Capacity, Place, Provider, Service, ServiceAtPlace, ServiceKind
    from kernel.clock import now

    class Words(widgets.Widget):
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
            return str(value).split(",") if value else []

    class OfProvider(widgets.ForeignKeyWidget):
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            facts = {"name": row["provider_name"], "created_at": now(), "changed_at": now()}
            return Provider.objects.get_or_create(country="SK", ico=value, defaults=facts)[0]

    class Services(resources.ModelResource):
        provider = fields.Field("provider", "provider", OfProvider(Provider, "ico"))
        kind = fields.Field("kind", "kind", widgets.ForeignKeyWidget(ServiceKind, "code"))
        forms = fields.Field("forms", "forms", Words())
        webs = fields.Field("webs", "webs", Words())
        emails = fields.Field("emails", "emails", Words())
        phones = fields.Field("phones", "phones", Words())

        class Meta:
            model = Service
            fields = (*HEADS[:3], *HEADS[4:11])
            import_id_fields = ("register", "register_key")
            skip_unchanged = True

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            instance.created_at = instance.created_at or now()
            instance.changed_at = now()

        def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            instance.target_groups.set(str(row["target_groups"]).split(",") if row["target_groups"] else [])
            if row["municipality"]:
                address = {name: row[name] for name in ("street", "house_number", "postcode")}
                where = {"name": row["place"], "municipality_id": row["municipality"], **address}
                place, _new = Place.objects.get_or_create(provider=instance.provider, **where)
                ServiceAtPlace.objects.get_or_create(service=instance, place=place)
            if row["capacity_count"]:
                unit = {"form": row["capacity_form"], "unit": row["capacity_unit"]}
                Capacity.objects.update_or_create(service=instance, **unit, defaults={"count": row["capacity_count"]})

    return Services


def empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("truncate catalogue_service, catalogue_provider, catalogue_batch cascade")


def state() -> tuple[str, int]:
    from django.db import connection

    from kernel.journal.models import Entry

    with connection.cursor() as cursor:
        cursor.execute("select md5(string_agg(s::text, '' order by id)) from catalogue_service s")
        return cursor.fetchone()[0], Entry.objects.count()


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    result = act()
    return result, time.perf_counter() - begun


def say(what: str, seconds: float, rows: int) -> None:
    print(f"  {what:<34}{seconds:>9.2f} s {rows / seconds:>10,.0f} rows/s", flush=True)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
