"""Moves what hangs on an entry to another one, and back; what would fall together stays where it was."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from catalogue.models import (
    Asked,
    ChangeRequest,
    EditorOffer,
    EditorRequest,
    Editorship,
    Mention,
    NetworkEntry,
    Overlay,
    RegisterKey,
    RegistryEvent,
    RelatedActivity,
    Service,
    YearlyNumbers,
)
from kernel.tenancy import entered
from tenants.context import reading_for_the_region
from tenants.models import Tenant

# What follows a merged service, and what follows a merged provider: the table, the column, and which rows of it.
OF_SERVICE: dict[str, tuple[type[models.Model], str, dict[str, Any]]] = {
    "mentions": (Mention, "service", {}),
    "events": (RegistryEvent, "service", {}),
    "keys": (RegisterKey, "service", {}),
    "network": (NetworkEntry, "service", {}),
    "numbers": (YearlyNumbers, "service", {}),
    "requests": (ChangeRequest, "service", {"state": "WAITING"}),
    "asked": (Asked, "service", {"answer": ""}),
    "merged": (Service, "merged_into", {}),
}
OF_PROVIDER: dict[str, tuple[type[models.Model], str, dict[str, Any]]] = {
    "services": (Service, "provider", {}),
    "activities": (RelatedActivity, "provider", {}),
    "editorships": (Editorship, "provider", {}),
    "offers": (EditorOffer, "provider", {"taken_at": None, "withdrawn_at": None}),
    "requests_to_keep": (EditorRequest, "provider", {"state": "WAITING"}),
    "requests": (ChangeRequest, "provider", {"state": "WAITING"}),
}


def move(table: type[models.Model], column: str, rows: Collection[Any], to: UUID) -> list[str]:
    """Let these rows hang on another entry; answers which did. One that the database refuses stays."""
    moved = []
    for pk in rows:
        try:
            with transaction.atomic():
                table._base_manager.filter(pk=pk).update(**{f"{column}_id": to})
        except IntegrityError:
            continue
        moved.append(str(pk))
    return moved


def move_all(
    tables: dict[str, tuple[type[models.Model], str, dict[str, Any]]], gone: UUID, kept: UUID
) -> dict[str, Any]:
    """Everything that follows an entry, table by table; answers the ids that moved."""
    moved = {}
    for name, (table, column, which) in tables.items():
        rows = table._base_manager.filter(**{f"{column}_id": gone}, **_conditions(which)).order_by("pk")
        moved[name] = move(table, column, list(rows.values_list("pk", flat=True)), kept)
    return moved


def _conditions(which: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}__isnull" if value is None else name: value is None or value for name, value in which.items()}


def move_back(
    tables: dict[str, tuple[type[models.Model], str, dict[str, Any]]], moved: dict[str, Any], kept: UUID, gone: UUID
) -> None:
    """The same rows back to where they came from, as far as they still hang where they were put."""
    for name, (table, column, _which) in tables.items():
        rows = table._base_manager.filter(pk__in=moved.get(name, []), **{f"{column}_id": kept})
        move(table, column, list(rows.values_list("pk", flat=True)), gone)


# --- the words of municipalities, which PostgreSQL keeps apart ----------------------------------------------------
def move_overlays(gone: UUID, kept: UUID) -> list[list[str]]:
    """Each municipality's own word goes along, written where only that municipality writes."""
    with reading_for_the_region():
        rows = list(Overlay.objects.filter(service_id=gone).order_by("pk").values_list("tenant_key", "pk"))
    moved = []
    for key, pk in rows:
        with entered(key):
            moved += [[key, each] for each in move(Overlay, "service", [pk], kept)]
    return moved


def move_overlays_back(moved: list[list[str]], kept: UUID, gone: UUID) -> None:
    known = set(Tenant.objects.filter(key__in=[key for key, _pk in moved]).values_list("key", flat=True))
    for key, pk in moved:
        if key in known:
            with entered(key):
                here = list(Overlay.objects.filter(pk=pk, service_id=kept).values_list("pk", flat=True))
                move(Overlay, "service", here, gone)
