import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError

from ui import gallery

EVIL = "<script>alert('x')</script>"
PARTS_WITH_WORDS = {
    "button": "{% button x %}{% button x href=x hidden_text=x value=x %}",
    "notice": "{% notice title=x %}{{ x }}{% endnotice %}",
    "tag": "{% tag x %}",
    "card": "{% card title=x href=x meta=x %}{{ x }}{% endcard %}",
    "result": "{% result x x meta=x tags=x %}{{ x }}{% endresult %}",
    "details": "{% details x %}{{ x }}{% enddetails %}",
    "empty": "{% empty x %}{% endempty %}",
    "phone": "{% phone x %}",
    "row": "{% summary_list %}{% row x href=x action=x %}{{ x }}{% endrow %}{% endsummary_list %}",
    "table": "{% table x %}{% endtable %}",
    "diff": "{% diff x x %}",
    "diff_table": "{% diff_table rows x %}",
    "progress": "{% progress x url=x id=x %}",
    "tiles": "{% tiles tiles %}",
    "facet": "{% facet x x options %}",
    "chips": "{% chips pairs clear_url=x %}",
    "tabs": "{% tabs rows x x %}",
    "breadcrumbs": "{% breadcrumbs pairs %}",
    "stages": "{% stages stages x %}",
    "figures": "{% figures pairs %}",
    "tree": "{% tree nodes x movable=True %}",
    "move_buttons": "{% move_buttons x x id=x target=x %}",
    "filters": "{% filters title=x %}{% endfilters %}",
}


@pytest.mark.parametrize("source", PARTS_WITH_WORDS.values(), ids=PARTS_WITH_WORDS.keys())
def test_no_part_lets_words_become_a_script(source: str, draw: Callable[..., str]) -> None:
    html = draw(
        source,
        x=EVIL,
        rows=[(EVIL, EVIL, EVIL)],
        pairs=[(EVIL, EVIL)],
        tiles=[{"title": EVIL, "text": EVIL, "href": EVIL}],
        options=[{"value": EVIL, "label": EVIL, "count": 1}],
        stages=[{"label": EVIL, "note": EVIL, "state": "done", "href": EVIL}],
        nodes=[
            {"id": EVIL, "title": EVIL, "kind": EVIL, "number": EVIL, "state": EVIL, "move_url": EVIL, "href": EVIL}
        ],
    )
    assert "script" in html
    assert "<script" not in html


