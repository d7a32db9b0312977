"""The secret of a one-time link never reaches a log."""

import logging
from typing import Any

import pytest

from accounts import handing_over, tokens
from kernel.logs import JsonLine, scrub


def line(path: str) -> str:
    return JsonLine().format(logging.makeLogRecord({"msg": "Gone: %s", "args": (path,), "levelname": "WARNING"}))


def test_path_with_a_secret_is_cut() -> None:
    secret = handing_over.new_nonce()
    assert secret not in line(f"/invitations/{secret}/")
    assert secret[:-1] not in line(f"/invitations/{secret[:-1]}/")
    assert secret not in scrub(f'"GET /invitations/{secret}/ HTTP/1.1" 200')


@pytest.mark.django_db
def test_link_of_a_new_password_is_cut(account: Any, region: Any, browse: Any, letters: Any, address_in: Any) -> None:
    account()
    browse().post("/accounts/password/reset/", {"email": "jana@example.org"})
    path = address_in(letters("jana@example.org")[0].text)
    key = path.rstrip("/").rsplit("/", 1)[1]
    assert key not in line(path)


def test_ordinary_addresses_stay_readable() -> None:
    path = "/plans/0b0f4f62-6a3e-4a0e-9d57-8a3f8c7f0a11/edit/"
    assert path in line(path)
    assert tokens.SECRET_BYTES == 32
