"""The fields a column may be read into; the heads people give such columns stand in `heads.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.resources import SheetResource
from imports.spreadsheets.spec import BadSpec, Rows, Spec

HEADS = tomllib.loads(Path(__file__).with_name("heads.toml").read_text("utf-8"))
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Target:
    """A field of the catalogue as a column fills it. `coded` names the list its words are told by."""

    id: str
    label: Any
    coded: str = ""
    many: bool = False  # several columns may fill it
    names: tuple[str, ...] = ()


def _hours() -> tuple[Target, ...]:
    return tuple(
        Target(f"hours_{day}", column.column.names[0], names=column.column.names)
        for day in DAYS
        for column in [SheetResource.fields[f"hours_{day}"]]
    )


PROVIDER = (
    Target("provider_name", _("Provider: name")),
    Target("ico", _("Provider: IČO")),
    Target("provider_type", _("Provider: type"), coded="provider_type"),
)
WHERE = (
    Target("municipality", _("Municipality"), coded="municipality"),
    Target("district", _("District, to tell municipalities of one name apart")),
)
CONTACTS = (
    Target("phones", _("Telephone"), many=True),
    Target("emails", _("E-mail"), many=True),
    Target("webs", _("Web"), many=True),
)
DESCRIBED = (
    Target("description", _("Description"), many=True),
    Target("for_whom", _("For whom")),
    Target("how_to_apply", _("How to apply")),
    Target("easy_text", _("In easy-to-read words")),
    Target("prices", _("Prices")),
    *_hours(),
    Target("languages", _("Languages")),
    Target("accessibility", _("Accessibility")),
    Target("reach", _("Where it comes to")),
    Target("capacity_free", _("Free places")),
    Target("waiting_time", _("Waiting time")),
)
GROUPS = Target("target_groups", _("Target groups"), coded="target_groups", many=True)
SERVICES = (
    Target("key", _("Key: the number of the service in its source")),
    *PROVIDER,
    Target("kind", _("Kind of service"), coded="kind"),
    Target("name", _("Name of the service or house")),
    Target("forms", _("Form of service"), coded="forms", many=True),
    Target("form_ambulatory", _("Yes: at the provider's place")),
    Target("form_outreach", _("Yes: at home or in the street")),
    Target("form_residential", _("Yes: with a stay")),
    GROUPS,
    Target("target_note", _("Note on the target group")),
    Target("capacity", _("Registered capacity")),
    Target("unit", _("Unit of the capacity"), coded="unit"),
    Target("registered_on", _("Registered on")),
    Target("starts_on", _("Provided from")),
    Target("ended_on", _("Provided until")),
    Target("address", _("Name of the house and street in one cell")),
    Target("street", _("Street")),
    Target("house_number", _("House number")),
    Target("postcode", _("Postcode")),
    *WHERE,
    *CONTACTS,
    *DESCRIBED,
)
ACTIVITIES = (
    Target("key", _("Key: the number of the activity in its source")),
    Target("name", _("Name of the activity")),
    *PROVIDER[:2],
    DESCRIBED[0],
    GROUPS,
    *WHERE,
    Target("street", _("Street and number")),
    *CONTACTS,
    Target("ended_on", _("Held until")),
)
SHEET_CODED = {"kind": "kind", "form": "forms", "municipality": "municipality"}
SHEET_LABELS = {
    "register_key": _("Key in the register"),
    "form": _("Form"),
    "name": _("Name"),
    "street": _("Street"),
    "confirmed_on": _("Confirmed on"),
    "confirmed_by": _("Confirmed by"),
}
SHEET_LIKE = {"register_key": "key", "form": "forms"}  # a like field elsewhere, whose heads are known


def _named(targets: Iterable[Target], *sections: str) -> tuple[Target, ...]:
    """The fields with their heads; a section before another one wins."""
    return tuple(
        replace(
            target, names=next((tuple(HEADS[each][target.id]) for each in sections if target.id in HEADS[each]), ())
        )
        if not target.names
        else target
        for target in targets
    )


def _described() -> tuple[Target, ...]:
    """The columns of the sheet of descriptions, each also under the heads of a like field."""
    services = {target.id: target for target in _named(SERVICES, "services")}
    found = []
    for name, column in SheetResource.fields.items():
        like = services.get(SHEET_LIKE.get(name, name))
        label = SHEET_LABELS.get(name) or (like.label if like else name)
        names = (*column.column.names, *(like.names if like else ()))
        found.append(Target(name, label, SHEET_CODED.get(name, ""), names=names))
    return tuple(found)


TARGETS: Mapping[Rows, tuple[Target, ...]] = {
    Rows.SERVICES: _named(SERVICES, "services"),
    Rows.DESCRIPTIONS: _described(),
    Rows.ACTIVITIES: _named(ACTIVITIES, "activities", "services"),
}
# What has to be told, by a column or by one value for all rows: any of each group.
NEEDED: Mapping[Rows, tuple[tuple[str, ...], ...]] = {
    Rows.SERVICES: (
        ("provider_name",), ("ico",), ("kind",), ("forms", "form_ambulatory", "form_outreach", "form_residential"),
    ),
    Rows.DESCRIPTIONS: (("register_key", "ico"),),
    Rows.ACTIVITIES: (("name",), ("provider_name", "ico")),
}  # fmt: skip
# Fields that may have one value for all rows, because the file does not say what its sender takes for granted.
CONSTANTS: Mapping[Rows, tuple[str, ...]] = {
    Rows.SERVICES: ("kind", "forms", "provider_type", "unit", "municipality"),
    Rows.DESCRIPTIONS: ("kind",),
    Rows.ACTIVITIES: ("target_groups", "municipality"),
}
NAMES_A_ROW: Mapping[Rows, tuple[str, ...]] = {
    Rows.SERVICES: (
        "ico", "kind", "forms", "form_ambulatory", "form_outreach", "form_residential", "target_groups", "address",
        "street", "house_number", "postcode", "municipality", "district",
    ),
    Rows.DESCRIPTIONS: (),
    Rows.ACTIVITIES: ("ico", "provider_name", "name", "municipality", "street"),
}  # fmt: skip


def known_spec(said: Any) -> Spec:
    """The mapping in this JSON, also checked for fields that the catalogue no longer has."""
    spec = Spec.from_json(said)
    if unknown := spec.fields - targets_of(spec.rows).keys():
        raise BadSpec(_("This is not a mapping of a spreadsheet."), facts={"fields": sorted(unknown)})
    return spec


def targets_of(rows: Rows) -> dict[str, Target]:
    return {target.id: target for target in TARGETS[rows]}


def coded_of(rows: Rows) -> dict[str, str]:
    """The coded fields of such rows, each with the name of its list."""
    return {target.id: target.coded for target in TARGETS[rows] if target.coded}
