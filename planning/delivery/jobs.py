"""Work of the year that runs outside the request."""

from django.utils.translation import gettext_lazy as _

from kernel.clock import now, today
from kernel.jobs import Progress, job
from kernel.tenancy import current_key


@job("planning.ask_owners", title=_("Asking those who report"), permission="planning.write_plan")
def ask_owners(progress: Progress) -> None:
    """Write to everybody of whom something is due today, in the tenant where it was asked; begins again safely."""
    from planning.delivery.reminding import owners_due, try_letter
    from tenants.context import in_tenant

    with in_tenant(current_key()) as tenant:
        due = owners_due(today())
        for number, email in enumerate(due, 1):
            try_letter(email, today(), tenant, at=now())
            progress(number, len(due))
