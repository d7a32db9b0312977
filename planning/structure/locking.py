"""Two people at one plan: one goes after the other, and nobody overwrites what they have not seen."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kernel.tenancy import TenantRow
from planning.structure.errors import ChangedMeanwhile
from planning.structure.history import values_of
from planning.structure.models import Plan


def lock(plan: Plan) -> Plan:
    """Hold the plan: whoever changes its tree goes one after the other."""
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def refuse_overwriting(row: TenantRow, version: int, names: Sequence[str]) -> None:
    """Whoever read an older version is shown what stands there now; nothing of either is lost."""
    if row.version != version:
        raise ChangedMeanwhile(
            _("Somebody else changed this item in the meantime. Compare both versions and save again."),
            facts={"now": values_of(row, names), "version": row.version},
        )
