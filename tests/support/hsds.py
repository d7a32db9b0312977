"""Judging open data as the validator of Open Referral does, but without the network and with a strict copy as well."""

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012


def _by_file_name(schemas: dict[str, Any]) -> Any:
    """A registry that knows schemas by their file names, as they refer to each other."""
    made = ((f"{name}.json", DRAFT202012.create_resource(each)) for name, each in schemas.items() if name != "openapi")
    return Registry().with_resources(made).crawl()


def strict(schema: Any) -> Any:
    """The same, but what is not declared is refused, everywhere."""
    if isinstance(schema, dict):
        found = {name: strict(each) for name, each in schema.items()}
        if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
            found["additionalProperties"] = False
        return found
    return [strict(each) for each in schema] if isinstance(schema, list) else schema


class Judge:
    """Validators of a set of schemas, each made once."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self.schemas, self.registry = schemas, _by_file_name(schemas)
        self._made: dict[str, Any] = {}

    def faults(self, name: str, item: Any) -> list[str]:
        if name not in self._made:
            Draft202012Validator.check_schema(self.schemas[name])
            self._made[name] = Draft202012Validator(
                self.schemas[name], registry=self.registry, format_checker=FormatChecker()
            )
        return [
            f"{name} {item.get('id')}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
            for error in self._made[name].iter_errors(item)
        ]


@cache
def official() -> Judge:
    from catalogue.opendata import schemas

    own = copy.deepcopy(schemas.official())
    listed = {f"{name}_list": own[name] for name in ("service", "organization")}
    return Judge(own | listed | {"service_at_location_list": own["service_at_location"]})


@cache
def profile() -> Judge:
    from catalogue.opendata import schemas

    return Judge({name: strict(schema) for name, schema in schemas.merged().items()})


def walk(client: Any, path: str, **parameters: Any) -> Iterator[dict[str, Any]]:
    """Every item of every page, with the arithmetic of the pages checked."""
    page, seen, total = 1, 0, None
    while True:
        answer = client.get(path, {"page": page, **parameters})
        assert answer.status_code == 200, answer.content
        facts = answer.json()
        check_page(facts, page)
        total = facts["total_items"] if total is None else total
        assert facts["total_items"] == total
        seen += facts["size"]
        yield from facts["contents"]
        if facts["last_page"]:
            assert seen == total
            return
        page += 1


def check_page(facts: dict[str, Any], page: int) -> None:
    assert set(facts) == {
        "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents",
    }  # fmt: skip
    assert facts["page_number"] == page
    assert facts["size"] == len(facts["contents"])
    assert facts["empty"] is (facts["size"] == 0)
    assert facts["first_page"] is (page == 1)
    assert facts["last_page"] is (page >= facts["total_pages"])


def lines(answer: Any) -> list[bytes]:
    return [line for line in b"".join(answer.streaming_content).split(b"\n") if line]
