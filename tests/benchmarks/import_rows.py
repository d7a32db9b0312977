"""20,000 changed rows: our path beside django-import-export's ordinary one and beside bare SQL, on the same rows.

Run by `make bench`, or `python tests/benchmarks/import_rows.py [ROWS]`. Every row of the file differs from the
catalogue in its capacity and its e-mail. Both sides preview and then write; ours also keeps who said it, what it was
before, and can undo it, which is measured last. The bare SQL writes the very rows that ours wrote, with nothing read,
checked or compared. Works in a database of its own and throws it away. Prints times; asserts nothing about them.
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "platform"), str(CHECKOUT / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("OPORA_ENV", "test")
STEWARD, SECOND_STEWARD = uuid.UUID(int=1), uuid.UUID(int=2)
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

    from catalogue import intake
    from imports.commands import accept_run
    from kernel.clock import now

    settings.MEDIA_ROOT = folder / "files"
    rows = accepted(layer).written
    print(f"  {rows} services are in the catalogue; now each of them changes")
    changed = every_row_changed(layer, folder / "changed.csv")
    with transaction.atomic():
        keep_what_stands()
    run, stages = compared(changed)
    for stage, seconds in stages.items():
        say(f"ours: {stage}", seconds, rows)
    agreed_by_two(run)
    _accepted, accepting = timed(lambda: accept_run(run, by=STEWARD, at=now()))
    say("ours: accept", accepting, rows)
    ours = sum(stages.values()) + accepting
    say("ours: preview and accept", ours, rows)
    print(f"  services that changed: {run.written}")
    bare = bare_sql(run.batch_id)
    say("bare SQL: the same rows", bare, rows)
    print(
        f"  accept beside bare SQL: {accepting / bare:.1f} times its time; preview and accept: {ours / bare:.1f} times"
    )
    before = state()
    again, took = timed(lambda: accepted(changed))
    after = state()
    say("ours: the same file again", took, rows)
    print(
        f"  services written {again.written}, rows changed {int(before[0] != after[0])},"
        f" claims {after[2] - before[2]}, journal entries {after[1] - before[1]}"
    )
    with transaction.atomic():
        theirs = ordinary(layer, changed)
        transaction.set_rollback(True)
    print(f"  ratio, preview and accept: {theirs / ours:.1f} times as fast")
    undone, took = timed(lambda: intake.undo(run.batch_id, by=None, at=now()))
    say("ours: undo of the whole run", took, rows)
    print(f"  fields put back {undone.put_back}, as before: {as_it_stood()}")
    print(f"  peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def agreed_by_two(run: Any) -> None:
    """So many changes are beyond what one person may decide."""
    from imports.commands import agree_as_second, ask_second_person
    from kernel.clock import now

    ask_second_person(run, by=STEWARD, at=now())
    agree_as_second(run, by=SECOND_STEWARD, at=now())


def accepted(path: Path) -> Any:
    """A file all the way into the catalogue."""
    from imports.commands import accept_run
    from kernel.clock import now

    run, _stages = compared(path)
    return accept_run(run, by=None, at=now())


def compared(path: Path) -> tuple[Any, dict[str, float]]:
    """A file as far as the preview, with the time of each stage."""
    from catalogue import intake
    from imports.commands import read_and_compare
    from kernel.clock import now
    from kernel.jobs import Progress

    run, receiving = timed(lambda: received(path))
    inner = intake.compare
    spent: list[float] = []

    def measured(batch: Any) -> Any:
        result, took = timed(lambda: inner(batch))
        spent.append(took)
        return result

    intake.compare = measured  # type: ignore[assignment]
    try:
        read, took = timed(lambda: read_and_compare(run, progress=Progress(), at=now()))
    finally:
        intake.compare = inner  # type: ignore[assignment]
    return read, {"receive": receiving, "read, check, stage": took - sum(spent), "compare": sum(spent)}


def every_row_changed(layer: Path, path: Path) -> Path:
    """The same services, each with one place more and another e-mail."""
    with layer.open(encoding="utf-8-sig", newline="") as file:
        dialect = csv.Sniffer().sniff(file.readline())
        file.seek(0)
        table = list(csv.DictReader(file, dialect=dialect))
    capacity = next(name for name in table[0] if name.startswith("Kapacita"))
    email = next(name for name in table[0] if name.startswith("Email"))
    for number, row in enumerate(table):
        row[capacity] = str(int(row[capacity] or 0) + 1)
        row[email] = f"nova{number}@example.org"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(table[0]), dialect=dialect)
        writer.writeheader()
        writer.writerows(table)
    return path


KEPT = ("service", "capacity", "claim", "change", "stagedrecord")


def keep_what_stands() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in KEPT[:2]:
            cursor.execute(f"create table stood_{table} as table catalogue_{table}")


def as_it_stood() -> bool:
    """Whether services and capacities are, but for their version and the day of change, what they were before."""
    from django.db import connection

    plain = "to_jsonb(t) - 'version' - 'changed_at' - 'id'"
    same = [
        f"not exists (select {plain} from catalogue_{table} t except all select {plain} from stood_{table} t)"
        for table in KEPT[:2]
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"select {' and '.join(same)}")
        return bool(cursor.fetchone()[0])


def bare_sql(batch: Any) -> float:
    """Write again, in one transaction that is thrown away, exactly the rows that accepting this batch wrote."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table in KEPT[:2]:
            cursor.execute(f"create temp table became_{table} on commit drop as table catalogue_{table}")
        for table in KEPT[2:4]:
            where = "where batch_id = %s"
            cursor.execute(f"create temp table became_{table} on commit drop as table catalogue_{table}")
            cursor.execute(f"delete from became_{table} where batch_id <> %s or batch_id is null", [batch])
            cursor.execute("set constraints all immediate")
            cursor.execute(f"delete from catalogue_{table} {where}", [batch])
        cursor.execute(
            "update catalogue_service s set emails = o.emails, changed_at = o.changed_at"
            " from stood_service o where o.id = s.id"
        )
        cursor.execute("update catalogue_capacity c set count = o.count from stood_capacity o where o.id = c.id")
        begun = time.perf_counter()
        cursor.execute("insert into catalogue_change select * from became_change")
        cursor.execute(
            "update catalogue_service s set emails = n.emails, changed_at = n.changed_at"
            " from became_service n where n.id = s.id"
        )
        cursor.execute("update catalogue_capacity c set count = n.count from became_capacity n where n.id = c.id")
        cursor.execute("insert into catalogue_claim select * from became_claim")
        cursor.execute("set constraints all immediate")
        took = time.perf_counter() - begun
        transaction.set_rollback(True)
    return took


