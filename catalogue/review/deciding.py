"""The region decides field by field; what it accepts is written at once, what it refuses has its reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from catalogue.commands import add_related_activity, describe_service, override_service, wish_for
from catalogue.models import (
    AskedField,
    ChangeRequest,
    Editorship,
    Place,
    Provider,
    Service,
    ServiceAtPlace,
    ServiceKind,
    TargetGroup,
    Voice,
)
from catalogue.registry.reading import without_secrets
from catalogue.registry.saying import say
from catalogue.review.asking import NEEDED, RequestRefused, is_legal
from catalogue.review.cases import open_cases
from catalogue.review.letters import write_decision
from kernel.journal import record
from tenants.queries import region

Decided = AskedField.Decision
Kind = ChangeRequest.Kind


@dataclass(frozen=True)
class Decision:
    """What a person decides on one field; `until` only where the region itself stands behind the new value."""

    decision: str
    reason: str = ""
    until: date | None = None


@transaction.atomic
def decide_fields(request: ChangeRequest, *, decisions: Mapping[str, Decision], by: Any, at: datetime) -> ChangeRequest:
    """Decide on these fields; the rest goes on waiting. Whoever comes second is told, and nothing is lost."""
    held = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    rows = {row.field: row for row in held.fields.select_for_update().order_by("pk")}
    _check(held, rows, decisions)
    who = getattr(by, "pk", by)
    for name, decision in decisions.items():
        row = rows[name]
        row.decision, row.reason, row.until = decision.decision, decision.reason.strip(), decision.until
        row.decided_at, row.decided_by = at, who
        row.save(update_fields=["decision", "reason", "until", "decided_at", "decided_by"])
    is_whole = all(row.decision for row in rows.values())
    APPLIED[Kind(held.kind)](held, rows, decisions, by=by, at=at)
    if is_whole:
        held.state, held.decided_at, held.decided_by = ChangeRequest.State.DECIDED, at, who
        held.save(update_fields=["state", "decided_at", "decided_by", "service", "provider", "activity"])
        write_decision(held)
    record(
        "catalogue.change_decided",
        subject=held,
        by=by,
        at=at,
        whole=is_whole,
        decisions={name: each.decision for name, each in decisions.items()},
    )
    return held


def _check(held: ChangeRequest, rows: Mapping[str, AskedField], decisions: Mapping[str, Decision]) -> None:
    if held.is_mistake:
        raise RequestRefused(_("A reported mistake is answered as a whole."))
    if not decisions:
        raise RequestRefused(_("Decide on at least one field."), "nothing")
    if any(name not in rows for name in decisions):
        raise RequestRefused(_("This field was not asked for."))
    if not held.is_waiting or any(rows[name].decision for name in decisions):
        raise RequestRefused(
            _("Somebody else has decided on this in the meantime. Look at it again; your decision was not saved."),
            "decided",
        )
    for name, each in decisions.items():
        _check_one(held, name, each)
    _check_new(held, rows, decisions)


def _check_one(held: ChangeRequest, name: str, each: Decision) -> None:
    if each.decision not in {Decided.ACCEPTED, Decided.WISHED, Decided.REFUSED}:
        raise RequestRefused(_("Accept the field or refuse it."))
    if each.decision == Decided.WISHED and (held.kind != Kind.CHANGE or not is_legal(name)):
        raise RequestRefused(_("Only facts of the register can be left to the register."))
    if each.decision == Decided.REFUSED and not each.reason.strip():
        raise RequestRefused(_("Say why you refuse: %(field)s."), "no_reason", facts={"field": name})


def _check_new(held: ChangeRequest, rows: Mapping[str, AskedField], decisions: Mapping[str, Decision]) -> None:
    """What is new is made once, so all of it is decided together, and without its name there is nothing to make."""
    if held.kind == Kind.CHANGE:
        return
    if set(decisions) != set(rows):
        raise RequestRefused(_("Decide on all fields of a proposal together."), "together")
    accepted = {name for name, each in decisions.items() if each.decision == Decided.ACCEPTED}
    missing = [name for name in NEEDED[Kind(held.kind)] if name not in accepted]
    if accepted and missing:
        raise RequestRefused(
            _("A proposal is accepted with what it cannot do without, or refused as a whole."),
            "missing",
            facts={"fields": missing},
        )


def _accepted(rows: Mapping[str, AskedField], decisions: Mapping[str, Decision], decision: str) -> dict[str, Any]:
    return {name: rows[name].new for name, each in decisions.items() if each.decision == decision}


# --- what accepting does --------------------------------------------------------------------------------------------
def _apply_change(
    held: ChangeRequest,
    rows: Mapping[str, AskedField],
    decisions: Mapping[str, Decision],
    *,
    by: Any,
    at: datetime,
) -> None:
    """Own fields of the provider are its word; on legal facts the region overrides, or waits for the register."""
    service = held.service
    assert service is not None  # noqa: S101 - a constraint of the table
    accepted = _accepted(rows, decisions, Decided.ACCEPTED)
    own = {name: value for name, value in accepted.items() if not is_legal(name)}
    if own:
        describe_service(service, facts=own, by=held.asked_by_id, at=at)
    wished = _accepted(rows, decisions, Decided.WISHED)
    if wished:
        wish_for(service, facts=wished, by=held.asked_by_id, at=at)
    for name in accepted.keys() - own.keys():
        reason, until = decisions[name].reason or _usual_reason(held), decisions[name].until
        override_service(service, facts={name: accepted[name]}, reason=reason, until=until, by=by, at=at)
    if wished or accepted.keys() - own.keys():
        open_cases([service.pk], request=held, at=at)


def _usual_reason(held: ChangeRequest) -> str:
    """Whoever keeps the provider's entries asked in its name; anybody else has said why, or asked in the own name."""
    service = held.service
    assert service is not None  # noqa: S101 - a constraint of the table
    asked = Editorship.objects.filter(account_id=held.asked_by_id, provider=service.provider_id)
    if not asked.exists() and held.reason:
        return held.reason
    home = region()
    with translation.override(home.language if home else "sk"):
        return _("at the provider's request")


