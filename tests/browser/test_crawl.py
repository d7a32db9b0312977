"""Every page that a link leads to, for the public and for each role: it answers, is well made, and axe is content."""

import re
from collections import deque
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from browser.visiting import route_of

pytestmark = pytest.mark.browser

MOST_PAGES = 300
LEFT_OUT = re.compile(
    r"/(logout|language|api|healthz|readyz)\b|/accounts/(login|hand-over|arrive)/|\.(xlsx|csv|json|pdf|docx)$|/ui/\w"
)
WALKS = [
    ("", "", ["/"]),
    ("", "alfa", ["/"]),
    ("steward", "", ["/", "/imports/"]),
    ("coordinator", "alfa", ["/", "/work/plans/", "/roles/"]),
    ("methodologist", "", ["/", "/staff/sites/"]),
    ("operator", "", ["/", "/accounts/me/"]),
]

# What machines read is no page to look at: it has to answer, and not with a page.
FOR_MACHINES = re.compile(r"^/hsds/|^/open-data/catalog|\.(?:ttl|jsonld|ics|atom)$")


@pytest.mark.parametrize(
    ("person", "at", "begin"), WALKS, ids=[f"{p or 'public'} {a or 'region'}" for p, a, _b in WALKS]
)
def test_every_link_leads_to_a_good_page(visitor: Any, person: str, at: str, begin: list[str]) -> None:
    walker = visitor(person, at=at)
    home = urlsplit(walker.site.address("/", at)).netloc
    waiting = deque(walker.site.address(path, at) for path in begin)
    known = {route_of(url) for url in waiting}
    walked = 0
    while waiting and walked < MOST_PAGES:
        url = waiting.popleft()
        walked += 1
        if FOR_MACHINES.search(urlsplit(url).path):
            answers_machines(walker.site, url)
            continue
        page = walker.go(url)
        for link in sorted(links_of(page, home)):
            if route_of(link) not in known:
                known.add(route_of(link))
                waiting.append(link)
    assert not waiting, f"not walked: {list(waiting)}"
    assert walked > 3


def answers_machines(site: Any, url: str) -> None:
    status, text = site.ask(url)
    assert status == 200, f"{status} {url}"
    assert "<html" not in text[:500], url


def links_of(page: Any, home: str) -> set[str]:
    """Where the page leads on its own site."""
    found = page.locator("a[href]").evaluate_all("nodes => nodes.map(node => node.getAttribute('href'))")
    urls = {urldefrag(urljoin(page.url, href)).url for href in found}
    return {url for url in urls if urlsplit(url).netloc == home and not LEFT_OUT.search(urlsplit(url).path)}


@pytest.mark.parametrize("at", ["", "alfa"], ids=["region", "municipality"])
def test_page_that_is_not_there_helps_on(visitor: Any, at: str) -> None:
    guest = visitor(at=at)
    page = guest.page
    answer = page.goto(guest.site.address("/no-such-page/", at))
    assert answer.status == 404
    guest.look("not-there")
    assert page.locator("main a[href]").count() > 0


def test_api_answers_without_a_key(site: Any) -> None:
    status, text = site.ask(site.address("/api/v1/search/services?q=opatrovanie"))
    assert status == 200
    assert '"backend":"elasticsearch"' in text.replace(" ", "")
