"""From where registers may be fetched: listed hosts by HTTPS, origins named in full, and nothing else."""

from typing import Any

import pytest

from imports.fetching import check_address
from imports.fetching.allowing import is_public, network_addresses
from imports.reasons import BrokenFile


@pytest.mark.parametrize(
    "address",
    [
        "http://data.example.sk/a",  # not encrypted
        "https://data.example.sk:8443/a",
        "https://other.example.sk/a",
        "https://data.example.sk.evil.org/a",
        "https://evil.org/?data.example.sk",
        "https://data.example.sk@evil.org/a",
        "https://evil.org#@data.example.sk/",
        "https://user@data.example.sk/a",
        "https://data.example.sk\\@evil.org/",
        "https://data.example.sk /a",
        "https://data.example.sk\n.evil.org/",
        "ftp://data.example.sk/a",
        "file:///etc/passwd",
        "//data.example.sk/a",
        "data.example.sk/a",
        "https://data.example.sk:99999/",
        "https://[::1/",
        "https:///a",
        "",
    ],
)
def test_address_that_is_not_listed_is_refused(settings: Any, address: str) -> None:
    settings.OPORA_FETCH_HOSTS = ["data.example.sk"]
    with pytest.raises(BrokenFile) as refusal:
        check_address(address)
    assert refusal.value.code in {"HOST_NOT_ALLOWED", "BAD_ADDRESS"}


@pytest.mark.parametrize(
    "address", ["https://data.example.sk/a?b=c", "https://DATA.example.sk:443", "https://data.example.sk./a"]
)
def test_listed_host_is_allowed_by_https(settings: Any, address: str) -> None:
    settings.OPORA_FETCH_HOSTS = ["data.example.sk"]
    target = check_address(address)
    assert (target.scheme, target.host, target.port, target.is_named_in_full) == (
        "https",
        "data.example.sk",
        443,
        False,
    )


def test_listed_host_in_a_private_network_is_refused_unless_its_origin_is_named(settings: Any) -> None:
    settings.OPORA_FETCH_HOSTS = ["localhost"]
    with pytest.raises(BrokenFile) as refusal:
        network_addresses(check_address("https://localhost/a"))
    assert refusal.value.code == "PRIVATE_HOST"
    settings.OPORA_FETCH_HOSTS = ["https://localhost"]
    assert "127.0.0.1" in network_addresses(check_address("https://localhost/a"))


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("::", False),
        ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:10.0.0.1", False), ("::ffff:8.8.8.8", True),
        ("64:ff9b::a00:1", False), ("2002:a00:1::", False),
    ],
)  # fmt: skip
def test_private_numbers_are_known_in_every_disguise(number: str, public: bool) -> None:
    assert is_public(number) is public
