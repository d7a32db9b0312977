"""Which signals of the libraries keep our sign-ins true."""

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out

from accounts import sessions


def connect() -> None:
    user_logged_in.connect(sessions.remember_sign_in, dispatch_uid="accounts.sign_in")
    user_logged_out.connect(sessions.end_everywhere, dispatch_uid="accounts.sign_out")
    authenticator_added.connect(sessions.prove_second_step, dispatch_uid="accounts.second_step_added")
    authenticator_used.connect(sessions.prove_second_step, dispatch_uid="accounts.second_step_used")
    authenticator_removed.connect(sessions.withdraw_second_step, dispatch_uid="accounts.second_step_removed")