def received(layer: Path) -> Any:
    from django.core.files import File

    from imports.commands import receive_file
    from kernel.clock import now

    with layer.open("rb") as file:
        return receive_file(File(file), source="bbsk", is_whole=True, name=layer.name, by=None, at=now())


def ordinary(layer: Path, changed: Path) -> float:
    """The same cleaned rows through an ordinary ModelResource: preview as a dry run, then the import itself.

    The catalogue holds the rows as they were before, as it did for ours.
    """
    import tablib
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("update catalogue_service s set emails = o.emails from stood_service o where o.id = s.id")
        cursor.execute("update catalogue_capacity c set count = o.count from stood_capacity o where o.id = c.id")
    table = tablib.Dataset(*prepared(changed), headers=HEADS)
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
                place = Place.objects.filter(provider=instance.provider, **where).first()
                place = place or Place.objects.create(provider=instance.provider, **where)
                ServiceAtPlace.objects.get_or_create(service=instance, place=place)
            if row["capacity_count"]:
                unit = {"form": row["capacity_form"], "unit": row["capacity_unit"]}
                Capacity.objects.update_or_create(service=instance, **unit, defaults={"count": row["capacity_count"]})

    return Services


def state() -> tuple[str, int, int]:
    from django.db import connection

    from catalogue.models import Claim
    from kernel.journal.models import Entry

    with connection.cursor() as cursor:
        cursor.execute("select md5(string_agg(s::text, '' order by id)) from catalogue_service s")
        return cursor.fetchone()[0], Entry.objects.count(), Claim.objects.count()


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    result = act()
    return result, time.perf_counter() - begun


def say(what: str, seconds: float, rows: int) -> None:
    print(f"  {what:<34}{seconds:>9.2f} s {rows / seconds:>10,.0f} rows/s", flush=True)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
