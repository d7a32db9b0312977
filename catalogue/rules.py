"""Who may do what in the catalogue. Reading what is published is open to all."""

from typing import Any

import rules

from catalogue.models import Editorship, NetworkEntry, Provider, Service
from kernel.clock import today
from kernel.tenancy import current_key
from tenants.predicates import has_region_role, has_role, is_coordinator, is_data_steward
from tenants.roles import Role


@rules.predicate
def keeps_provider(user: Any, obj: Service | Provider | None = None) -> bool:
    """Is named as an editor of this provider, or of the service's."""
    if obj is None or not getattr(user, "is_authenticated", False):
        return False
    provider_id = obj.provider_id if isinstance(obj, Service) else obj.pk
    return Editorship.objects.of(user, today()).filter(provider_id=provider_id).exists()


is_editor = has_region_role(Role.PROVIDER_EDITOR, Role.PROVIDER_MANAGER)

rules.add_perm("catalogue.describe_service", is_data_steward | (is_editor & keeps_provider))
rules.add_perm("catalogue.publish_service", is_data_steward)
rules.add_perm("catalogue.retire_service", is_data_steward)
rules.add_perm("catalogue.see_own_providers", is_editor)
rules.add_perm("catalogue.add_related_activity", is_data_steward | is_coordinator)

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
