"""Servers that answer badly, slowly or not at all: it is told, and nothing changes."""

import socket
import time
from pathlib import Path
from typing import Any

import pytest
from support.fetching import fetch, left_behind, letters
from support.register_server import Server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


BAD = {
    "missing": ("SERVER_SAYS", lambda s: s.gives("/x", b"<html>404</html>", status=404)),
    "error": ("SERVER_SAYS", lambda s: s.gives("/x", b"<html>502 Bad Gateway</html>", status=502)),
    "empty": ("EMPTY", lambda s: s.gives("/x", b"")),
    "cut off": ("CUT_OFF", lambda s: s.gives("/x", b"{}", Content_Length="1000")),
    "packed": ("PACKED_ANSWER", lambda s: s.gives("/x", b"\x1f\x8b", Content_Encoding="gzip")),
    "too large by its word": ("TOO_LARGE", lambda s: s.gives("/x", b"", Content_Length=str(10**12))),
    "too large without a word": ("TOO_LARGE", lambda s: s.floods("/x")),
    "slow": ("TOO_SLOW", lambda s: s.drips("/x")),
    "slow with its head": ("TOO_SLOW", lambda s: s.drips("/x", head_too=True)),
    "sent round and round": ("REDIRECTED_OFTEN", lambda s: s.sends_on("/x", "/x")),
    "sent elsewhere": ("HOST_NOT_ALLOWED", lambda s: s.sends_on("/x", "https://example.org/register.json")),
    "sent to a file": ("BAD_ADDRESS", lambda s: s.sends_on("/x", "file:///etc/passwd")),
    "sent to another port": ("HOST_NOT_ALLOWED", lambda s: s.sends_on("/x", f"http://127.0.0.1:{s.port + 1}/")),
    "sent with a password": ("BAD_ADDRESS", lambda s: s.sends_on("/x", f"http://a:b@127.0.0.1:{s.port}/")),
    "an error page as data": ("HTML", lambda s: s.gives("/x", b"<!DOCTYPE html><html>Sorry</html>")),
    "half a file": ("TRUNCATED", lambda s: s.gives("/x", b'{"type": "FeatureCollection", "features": [{"type"')),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_answer_is_told_on_the_page_and_changes_nothing(
    server: Server, schedule: Any, tick: Any, settings: Any, bring_in: Any, bbsk_rows: bytes, catalogue: Any,
    person: Any, region: Any, browse: Any, case: str,
) -> None:  # fmt: skip
    bring_in("bbsk", bbsk_rows)
    before = catalogue()
    settings.OPORA_FETCH_SECONDS, settings.OPORA_UPLOAD_LIMIT = 1, 3 * 1024 * 1024
    code, serve = BAD[case]
    began = time.monotonic()
    made = fetch(schedule(address=serve(server), is_whole=True), tick)
    assert (made.result, made.failure) == ("FAILED", code)
    assert time.monotonic() - began < 8
    assert catalogue() == before
    assert letters() == []
    assert left_behind(settings) == []
    page = browse(None, person("DATA_STEWARD", at=region)).get("/imports/schedules/").content.decode()
    assert made.why_failed.replace("“", "").partition("%")[0][:20] in page.replace("&#x27;", "'")


def test_failed_answer_comes_right_later(server: Server, schedule: Any, tick: Any, bbsk_rows: bytes) -> None:
    made = fetch(schedule(address=server.gives("/a", b"", status=503)), tick)
    assert (made.failure, made.reached_at) == ("SERVER_SAYS", None)
    server.gives("/a", bbsk_rows)
    fetch(made, tick)
    assert (made.result, made.failure) == ("WAITS", "")


def test_broken_file_that_is_fetched_again_makes_no_second_run(server: Server, schedule: Any, tick: Any) -> None:
    made = fetch(schedule(address=server.gives("/a", b"<html>Sorry</html>")), tick)
    fetch(made, tick)
    assert (made.failure, made.runs.count(), made.runs.get().state) == ("HTML", 1, "FAILED")


def test_redirect_within_the_allowed_host_is_followed(
    server: Server, schedule: Any, tick: Any, bbsk_rows: bytes
) -> None:
    server.gives("/data/new.geojson", bbsk_rows)
    made = fetch(schedule(address=server.sends_on("/old", "/data/new.geojson", status=301)), tick)
    assert (made.result, made.runs.get().original_name) == ("WAITS", "new.geojson")
    assert server.asked == ["/old", "/data/new.geojson"]


def test_redirect_is_not_followed_where_it_is_not_allowed(server: Server, schedule: Any, tick: Any) -> None:
    """The other server is not even asked."""
    other = Server()
    try:
        other.gives("/secret", b"secret")
        made = fetch(schedule(address=server.sends_on("/a", f"{other.origin}/secret")), tick)
        assert (made.failure, other.asked) == ("HOST_NOT_ALLOWED", [])
    finally:
        other.close()


def test_silent_server_and_closed_port_are_told(settings: Any, schedule: Any, tick: Any) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings.OPORA_FETCH_HOSTS, settings.OPORA_FETCH_SECONDS = [origin], 1
        assert fetch(schedule(address=f"{origin}/a"), tick).failure == "NO_ANSWER"
        silent.listen(1)
        began = time.monotonic()
        assert fetch(schedule(address=f"{origin}/b"), tick).failure == "TOO_SLOW"
        assert time.monotonic() - began < 5


def test_certificate_of_a_stranger_is_not_believed(settings: Any, schedule: Any, tick: Any, tmp_path: Path) -> None:
    import ssl
    import subprocess

    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run([*words, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    server = Server()
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
        origin = f"https://127.0.0.1:{server.port}"
        settings.OPORA_FETCH_HOSTS = [origin]
        assert fetch(schedule(address=f"{origin}/a"), tick).failure == "BAD_CERTIFICATE"
        assert server.asked == []
    finally:
        server.close()
