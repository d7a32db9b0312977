"""Who may do what in the catalogue. Reading what is published is open to all."""

from typing import Any

import rules

from catalogue.models import (
    ChangeRequest,
    EditorOffer,
    Editorship,
    NetworkEntry,
    Provider,
    Service,
    YearlyNumbers,
)
from catalogue.models.editorship import EditorshipQuerySet
from kernel.clock import today
from kernel.tenancy import current_key
from tenants.predicates import has_region_role, has_role, is_coordinator, is_data_steward
from tenants.roles import Role


@rules.predicate
def keeps_provider(user: Any, obj: Service | Provider | None = None) -> bool:
    """Is named as an editor of this provider, or of the service's."""
    return obj is not None and _editorships(user, obj).exists()


@rules.predicate
def manages_provider(user: Any, obj: Provider | Editorship | EditorOffer | None = None) -> bool:
    """Is named as a manager of this very provider; the role alone names none."""
    return obj is not None and _editorships(user, obj).filter(is_manager=True).exists()


@rules.predicate
def is_own_editorship(user: Any, obj: Editorship | None = None) -> bool:
    """A manager cannot leave a provider without one by a slip: somebody else ends it."""
    return obj is not None and obj.account_id == user.pk


def _editorships(user: Any, obj: Any) -> EditorshipQuerySet:
    if not getattr(user, "is_authenticated", False):
        return Editorship.objects.none()
    provider_id = obj.pk if isinstance(obj, Provider) else obj.provider_id
    return Editorship.objects.of(user, today()).filter(provider_id=provider_id)


is_editor = has_region_role(Role.PROVIDER_EDITOR, Role.PROVIDER_MANAGER)

rules.add_perm("catalogue.describe_service", is_data_steward | (is_editor & keeps_provider))
rules.add_perm("catalogue.publish_service", is_data_steward)
rules.add_perm("catalogue.retire_service", is_data_steward)
rules.add_perm("catalogue.name_successor", is_data_steward)
rules.add_perm("catalogue.trace_service", is_data_steward | has_region_role(Role.METHODOLOGIST, Role.AUDITOR))
rules.add_perm("catalogue.override_facts", is_data_steward)
rules.add_perm("catalogue.end_override", is_data_steward)
rules.add_perm("catalogue.see_own_providers", is_editor)
rules.add_perm("catalogue.add_related_activity", is_data_steward | is_coordinator)
rules.add_perm("catalogue.name_editors", is_data_steward | (is_editor & manages_provider))
rules.add_perm("catalogue.end_editor", is_data_steward | (is_editor & manages_provider & ~is_own_editorship))
rules.add_perm("catalogue.answer_editor_requests", is_data_steward)
rules.add_perm("catalogue.run_campaign", is_data_steward)


@rules.predicate
def asked_for_it(user: Any, obj: ChangeRequest | None = None) -> bool:
    """Sent this very request."""
    return obj is not None and obj.asked_by_id is not None and obj.asked_by_id == getattr(user, "pk", None)


rules.add_perm("catalogue.ask_change", is_data_steward | (is_editor & keeps_provider))
rules.add_perm("catalogue.propose", is_data_steward | is_coordinator | is_editor)
rules.add_perm("catalogue.withdraw_request", asked_for_it)
rules.add_perm("catalogue.review_changes", is_data_steward)
rules.add_perm("catalogue.see_case", is_data_steward | (is_editor & keeps_provider))
rules.add_perm("catalogue.merge_duplicates", is_data_steward)

# On the region's site its staff, on a municipality's site those who plan in it: roles are held where we stand.
works_here = has_role(Role.DATA_STEWARD, Role.METHODOLOGIST, Role.COORDINATOR, Role.MICROREGION_MANAGER, Role.OFFICER)

rules.add_perm("catalogue.see_quality", works_here)

rules.add_perm("catalogue.write_overlay", is_coordinator)
rules.add_perm("catalogue.see_all_overlays", has_region_role(Role.DATA_STEWARD, Role.METHODOLOGIST))


@rules.predicate
def is_of_our_network(user: Any, entry: NetworkEntry | None = None) -> bool:
    """The entry belongs to the network of the site we stand on."""
    return entry is not None and entry.owner_key == current_key()


keeps_network = has_role(Role.DATA_STEWARD, Role.METHODOLOGIST, Role.COORDINATOR, Role.MICROREGION_MANAGER)

rules.add_perm("catalogue.see_network", works_here)
rules.add_perm("catalogue.keep_network", keeps_network)
rules.add_perm("catalogue.change_network_entry", keeps_network & is_of_our_network)


@rules.predicate
def keeps_their_provider(user: Any, numbers: YearlyNumbers | None = None) -> bool:
    """Is named as an editor of the provider whose service is asked for its numbers."""
    return numbers is not None and bool(keeps_provider.test(user, numbers.service))


collects_numbers = has_region_role(Role.DATA_STEWARD, Role.METHODOLOGIST)

rules.add_perm("catalogue.collect_numbers", collects_numbers)
rules.add_perm("catalogue.fill_numbers", collects_numbers | (is_editor & keeps_their_provider))
rules.add_perm("catalogue.see_numbers", collects_numbers | (is_editor & keeps_provider))
