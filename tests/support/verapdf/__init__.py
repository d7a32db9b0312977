"""veraPDF for the tests: what it has against these PDFs."""

import json
import subprocess
import sys
from pathlib import Path

from support.verapdf import jars

from embedded import places

JUDGE = Path(__file__).with_name("judge.py")


def broken_rules(*files: Path) -> dict[str, dict[str, int]]:
    """For each file the broken rules of PDF/UA-1 and how often; empty when it conforms. One Java machine for all."""
    folder = jars.installed(places.cache(places.home()))
    command = [sys.executable, "-P", str(JUDGE), str(folder), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    verdicts = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(verdicts) == len(files), done.stdout
    for verdict in verdicts:
        assert verdict["checks"] > 100, f"{verdict['file']} was hardly looked at"
        assert verdict["conforms"] == (not verdict["broken"])
    return {verdict["file"]: verdict["broken"] for verdict in verdicts}
