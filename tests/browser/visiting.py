"""A person with a browser, who looks hard at every page: axe, reflow, console, picture; each route once."""

import os
import re
from itertools import cycle
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from browser.filling import PASSWORD, PEOPLE
from browser.standing import Site
from playwright.sync_api import Error

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
AXE_RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1280)
HEIGHT = 900
PICTURES = bool(os.environ.get("OPORA_PICTURES"))  # for people who want to look closely; a failure is always pictured
LANGUAGES = ("sk", "cs", "en")
VARYING = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "id"),
    (re.compile(r"(?<=/invitations/)[\w-]{20,}"), "secret"),
    (re.compile(r"(?<=/providers/confirm/)[\w-]{20,}"), "secret"),
    (re.compile(r"(?<=/providers/editors/)[\w-]{20,}"), "secret"),
    (re.compile(r"(?<=/key/)[\w-]+"), "secret"),
    (re.compile(r"(?<=/)\d+(?=/|$)"), "n"),
    (re.compile(r"(?<=/staff/sites/)(?!found)[\w]{6,}"), "key"),
)
REFUSAL = (
    "Failed to load resource: the server responded with a status of 4"  # of a form with mistakes; said on the page
)
languages = cycle(LANGUAGES)


def route_of(url: str) -> str:
    """The pattern of an address, the same for all things of one kind: `alfa/plan/id/id`."""
    parts = urlsplit(url)
    path = parts.path
    for pattern, word in VARYING:
        path = pattern.sub(word, path)
    site = "municipality" if ".localhost" in parts.netloc else "region"
    return f"{site}{path}".rstrip("/")


def opened(page: Any, url: str) -> None:
    """Go there. A page that shows a job loads itself anew when the job ends; who was leaving just then goes again."""
    try:
        answer = page.goto(url)
    except Error as error:
        if "interrupted by another navigation" not in str(error):
            raise
        page.wait_for_load_state()
        answer = page.goto(url)
    assert answer is not None
    assert answer.status == 200, f"{answer.status} {answer.url}"


class Visitor:
    """One browser context; signed in if a person is named. Speaks English, "" is what the site speaks by itself."""

    def __init__(
        self, chromium: Any, site: Site, pictures: Path, known: dict[str, Any], *,
        person: str = "", at: str = "", width: int = 1280, scripts: bool = True, language: str = "en",
        on: Site | None = None,
    ) -> None:  # fmt: skip
        site = on or site
        self.site, self.pictures, self.known, self.at = site, pictures, known, at
        self.width, self.language, self.scripts = width, language, scripts
        state = known["people"].get((site.port, person, at))
        self.context = chromium.new_context(
            viewport={"width": width, "height": HEIGHT}, locale="sk", java_script_enabled=scripts, storage_state=state
        )
        self.context.set_default_timeout(30_000)
        self.complaints: list[str] = []
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.context.new_page()
        self._beside: Any = None
        self._speak(language)
        if person and state is None:
            self.sign_in(person)
            if at:
                self.page.goto(site.address("/accounts/login/", at))
            known["people"][site.port, person, at] = self.context.storage_state()

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None or kind is not None:
            self.page.screenshot(path=self.pictures / "failed.png", full_page=True)
        self.context.close()
        if kind is None:
            assert self.complaints == []

    def _hear(self, line: Any) -> None:
        page = line.page.url if line.page else ""
        is_refusal = line.text.startswith(REFUSAL) and line.location["url"].split("#")[0] == page.split("#")[0]
        if line.type == "error" and not is_refusal:
            self.complaints.append(f"{page}: {line.text}")

    # --- going ----------------------------------------------------------------------------------------------------
    def go(self, path: str = "/", at: str | None = None) -> Any:
        """Open a path on the visitor's site and look at it; answers the page."""
        where = self.at if at is None else at
        opened(self.page, path if path.startswith("http") else self.site.address(path, where))
        self.look()
        return self.page

    def press(self, name: str, *, role: str = "button", exact: bool = True) -> Any:
        """Press a button by its words and look at what comes."""
        self.page.get_by_role(role, name=name, exact=exact).first.click()
        self.page.wait_for_load_state()
        self.look()
        return self.page

    def follow(self, name: Any, *, exact: bool = True) -> Any:
        return self.press(name, role="link", exact=exact)

    def sign_in(self, person: str) -> Any:
        _name, email, _roles = PEOPLE[person]
        self.page.goto(self.site.address("/accounts/login/"))
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_load_state()
        return self.page

    @property
    def text(self) -> str:
        return str(self.page.locator("main").inner_text())

    # --- looking --------------------------------------------------------------------------------------------------
    def look(self, state: str = "") -> None:
        """Check the page's route once in the run: in two widths, in two languages, on a page beside this one.

        With a state ("errors", "preview") the page is checked as it stands here, in its language. Without scripts
        axe cannot look.
        """
        if not self.scripts:
            return
        route = route_of(self.page.url) + (f"#{state}" if state else "")
        if route in self.known["seen"]:
            return
        self.known["seen"].add(route)
        self._well_made()
        if state:
            self._look_here(route)
        else:
            self._look_beside(route)

    def _look_beside(self, route: str) -> None:
        beside = self._beside = self._beside or self.context.new_page()
        for width in WIDTHS:
            language = next(languages)
            beside.set_viewport_size({"width": width, "height": HEIGHT})
            self._speak(language)
            opened(beside, self.page.url)
            assert route_of(beside.url) == route, beside.url
            self._examine(beside, route, width, language)
        beside.goto("about:blank")
        self._speak(self.language)

    def _look_here(self, route: str) -> None:
        language = str(self.page.locator("html").get_attribute("lang"))
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self._examine(self.page, route, width, language)
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})

    def _speak(self, language: str) -> None:
        """Choose the language as the strip above every page does; "" forgets the choice."""
        for host in ("localhost", "alfa.localhost", "beta.localhost"):
            self.context.clear_cookies(name="opora_language", domain=host)
            if language:
                cookie = {"name": "opora_language", "value": language, "domain": host, "path": "/"}
                self.context.add_cookies([cookie])

    def _well_made(self) -> None:
        page = self.page
        assert page.locator("h1").count() == 1, page.url
        assert page.title().strip(" –"), page.url
        assert page.locator("html").get_attribute("lang") in LANGUAGES, page.url

    def _examine(self, page: Any, route: str, width: int, language: str) -> None:
        name = re.sub(r"[^\w#.-]+", "_", route)
        if PICTURES:
            page.screenshot(path=self.pictures / f"{name}-{width}-{language}.png", full_page=True)
        assert page.locator("html").get_attribute("lang") == language, route
        reach = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert reach[0] <= reach[1], f"{route} scrolls sideways at {width}: {reach}"
        assert self.complaints == [], route
        if not PICTURES and width != self._width_for_axe(route):
            return
        page.evaluate(AXE)
        found = page.evaluate(AXE_RUN, RULES)
        wrong = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found["violations"]]
        assert wrong == [], f"{route} at {width} in {language}: {wrong}"

    @staticmethod
    def _width_for_axe(route: str) -> int:
        """Axe takes most of the time: it looks at each route in one width, half of them each; with pictures in both."""
        return WIDTHS[sum(route.encode()) % len(WIDTHS)]
