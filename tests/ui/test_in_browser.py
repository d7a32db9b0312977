"""The gallery in a real browser: axe, reflow, keyboard, suggestions, progress, and a page without scripts."""

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture
def address(settings: Any) -> Iterator[str]:
    """This room alone behind a small server, under the strict policy of the house."""
    settings.MIDDLEWARE = [
        "csp.middleware.CSPMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
    ]
    settings.DEBUG = True  # only so that static files are served from where they lie
    settings.OPORA_DEMONSTRATION = True
    application = StaticFilesHandler(get_wsgi_application())
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def opened(chromium: Any, url: str, width: int = 1280, **options: Any) -> Any:
    options.setdefault("locale", "sk")
    page = chromium.new_context(viewport={"width": width, "height": 900}, **options).new_page()
    page.complaints = []
    page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize(
    ("width", "query", "language"),
    [
        (320, "", "sk"),
        (320, "?site=municipality&palette=green&person=1", "cs"),
        (390, "?palette=wine", "en"),
        (1280, "?site=municipality&palette=turquoise&person=1", "sk"),
        (1280, "?palette=purple", "cs"),
        (1280, "?palette=graphite", "en"),
    ],
)
def test_gallery_is_accessible_and_never_scrolls_sideways(
    width: int, query: str, language: str, chromium: Any, address: str
) -> None:
    page = opened(chromium, f"{address}/ui/{query}", width, locale=language)
    assert page.evaluate("document.documentElement.lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found["violations"]] == []
    assert page.complaints == []
    page.context.close()


def test_text_twice_as_large_still_fits(chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}/ui/", 640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 640
    page.context.close()


def test_page_without_scripts_shows_menu_filters_fields_and_progress(chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}/ui/?person=1", 390, locale="sk", java_script_enabled=False)
    for name in ("Komunitné plány", "Strom plánu"):
        assert page.get_by_role("link", name=name, exact=True).first.is_visible()
    assert page.get_by_role("checkbox", name="Rodiny s deťmi (15)").is_visible()
    assert page.locator("select#id_municipality").is_visible()
    assert page.locator("#gallery-progress progress").is_visible()
    page.locator(".opora-account__box summary").click()
    assert page.get_by_role("link", name="Odhlásiť sa").is_visible()
    page.context.close()


def test_menu_and_filters_fold_on_a_phone_and_open_by_keyboard(chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}/ui/", 390, locale="sk")
    item = page.get_by_role("link", name="Komunitné plány", exact=True)
    item.wait_for(state="hidden")
    page.get_by_role("button", name="Ponuka").focus()
    page.keyboard.press("Enter")
    assert item.is_visible()
    toggle = page.get_by_role("button", name="Spresniť výsledky (1)")
    assert not page.locator("#group-rodiny").is_visible()
    toggle.focus()
    page.keyboard.press("Space")
    assert toggle.get_attribute("aria-expanded") == "true"
    assert page.get_by_role("checkbox", name="Rodiny s deťmi (15)").is_visible()
    page.context.close()


def test_account_menu_closes_with_escape_and_gives_the_focus_back(chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}/ui/?person=1")
    summary = page.locator(".opora-account__box summary")
    summary.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(".opora-account__box").get_attribute("open") is None
    assert summary.evaluate("node => node === document.activeElement")
    page.context.close()


def test_suggestions_are_found_without_diacritics_and_keep_hint_and_value(chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}/ui/")
    field = page.get_by_role("combobox", name="Obec").first
    field.fill("lub")
    page.get_by_role("option", name="Ľubietová").wait_for()
    assert "id_municipality_helptext" in field.get_attribute("aria-describedby").split()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('select[name=municipality]').value === '2'")
    assert page.complaints == []
    page.context.close()


def test_progress_goes_on_by_itself_and_is_said_aloud_at_the_end(chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}/ui/")
    page.locator("#gallery-progress[data-finished]").wait_for()
    # The voice speaks a moment after the part of the page was replaced.
    page.locator("#opora-voice", has_text="Hotovo, zoznam je načítaný.").wait_for(state="attached")
    assert page.complaints == []
    page.context.close()


def test_focus_is_seen_on_everything_one_can_reach(chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}/ui/?person=1")
    page.locator(".govuk-skip-link").focus()
    seen = set()
    for _step in range(140):
        page.keyboard.press("Tab")
        facts = page.evaluate(
            """() => {
              const node = document.activeElement;
              const ring = (element, pseudo) => getComputedStyle(element, pseudo).outlineStyle;
              const label = node.labels?.[0];
              const shown = ring(node) !== "none" || (label && ring(label, "::before") !== "none");
              return [node.tagName + "#" + node.id + "." + node.className, shown];
            }"""
        )
        if facts[0].startswith("BODY"):
            break
        seen.add(facts[0])
        assert facts[1], facts[0]
    assert len(seen) > 25
    page.context.close()


def test_things_to_press_are_large_enough_for_a_finger(chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}/ui/?person=1", 390)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .govuk-button, input:not([type=hidden]), select, summary")]
          .filter((node) => node.offsetParent && node.getBoundingClientRect().width)
          .map((node) => [node.outerHTML.slice(0, 80), Math.round(node.getBoundingClientRect().height)])
          .filter(([, height]) => height < 24)"""
    )
    assert small == []
    page.context.close()


@pytest.mark.parametrize(
    ("answer", "focused"),
    [
        ('<div id="part"><button id="save" type="button">Uložiť</button></div>', "save"),
        ('<div id="part"><p id="said" tabindex="-1" data-opora-focus>Uložené</p></div>', "said"),
    ],
    ids=["the same button", "what the answer points to"],
)
def test_focus_is_not_lost_when_a_part_is_replaced(answer: str, focused: str, chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}/ui/")
    page.route("**/part/", lambda route: route.fulfill(body=answer, content_type="text/html"))
    page.evaluate(
        """() => {
          document.querySelector("main").innerHTML = `<div id="part" hx-get="/part/" hx-trigger="click"
            hx-target="this" hx-swap="outerHTML"><button id="save" type="button" class="before">Uložiť</button></div>`;
          htmx.process(document.querySelector("main"));
        }"""
    )
    page.locator("#save").focus()
    page.keyboard.press("Enter")
    page.locator(".before").wait_for(state="detached")
    page.wait_for_function("id => document.activeElement.id === id", arg=focused)
    assert page.complaints == []
    page.context.close()


WORD = "Veľmidlhéslovobezmedzier" * 3 + "koniec!!"
LONG_WORDS = """
<nav class="govuk-breadcrumbs govuk-breadcrumbs--collapse-on-mobile"><ol class="govuk-breadcrumbs__list">
  <li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="#">Plány</a></li>
  <li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="#">WORD WORD</a></li></ol></nav>