def _apply_new_service(
    held: ChangeRequest,
    rows: Mapping[str, AskedField],
    decisions: Mapping[str, Decision],
    *,
    by: Any,
    at: datetime,
) -> None:
    """The service comes into the catalogue with the provider's own words; a register may bring it later."""
    facts = _accepted(rows, decisions, Decided.ACCEPTED)
    if not facts:
        return
    assert held.provider is not None  # noqa: S101 - a constraint of the table
    kind = ServiceKind.objects.get(pk=facts["kind"])
    service = Service.objects.create(
        provider=held.provider,
        kind=kind,
        name=facts["name"],
        is_published=not kind.may_hide_address,
        hides_address=kind.may_hide_address,
        created_at=at,
        changed_at=at,
    )
    if kind.may_hide_address and "places" in facts:
        facts["places"] = _kept_secret(service, facts["places"], rows["places"])
    say(
        service,
        facts | {"provider": {"country": kind.country, "name": service.provider.name, "ico": service.provider.ico}},
        voice=Voice.PROVIDER,
        source="provider",
        by=held.asked_by_id,
        at=at,
    )
    held.service = service
    record("catalogue.services_changed", subject=service, by=by, at=at, services=[service.pk], act="proposed")


def _kept_secret(service: Service, places: list[dict[str, Any]], row: AskedField) -> list[dict[str, Any]]:
    """The secret places themselves; of their addresses neither the request nor any word on it keeps a street."""
    for each in places:
        parts = ("name", "street", "house_number", "postcode", "address_code")
        address = {name: each[name] for name in parts} | {"municipality_id": each["municipality"]}
        place, _is_new = Place.objects.get_or_create(provider=service.provider, is_secret=True, **address)
        ServiceAtPlace.objects.get_or_create(service=service, place=place)
    row.new = without_secrets([place | {"secret": True} for place in places])
    row.save(update_fields=["new"])
    return list(row.new)


def _apply_new_provider(
    held: ChangeRequest,
    rows: Mapping[str, AskedField],
    decisions: Mapping[str, Decision],
    *,
    by: Any,
    at: datetime,
) -> None:
    facts = _accepted(rows, decisions, Decided.ACCEPTED)
    if not facts:
        return
    said = {"ico": "", "legal_form": "", "type": Provider.Type.UNKNOWN.value} | facts.pop("provider")
    if said["ico"] and Provider.objects.filter(country=said["country"], ico=said["ico"]).exists():
        raise RequestRefused(_("A provider with this IČO is in the catalogue already."), "known")
    held.provider = Provider.objects.create(**said, **facts, created_at=at, changed_at=at)
    record("catalogue.provider_added", subject=held.provider, by=by, at=at)


def _apply_new_activity(
    held: ChangeRequest,
    rows: Mapping[str, AskedField],
    decisions: Mapping[str, Decision],
    *,
    by: Any,
    at: datetime,
) -> None:
    facts = _accepted(rows, decisions, Decided.ACCEPTED)
    if not facts:
        return
    assert held.provider is not None  # noqa: S101 - a constraint of the table
    groups = TargetGroup.objects.filter(code__in=facts.pop("target_groups", []))
    town = facts.pop("municipality", None)
    held.activity = add_related_activity(
        held.provider, name=facts.pop("name"), target_groups=groups, municipality_id=town, by=by, at=at, **facts
    )


Applying = Callable[..., None]
APPLIED: dict[Kind, Applying] = {
    Kind.CHANGE: _apply_change,
    Kind.NEW_SERVICE: _apply_new_service,
    Kind.NEW_PROVIDER: _apply_new_provider,
    Kind.NEW_ACTIVITY: _apply_new_activity,
}
