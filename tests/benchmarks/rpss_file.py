"""The whole Czech register, about 99 MB with its history, from the file to the preview: time and peak memory.

Beside it the same file through the bare streaming parser that reads it, so that our own share can be seen. Each is a
process of its own, so that its peak memory is its own. Works in a database of its own and throws it away.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "platform"), str(CHECKOUT / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("OPORA_ENV", "test")
DATABASE = f"bench_rpss_{os.getpid()}"
SERVICES, FACILITIES = 6733, 18907

MEASURED = """
import json, resource, sys, time
begun = time.perf_counter()
{work}
print(json.dumps({{"seconds": time.perf_counter() - begun,
                  "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, **found}}))
"""
BARE = """
import ijson
with open(sys.argv[1], "rb") as file:
    found = {"rows": sum(1 for _ in ijson.items(file, "polozky.item"))}
"""
OURS = """
import django
django.setup()
from django.core.files import File
from imports.commands import read_and_compare, receive_file
from kernel.clock import now
from kernel.jobs import Progress
with open(sys.argv[1], "rb") as file:
    run = receive_file(File(file), source="rpss", is_whole=True, name="rpss.json", by=None, at=now())
read = read_and_compare(run, progress=Progress(), at=now())
found = {name: read.count(name) for name in ("rows", "new", "outside", "past", "rejected_rows")}
"""


def main() -> None:
    import django

    django.setup()
    from support.database import _copy, _drop, _pointed_at, _template

    with tempfile.TemporaryDirectory() as folder:
        register = generated(Path(folder))
        print(f"  rpss.json: {register.stat().st_size / 1_000_000:.0f} MB")
        say("bare ijson: every record once", run(BARE, register, dict(os.environ)))
        _copy(_template(), DATABASE)
        try:
            with _pointed_at(DATABASE):
                move_to_czechia()
            environment = os.environ | {"DATABASE_URL": address_of(DATABASE), "OPORA_DATA": folder}
            say("ours: file to preview", run(OURS, register, environment))
        finally:
            _drop(DATABASE)


def address_of(name: str) -> str:
    """The address of this database for a process of its own."""
    from urllib.parse import quote

    from support.database import _settings

    facts = _settings()
    secret = f":{quote(facts['PASSWORD'], safe='')}" if facts["PASSWORD"] else ""
    return f"postgresql://{quote(facts['USER'], safe='')}{secret}@{facts['HOST']}:{facts['PORT']}/{name}"


def generated(folder: Path) -> Path:
    generator = CHECKOUT / "deploy" / "demo" / "generate.py"
    size = ["--services", str(SERVICES), "--facilities", str(FACILITIES), "--history", "--without-sheet"]
    subprocess.run(
        [sys.executable, str(generator), "--region", "cz", "--out", str(folder), *size], check=True, capture_output=True
    )
    return next(folder.glob("*.json"))


def move_to_czechia() -> None:
    from tenants.models import Tenant

    Tenant.objects.filter(kind="REGION").update(country="CZ", region_code="CZ080", language="cs")


def run(work: str, register: Path, environment: dict[str, str]) -> dict[str, float]:
    path = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "platform")])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MEASURED.format(work=work), str(register)],
        env=environment | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def say(what: str, found: dict[str, float]) -> None:
    seconds, peak = found.pop("seconds"), found.pop("peak")
    counts = ", ".join(f"{name} {count}" for name, count in found.items())
    print(f"  {what:<34}{seconds:>9.2f} s  peak {peak:>4} MB  ({counts})", flush=True)


if __name__ == "__main__":
    main()
