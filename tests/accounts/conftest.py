"""What tests of accounts share."""

import re
from collections.abc import Callable
from typing import Any

import pytest

PASSWORD = "quiet river 42"


@pytest.fixture
def account(db: None) -> Callable[..., Any]:
    """An account as the operator makes it, with a proved e-mail address."""

    def make(email: str = "jana@example.org", name: str = "Jana Nováková") -> Any:
        from accounts.commands import create_account
        from kernel.clock import now

        return create_account(email=email, name=name, password=PASSWORD, by=None, at=now())

    return make


@pytest.fixture
def sign_in() -> Callable[..., Any]:
    """Fill in the sign-in page."""

    def go(client: Any, email: str, password: str = PASSWORD, **more: str) -> Any:
        return client.post("/accounts/login/", {"login": email, "password": password, **more})

    return go


@pytest.fixture
def letters() -> Callable[[str], list[Any]]:
    from kernel.mail.models import OutgoingMail

    return lambda to: list(OutgoingMail.objects.filter(to=to).order_by("pk"))


@pytest.fixture
def address_in() -> Callable[[str], str]:
    """The path of the first address in a letter."""

    def find(text: str) -> str:
        found = re.search(r"https?://[^/\s]+(/\S*)", text)
        assert found, text
        return found.group(1)

    return find
