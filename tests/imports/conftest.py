"""How the tests bring a file in, and how they see that the catalogue has stayed as it was."""

import hashlib
import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from support.fetching import ANNA
from support.register_server import Server

SAMPLES = Path(__file__).parent / "samples"
WHEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TABLES = ("service", "provider", "place", "serviceatplace", "reach", "capacity", "service_target_groups")


@pytest.fixture(autouse=True)
def _files_of_their_own(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def czech_region(region: Any) -> Any:
    """The region of the tests moved to Karlovy Vary, where three of the real Czech services are."""
    from support.forgetting import forget

    region.country, region.region_code, region.language = "CZ", "CZ041", "cs"
    region.save()
    forget()
    return region


@pytest.fixture
def tick() -> Callable[[], datetime]:
    """A clock that goes on by a minute each time it is asked."""
    minutes = itertools.count()
    return lambda: WHEN + timedelta(minutes=next(minutes))


@pytest.fixture
def receive(region: Any, tick: Callable[[], datetime]) -> Callable[..., Any]:
    """Keep a file as an upload would: `receive("bbsk", b"…", name="a.csv")`."""
    from imports.commands import receive_file

    def keep(source: str, content: bytes, *, name: str = "file.bin", is_whole: bool = False, by: Any = None) -> Any:
        return receive_file(
            ContentFile(content, name=name), source=source, is_whole=is_whole, name=name, by=by, at=tick()
        )

    return keep


@pytest.fixture
def compare(receive: Callable[..., Any], tick: Callable[[], datetime]) -> Callable[..., Any]:
    """Bring a file in as far as the preview."""
    from imports.commands import read_and_compare
    from kernel.jobs import Progress

    def read(source: str, content: bytes, **facts: Any) -> Any:
        return read_and_compare(receive(source, content, **facts), progress=Progress(), at=tick())

    return read


@pytest.fixture
def agree(tick: Callable[[], datetime]) -> Callable[..., Any]:
    """Two persons agree to a run that ends or changes much; it is not written yet."""
    from imports.commands import agree_as_second, ask_second_person

    def both(run: Any, *, by: Any = None, second: Any = None) -> Any:
        ask_second_person(run, by=by or uuid.uuid4(), at=tick())
        agree_as_second(run, by=second or uuid.uuid4(), at=tick())
        run.refresh_from_db()
        return run

    return both


@pytest.fixture
def bring_in(
    compare: Callable[..., Any], agree: Callable[..., Any], tick: Callable[[], datetime]
) -> Callable[..., Any]:
    """Bring a file in and accept it, by two persons where one may not decide."""
    from imports.commands import accept_run
    from imports.guarding import weigh

    def accept(source: str, content: bytes, **facts: Any) -> Any:
        run = compare(source, content, **facts)
        if weigh(run).is_beyond:
            agree(run)
        return accept_run(run, by=None, at=tick())

    return accept


@pytest.fixture
def catalogue(db: None) -> Callable[[], str]:
    """A fingerprint of everything the catalogue holds."""
    from django.db import connection

    def fingerprint() -> str:
        digest = hashlib.sha256()
        with connection.cursor() as cursor:
            for table in TABLES:
                rows = f"select string_agg(t::text, '|' order by t::text) from catalogue_{table} t"
                cursor.execute(f"select md5(coalesce(({rows}), ''))")
                digest.update(cursor.fetchone()[0].encode())
        return digest.hexdigest()

    return fingerprint


@pytest.fixture
def bbsk_rows() -> bytes:
    return (SAMPLES / "bbsk_real_rows.geojson").read_bytes()


@pytest.fixture
def rpss_rows() -> bytes:
    return (SAMPLES / "rpss_real_services.json").read_bytes()


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    made = Server()
    settings.OPORA_FETCH_HOSTS = [made.origin]
    yield made
    made.close()


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.OPORA_FETCH_FOLDER = str(tmp_path / "registers")
    (tmp_path / "registers").mkdir()
    return tmp_path / "registers"


@pytest.fixture
def schedule(tick: Callable[..., Any]) -> Callable[..., Any]:
    """A source that is fetched each day, from an address or a folder."""
    from imports.fetching import make_schedule

    def make(*, address: str = "", folder: str = "", is_whole: bool = False) -> Any:
        facts = {"address": address, "folder": folder, "every": "DAY", "is_whole": is_whole}
        return make_schedule("bbsk", **facts, by=ANNA, at=tick())

    return make
