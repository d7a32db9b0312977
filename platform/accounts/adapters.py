"""What django-allauth does our way: nobody signs up unasked, mails speak for the region, secrets lie encrypted."""

import base64
import hashlib
from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as running
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from accounts.models import User
from kernel.mail import send


def region_name(request: HttpRequest) -> str:
    return str(getattr(request, "region", None) or "Opora")


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from invitations and from the operator only."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whereto after signing in: this site only. Other sites are reached by handing over."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def format_email_subject(self, subject: str) -> str:
        return subject.strip()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails name the region, not a host, and speak the language of the person they go to."""
        request = running.request
        site = SimpleNamespace(name=region_name(request), domain=request.get_host())
        language = getattr(context.get("user"), "language", "") or get_language()
        with translation.override(language):
            message = self.render_mail(
                template_prefix, email, {"request": request, "email": email, **context, "current_site": site}
            )
        body = str(message.body)
        send(email, str(message.subject), body, kind=template_prefix.replace("/email/", "."), tenant="")

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()


class MfaAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return region_name(running.request)

    def _get_site_name(self) -> str:
        return region_name(running.request)

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """The present secret writes; former ones still read, so that the secret of the installation can be changed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (hashlib.sha256(b"opora second step " + str(secret).encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def display_name(user: User) -> str:
    return str(user)
