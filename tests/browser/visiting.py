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
FACTS = """() => ({
    language: document.documentElement.lang, title: document.title, heads: document.querySelectorAll("h1").length,
    reach: document.documentElement.scrollWidth, width: window.innerWidth,
    asks: document.querySelectorAll("[hx-trigger*=every], [hx-trigger*=load]").length,
})"""
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
    (re.compile(r"(?<=/reports/link/)[\w-]{20,}"), "secret"),
    (re.compile(r"(?<=/key/)[\w-]+"), "secret"),
    (re.compile(r"(?<=/meetings/answer/)[^/]+"), "secret"),
    (re.compile(r"(?<=/meetings/own/)[^/]+"), "secret"),
    (re.compile(r"(?<=/meetings/registration/)[^/]+"), "secret"),
    (re.compile(r"(?<=/letters/)[^/]+"), "secret"),
    (re.compile(r"(?<=/follow/)(?!thanks)[^/]+"), "secret"),
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


def asked_of(page: Any, question: str, *given: Any) -> Any:
    """What the page answers once it stands; asked again if it was just loading itself anew."""
    page.wait_for_function("document.body && document.readyState !== 'loading'")
    try:
        return page.evaluate(question, *given)
    except Error as error:
        if "context was destroyed" not in str(error) and "of null" not in str(error):
            raise
        page.wait_for_function("document.body && document.readyState !== 'loading'")
        return page.evaluate(question, *given)


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
        """Check the page's route once in the run: as it stands here, and on a page beside this one in another width and
        another language. Axe looks in one of the two.

        With a state ("errors", "preview") the page is checked as it stands here only, in both widths. Without scripts
        axe cannot look.
        """
        if not self.scripts:
            return
        route = route_of(self.page.url) + (f"#{state}" if state else "")
        if route in self.known["seen"]:
            return
        self.known["seen"].add(route)
        if state:
            self._look_here(route)
        else:
            self._examine(self.page, route, self._is_wide, self.language)
            self._look_beside(route, not self._is_wide)

    @property
    def _is_wide(self) -> bool:
        return self.width >= sum(WIDTHS) / 2

    def _look_beside(self, route: str, is_wide: bool) -> None:
        beside = self._beside = self._beside or self.context.new_page()
        language = next(languages)
        beside.set_viewport_size({"width": WIDTHS[is_wide], "height": HEIGHT})
        self._speak(language)
        opened(beside, self.page.url)
        assert route_of(beside.url) == route, beside.url
        if self._examine(beside, route, is_wide, language):
            beside.goto("about:blank")  # a page that asks again by itself shall not go on doing so
        self._speak(self.language)

    def _look_here(self, route: str) -> None:
        for is_wide, width in enumerate(WIDTHS):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self._examine(self.page, route, bool(is_wide), "")
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})

    def _speak(self, language: str) -> None:
        """Choose the language as the strip above every page does; "" forgets the choice."""
        if not language:
            self.context.clear_cookies(name="opora_language")
            return
        hosts = {"localhost", "alfa.localhost", "beta.localhost", f"{self.at}.localhost".lstrip(".")}
        cookie = {"name": "opora_language", "value": language, "path": "/"}
        self.context.add_cookies([cookie | {"domain": host} for host in hosts])

    def _examine(self, page: Any, route: str, is_wide: bool, language: str) -> bool:
        """Answers whether the page asks for itself again and again."""
        where = f"{route} {'wide' if is_wide else 'narrow'} in {language}"
        facts = asked_of(page, FACTS)
        if PICTURES:
            name = re.sub(r"[^\w#.-]+", "_", route)
            page.screenshot(path=self.pictures / f"{name}-{facts['width']}-{facts['language']}.png", full_page=True)
        assert facts["language"] in ([language] if language else LANGUAGES), where
        assert facts["heads"] == 1, where
        assert facts["title"].strip(" –"), where
        assert facts["reach"] <= facts["width"], f"{where} scrolls sideways: {facts}"
        assert self.complaints == [], where
        if PICTURES or is_wide == self._axe_looks_wide(route):
            found = asked_of(page, f"rules => {{ {AXE}; return ({AXE_RUN})(rules); }}", RULES)
            wrong = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found["violations"]]
            assert wrong == [], f"{where}: {wrong}"
        return bool(facts["asks"])

    @staticmethod
    def _axe_looks_wide(route: str) -> bool:
        """Axe takes most of the time: it looks at each route in one width, half of them each; with pictures in both."""
        return bool(sum(route.encode()) % 2)