class Outline(HTMLParser):
    """Reads a page as a browser does: which elements stay open, which ids there are, which ids are spoken of."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.named: set[str] = set()
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "input", "br", "img", "hr"):
            self.open.append(tag)
        facts = dict(attrs)
        self.ids += [facts["id"]] if facts.get("id") else []
        for name in ("aria-describedby", "aria-labelledby", "for", "aria-controls"):
            self.named.update((facts.get(name) or "").split())
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(params=["", "?site=municipality&palette=wine&person=1"])
def gallery_page(request: pytest.FixtureRequest, a_request: Callable[..., Any]) -> str:
    return str(gallery.gallery(a_request(f"/ui/{request.param}")).content.decode())


def test_gallery_is_well_formed_and_every_id_spoken_of_is_there_once(gallery_page: str) -> None:
    outline = Outline()
    outline.feed(gallery_page)
    assert (outline.open, outline.wrong) == ([], [])
    assert sorted(outline.ids) == sorted(set(outline.ids))
    assert outline.named - set(outline.ids) == set()
    assert outline.headings.count(1) == 1
    steps = [below - above for above, below in zip(outline.headings, outline.headings[1:], strict=False)]
    assert max(steps) == 1


def test_gallery_shows_every_part() -> None:
    from django.template import engines

    source = engines["django"].get_template("ui/gallery.html").template.source
    source += engines["django"].get_template("ui/_gallery_progress.html").template.source
    from ui.templatetags.ui import register

    known_elsewhere = {
        "message_list",
        "autocomplete_words",
        "date_range",
        "clock_time",
        "money",
        "number",
        "breadcrumbs",
        "move_buttons",
    }
    assert {name for name in register.tags if f"{{% {name}" not in source} == known_elsewhere


def test_gallery_is_not_there_unless_the_installation_says_so(settings: Any) -> None:
    settings.OPORA_GALLERY = False
    assert gallery.urlpatterns() == []


def test_pager_keeps_the_query_and_marks_the_page(draw: Callable[..., str], a_request: Callable[..., Any]) -> None:
    html = draw("{% pager page %}", request=a_request("/?q=a%26b&page=2"), page=Paginator(range(50), 10).page(2))
    assert '<a class="govuk-link govuk-pagination__link" href="?q=a%26b&amp;page=1" rel="prev">' in html
    assert html.count('aria-current="page"') == 1
    assert 'href="?q=a%26b&amp;page=2" aria-label="Strana 2" aria-current="page">' in html


def test_pager_of_one_page_is_nothing(draw: Callable[..., str]) -> None:
    assert draw("{% pager page %}", page=Paginator(range(5), 10).page(1)) == ""


def test_button_carries_the_attributes_one_gives_it(draw: Callable[..., str]) -> None:
    html = draw("{% button 'Uložiť' name='do' value='save' hx_post='/x/' disabled=True id=None %}")
    assert html == (
        '<button class="govuk-button" type="submit" disabled name="do" value="save" hx-post="/x/">'
        "<span>Uložiť</span></button>"
    )


def test_misspelt_kind_is_told_at_once(draw: Callable[..., str]) -> None:
    for source in ("{% button 'x' kind='red' %}", "{% tag 'x' 'green' %}", "{% notice kind='bad' %}{% endnotice %}"):
        with pytest.raises(TemplateSyntaxError):
            draw(source)


def test_filter_found_nowhere_is_shown_but_closed_unless_it_is_chosen(draw: Callable[..., str]) -> None:
    options = [{"value": "a", "label": "A", "count": 0}, {"value": "b", "label": "B", "count": 0, "checked": True}]
    html = draw("{% facet 'g' 'Skupina' options %}", options=options)
    assert 'value="a" id="g-a" disabled>' in html
    assert 'value="b" id="g-b" checked>' in html
    assert "1 vybraná" in html


@pytest.mark.parametrize(("number", "rest"), [(7, 0), (8, 0), (9, 2), (20, 13)])
def test_long_list_of_filters_folds_its_end(number: int, rest: int, draw: Callable[..., str]) -> None:
    options = [{"value": str(n), "label": str(n), "count": 1} for n in range(number)]
    html = draw("{% facet 'g' 'Skupina' options %}", options=options)
    assert html.count('type="checkbox"') == number
    assert (f"Ešte {rest} ďalš" in html) == bool(rest)


def test_progress_asks_again_until_it_is_finished(draw: Callable[..., str]) -> None:
    running = draw("{% progress 'Ide to' done=3 total=8 url='/run/' %}")
    assert 'hx-get="/run/" hx-trigger="load delay:1s" hx-target="this" hx-swap="outerHTML"' in running
    assert '<progress aria-labelledby="progress-text" max="8" value="3">' in running
    assert "3 z 8" in running
    done = draw("{% progress 'Hotovo' done=8 total=8 url='/run/' finished=True %}")
    assert "hx-get" not in done


def test_direction_that_is_closed_keeps_its_place_and_says_so(draw: Callable[..., str]) -> None:
    html = draw("{% move_buttons '/m/' 'Cieľ' id='n1' up=False %}")
    assert html.count("<button") == 4
    assert html.count('aria-disabled="true"') == 1
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="' in html
    assert "Posunúť nižšie: Cieľ" in html


def test_change_names_both_sides_in_words(draw: Callable[..., str]) -> None:
    html = draw("{% diff '' 24 %}")
    assert "pred zmenou:" in html
    assert "nič" in html
    assert "<ins>24</ins>" in html


def test_messages_become_notices_by_their_kind(draw: Callable[..., str]) -> None:
    from types import SimpleNamespace

    class Message(SimpleNamespace):
        def __str__(self) -> str:
            return str(self.text)

    html = draw("{% message_list messages %}", messages=[Message(text="Uložené <b>", level_tag="success")])
    assert 'class="opora-notice opora-notice--success"' in html
    assert "Uložené &lt;b&gt;" in html
    assert draw("{% message_list messages %}", messages=[]) == ""


def test_table_can_be_scrolled_by_keyboard_and_has_a_name(draw: Callable[..., str]) -> None:
    html = re.sub(r">\s+<", "><", draw("{% table 'Služby v obci' %}<tbody></tbody>{% endtable %}"))
    assert html == (
        '<div class="opora-table" role="region" aria-labelledby="table-sluzby-v-obci" tabindex="0"><table>'
        '<caption id="table-sluzby-v-obci">Služby v obci</caption><tbody></tbody></table></div>'
    )


def test_number_to_tap_has_no_spaces_and_does_not_break(draw: Callable[..., str]) -> None:
    html = draw("{% phone '+421 45 123 45 67' %}")
    assert 'href="tel:+421451234567"' in html
    assert "+421\xa045\xa0123\xa045\xa067" in html


def test_progress_of_the_gallery_goes_to_its_end(a_request: Callable[..., Any]) -> None:
    from django.http import Http404

    assert "hx-get" in gallery.progress(a_request("/ui/progress/?done=3")).content.decode()
    assert "hx-get" not in gallery.progress(a_request("/ui/progress/?done=7")).content.decode()
    with pytest.raises(Http404):
        gallery.progress(a_request("/ui/progress/?done=x"))
