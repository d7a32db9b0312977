"""What every page's frame needs to know: whose site it is, in which language, for whom, with which menu."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ui import menu, theme
from ui.menu import Link

LANGUAGES = (("sk", "Slovenčina"), ("cs", "Čeština"), ("en", "English"))
_FRAMES = {"region": "ui/region.html", "municipality": "ui/municipality.html"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, `frame_template`, `demonstration`, `csp_nonce`."""
    answer = Frame(request)
    return {
        "frame": answer,
        "frame_template": _FRAMES[answer.site],
        "demonstration": getattr(settings, "OPORA_DEMONSTRATION", False),
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }


class Frame:
    """The answers of one page's frame, each worked out when the page first asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def tenant(self) -> Any:
        return getattr(self.request, "tenant", None)

    @cached_property
    def region(self) -> Any:
        return getattr(self.request, "region", None)

    @cached_property
    def site(self) -> str:
        kind = str(getattr(self.tenant, "kind", "") or "REGION")
        return "region" if kind == "REGION" else "municipality"

    @cached_property
    def owner(self) -> Any:
        """The tenant whose page this is; on the public host that is the region."""
        return self.tenant if self.site == "municipality" else (self.region or self.tenant)

    @cached_property
    def name(self) -> str:
        return str(getattr(self.owner, "name", "") or _("Opora"))

    @cached_property
    def operator(self) -> str:
        """Who answers for the site: the region that runs it."""
        named = getattr(settings, "OPORA_OPERATOR_NAME", "") or getattr(self.region, "name", "")
        return str(named or "")

    @cached_property
    def contact(self) -> str:
        """How to reach the operator, as the installation words it: a telephone number, an e-mail address or both."""
        return str(getattr(settings, "OPORA_OPERATOR_CONTACT", "") or "")

    @cached_property
    def coat_of_arms_url(self) -> str:
        return str(getattr(self.owner, "coat_of_arms_url", "") or "")

    @cached_property
    def css(self) -> str:
        return theme.css(getattr(self.owner, "theme", None))

    @cached_property
    def theme_colour(self) -> str:
        return theme.colours(getattr(self.owner, "theme", None))["brand_dark"]

    @cached_property
    def menu(self) -> list[Link]:
        return menu.items_for(self.request, self.site)

    @cached_property
    def work(self) -> list[Link]:
        """What this person has to do here; empty for a stranger, without asking any rule."""
        return menu.work_for(self.request, self.site) if self.person else []

    @cached_property
    def places(self) -> dict[str, str]:
        """Addresses by key of `menu.PLACES`; "" for a place this site has not got."""
        return {key: menu.place_address(key, self.site) for key in menu.PLACES} | {"home": self.home}

    @cached_property
    def home(self) -> str:
        return menu.place_address("home", self.site) or "/"

    @cached_property
    def languages(self) -> list[dict[str, Any]]:
        """The languages of the site, each with the address that switches to it and comes back here."""
        current = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        offered = {code.split("-")[0] for code, _name in settings.LANGUAGES}
        return [
            {"code": code, "name": name, "current": code == current, "url": self._switch_to(code)}
            for code, name in LANGUAGES
            if code in offered
        ]

    def _switch_to(self, code: str) -> str:
        try:
            address = reverse("ui:language", args=[code])
        except NoReverseMatch:
            return ""
        back = self.request.get_full_path() if self.request.method in ("GET", "HEAD") else self.home
        return f"{address}?{urlencode({'next': back})}"

    @cached_property
    def person(self) -> Any:
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def person_name(self) -> str:
        return str(getattr(self.person, "get_full_name", str)() or self.person) if self.person else ""

    @cached_property
    def municipalities(self) -> list[Link]:
        return menu.my_municipalities(self.request) if self.person else []
