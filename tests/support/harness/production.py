"""Runs with the settings of a real installation, in a process of its own; says as JSON what it saw.

`python -m support.harness.production` with the environment of an installation, a database that is ready, and the folder
tests/ on the path.
"""

import json
import sys
from typing import Any

HOST = "localhost"
WORDS = {"search": "alzheimerova", "password": "tajne-heslo-na-skusku", "email": "jana.tajna@example.org"}


def report() -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("check", deploy=True, fail_level="WARNING")
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": HOST}, raise_request_exception=False)
    _account()
    return {
        "plain": _facts(client.get("/accounts/login/")),
        "sign_in_page": _facts(client.get("/accounts/login/", secure=True)),
        "language": _facts(client.get("/language/cs/", secure=True)),
        "signed_in": _facts(_sign_in(client)),
        "profile": _facts(client.get("/accounts/me/", secure=True)),
        "static": _facts(client.get(_style_sheet(client), secure=True)),
        "healthz": _facts(client.get("/healthz")),
        "passing": _facts(Client(headers={"host": f"alfa.{HOST}"}).get("/accounts/login/", secure=True)),
        "demonstration": client.get("/demo/mail/", secure=True).status_code,
        "gallery": client.get("/ui/", secure=True).status_code,
        **_chatter(client),
    }


def _account() -> None:
    from accounts.commands import create_account
    from kernel.clock import now

    create_account(email=WORDS["email"], name="Jana", password=WORDS["password"], by=None, at=now())


def _sign_in(client: Any) -> Any:
    client.post("/accounts/login/", {"login": WORDS["email"], "password": WORDS["password"] + "x"}, secure=True)
    return client.post("/accounts/login/", {"login": WORDS["email"], "password": WORDS["password"]}, secure=True)


def _style_sheet(client: Any) -> str:
    import re

    page = client.get("/municipalities/", secure=True).content.decode()
    found = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert found, page[:2000]
    return found.group(1)


def _chatter(client: Any) -> dict[str, Any]:
    """Requests that make the house write into its log: not found, not allowed, gone, broken, too much."""
    from kernel import asking

    words, secret = WORDS["search"], "s3cr3t-" + "x" * 36
    answers = [
        client.get("/no/such/", {"q": words}, secure=True),
        client.get("/staff/sites/", {"q": words, "email": WORDS["email"]}, secure=True),
        client.get(f"/invitations/{secret}/", secure=True),
        client.get("/municipalities/", {"q": words + "\x00"}, secure=True),
        client.get("/", {"q": words}, secure=True, headers={"host": "evil.example"}),
        client.get("/search/", {"q": words}, secure=True),
    ]
    asking.NUL = None  # type: ignore[assignment]
    answers.append(client.get("/municipalities/", {"q": words}, secure=True))
    return {"chatter": [answer.status_code for answer in answers], "secret": secret}


def _facts(answer: Any) -> dict[str, Any]:
    cookies = {name: morsel.OutputString() for name, morsel in answer.cookies.items()}
    return {"status": answer.status_code, "headers": dict(answer.headers), "cookies": cookies}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(report()))
