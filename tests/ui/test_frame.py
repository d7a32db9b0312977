import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.shortcuts import render
from django.test import Client, RequestFactory

from ui import errors, menu
from ui.context import frame

PAGE = "ui/errors/404.html"


@pytest.fixture(autouse=True)
def empty_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_items", {})
    monkeypatch.setattr(menu, "_places", {})
    monkeypatch.setattr(menu, "_memberships", [])


def page(request: Any, template: str = PAGE) -> str:
    return render(request, template).content.decode()


def town(**facts: Any) -> SimpleNamespace:
    return SimpleNamespace(
        **{"name": "Horná Lipa", "kind": "MUNICIPALITY", "theme": None, "coat_of_arms_url": "", **facts}
    )


def test_page_of_the_region_says_whose_it_is(a_request: Callable[..., Any]) -> None:
    html = page(a_request())
    assert "Stránku prevádzkuje: <strong>Kraj nad riekou</strong>" in html.replace("\n", " ")
    assert "<title>Táto stránka neexistuje – Kraj nad riekou</title>" in html
    assert '<html lang="sk"' in html


def test_page_of_a_municipality_bears_its_name_and_its_operator_is_the_region(a_request: Callable[..., Any]) -> None:
    request = a_request(tenant=town())
    answer = frame(request)
    assert answer["frame_template"] == "ui/municipality.html"
    assert (answer["frame"].name, answer["frame"].operator) == ("Horná Lipa", "Kraj nad riekou")
    assert '<span class="opora-identity__name">Horná Lipa</span>' in page(request)


def test_page_works_before_any_tenant_is_known() -> None:
    html = page(RequestFactory().get("/"))
    assert '<span class="opora-identity__name">Opora</span>' in html


def test_theme_and_arms_of_a_tenant_reach_the_page_under_the_nonce(a_request: Callable[..., Any]) -> None:
    html = page(a_request(tenant=town(theme={"palette": "green"}, coat_of_arms_url="/arms/lipa.svg")))
    assert '<style nonce="n0nce">:root{--opora-brand:#545c0c;' in html
    assert '<meta name="theme-color" content="#363b07">' in html
    assert '<img class="opora-identity__arms" src="/arms/lipa.svg" alt=""' in html


def test_hostile_theme_and_name_do_not_reach_the_page(a_request: Callable[..., Any]) -> None:
    html = page(a_request(tenant=town(name="<script>x</script>", theme={"brand": "</style><script>x</script>"})))
    assert "<script>x" not in html


def test_every_script_and_style_has_the_nonce_or_a_file_and_nothing_is_inline(a_request: Callable[..., Any]) -> None:
    html = page(a_request(tenant=town(theme={"palette": "wine"})))
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", html):
        assert "src=" in tag or 'nonce="n0nce"' in tag or 'type="application/json"' in tag, tag
    assert not re.search(r'\s(?:style|on\w+)="', html)


def test_demonstration_is_said_on_every_page(a_request: Callable[..., Any], settings: Any) -> None:
    assert "Toto sú ukážkové údaje" not in page(a_request())
    settings.OPORA_DEMONSTRATION = True
    html = page(a_request())
    assert html.count("Toto sú ukážkové údaje") == 2
    assert "nie je to oficiálna stránka" in html


def test_menu_shows_what_leads_somewhere_on_this_site_at_most_five_in_order(a_request: Callable[..., Any]) -> None:
    for number in (3, 1, 2, 4, 5, 6):
        menu.register(f"m{number}", f"Item {number}", "ui:gallery", order=number)
    menu.register("town", "Only in towns", "ui:gallery", site="municipality", order=0)
    menu.register("lost", "Nowhere", "no:where", order=0)
    shown = [str(link.label) for link in menu.items_for(a_request(), "region")]
    assert shown == ["Item 1", "Item 2", "Item 3", "Item 4", "Item 5"]
    assert menu.unresolved("ui.urls", "region")[-1] == "lost → no:where"


def test_current_item_is_the_one_with_the_longest_address(a_request: Callable[..., Any]) -> None:
    menu.register("all", "Gallery", "ui:gallery")
    menu.register("part", "Progress", "ui:gallery_progress")
    request = a_request("/ui/progress/?done=1")
    assert {str(i.label): i.current for i in menu.items_for(request, "region")} == {"Gallery": False, "Progress": True}
    assert page(request).count('aria-current="true"') == 2  # the item and the language


