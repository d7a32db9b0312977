"""Invitations to a role: made, looked at, accepted, withdrawn. The link itself is a one-time link of `accounts`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.commands import create_account
from accounts.errors import LinkRefused
from accounts.models import User
from kernel.clock import day_of
from kernel.journal import record
from kernel.mail import send
from kernel.tenancy import entered
from tenants.addresses import address_of
from tenants.errors import RoleRefused
from tenants.giving import give_role, roles_of_tenant
from tenants.models import Invitation, Membership, Tenant
from tenants.queries import region
from tenants.roles import MEANINGS, Role

PURPOSE = "tenants.invitation"


@dataclass(frozen=True)
class Offer:
    """What the page of an invitation shows before anybody accepts it."""

    invitation: Invitation
    role: Role
    meaning: str
    invited_by: str
    has_account: bool


@transaction.atomic
def invite_person(tenant: Tenant, *, email: str, role: Role, by: Any, at: datetime) -> Invitation:
    """Offer a role to an address. A waiting offer of the same role there is withdrawn: the newest link counts."""
    address = email.strip().lower()
    if role not in roles_of_tenant(tenant):
        raise RoleRefused(_("This role cannot be held here."))
    with entered(""):
        holders = Membership.objects.valid_on(day_of(at)).filter(tenant=tenant, role=role, user__email=address)
        if holders.exists():
            raise RoleRefused(_("The person with this e-mail address holds the role already."), "role_held")
        for waiting in Invitation.objects.unanswered().filter(tenant=tenant, email=address, role=role):
            withdraw_invitation(waiting, by=by, at=at)
        lifetime = timedelta(days=settings.OPORA_INVITATION_DAYS)
        invitation = Invitation.objects.create(
            tenant=tenant,
            email=address,
            role=role,
            invited_by=getattr(by, "pk", by),
            invited_at=at,
            expires_at=at + lifetime,
        )
        secret = tokens.make_link(PURPOSE, invitation, tenant.schema_key, lifetime, at=at)
        _write(invitation, secret, inviter=str(by) if by else "")
        _say("tenants.person_invited", invitation, by=by, at=at)
    return invitation


def _write(invitation: Invitation, secret: str, *, inviter: str) -> None:
    """The letter, in the language of the municipality."""
    tenant = invitation.tenant
    home = region() or tenant
    with translation.override(tenant.language):
        facts = {
            "tenant": tenant,
            "region": home,
            "role": Role(invitation.role).label,
            "meaning": MEANINGS[Role(invitation.role)],
            "inviter": inviter,
            "days": settings.OPORA_INVITATION_DAYS,
            "address": address_of(home, f"/invitations/{secret}/"),
        }
        subject = _("Invitation: %(role)s – %(tenant)s") % {"role": facts["role"], "tenant": tenant.name}
        send(
            invitation.email,
            subject,
            render_to_string("tenants/mail/invitation.txt", facts),
            kind=PURPOSE,
            tenant=tenant.schema_key,
        )


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Any, at: datetime) -> Invitation:
    """Take an offer back; its link is useless from now on."""
    if invitation.accepted_at is not None:
        raise RoleRefused(_("This invitation was accepted already; end the role instead."))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        with entered(""):
            invitation.save(update_fields=["withdrawn_at"])
        tokens.withdraw(PURPOSE, invitation, at=at)
        _say("tenants.invitation_withdrawn", invitation, by=by, at=at)
    return invitation


def look_at(secret: str, *, at: datetime) -> Offer:
    """What is offered; changes nothing. Raises LinkRefused where the link cannot be accepted any more."""
    link = tokens.look(secret, PURPOSE, at=at)
    with entered(""):
        invitation = Invitation.objects.select_related("tenant").get(pk=link.subject)
        by = invitation.invited_by
        inviter = User.objects.filter(pk=by).first() if by else None
        has_account = User.objects.filter(email=invitation.email).exists()
    _refuse_dead(invitation, at)
    role = Role(invitation.role)
    return Offer(invitation, role, str(MEANINGS[role]), inviter.name if inviter else "", has_account)


def _refuse_dead(invitation: Invitation, at: datetime) -> None:
    if invitation.accepted_at is not None:
        raise LinkRefused(_("This invitation has been accepted already."), "link_used")
    if invitation.withdrawn_at is not None:
        raise LinkRefused(_("This invitation was taken back. Ask who sent it to you."), "link_withdrawn")
    if invitation.expires_at <= at:
        raise LinkRefused(_("This invitation is out of date. Ask for a new one."), "link_expired")


@transaction.atomic
def accept_invitation(secret: str, *, user: User, at: datetime) -> Membership:
    """Take the offered role to an account; the link works this once."""
    link = tokens.use(secret, PURPOSE, at=at)
    with entered(""):
        invitation = Invitation.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=link.subject)
        _refuse_dead(invitation, at)
        invitation.accepted_at, invitation.accepted_by = at, user.pk
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        membership = give_role(
            invitation.tenant, user=user, role=Role(invitation.role), by=invitation.invited_by, at=at
        )
        _say("tenants.invitation_accepted", invitation, by=user, at=at)
    return membership


@transaction.atomic
def accept_with_new_account(secret: str, *, name: str, password: str, at: datetime) -> tuple[User, Membership]:
    """Make an account for the invited address and take the role to it; either both happen or neither."""
    offer = look_at(secret, at=at)
    tenant = offer.invitation.tenant
    user = create_account(
        email=offer.invitation.email, name=name, password=password, language=tenant.language, by=None, at=at
    )
    return user, accept_invitation(secret, user=user, at=at)


def _say(verb: str, invitation: Invitation, *, by: Any, at: datetime) -> None:
    record(verb, subject=invitation, by=by, at=at, tenant=invitation.tenant.schema_key, role=invitation.role)
