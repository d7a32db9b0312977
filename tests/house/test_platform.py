"""`platform/` is a folder of packages, never a package: with an __init__.py it would hide Python's own module."""

import platform
import subprocess
import sys
import sysconfig
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
ROOMS = [CHECKOUT / name for name in ("tenants", "catalogue", "planning", "search", "imports")]
ROOMS += [path for path in (CHECKOUT / "platform").iterdir() if (path / "__init__.py").exists()]


def test_platform_is_no_package() -> None:
    assert not (CHECKOUT / "platform" / "__init__.py").exists()


def test_python_keeps_its_own_platform_module() -> None:
    assert Path(platform.__file__).is_relative_to(sysconfig.get_path("stdlib"))
    answer = subprocess.run(
        [sys.executable, "-c", "import platform; print(platform.system())"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == platform.system()


def test_no_test_folder_is_called_platform() -> None:
    assert not (CHECKOUT / "tests" / "platform").exists()


def test_no_file_lies_directly_in_platform() -> None:
    assert [path.name for path in (CHECKOUT / "platform").glob("*.py")] == []


def test_no_module_is_named_after_one_of_pythons_own() -> None:
    packages = {path for room in ROOMS for path in [room, *room.rglob("*")] if path.suffix == ".py"}
    roots = [path for path in packages if path.parent == CHECKOUT / "platform" or path.parent == CHECKOUT]
    assert [path for path in roots if path.stem in sys.stdlib_module_names] == []
