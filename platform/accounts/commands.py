"""Acts on accounts and on how they are signed in."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import AccountRefused
from accounts.models import SignIn, User
from kernel.journal import record
from kernel.tenancy import entered


@transaction.atomic
def create_account(*, email: str, name: str, password: str | None, language: str = "", by: Any, at: datetime) -> User:
    """Make an account whose e-mail address counts as proved: by an invitation that came there, or by the operator."""
    with entered(""):
        if User.objects.filter(email=email.strip().lower()).exists():
            raise AccountRefused(_("There is already an account with this e-mail address."), "account_exists")
        user = User.objects.create_user(email, password, name=name.strip(), language=language)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        record("accounts.account_created", subject=user, by=by or user, at=at)
    return user


@transaction.atomic
def describe_myself(user: User, *, name: str, language: str, at: datetime) -> User:
    """Change the name others see and the language mails come in."""
    user.name, user.language = name.strip(), language
    user.save(update_fields=["name", "language"])
    record("accounts.account_described", subject=user, by=user, at=at)
    return user


@transaction.atomic
def anonymise_account(user: User, *, by: Any, at: datetime) -> User:
    """Take everything personal out of an account for good. The row stays, so that what was done keeps its author."""
    with entered(""):
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        end_sign_ins(user, at=at)
        user.email = f"{user.pk}@anonymised.invalid"
        user.name, user.language, user.is_active = "", "", False
        user.anonymised_at = at
        user.set_unusable_password()
        user.save()
        record("accounts.account_anonymised", subject=user, by=by, at=at)
    return user


def begin_sign_in(user: User, *, second_step: bool, at: datetime) -> SignIn:
    """Open the row that the sessions of all sites will hang on."""
    with entered(""):
        return SignIn.objects.create(user=user, second_step=second_step, started_at=at)


def end_sign_in(sign_in_id: str, *, at: datetime) -> None:
    """End a signing-in: every session opened from it, on any site, ends with it."""
    with entered(""):
        SignIn.objects.filter(pk=sign_in_id, ended_at__isnull=True).update(ended_at=at)


def end_sign_ins(user: User, *, at: datetime) -> int:
    """End all of a person's sessions everywhere."""
    with entered(""):
        return SignIn.objects.filter(user=user, ended_at__isnull=True).update(ended_at=at)


def mark_second_step(sign_in_id: str) -> None:
    """The person has just proved the second step; it counts at once on every site of this signing-in."""
    with entered(""):
        SignIn.objects.filter(pk=sign_in_id, ended_at__isnull=True).update(second_step=True)


def forget_second_step(user: User) -> None:
    """The last device of the second step was taken off: no running sign-in counts as proved any more."""
    with entered(""):
        SignIn.objects.filter(user=user).update(second_step=False)
