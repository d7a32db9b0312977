"""The short code lists of the catalogue with their names, for pages on which a person says what a word means."""

from typing import Any

from catalogue.models import Capacity, Form, Provider


def forms() -> dict[str, Any]:
    return dict(Form.choices)


def units() -> dict[str, Any]:
    return dict(Capacity.Unit.choices)


def provider_types() -> dict[str, Any]:
    return dict(Provider.Type.choices)
