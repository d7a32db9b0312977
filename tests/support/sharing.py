"""How two workers share the tests: what needs the standing site goes to one of them, every other file stays whole."""

from pathlib import PurePath
from typing import Any

import pytest

ONE_SITE = ("browser", "journeys")
# Each judge of PDF is a Java of its own.
ONE_JUDGE = ("tests/ui/test_documents.py", "tests/catalogue/test_booklets.py", "tests/planning/meetings/test_papers.py")


def share_of(nodeid: str) -> str:
    """What has to stay together with this test."""
    file = nodeid.partition("::")[0]
    if PurePath(file).parts[1] in ONE_SITE:
        return "site"
    return "judge" if file in ONE_JUDGE else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadScopeScheduling

    class Sharing(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return share_of(nodeid)

    return Sharing(config, log) if config.getvalue("dist") == "loadscope" else None
