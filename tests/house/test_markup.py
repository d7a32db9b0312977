"""Words of people reach a page escaped: no template and no code lets them through unseen."""

from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from support.harness import markup

from ui.forms import Renderer

# Each says why what it lets through was escaped before, or never came from people.
MARKED_AS_SAFE = {
    "platform/ui/theme.py": "colours of a theme, each checked to be one",
    "platform/ui/icons.py": "drawings of our own",
    "platform/ui/typography.py": "each piece was escaped just before",
}


def where(path: Path) -> str:
    return path.relative_to(markup.CHECKOUT).as_posix()


@pytest.mark.parametrize("path", markup.templates(), ids=where)
def test_template_lets_nothing_through(path: Path) -> None:
    found = markup.faults_of_template(path.read_text(), is_page=path.suffix in {".html", ".svg"})
    assert found == []


def test_code_marks_no_words_as_safe() -> None:
    found = {}
    for path in markup.modules():
        faults = list(markup.faults_of_code(path.read_text()))
        if faults:
            found[where(path)] = faults
    assert {path: faults for path, faults in found.items() if path not in MARKED_AS_SAFE} == {}


def test_every_exception_is_still_needed() -> None:
    needed = {where(path) for path in markup.modules() if any(markup.faults_of_code(path.read_text()))}
    assert set(MARKED_AS_SAFE) - needed == set()


@pytest.mark.parametrize("widget", [forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.TextInput])
def test_help_text_is_escaped(widget: type[forms.Widget]) -> None:
    """It may hold words of people: what a survey asks, where a number of the plan comes from."""
    form = forms.Form(renderer=Renderer())
    form.fields["told"] = forms.CharField(widget=widget, help_text="<b>Why & how</b>")
    html = form["told"].as_field_group()
    assert "&lt;b&gt;Why &amp; how&lt;/b&gt;" in html
    assert "<b>" not in html


def test_help_text_made_of_escaped_pieces_stays_as_it_is() -> None:
    """The rules of a password are a list, which Django puts together itself."""
    form = forms.Form(renderer=Renderer())
    form.fields["password"] = forms.CharField(help_text=password_validators_help_text_html())
    assert '_helptext"><ul><li>' in form["password"].as_field_group()


# --- unused templates -------------------------------------------------------------------------------------------------
# Looked for by the names the library gives them.
OF_LIBRARIES = ("account/", "allauth/", "mfa/", "ui/forms/widgets/", "django/")


def test_every_template_is_asked_for() -> None:
    paths = markup.templates()
    asked = markup.named_in([path.read_text() for path in (*paths, *markup.modules())])
    own = [name for name in map(markup.name_of, paths) if not name.startswith(OF_LIBRARIES)]
    assert markup.unused(own, asked) == []


def test_template_of_a_library_is_one_the_library_has() -> None:
    """An override whose name the library does not know would never be shown."""
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    names = [markup.name_of(path) for path in markup.templates()]
    own = [name for name in names if name.startswith(("account/", "allauth/", "mfa/"))]
    asked = markup.named_in([path.read_text() for path in (*markup.templates(), *markup.modules())])
    assert [name for name in own if not (theirs / name).exists() and markup.unused([name], asked)] == []


# --- the guards see ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<p style="color:red">', "style attribute"),
        ("<a\n onclick='x()'>", "handler attribute"),
        ("<input value={{ words }}>", "value without quotes"),
        ('<a href="javascript:x()">', "script address"),
        ("{{ words|safe }}", "safe filter"),
        ("{% autoescape off %}{{ words }}{% endautoescape %}", "autoescape off"),
    ],
)
def test_careless_template_is_found(text: str, fault: str) -> None:
    assert markup.faults_of_template(text, is_page=True) == [fault]


@pytest.mark.parametrize(
    "code",
    [
        "mark_safe(words)",
        "safestring.mark_safe(f'<b>{words}</b>')",
        "SafeString('<b>' + words)",
        "format_html('<b>%s</b>' % words)",
        "format_html(f'<b>{words}</b>')",
        "format_html_join('', '<b>{}</b>'.format(x), rows)",
    ],
)
def test_careless_code_is_found(code: str) -> None:
    assert list(markup.faults_of_code(code))


@pytest.mark.parametrize(
    "code", ["mark_safe('<b>')", "format_html('<b>{}</b>', words)", "format_html(_('<b>{}</b>'), x)"]
)
def test_careful_code_is_left_alone(code: str) -> None:
    assert list(markup.faults_of_code(code)) == []


def test_template_nobody_asks_for_is_found() -> None:
    asked = markup.named_in(['render(request, "a/b.html")', 'f"ui/{site}.html"', "{% include 'a/_c.html' %}"])
    assert markup.unused(["a/b.html", "a/_c.html", "ui/region.html", "ui/x/y.html", "a/d.html"], asked) == [
        "a/d.html",
        "ui/x/y.html",
    ]
