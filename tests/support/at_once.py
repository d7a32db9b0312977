"""Several people at the same moment: each in a thread with a connection of their own, in a database of their own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from support.world import HOSTS

LONGEST_WAIT = 60


def town_alfa() -> Any:
    from tenants.models import Tenant

    return Tenant.objects.get(domains__domain=HOSTS["alfa"])


def at_once(acts: Sequence[Callable[[], Any]], key: str) -> list[Any]:
    """What each act answered or raised, in their order; they stand in the schema of one tenant and begin together."""
    answers: list[Any] = [AssertionError("has not ended")] * len(acts)
    start = threading.Barrier(len(acts))

    def one(number: int) -> None:
        from tenants.context import in_tenant

        try:
            with in_tenant(key):
                start.wait(timeout=LONGEST_WAIT)
                answers[number] = acts[number]()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,), daemon=True) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_WAIT)
    return answers
