"""The Slovak register's file, as far as its shape is known, for the tests."""

from typing import Any
from xml.sax.saxutils import escape

NAMESPACE = "http://data.gov.sk/set/data/mpsvr.sd.rpss.csru/v1"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(name: str, value: Any) -> str:
    """A tree of dicts as elements; a list repeats its element; nothing is an element that is not there."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "".join(element(name, each) for each in value)
    inside = "".join(element(*each) for each in value.items()) if isinstance(value, dict) else escape(str(value))
    return f"<{name}>{inside}</{name}>"


def provider(*services: dict[str, Any], **said: Any) -> str:
    facts = {"name": "Obec Očová", "ico": "00320161", "providerType": "obec/mesto"} | said
    return element("provider", facts | {"providedService": list(services)})


def service(identifier: Any = "6222809", **said: Any) -> dict[str, Any]:
    """A low-threshold day centre in Očová; `type` is a code that is known."""
    return {
        "identifier": identifier,
        "type": "A0021",
        "form": "ambulantná",
        "dateOfRegistration": "2019-05-06",
        "dateOfErasure": None,
        "currentCapacity": 20,
        "address": {
            "street": "SNP",
            "propertyRegistrationNumber": "67",
            "buildingNumber": "57",
            "postCode": "96223",
            "municipality": "Očová",
        },
    } | said


def register(*providers: str) -> bytes:
    return f'{HEAD}<register xmlns="{NAMESPACE}">{"".join(providers)}</register>'.encode()
