"""What every answer must carry, whatever it is."""

import re
from typing import Any

from django.conf import settings

FIXED = {
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "X-Frame-Options": {"DENY"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
}
NOTHING = {"default-src", "frame-ancestors", "base-uri"}
NEVER = re.compile(r"'unsafe-[a-z-]+'|(?<![\w'])\*|https?:|blob:")
NONCE = re.compile(r"'nonce-([\w+/=-]{16,})'")
NONCE_OF_PAGE = re.compile(r'nonce="([^"]*)"')


def faults_of(answer: Any, *, signed_in: bool) -> list[str]:
    """What is missing or too wide in the headers of an answer."""
    faults = [f"{name}: {answer.get(name)}" for name, wanted in FIXED.items() if answer.get(name) not in wanted]
    faults += policy_faults(answer.get("Content-Security-Policy", ""), answer)
    if "camera=()" not in answer.get("Permissions-Policy", ""):
        faults.append("Permissions-Policy")
    if signed_in and "no-store" not in answer.get("Cache-Control", ""):
        faults.append(f"Cache-Control: {answer.get('Cache-Control')}")
    return faults + [fault for cookie in answer.cookies.values() for fault in cookie_faults(cookie)]


def policy_faults(policy: str, answer: Any) -> list[str]:
    parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";") if part.strip())
    faults = [f"CSP {name}: {parts.get(name)}" for name in NOTHING if parts.get(name) != "'none'"]
    forms = set(parts.pop("form-action", "").split())
    if forms != {"'self'", f"{settings.OPORA_REGION_HOST}:*"}:  # a form may end at the sign-in on the region's site
        faults.append(f"CSP form-action: {forms}")
    faults += [f"CSP is too wide: {found}" for found in NEVER.findall(" ".join(parts.values()))]
    if answer.get("Content-Type", "").startswith("text/html"):
        given = set(NONCE.findall(policy))
        used = set(NONCE_OF_PAGE.findall(answer.getvalue().decode()))
        if used - given:
            faults.append("the page holds a nonce that the header does not name")
    return faults


def cookie_faults(cookie: Any) -> list[str]:
    """Of a cookie that is set here: hidden from scripts, sent to this site only, never to a whole domain."""
    faults = [f"{cookie.key} lacks {name}" for name in ("httponly", "samesite") if not cookie[name]]
    if cookie["domain"]:
        faults.append(f"{cookie.key} is sent to {cookie['domain']}")
    return faults
