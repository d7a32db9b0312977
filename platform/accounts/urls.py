"""Accounts on the region's site: django-allauth's pages, each under a permission, and our own."""

from collections.abc import Iterator, Sequence

from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from django.urls import URLPattern, URLResolver, path

from accounts import views
from kernel.access import PUBLIC, permitted

# Whoever is not signed in yet needs these; everything else is about one's own account.
OPEN_PAGES = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
}


def guarded(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses, each page declaring its permission as our own pages do."""
    for pattern in _pages(patterns):
        permission = PUBLIC if pattern.name in OPEN_PAGES else "accounts.manage_own_account"
        pattern.callback = permitted(permission)(pattern.callback)
    return list(patterns)


def _pages(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _pages(pattern.url_patterns)


urlpatterns = [
    path("me/", views.profile, name="account_profile"),
    path("hand-over/", views.hand_over, name="account_hand_over"),
    *guarded(account_urls.urlpatterns),
    path("two-steps/", (guarded(mfa_urls.urlpatterns), None, None)),
]
