"""Takes a person out of roles and invitations."""

from datetime import datetime

from django.db.models import Q

from kernel.tenancy import entered
from tenants.models import Invitation, Membership


def forget_person(account_id: str, *, at: datetime) -> None:
    """End all roles of the account and blank its addresses; doing it twice changes nothing."""
    with entered(""):
        Membership.objects.filter(user_id=account_id, ended_at__isnull=True).update(ended_at=at)
        Invitation.objects.filter(Q(accepted_by=account_id)).exclude(email="").update(email="")
