"""What the frame of every page offers: menu items, and the places it links to.

Rooms call `register` and `place` in `AppConfig.ready()`; the frame shows what leads somewhere on the site being served.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise

from kernel.access import allowed

Words = str | Promise
SITES = ("region", "municipality", "both")
MOST_ITEMS = 5
"""ID-SK allows five items in the main menu; more than five are not read."""


@dataclass(frozen=True)
class Item:
    """One entry of the main menu."""

    name: str
    label: Words
    url_name: str
    site: str = "both"
    permission: str | None = None
    order: int = 100


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it."""

    label: Words
    url: str
    current: bool = False


@dataclass(frozen=True)
class Place:
    """A page the frame itself points to, such as the accessibility statement."""

    key: str
    url_name: str
    site: str = "both"


PLACES = (
    "home",
    "search",
    "sign_in",
    "sign_out",
    "account",
    "accessibility",
    "contact",
    "rss",
    "site_map",
    "privacy",
    "open_data",
)

_items: dict[str, Item] = {}
_places: dict[tuple[str, str], Place] = {}
_memberships: list[Callable[[HttpRequest], Iterable[tuple[str, str]]]] = []


def register(
    name: str, label: Words, url_name: str, *, site: str = "both", permission: str | None = None, order: int = 100
) -> None:
    """Hang an item on a menu: on the main one, or with a permission on that of people who work here.

    The same name again replaces it.
    """
    _check_site(site)
    _items[name] = Item(name, label, url_name, site, permission, order)


def place(key: str, url_name: str, *, site: str = "both") -> None:
    """Say under which URL name the frame finds one of PLACES, on one kind of site or on both."""
    if key not in PLACES:
        raise ValueError(f"The frame knows no place {key!r}; it knows {', '.join(PLACES)}.")
    _check_site(site)
    _places[key, site] = Place(key, url_name, site)


def memberships(asking: Callable[[HttpRequest], Iterable[tuple[str, str]]]) -> None:
    """Say who knows the municipalities of the person signed in: a function answering (name, address) pairs."""
    _memberships[:] = [asking]


def my_municipalities(request: HttpRequest) -> list[Link]:
    return [Link(name, url) for asking in _memberships for name, url in asking(request)]


def items_for(request: HttpRequest, site: str) -> list[Link]:
    """The main menu of this site, open to everybody: the first five items by their order."""
    return _links(request, site, work=False)[:MOST_ITEMS]


def work_for(request: HttpRequest, site: str) -> list[Link]:
    """The second menu, of those who work here: every item whose permission this person holds."""
    return _links(request, site, work=True)


def _links(request: HttpRequest, site: str, *, work: bool) -> list[Link]:
    """Items that lead somewhere here; the one with the longest address that begins the path is the current one."""
    found = [
        (item, url)
        for item in sorted(_items.values(), key=lambda item: (item.order, item.name))
        if item.site in (site, "both") and (url := address(item.url_name))
    ]
    current = max((url for _, url in found if _begins(url, request.path)), key=len, default=None)
    return [
        Link(item.label, url, url == current)
        for item, url in found
        if bool(item.permission) is work and (item.permission is None or allowed(item.permission, request))
    ]


def place_address(key: str, site: str) -> str:
    """Where a place is on this kind of site, or "" when no room has one here."""
    found = _places.get((key, site)) or _places.get((key, "both"))
    return address(found.url_name) if found else ""


def address(url_name: str) -> str:
    """The address of a URL name on the site being served, or "" when it has no such page."""
    return _address(url_name, get_urlconf() or settings.ROOT_URLCONF)


@cache
def _address(url_name: str, urlconf: str) -> str:
    """Addresses without a variable part stay what they are."""
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return ""


def unresolved(urlconf: str, site: str) -> list[str]:
    """Names hung on the menu of this site that lead nowhere in its URL configuration: for tests."""
    names = [(i.name, i.url_name) for i in _items.values() if i.site in (site, "both")]
    names += [(p.key, p.url_name) for p in _places.values() if p.site in (site, "both")]
    lost = []
    for name, url_name in names:
        try:
            reverse(url_name, urlconf=urlconf)
        except NoReverseMatch:
            lost.append(f"{name} → {url_name}")
    return lost


def _begins(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _check_site(site: str) -> None:
    if site not in SITES:
        raise ValueError(f"A site is one of {', '.join(SITES)}, not {site!r}.")
