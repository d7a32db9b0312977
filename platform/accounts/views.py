"""Own account and passing from site to site. Signing in itself is django-allauth's (see `urls.py`)."""

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import handing_over
from accounts.commands import describe_myself
from accounts.errors import LinkRefused
from accounts.forms import MyAccountForm
from accounts.sessions import living_sign_in
from accounts.sites import address_of, host_of, local_path, region_address
from kernel.access import PUBLIC, permitted
from kernel.clock import now

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NONCE_LIVES_FOR = 15 * 60


def nonce_cookie() -> str:
    """Browsers take a `__Host-` cookie only from this very host and only over HTTPS."""
    return "__Host-opora_passing" if settings.SESSION_COOKIE_SECURE else "opora_passing"


@never_cache
@permitted("accounts.manage_own_account")
def profile(request: HttpRequest) -> HttpResponse:
    """The page „My account“: name, language and the ways to everything else about signing in."""
    person: Any = request.user
    form = MyAccountForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        describe_myself(person, **form.cleaned_data, at=now())
        messages.success(request, _("Your account was saved."))
        return HttpResponseRedirect(reverse("account_profile"))
    return render(request, "accounts/profile.html", {"form": form, "has_second_step": is_mfa_enabled(person)})


# --- on the region's site ------------------------------------------------------------------------------------------
@never_cache
@require_GET
@permitted(PUBLIC)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Send the signed-in person on to a municipality's site with a code; sign in first where that was not done."""
    site, challenge = request.GET.get("site", ""), request.GET.get("challenge", "")
    host = host_of(site) if len(challenge) == handing_over.CHALLENGE_LENGTH else None
    if host is None:
        return _refused(request, _("The address of this page is not whole."))
    if not request.user.is_authenticated:
        return redirect_to_login(f"{request.get_full_path()}&signed=in")
    sign_in = living_sign_in(request)
    assert sign_in is not None  # noqa: S101 - the middleware answers no person without a living sign-in
    back = local_path(request.GET.get("next"))
    code = handing_over.make_code(sign_in, site=site, challenge=challenge, back=back, at=now())
    address = f"{address_of(host, request)}/accounts/arrive/?{urlencode({'code': code})}"
    if request.GET.get("signed") == "in":
        # Browsers do not let the answer to a form lead to another host, so this page takes the last step by itself.
        return render(request, "accounts/going_on.html", {"address": address})
    return HttpResponseRedirect(address)


# --- on a municipality's site ---------------------------------------------------------------------------------------
@never_cache
@require_GET
@permitted(PUBLIC)
def go_and_sign_in(request: HttpRequest) -> HttpResponse:
    """Begin to sign in: leave a secret with this browser and go to the region's site."""
    back = local_path(request.GET.get("next"))
    if request.user.is_authenticated:
        return HttpResponseRedirect(back)
    nonce = handing_over.new_nonce()
    tenant: Any = request.tenant  # type: ignore[attr-defined]
    question = urlencode({"site": tenant.key, "challenge": handing_over.challenge_of(nonce), "next": back})
    answer = HttpResponseRedirect(f"{region_address(request)}/accounts/hand-over/?{question}")
    answer.set_cookie(
        nonce_cookie(),
        nonce,
        max_age=NONCE_LIVES_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer


@never_cache
@require_GET
@permitted(PUBLIC)
def arrive(request: HttpRequest) -> HttpResponse:
    """Open a session of this site for the person whom the region's site has signed in."""
    tenant: Any = request.tenant  # type: ignore[attr-defined]
    code, nonce = request.GET.get("code", ""), request.COOKIES.get(nonce_cookie(), "")
    try:
        sign_in, back = handing_over.take_code(code, site=tenant.key, nonce=nonce, at=now())
    except LinkRefused as refusal:
        return _refused(request, str(refusal))
    request.handed_over = sign_in  # type: ignore[attr-defined]
    login(request, sign_in.user, backend=BACKEND)
    answer = HttpResponseRedirect(local_path(back))
    answer.delete_cookie(nonce_cookie(), samesite="Lax")
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@permitted(PUBLIC)
def sign_out(request: HttpRequest) -> HttpResponse:
    """GET asks, POST signs out here and on every other site."""
    if request.method == "GET" and request.user.is_authenticated:
        return render(request, "accounts/sign_out.html")
    if request.user.is_authenticated:
        logout(request)
        messages.success(request, _("You have signed out on all sites of the region."))
    return HttpResponseRedirect("/")


@never_cache
@require_GET
@permitted(PUBLIC)
def my_account_elsewhere(request: HttpRequest) -> HttpResponse:
    """The account is kept on the region's site."""
    return HttpResponseRedirect(f"{region_address(request)}{reverse('account_profile')}")


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "accounts/not_passed.html", {"reason": reason}, status=400)
