"""Work of this room that runs outside the request."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.clock import now
from kernel.jobs import Progress, job
from tenants.commands import found_tenant


@job(
    "tenants.found_tenant",
    title=_("Founding a site"),
    permission="tenants.found_tenant",
    resumable=False,
    result=lambda _job: reverse("tenants:sites"),
)
def found(progress: Progress, *, account: str | None, facts: dict[str, Any]) -> None:
    """Found a tenant: its row, host and tables."""
    progress(0, 1, _("Preparing the new site…"))
    found_tenant(**facts, by=account, at=now())
    progress(1, 1, _("The site is open."))
