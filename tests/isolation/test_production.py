"""A real installation: its settings pass Django's own examination, its cookies stay home, its logs keep secrets."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
from django.db import connection
from support.harness.production import HOST, WORDS

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def environment(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an operator sets; nothing of the tests' own settings."""
    facts = connection.settings_dict
    connection.close()
    address = f"postgresql://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OPORA_", "DJANGO_"))}
    return inherited | {
        "OPORA_ENV": "production",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "OPORA_SECRET_KEY": "a secret of the installation that is long enough and has nothing to do with the tests",
        "OPORA_HOSTS": f"{HOST},.{HOST}",
        "OPORA_REGION_HOST": HOST,
        "OPORA_DATA": str(tmp_path_factory.mktemp("data")),
        "DATABASE_URL": address,
        "PYTHONPATH": os.pathsep.join(str(path) for path in (CHECKOUT / "tests", CHECKOUT, CHECKOUT / "platform")),
    }


@pytest.fixture(scope="module")
def ran(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "support.harness.production"],
        cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def seen(ran: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert ran.returncode == 0, ran.stderr[-3000:]
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def test_settings_pass_djangos_own_examination(ran: subprocess.CompletedProcess[str]) -> None:
    assert ran.returncode == 0, ran.stderr[-3000:]


@pytest.mark.parametrize("missing", ["OPORA_SECRET_KEY", "OPORA_HOSTS", "OPORA_REGION_HOST", "DATABASE_URL"])
def test_installation_without_its_settings_does_not_start(missing: str, environment: dict[str, str]) -> None:
    rest = {name: value for name, value in environment.items() if name != missing}
    answer = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=CHECKOUT,
        env=rest,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode != 0
    assert missing in answer.stderr.splitlines()[-1]


def test_examination_would_find_what_is_left_open(environment: dict[str, str]) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings; settings.SECURE_SSL_REDIRECT = False\n"
        "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode != 0
    assert "security.W008" in answer.stderr


def test_every_cookie_is_of_this_host_alone(seen: dict[str, Any]) -> None:
    cookies = {name: text for each in seen.values() if isinstance(each, dict) for name, text in each["cookies"].items()}
    assert set(cookies) == {
        "__Host-opora_session", "__Host-opora_csrf", "__Host-opora_language", "__Host-opora_passing",
    }  # fmt: skip
    for text in cookies.values():
        parts = {part.strip().lower() for part in text.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts, text
        assert not any(part.startswith("domain") for part in parts), text


def test_plain_http_is_sent_to_https_but_health_is_not(seen: dict[str, Any]) -> None:
    assert (seen["plain"]["status"], seen["plain"]["headers"]["Location"]) == (301, f"https://{HOST}/accounts/login/")
    assert seen["healthz"]["status"] == 200
    assert "max-age=31536000; includeSubDomains" in seen["sign_in_page"]["headers"]["Strict-Transport-Security"]


def test_sign_in_works_and_its_pages_are_kept_nowhere(seen: dict[str, Any]) -> None:
    assert seen["signed_in"]["status"] == 302
    assert seen["profile"]["status"] == 200
    assert "no-store" in seen["profile"]["headers"]["Cache-Control"]


def test_static_files_are_kept_for_good_and_typed(seen: dict[str, Any]) -> None:
    assert seen["static"]["status"] == 200
    assert "immutable" in seen["static"]["headers"]["Cache-Control"]
    assert seen["static"]["headers"]["X-Content-Type-Options"] == "nosniff"


def test_pages_of_the_demonstration_are_not_there(seen: dict[str, Any]) -> None:
    assert (seen["demonstration"], seen["gallery"]) == (404, 404)


def test_log_holds_lines_of_json_without_secrets_and_search_words(
    ran: subprocess.CompletedProcess[str], seen: dict[str, Any], environment: dict[str, str]
) -> None:
    lines = [json.loads(line) for line in ran.stderr.splitlines() if line.startswith("{")]
    assert {line["status"] for line in lines if "status" in line} >= {404, 410, 500}
    assert [line for line in lines if "status" in line and not line.get("request")] == []
    for word in secrets_of(environment, seen["secret"]):
        assert word not in ran.stderr, word


def secrets_of(environment: dict[str, str], secret: str) -> list[str]:
    return [*WORDS.values(), secret, environment["OPORA_SECRET_KEY"], connection.settings_dict["PASSWORD"] or secret]


# --- the real web server ----------------------------------------------------------------------------------------------
@pytest.fixture
def server(environment: dict[str, str], seen: dict[str, Any], tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """gunicorn as `opora demo` starts it, with its log in a file."""
    from config.processes import commands

    port, log = free_port(), tmp_path / "web.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            commands(tmp_path, port)["web"], cwd=CHECKOUT, env=environment, stdout=file, stderr=subprocess.STDOUT
        )
        try:
            assert answers(port), log.read_text()
            yield port, log
        finally:
            process.terminate()
            process.wait(20)


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    for _time in range(150):
        try:
            if asked(port, "/healthz") == 200:
                return True
        except (URLError, OSError):
            time.sleep(0.2)
    return False


def asked(port: int, path: str) -> int:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        headers={"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/?q={WORDS['search']}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_access_log_of_the_web_server_keeps_no_words(server: tuple[int, Path], seen: dict[str, Any]) -> None:
    port, log = server
    paths = ("/accounts/login/", "/municipalities/", "/no/such/", f"/invitations/{seen['secret']}/")
    assert [asked(port, f"{path}?q={WORDS['search']}&email={WORDS['email']}") for path in paths] == [200, 200, 404, 410]
    until = time.monotonic() + 5
    while "/no/such/" not in log.read_text() and time.monotonic() < until:
        time.sleep(0.1)
    written = log.read_text()
    assert "/municipalities/" in written
    for word in (*WORDS.values(), seen["secret"]):
        assert word not in written, word
