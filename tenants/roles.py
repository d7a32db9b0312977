"""The roles a person may hold in a municipality or in the region, each with a sentence that says what it may do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """One person may hold several roles in several tenants. The public needs none."""

    PROVIDER_EDITOR = "PROVIDER_EDITOR", _("provider's editor")
    PROVIDER_MANAGER = "PROVIDER_MANAGER", _("provider's manager")
    GROUP_MEMBER = "GROUP_MEMBER", _("working-group member")
    GROUP_LEADER = "GROUP_LEADER", _("working-group leader")
    COORDINATOR = "COORDINATOR", _("coordinator of community planning")
    OFFICER = "OFFICER", _("municipal officer")
    INTAKE_CLERK = "INTAKE_CLERK", _("intake clerk")
    COUNCIL_CLERK = "COUNCIL_CLERK", _("council clerk")
    MICROREGION_MANAGER = "MICROREGION_MANAGER", _("microregion manager")
    METHODOLOGIST = "METHODOLOGIST", _("regional methodologist")
    DATA_STEWARD = "DATA_STEWARD", _("regional data steward")
    AUDITOR = "AUDITOR", _("auditor")
    OPERATOR = "OPERATOR", _("operator of the system")


MEANINGS = {
    Role.PROVIDER_EDITOR: _("Keeps the entries of its provider true and reports on activities the provider carries."),
    Role.PROVIDER_MANAGER: _("May do all that the provider's editor may, and names the editors of its provider."),
    Role.GROUP_MEMBER: _("Takes part in a working group: reads its papers and minutes and sees own tasks."),
    Role.GROUP_LEADER: _("Leads a working group: calls meetings, writes minutes and gives tasks."),
    Role.COORDINATOR: _("Leads the whole plan of the municipality: writes, publishes and invites people to roles."),
    Role.OFFICER: _("Reads all that the coordinator prepares and writes into the plan, but does not publish."),
    Role.INTAKE_CLERK: _("Takes in comments that came on paper, by mail or aloud."),
    Role.COUNCIL_CLERK: _("Records resolutions of the council and approved documents."),
    Role.MICROREGION_MANAGER: _("Leads the joint plan of several municipalities as their coordinator."),
    Role.METHODOLOGIST: _(
        "Follows the published plans of all municipalities, founds their sites and names their coordinators."
    ),
    Role.DATA_STEWARD: _("Brings in the registers and keeps the catalogue of services in order."),
    Role.AUDITOR: _("Reads the journal of everything that happened and who holds which role, and changes nothing."),
    Role.OPERATOR: _("Keeps the system running and sees no contents of plans."),
}

REGION_ROLES = frozenset({Role.METHODOLOGIST, Role.DATA_STEWARD, Role.AUDITOR, Role.OPERATOR})
CATALOGUE_ROLES = frozenset({Role.PROVIDER_EDITOR, Role.PROVIDER_MANAGER})
MUNICIPAL_ROLES = frozenset(Role) - REGION_ROLES - CATALOGUE_ROLES

# Whoever can change what others rely on proves who they are with a second step.
SECOND_STEP_ROLES = REGION_ROLES | {Role.COORDINATOR, Role.MICROREGION_MANAGER}


# Who leads a site: appointed by the region, and able to invite all the others.
LEADING_ROLES = frozenset({Role.COORDINATOR, Role.MICROREGION_MANAGER})


def roles_of_site(*, is_region: bool) -> frozenset[Role]:
    """The roles that may be given on the region's site or on a municipality's site."""
    return REGION_ROLES | CATALOGUE_ROLES if is_region else MUNICIPAL_ROLES
