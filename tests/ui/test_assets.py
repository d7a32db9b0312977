"""What is served: compiled, with its licences, and fit for file names with a hash."""

import json
import re
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

import ui

SERVED = Path(ui.__file__).parent / "static" / "ui"
FRONTEND = Path(ui.__file__).parent / "frontend"
VENDORED = Path(__file__).parents[1] / "browser" / "vendor"
TEXTS = sorted(p for p in (*SERVED.rglob("*"), *VENDORED.rglob("*")) if p.suffix in (".css", ".js", ".svg"))
PROMISED = {
    "opora.css",
    "opora.js",
    "govuk-frontend.min.js",
    "accessible-autocomplete.min.js",
    "icon.svg",
    "LICENSES.md",
    "fonts/SourceSans3-Regular.ttf.woff2",
    "fonts/SourceSans3-Bold.ttf.woff2",
    "fonts/SourceSans3-It.ttf.woff2",
    "licences/govuk-frontend.txt",
    "licences/accessible-autocomplete.txt",
    "licences/source-sans.txt",
}


def test_everything_promised_is_served_and_nothing_else() -> None:
    assert {p.relative_to(SERVED).as_posix() for p in SERVED.rglob("*") if p.is_file()} == PROMISED


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name)
def test_no_served_file_points_to_a_map_or_to_a_file_that_is_not_there(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "sourceMappingURL" not in text
    if path.suffix == ".css":
        named = [name for name in re.findall(r"url\(\s*[\"']?([^\"')]+)", text) if not name.startswith("data:")]
        assert named
        assert [name for name in named if not (path.parent / name).is_file()] == []


def test_style_sheet_has_nothing_of_gov_uk_that_is_not_ours_to_use() -> None:
    text = (SERVED / "opora.css").read_text("utf-8")
    for word in ("GDS Transport", "crest", "crown"):
        assert word not in text


def test_collected_files_get_hashed_names_and_compressed_twins(tmp_path: Path, settings: object) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "ui"]  # type: ignore[attr-defined]
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    css = (tmp_path / names["ui/opora.css"]).read_text("utf-8")
    regular = names["ui/fonts/SourceSans3-Regular.ttf.woff2"].removeprefix("ui/")
    assert f'url("{regular}")' in css.replace("url(fonts", 'url("fonts').replace("woff2)", 'woff2")')
    assert (tmp_path / (names["ui/opora.css"] + ".gz")).stat().st_size < 25_000
    assert staticfiles_storage.url("ui/opora.js") == f"/static/{names['ui/opora.js']}"


def test_lock_file_names_versions_and_hashes_and_no_addresses() -> None:
    packed = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    wanted = json.loads((FRONTEND / "package.json").read_text())
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert packed[f"node_modules/{name}"]["version"] == version
    assert all("resolved" not in facts and ("integrity" in facts or not key) for key, facts in packed.items())
    assert "://" not in (FRONTEND / ".npmrc").read_text()


@pytest.mark.skipif(
    not (FRONTEND / "node_modules" / "sass").is_dir() or shutil.which("node") is None,
    reason="the look was not built here",
)
def test_committed_look_is_what_its_sources_compile_to(tmp_path: Path) -> None:
    import subprocess

    program = (
        "import { compile } from 'sass'; process.stdout.write(compile('scss/opora.scss',"
        " { loadPaths: ['node_modules', 'scss'], style: 'compressed', quietDeps: true }).css)"
    )
    ended = subprocess.run(
        ["node", "--input-type=module", "-e", program], cwd=FRONTEND, capture_output=True, check=True
    )
    assert ended.stdout.decode().strip() == (SERVED / "opora.css").read_text("utf-8").strip()
    assert (SERVED / "opora.js").read_text("utf-8") == (FRONTEND / "opora.js").read_text("utf-8").rstrip() + "\n"
