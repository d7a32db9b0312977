"""`make bench`: runs every benchmark of this folder in turn and prints what each one measured.

A benchmark is a file here with a function `main() -> None`; it measures both sides of its ratio in one run and prints
them. One can be named: `make bench ARGS=search_speed`.
"""

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
NO_BENCHMARKS = ("run", "measuring")
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]


def main(names: list[str]) -> int:
    chosen = names or sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NO_BENCHMARKS)
    for name in chosen:
        begun = time.monotonic()
        print(f"\n== {name} ==", flush=True)
        _load(name).main()
        print(f"({time.monotonic() - begun:.0f} s)", flush=True)
    return 0


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
