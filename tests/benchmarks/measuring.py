"""What benchmarks of the database share: a database of their own that is thrown away, a coordinator, times told.

No benchmark itself; a file beside it imports it first, since it also says where the code lies.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "platform"), str(CHECKOUT / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("OPORA_ENV", "test")


@contextmanager
def own_database(name: str) -> Iterator[Path]:
    """A copy of the template under this name; answers a folder for files, thrown away with it."""
    import django

    django.setup()
    from support.database import _copy, _drop, _pointed_at, _template

    database = f"bench_{name}_{os.getpid()}"
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("OPORA_HOME", folder)
        _copy(_template(), database)
        try:
            with _pointed_at(database):
                yield Path(folder)
        finally:
            _drop(database)


def first_town() -> Any:
    from tenants.models import Tenant

    return Tenant.objects.get(domains__domain="alfa.localhost")


def coordinator(town: Any) -> Any:
    """The browser of somebody who leads the plan of the first town."""
    from support.world import FOUNDED

    from accounts.models import User
    from tenants.commands import give_role
    from tenants.roles import Role

    user = User.objects.create_user("bench@example.org", "quiet river 42", name="Jana")
    give_role(town, user=user, role=Role.COORDINATOR, by=None, at=FOUNDED)
    return browser(user, town, host="alfa.localhost")


def browser(user: Any, tenant: Any, *, host: str) -> Any:
    """Signed in on the site of the tenant."""
    from django.test import Client

    client = Client(headers={"host": host})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["site"] = tenant.key
    session.save()
    return client


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def middle(work: Callable[[], Any], times: int = 7) -> float:
    """The middle of several, once warm."""
    work()
    return sorted(timed(work) for _turn in range(times))[times // 2]


def say(what: str, seconds: float) -> None:
    print(f"  {what:48} {seconds * 1000:8.0f} ms", flush=True)
