"""Keeps a site standing while one writes browser tests: `OPORA_ENV=test python tests/browser/stand.py FILE`.

Then, in another window: `OPORA_STANDING_SITE=FILE pytest tests/journeys`. Ctrl-C ends it and removes its data.
"""

import os
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main(file: Path) -> None:
    """Stand until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from browser.standing import standing_site
    from support.database import standing_copy

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    name = f"site_{os.getpid()}_kept"
    with (
        tempfile.TemporaryDirectory() as home,
        standing_copy(name) as database,
        standing_site(database, Path(home), name=name.replace("_", "-")) as site,
    ):
        site.keep(file)
        print(site.address(), flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            file.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
