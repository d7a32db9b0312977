"""Words of people reach a page escaped: no template and no code lets them through unseen."""

from pathlib import Path

import pytest
from support.harness import markup

# Each says why what it lets through was escaped before, or never came from people.
MARKED_AS_SAFE = {
    "platform/ui/theme.py": "colours of a theme, each checked to be one",
    "platform/ui/icons.py": "drawings of our own",
    "platform/ui/typography.py": "each piece was escaped just before",
}
NOT_ESCAPED = {
    "ui/forms/_hint.html": "help texts are written in the code of forms, links in them by format_html",
    "ui/forms/field.html": "help texts are written in the code of forms, links in them by format_html",
}


def where(path: Path) -> str:
    return path.relative_to(markup.CHECKOUT).as_posix()


@pytest.mark.parametrize("path", markup.templates(), ids=where)
def test_template_lets_nothing_through(path: Path) -> None:
    found = markup.faults_of_template(path.read_text(), is_page=path.suffix in {".html", ".svg"})
    if markup.name_of(path) in NOT_ESCAPED:
        found = [fault for fault in found if fault != "safe filter"]
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
    safe = {markup.name_of(path) for path in markup.templates() if "|safe" in path.read_text()}
    assert set(NOT_ESCAPED) - safe == set()


def test_help_texts_hold_no_words_of_people() -> None:
    """They are shown as they are: none may be put together from anything but our own sentences."""
    import ast

    for path in markup.modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "help_text":
                assert not isinstance(node.value, ast.JoinedStr), f"{where(path)}:{node.value.lineno}"


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
