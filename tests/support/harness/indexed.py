"""The world of the harness as the search knows it, in an index of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from support import finding


@contextmanager
def indexed(name: str) -> Iterator[None]:
    """Everything of this database can be found, in the table and in Elasticsearch, as long as it lasts."""
    from django.conf import settings
    from django.core.management import call_command

    with finding.own_index(settings, f"{os.getpid()}-{name}"):
        call_command("search_update", verbosity=0)
        finding.refresh()
        yield