<h1 class="govuk-heading-xl">WORD</h1><h2 class="govuk-heading-l">WORD</h2><h3 class="govuk-heading-m">WORD</h3>
<p class="govuk-body"><a class="govuk-link" href="#">WORD</a> WORD</p>
<ul class="govuk-list govuk-list--bullet"><li><a class="govuk-link" href="#">WORD</a></li></ul>
<ol class="opora-outline"><li><a class="govuk-link" href="#"><span class="opora-outline__number">1</span>
  <span class="govuk-visually-hidden">cieľ: </span>WORD</a>
  <ol class="opora-outline"><li><a class="govuk-link" href="#">WORD</a></li></ol></li></ol>
<ol class="opora-tree"><li><div class="opora-tree__row"><div class="opora-tree__name">
  <span class="opora-tree__kind">cieľ</span><a class="govuk-link" href="#">WORD</a></div></div></li></ol>
<dl class="govuk-summary-list"><div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">WORD</dt>
  <dd class="govuk-summary-list__value">WORD</dd></div></dl>
<nav class="opora-tabs"><ul><li><a href="#">WORD</a></li></ul></nav><p><strong class="opora-tag">WORD</strong></p>
<button class="govuk-button" type="button">WORD</button>
<div class="opora-table" tabindex="0"><table><thead><tr><th>Riziko</th><th>Čo s ním</th></tr></thead><tbody>
  <tr><th>WORD</th><td>Opatrenie</td></tr></tbody></table></div>
<div class="opora-table opora-table--stacked" tabindex="0"><table><thead><tr><th>Riziko</th></tr></thead><tbody>
  <tr><th>WORD</th><td data-label="WORD">WORD</td></tr></tbody></table></div>
<details class="govuk-details" open><summary class="govuk-details__summary">
  <span class="govuk-details__summary-text">WORD</span></summary><div class="govuk-details__text">WORD</div></details>
"""


@pytest.mark.parametrize("width", [390, 1200])
def test_a_word_without_end_never_makes_the_page_scroll_sideways(width: int, chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}/ui/", width)
    page.evaluate("words => { document.querySelector('main').innerHTML = words; }", LONG_WORDS.replace("WORD", WORD))
    too_wide = page.evaluate(
        """() => [...document.querySelectorAll("main :not(.opora-table, .opora-table *)")]
          .filter((node) => node.getBoundingClientRect().right > window.innerWidth)
          .map((node) => node.outerHTML.slice(0, 60))"""
    )
    assert too_wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # In a table an ordinary word is whole, and the one without end leaves room for the others.
    table = page.locator("main .opora-table").first
    assert table.locator("td", has_text="Opatrenie").bounding_box()["width"] > 70
    assert table.evaluate("node => node.scrollWidth") < 1200
    page.context.close()
