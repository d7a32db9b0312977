"""The demonstration files, generated once for all tests of this folder."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tablib

DEMO = Path(__file__).resolve().parents[2] / "deploy" / "demo"
sys.path.insert(0, str(DEMO))  # generate.py is a script on its own, not a package of the project

Generate = Callable[..., Path]


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generate:
    """Runs the generator as the command line does; answers the folder."""

    def run(region: str, *options: str) -> Path:
        import generate

        folder = tmp_path_factory.mktemp(region)
        generate.main(["--region", region, "--out", str(folder), *options])
        return folder

    return run


@pytest.fixture(scope="session")
def files(generated: Generate) -> dict[str, Path]:
    """The files of both countries as `opora demo` makes them."""
    return {region: generated(region) for region in ("sk", "cz")}


@pytest.fixture(scope="session")
def layer(files: dict[str, Path]) -> list[dict[str, Any]]:
    """The rows of the Slovak layer."""
    features = json.loads((files["sk"] / "bbsk.geojson").read_text(encoding="utf-8"))["features"]
    return [feature["properties"] for feature in features]


@pytest.fixture(scope="session")
def register(files: dict[str, Path]) -> list[dict[str, Any]]:
    """The services of the Czech file."""
    services: list[dict[str, Any]] = json.loads((files["cz"] / "rpss.json").read_text(encoding="utf-8"))["polozky"]
    return services


@pytest.fixture(scope="session")
def sheets(files: dict[str, Path]) -> dict[str, list[dict[str, Any]]]:
    """The lines of both sheets, under the English ids of the columns."""
    from forge.sheet import FIELDS

    read = {}
    for region, folder in files.items():
        table = tablib.Dataset().load((folder / f"descriptions-{region}.xlsx").read_bytes(), format="xlsx")
        read[region] = [dict(zip(FIELDS, row, strict=True)) for row in table]
    return read
