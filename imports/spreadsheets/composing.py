"""From what the columns of a row say to a record of the catalogue: provider, places, capacities, key."""

import hashlib
from collections.abc import Mapping
from typing import Any

from imports import cleaning
from imports.addresses import split_name_and_street, street_and_number
from imports.desk import Desk
from imports.findings import Findings
from imports.spreadsheets.spec import Spec, word

FORM_TICKS = {"form_ambulatory": "AMBULATORY", "form_outreach": "OUTREACH", "form_residential": "RESIDENTIAL"}
OF_ADDRESS = ("address", "street", "house_number", "postcode")
AS_SAID = (
    "description", "for_whom", "how_to_apply", "easy_text", "prices", "languages", "accessibility", "capacity_free",
    "waiting_time", "phones", "emails", "webs", "target_note", "registered_on", "starts_on", "ended_on",
)  # fmt: skip


def only(value: Any) -> str:
    """The one code of a field that takes one."""
    return value[0] if isinstance(value, list) and value else ""


def forms_in(said: Mapping[str, Any]) -> list[str]:
    ticked = [form for name, form in FORM_TICKS.items() if said.get(name)]
    return sorted({*said.get("forms", []), *ticked})


def service_fields(said: Mapping[str, Any], spec: Spec, desk: Desk, findings: Findings) -> dict[str, Any]:
    """The fields of a service as `catalogue.intake` takes them; what is needed and missing is told to the findings."""
    kind = desk.kinds_by_code.get(only(said.get("kind")))
    forms = forms_in(said)
    _refuse_missing(said, spec, findings, {"kind": bool(kind), "forms": bool(forms)})
    fields: dict[str, Any] = {
        "provider": provider(said, spec, desk, findings),
        "kind": kind.code if kind else "",
        "forms": forms,
        "ended_on": said.get("ended_on"),
        "places": places(said, desk, findings),
    }
    if "name" in spec.fields or kind:
        fields["name"] = said.get("name") or (kind.names[0][:1].upper() + kind.names[0][1:] if kind else "")
    if spec.heads_of("target_groups") or "target_groups" in spec.constants:
        fields["target_groups"] = sorted(said.get("target_groups", []))
    if spec.heads_of("capacity"):
        fields["capacities"] = capacities(said, forms)
    if hours := [each for name, value in said.items() if name.startswith("hours_") for each in value]:
        fields["opening_hours"] = hours
    fields |= {name: said[name] for name in AS_SAID if name in said}
    if fields.get("starts_on") and fields.get("ended_on") and fields["ended_on"] < fields["starts_on"]:
        findings.reject(_head(spec, "ended_on"), fields["ended_on"], "DATES_CROSSED")
    return fields


def _refuse_missing(said: Mapping[str, Any], spec: Spec, findings: Findings, more: Mapping[str, bool]) -> None:
    told = {problem.column for problem in findings}
    needed = {"provider_name": bool(said.get("provider_name")), "ico": bool(said.get("ico")), **more}
    for name, is_there in needed.items():
        heads = spec.heads_of(name)
        if not is_there and not told.intersection(heads):
            findings.reject(heads[0] if heads else "", "", "MISSING")


def provider(said: Mapping[str, Any], spec: Spec, desk: Desk, findings: Findings) -> dict[str, Any]:
    found = {"country": desk.country, "name": said.get("provider_name", ""), "ico": said.get("ico", "")}
    kind = only(said.get("provider_type"))
    return found | ({"type": kind} if kind else {})


def places(said: Mapping[str, Any], desk: Desk, findings: Findings) -> list[dict[str, Any]]:
    """Where the service stands; none when the row names no municipality."""
    town = desk.territory.towns.get(only(said.get("municipality")))
    if town is None:
        return []
    name, street, number = "", cleaning.text(said.get("street")), cleaning.text(said.get("house_number"))
    if said.get("address"):
        name, line = split_name_and_street(said["address"])
        if name and line:
            findings.mend("", said["address"], "NAME_FROM_STREET")
        street = street or line
    if not number:
        street, number = street_and_number(street, town.name)
    return [
        {
            "name": name,
            "street": street[:160],
            "house_number": number[:24],
            "postcode": said.get("postcode", ""),
            "municipality": town.code,
            "address_code": "",
            "secret": False,
            "starts_on": None,
            "ended_on": None,
        }
    ]


def capacities(said: Mapping[str, Any], forms: list[str]) -> list[dict[str, Any]]:
    """Nothing and nought both mean that no number was registered."""
    count = said.get("capacity")
    if not count or not forms:
        return []
    unit = only(said.get("unit")) or ("BEDS" if forms[0] == "RESIDENTIAL" else "PLACES")
    form = "RESIDENTIAL" if unit == "BEDS" and "RESIDENTIAL" in forms else forms[0]
    return [{"form": form, "unit": unit, "count": count}]


def activity_fields(said: Mapping[str, Any], spec: Spec, desk: Desk, findings: Findings) -> dict[str, Any]:
    """The fields of a related activity; its provider is told by IČO or by name."""
    told = {problem.column for problem in findings}
    if not said.get("name") and not told.intersection(spec.heads_of("name")):
        findings.reject(_head(spec, "name"), "", "MISSING")
    if not said.get("provider_name") and not said.get("ico"):
        findings.reject(_head(spec, "provider_name") or _head(spec, "ico"), "", "MISSING")
    fields: dict[str, Any] = {
        "provider": provider(said, spec, desk, findings),
        "name": said.get("name", ""),
        "ended_on": said.get("ended_on"),
    }
    if "municipality" in spec.fields:
        fields["municipality"] = only(said.get("municipality"))
    if "target_groups" in spec.fields:
        fields["target_groups"] = sorted(said.get("target_groups", []))
    return fields | {name: said[name] for name in ("description", "street", "phones", "emails", "webs") if name in said}


def _head(spec: Spec, name: str) -> str:
    return next(iter(spec.heads_of(name)), "")


def key_of(cells: Mapping[str, Any], said: Mapping[str, Any], spec: Spec) -> str:
    """The key in the file, else one made of the chosen columns: what they mean, not how they word it.

    The order of rows and of columns plays no part. Empty when nothing of it is told.
    """
    if spec.heads_of("key"):
        return str(said.get("key") or "")
    field_by_head = dict(spec.columns)
    parts = {}
    for head in spec.key:
        name = field_by_head.get(head, "")
        meant = said.get(name)
        # Named by the field, so that a column under a new head makes the same key.
        parts[name or word(head)] = _as_text(meant) if name and meant not in (None, "", []) else word(cells.get(head))
    if not any(parts.values()):
        return ""
    words = [f"{name}\x1e{part}" for name, part in sorted(parts.items())]
    return hashlib.sha256("\x1f".join([spec.rows, *words]).encode()).hexdigest()[:32]


def _as_text(meant: Any) -> str:
    if isinstance(meant, list):
        return " ".join(sorted(str(each) for each in meant))
    return word(meant) if isinstance(meant, str) else str(meant)