def test_item_is_shown_only_to_those_who_may(a_request: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(menu, "allowed", lambda permission, request: asked.append(permission) or False)
    menu.register("staff", "Imports", "ui:gallery", permission="imports.view_run")
    assert menu.work_for(a_request(), "region") == []
    assert asked == ["imports.view_run"]


def test_work_stands_in_a_second_menu_of_people_signed_in(
    a_request: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(menu, "allowed", lambda permission, request: True)
    menu.register("staff", "Imports", "ui:gallery", permission="imports.view_run")
    assert menu.items_for(a_request(), "region") == []
    assert "Imports" not in page(a_request())
    person = SimpleNamespace(is_authenticated=True, get_full_name=lambda: "Jana")
    assert '<nav class="opora-work" aria-label="Moja práca">' in page(a_request(user=person))


def test_unknown_places_and_sites_are_refused_at_once() -> None:
    with pytest.raises(ValueError, match="knows no place"):
        menu.place("cellar", "ui:gallery")
    with pytest.raises(ValueError, match="A site is one of"):
        menu.register("x", "X", "ui:gallery", site="moon")


def test_places_of_this_site_stand_in_the_footer(a_request: Callable[..., Any]) -> None:
    menu.place("accessibility", "ui:gallery")
    menu.place("contact", "ui:gallery", site="municipality")
    html = page(a_request())
    assert '<a href="/ui/">Vyhlásenie o prístupnosti</a>' in html
    assert "Kontakt na prevádzkovateľa" not in html


def test_person_sees_own_municipalities_and_the_way_out(a_request: Callable[..., Any]) -> None:
    menu.place("sign_in", "ui:gallery")
    menu.place("sign_out", "ui:gallery")
    menu.memberships(lambda request: [("Horná Lipa", "http://lipa.localhost/")])
    stranger = page(a_request())
    assert "Prihlásiť sa" in stranger
    assert "Moje obce" not in stranger
    person = SimpleNamespace(is_authenticated=True, get_full_name=lambda: "Ľubica <b>Šťastná</b>")
    html = page(a_request(user=person))
    assert '<a href="http://lipa.localhost/">Horná Lipa</a>' in html
    assert "Ľubica &lt;b&gt;Šťastná" in html
    assert "Odhlásiť sa" in html


def test_language_link_comes_back_to_the_same_page(a_request: Callable[..., Any]) -> None:
    html = page(a_request("/search/?q=lipa&page=2"))
    assert (
        'href="/language/cs/?next=%2Fsearch%2F%3Fq%3Dlipa%26page%3D2" lang="cs" hreflang="cs" rel="nofollow">Čeština'
        in html
    )


@pytest.fixture
def bare_client(settings: Any) -> Client:
    settings.MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware"]
    return Client()


def test_language_is_kept_in_a_cookie(bare_client: Client, settings: Any) -> None:
    answer = bare_client.get("/language/cs/?next=/ui/")
    assert (answer.status_code, answer["Location"]) == (302, "/ui/")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "cs"
    assert '<html lang="cs"' in bare_client.get("/ui/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org", ""]
)
def test_language_link_never_leads_to_another_site(bare_client: Client, elsewhere: str) -> None:
    assert bare_client.get("/language/cs/", {"next": elsewhere})["Location"] == "/"


def test_unknown_language_does_not_exist(bare_client: Client) -> None:
    assert bare_client.get("/language/xx/").status_code == 404


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (errors.bad_request, 400, "Tejto požiadavke nerozumieme"),
        (errors.not_permitted, 403, "Túto stránku nemôžete otvoriť"),
        (errors.not_found, 404, "Táto stránka neexistuje"),
        (errors.csrf_failure, 403, "Formulár bol otvorený príliš dlho"),
        (errors.server_error, 500, "Niečo sa u nás pokazilo"),
        (errors.unavailable, 503, "O chvíľu sme späť"),
    ],
)
def test_error_page_says_what_happened_and_whom_to_call(
    view: Callable[..., Any], status: int, words: str, a_request: Callable[..., Any], settings: Any
) -> None:
    settings.OPORA_OPERATOR_CONTACT = "048/432 51 11"
    answer = view(a_request())
    assert answer.status_code == status
    assert f'<h1 class="govuk-heading-xl">{words}</h1>' in answer.content.decode()
    assert '<a class="govuk-link opora-nowrap" href="tel:0484325111">' in answer.content.decode()


def test_lost_page_offers_the_search(a_request: Callable[..., Any]) -> None:
    assert 'role="search"' not in page(a_request())
    menu.place("search", "ui:gallery")
    assert '<form class="opora-searchbox opora-searchbox--single" method="get" action="/ui/" role="search">' in page(
        a_request()
    )


def test_server_error_needs_nothing_that_may_be_broken() -> None:
    """No database is allowed in this test, and the request has neither a tenant nor a person."""
    request = RequestFactory().get("/")
    request.id = "r-123<"  # type: ignore[attr-defined]
    assert "<code>r-123&lt;</code>" in errors.server_error(request).content.decode()


def test_error_page_falls_back_to_the_plain_one_when_the_frame_is_broken(a_request: Callable[..., Any]) -> None:
    class Broken:
        kind = "MUNICIPALITY"

        @property
        def name(self) -> str:
            raise RuntimeError("the database is away")

    answer = errors.not_found(a_request(tenant=Broken()))
    assert answer.status_code == 404
    assert "112" in answer.content.decode()
