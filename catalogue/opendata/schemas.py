"""The official schemas, our profile, and both merged: computed from the files, once for a process."""

import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OFFICIAL, PROFILE = HERE / "official", HERE / "profile"
VERSION = "3.1"
PROFILE_NAME, PROFILE_VERSION = "HSDS-SK/CZ", "1.0"
ATTRIBUTION = "Human Services Data Specification: an Open Referral resource (https://openreferral.org/)"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# A list shows what is one to one with its object, and these parts of it.
LISTED = {
    "service_list": ("service", ("organization", "program")),
    "organization_list": ("organization", ("organization_identifiers",)),
    "service_at_location_list": ("service_at_location", ("location", "service")),
}


def merge_patch(target: Any, patch: Any) -> Any:
    """RFC 7386: objects are merged key by key, null removes, anything else takes the place of what stood there."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def official() -> dict[str, Any]:
    """The schemas as Open Referral publishes them, by name."""
    return {path.stem: _read(path) for path in sorted(OFFICIAL.glob("*.json"))}


@cache
def patches() -> dict[str, Any]:
    """What our profile changes, by the name of the schema."""
    return {path.stem: _read(path) for path in sorted(PROFILE.glob("*.json"))}


@cache
def merged() -> dict[str, Any]:
    """The schemas of our profile: the official ones with the patches, and those of the items of lists."""
    own = {name: merge_patch(schema, patches().get(name, {})) for name, schema in official().items()}
    openapi = own.pop("openapi")
    for schema in own.values():
        schema.setdefault("$schema", DIALECT)
    listed = {name: _listed(own[of], parts) for name, (of, parts) in LISTED.items()}
    listed["service_at_location_list"]["properties"]["service"] = {"$ref": "service_list.json"}
    own["service_at_location"]["properties"]["service"] = {"$ref": "service.json"}
    return own | listed | {"openapi": openapi}


def _listed(schema: dict[str, Any], parts: tuple[str, ...]) -> dict[str, Any]:
    """The schema without what there may be many of, but with these parts."""
    properties = {
        name: each
        for name, each in schema["properties"].items()
        if name in parts or not (each.get("type") == "array" and "$ref" in each.get("items", {}))
    }
    kept = [name for name in schema["required"] if name in properties]
    return {**schema, "name": f"{schema['name']}_list", "properties": properties, "required": kept}


@cache
def fingerprint() -> str:
    """Changes when the schemas do."""
    return hashlib.blake2s(json.dumps(merged(), sort_keys=True).encode(), digest_size=16).hexdigest()


@cache
def released() -> datetime:
    """When the newest of the files was laid down here."""
    newest = max(path.stat().st_mtime for folder in (OFFICIAL, PROFILE) for path in folder.glob("*.json"))
    return datetime.fromtimestamp(int(newest), UTC)
