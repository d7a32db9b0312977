"""What a form showed when it was opened, so that only what its writer changed is saved.

Two editors, or one in two tabs, may have the same entry open: whoever saves last must not put back what the other one
has just mended.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from catalogue.forms import DescribeForm
from catalogue.models import Service

HOURS = "hours_"


def as_opened(service: Service) -> str:
    """The values of the entry as its form shows them now, to travel with the form and come back."""
    form = DescribeForm(service=service)
    return json.dumps({field.name: _texts(field.value()) for field in form if field.name != "confirmed"})


def facts_opened(text: str, service: Service) -> dict[str, Any]:
    """What stood in the entry when the form was opened; nothing, if the form does not tell."""
    try:
        said = json.loads(text)
        data = QueryDict(mutable=True)
        for name, values in said.items():
            data.setlist(name, [str(value) for value in values])
    except (ValueError, TypeError, AttributeError):
        return {}
    return _facts(DescribeForm(data, service=service))


def facts_now(service: Service) -> dict[str, Any]:
    return facts_opened(as_opened(service), service)


def meant(facts: Mapping[str, Any], opened: Mapping[str, Any]) -> dict[str, Any]:
    """What the writer changed."""
    return {name: value for name, value in facts.items() if name not in opened or opened[name] != value}


def changed_meanwhile(opened: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """What somebody else has changed since the form was opened."""
    return {name for name, value in opened.items() if name in now and now[name] != value}


def field_of(fact: str) -> str:
    """The field of the form at which a fact is written."""
    return f"{HOURS}MO" if fact == "opening_hours" else fact


def _facts(form: DescribeForm) -> dict[str, Any]:
    form.is_valid()
    facts = dict(form.cleaned_data)
    facts.pop("confirmed", None)
    return facts


def _texts(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return ["" if value is None else str(value)]
