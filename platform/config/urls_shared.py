"""Addresses that every site has."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path


def existing(*rooms: tuple[str, str]) -> list[URLPattern | URLResolver]:
    """Only while the rooms are being built: those whose addresses exist."""
    return [path(prefix, include(module)) for prefix, module in rooms if find_spec(module) is not None]


shared: list[URLPattern | URLResolver] = [
    *existing(
        ("", "kernel.urls"),
        ("", "ui.urls"),
        ("", "search.urls"),
        ("", "catalogue.urls"),
        ("jobs/", "kernel.jobs.urls"),
        ("api/v1/", "config.urls_api"),
    ),
]
if settings.OPORA_DEMONSTRATION:
    shared += existing(("demo/", "kernel.mail.urls"))
