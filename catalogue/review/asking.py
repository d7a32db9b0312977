"""Asking for what only the region may decide: another legal fact, a new service, a new provider, a related activity."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import AskedField, ChangeRequest, Provider, Service
from catalogue.registry.authority import Owner, rules
from catalogue.registry.fields import OF_REGISTERS
from catalogue.registry.reading import has_secret, is_same, shown_values
from catalogue.registry.saying import in_canonical_form
from kernel.errors import DomainError
from kernel.files import check_kind, check_size
from kernel.journal import record

PROOF_KINDS = ("pdf", "png", "jpeg", "docx", "odt")
PROOF_LIMIT = 5 * 1024 * 1024
LONGEST_REASON = 4000
LEGAL = frozenset(OF_REGISTERS)
# What people say together with a moment has its own buttons on the desk.
NEVER_ASKED = frozenset(["free_places", "confirmation"])
NEEDED = {
    ChangeRequest.Kind.NEW_SERVICE: ("kind", "name"),
    ChangeRequest.Kind.NEW_PROVIDER: ("provider",),
    ChangeRequest.Kind.NEW_ACTIVITY: ("name", "description"),
}
OF_ACTIVITIES = ("name", "description", "target_groups", "municipality", "street", "phones", "emails", "webs")


class RequestRefused(DomainError):
    """The request cannot be taken, or not be decided so."""

    default_code = "request_refused"


def is_legal(field: str) -> bool:
    """The register's word counts here; the provider can only ask."""
    return field in rules() and rules()[field].owner is Owner.REGISTER


@transaction.atomic
def ask_change(
    service: Service,
    *,
    facts: Mapping[str, Any],
    reason: str,
    proof: Any = None,
    language: str = "",
    by: Any,
    at: datetime,
) -> ChangeRequest:
    """Ask for other values of fields; kept are those that really differ from what the catalogue shows."""
    held = Service.objects.select_for_update(of=("self",)).select_related("provider").get(pk=service.pk)
    changed, shown = differing(held, facts)
    request = _request(
        ChangeRequest.Kind.CHANGE,
        title=held.name,
        reason=reason,
        proof=proof,
        language=language,
        by=by,
        at=at,
        service=held,
        provider=held.provider,
    )
    _keep_fields(request, changed, shown)
    record("catalogue.change_asked", subject=request, by=by, at=at, service=held.pk, fields=sorted(changed))
    return request


def differing(held: Service, facts: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The facts, in canonical form, that differ from what the catalogue shows; and what it shows."""
    if held.merged_into_id is not None:
        raise RequestRefused(_("This entry was merged into another one."), "merged")
    wanted = in_canonical_form({name: value for name, value in facts.items() if name not in NEVER_ASKED})
    shown = shown_values([held.pk], wanted)[held.pk]
    changed = {name: value for name, value in wanted.items() if not is_same(name, shown.get(name), value)}
    if not changed:
        raise RequestRefused(_("Nothing here differs from what the catalogue shows."), "nothing_new")
    if "places" in changed and (held.hides_address or has_secret(shown["places"])):
        raise RequestRefused(_("The address of this service is secret. Please call the region instead."), "secret")
    return changed, shown


@transaction.atomic
def propose_service(
    provider: Provider,
    *,
    facts: Mapping[str, Any],
    reason: str,
    proof: Any = None,
    language: str = "",
    by: Any,
    at: datetime,
) -> ChangeRequest:
    """Propose a service that stands in no register yet; it is in the catalogue only after the region agrees."""
    _refuse_merged(provider)
    wanted = in_canonical_form(facts)
    return _proposed(
        ChangeRequest.Kind.NEW_SERVICE,
        wanted,
        title=str(facts.get("name", "")),
        provider=provider,
        reason=reason,
        proof=proof,
        language=language,
        by=by,
        at=at,
    )


@transaction.atomic
def propose_provider(
    *, facts: Mapping[str, Any], reason: str, proof: Any = None, language: str = "", by: Any, at: datetime
) -> ChangeRequest:
    """Propose a body that the catalogue does not know."""
    wanted = in_canonical_form(facts)
    said = wanted.get("provider") or {}
    ico = said.get("ico", "")
    if ico and Provider.objects.filter(country=said.get("country"), ico=ico).exists():
        raise RequestRefused(_("A provider with this IČO is in the catalogue already."), "known")
    return _proposed(
        ChangeRequest.Kind.NEW_PROVIDER,
        wanted,
        title=said.get("name", ""),
        reason=reason,
        proof=proof,
        language=language,
        by=by,
        at=at,
    )


@transaction.atomic
def propose_activity(
    provider: Provider, *, facts: Mapping[str, Any], reason: str, language: str = "", by: Any, at: datetime
) -> ChangeRequest:
    """Propose help that is no registered service."""
    _refuse_merged(provider)
    wanted = {name: facts[name] for name in OF_ACTIVITIES if facts.get(name)}
    wanted |= in_canonical_form({name: wanted[name] for name in ("phones", "emails", "webs") if name in wanted})
    return _proposed(
        ChangeRequest.Kind.NEW_ACTIVITY,
        wanted,
        title=str(facts.get("name", "")),
        provider=provider,
        reason=reason,
        proof=None,
        language=language,
        by=by,
        at=at,
    )


@transaction.atomic
def withdraw_request(request: ChangeRequest, *, by: Any, at: datetime) -> None:
    """The sender takes back what nobody has decided on yet."""
    held = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not held.is_waiting or held.fields.exclude(decision="").exists():
        raise RequestRefused(_("The region has begun to decide on this already."), "decided")
    record("catalogue.change_withdrawn", subject=held, by=by, at=at)
    if held.proof:
        name, storage = str(held.proof.name), held.proof.storage
        transaction.on_commit(lambda: storage.delete(name))
    held.delete()


def _refuse_merged(provider: Provider) -> None:
    if provider.merged_into_id is not None:
        raise RequestRefused(_("This entry was merged into another one."), "merged")


def _proposed(kind: ChangeRequest.Kind, wanted: dict[str, Any], **facts: Any) -> ChangeRequest:
    missing = [name for name in NEEDED[kind] if not wanted.get(name)]
    if missing:
        raise RequestRefused(_("Something that is needed is missing."), "missing", facts={"fields": missing})
    request = _request(kind, **facts)
    told = {name: value for name, value in wanted.items() if value not in (None, "", [], {})}
    _keep_fields(request, told, {})
    record("catalogue.proposed", subject=request, by=facts["by"], at=facts["at"], kind=kind, fields=sorted(told))
    return request


def _request(
    kind: ChangeRequest.Kind,
    *,
    title: str,
    reason: str,
    proof: Any,
    language: str,
    by: Any,
    at: datetime,
    **subject: Any,
) -> ChangeRequest:
    words = reason.strip()
    if not words:
        raise RequestRefused(_("Say why, so that the region can decide."), "no_reason")
    name = ""
    if proof is not None:
        check_size(proof, PROOF_LIMIT)
        check_kind(proof, PROOF_KINDS)
        name = str(proof.name)[-160:]
    return ChangeRequest.objects.create(
        kind=kind,
        title=title.strip()[:300],
        reason=words[:LONGEST_REASON],
        proof=proof or "",
        proof_name=name,
        language=getattr(by, "language", "") or language,
        asked_by_id=getattr(by, "pk", by),
        asked_at=at,
        **subject,
    )


def _keep_fields(request: ChangeRequest, new: Mapping[str, Any], old: Mapping[str, Any]) -> None:
    AskedField.objects.bulk_create(
        AskedField(request=request, field=name, old=old.get(name), new=value) for name, value in sorted(new.items())
    )
