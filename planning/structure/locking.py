"""Two people at one plan: one goes after the other, and nobody overwrites what they have not seen."""

from collections.abc import Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from kernel.tenancy import TenantRow
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.history import values_of
from planning.structure.models import Plan

Row = TypeVar("Row", bound=TenantRow)


def lock(plan: Plan) -> Plan:
    """Hold the plan: whoever changes its tree goes one after the other. Refuses when it is gone."""
    found = Plan.objects.select_for_update(of=("self",)).filter(pk=plan.pk).first()
    if found is None:
        raise PlanRefused(_("Somebody else has removed this plan meanwhile."))
    return found


def still_there(table: type[Row], pk: object) -> Row:
    """The row as it stands now, held; refuses when somebody has removed it while we waited."""
    found: Row | None = table._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise PlanRefused(_("Somebody else has removed this item meanwhile."))
    return found


def refuse_overwriting(row: TenantRow, version: int, names: Sequence[str]) -> None:
    """Whoever read an older version is shown what stands there now; nothing of either is lost."""
    if row.version != version:
        raise ChangedMeanwhile(
            _("Somebody else changed this item in the meantime. Compare both versions and save again."),
            facts={"now": values_of(row, names), "version": row.version},
        )
