"""The catalogues: what `python -m ui.messages` makes, refuses and finds."""

import subprocess
import sys
from pathlib import Path

import polib
import pytest

from ui.messages import collect, compile_catalogues, problems
from ui.messages.catalogues import LANGUAGES, PLURAL_FORMS, Room, project, rooms
from ui.messages.collecting import messages_of

SOURCE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

def greet(n):
    return _("Good day"), ngettext("%(n)s plan", "%(n)s plans", n) % {"n": n}, pgettext_lazy("month", "May"), _(
        "Two "
        "lines"
    )
"""
TEMPLATE = """{% load i18n ui %}
<p class="it's">{% translate "Hello" %}</p>
    {% button _("Save it") kind="primary" %}
{% blocktranslate count n=number trimmed %}
  {{ n }} goal
{% plural %}
  {{ n }} goals
{% endblocktranslate %}
{% translate "May" context "permission" %}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A project of one room that speaks."""
    (tmp_path / "pyproject.toml").write_text('[tool.hatch.build.targets.wheel]\npackages = ["garden", "attic"]\n')
    (tmp_path / "garden" / "templates" / "garden").mkdir(parents=True)
    (tmp_path / "garden" / "migrations").mkdir()
    (tmp_path / "garden" / "greeting.py").write_text(SOURCE)
    (tmp_path / "garden" / "migrations" / "0001.py").write_text('_("Nobody reads this")')
    (tmp_path / "garden" / "templates" / "garden" / "page.html").write_text(TEMPLATE)
    return tmp_path


def catalogue(house: Path, language: str = "sk") -> polib.POFile:
    return polib.pofile(str(Room("garden", house / "garden").catalogue(language)))


def translate_all(house: Path) -> None:
    for language in LANGUAGES:
        words = catalogue(house, language)
        for entry in words:
            if entry.msgid_plural:
                entry.msgstr_plural = dict.fromkeys(range(4), entry.msgid_plural)
            else:
                entry.msgstr = f"{entry.msgid} ({language})"
        words.save()


def change(house: Path, msgid: str, **facts: object) -> None:
    words = catalogue(house)
    entry = next(e for e in words if e.msgid == msgid)
    for name, value in facts.items():
        setattr(entry, name, value)
    words.save()


@pytest.fixture
def translated(house: Path) -> Path:
    collect(house)
    translate_all(house)
    assert problems(house) == []
    return house


def test_words_of_sources_and_templates_are_collected(house: Path) -> None:
    assert set(messages_of(Room("garden", house / "garden"))) == {
        (None, "Good day"),
        (None, "%(n)s plan"),
        ("month", "May"),
        (None, "Two lines"),
        (None, "Hello"),
        (None, "Save it"),
        (None, "%(n)s goal"),
        ("permission", "May"),
    }


def test_new_words_come_in_untranslated_and_the_check_says_so(house: Path) -> None:
    assert collect(house) == ["garden/sk: 8 new, 0 gone", "garden/cs: 8 new, 0 gone"]
    assert "garden/sk: not translated in all its forms: 'Hello'" in problems(house)
    assert catalogue(house).metadata["Plural-Forms"] == PLURAL_FORMS["sk"]


def test_collecting_again_changes_nothing(translated: Path) -> None:
    before = Room("garden", translated / "garden").catalogue("sk").read_bytes()
    assert collect(translated) == []
    assert Room("garden", translated / "garden").catalogue("sk").read_bytes() == before


def test_word_said_but_not_in_the_catalogue_is_found(translated: Path) -> None:
    (translated / "garden" / "more.py").write_text('_("A new word")')
    assert problems(translated) == [f"garden/{x}: missing: 'A new word' (more.py)" for x in LANGUAGES]


def test_word_nobody_says_any_more_is_found_and_goes_out(translated: Path) -> None:
    (translated / "garden" / "greeting.py").write_text("")
    assert len([line for line in problems(translated) if "nobody says any more" in line]) == 8
    assert collect(translated) == ["garden/sk: 0 new, 4 gone", "garden/cs: 0 new, 4 gone"]
    assert problems(translated) == []


@pytest.mark.parametrize(
    ("msgid", "facts", "complaint"),
    [
        ("Hello", {"msgstr": ""}, "not translated in all its forms: 'Hello'"),
        ("Hello", {"flags": ["fuzzy"]}, "fuzzy: 'Hello'"),
        ("%(n)s plan", {"msgstr_plural": {0: "a", 1: "b", 2: "c"}}, "not translated in all its forms: '%(n)s plan'"),
        (
            "%(n)s plan",
            {"msgstr_plural": {0: "jeden", 1: "%(n)s plány", 2: "%(n)s plánu", 3: "plánov"}},
            "other places to fill than the source: '%(n)s plan' → 'plánov'",
        ),
        ("Hello", {"msgstr": "Ahoj %(name)s"}, "other places to fill than the source: 'Hello' → 'Ahoj %(name)s'"),
        ("Hello", {"msgstr": "Ahoj\n"}, "begins or ends with another line break than the source: 'Hello'"),
    ],
)
def test_broken_translation_is_named(translated: Path, msgid: str, facts: dict[str, object], complaint: str) -> None:
    change(translated, msgid, **facts)
    assert problems(translated) == [f"garden/sk: {complaint}"]


def test_catalogue_with_other_plural_forms_is_refused(translated: Path) -> None:
    words = catalogue(translated)
    words.metadata["Plural-Forms"] = "nplurals=3; plural=(n==1) ? 0 : 1;"
    words.save()
    assert problems(translated) == ["garden/sk: the header does not name the four plural forms"]


def test_two_rooms_must_not_put_the_same_words_differently(translated: Path) -> None:
    (translated / "attic").mkdir()
    (translated / "attic" / "voice.py").write_text('_("Hello")')
    collect(translated)
    for language in LANGUAGES:
        path = Room("attic", translated / "attic").catalogue(language)
        words = polib.pofile(str(path))
        words[0].msgstr = "Inak" if language == "sk" else "Hello (cs)"
        words.save()
    assert problems(translated) == ["attic/sk: garden translates it differently: 'Hello'"]


def test_room_begins_with_the_words_another_room_already_has(translated: Path) -> None:
    (translated / "attic").mkdir()
    (translated / "attic" / "voice.py").write_text('_("Hello"); ngettext("%(n)s plan", "%(n)s plans", 2)')
    assert collect(translated) == ["attic/sk: 2 new, 0 gone", "attic/cs: 2 new, 0 gone"]
    assert problems(translated) == []


def test_only_what_has_changed_is_compiled(translated: Path) -> None:
    made = compile_catalogues(translated)
    assert [path.name for path in made] == ["django.mo", "django.mo"]
    assert compile_catalogues(translated) == []
    change(translated, "Hello", msgstr="Ahoj")
    assert compile_catalogues(translated) == [made[0]]
    assert polib.mofile(str(made[0])).find("Hello").msgstr == "Ahoj"
    assert not list(made[0].parent.glob("*.part"))


def test_every_room_of_the_project_is_known() -> None:
    assert {"kernel", "accounts", "ui", "config", "tenants", "catalogue", "planning", "search", "imports"} <= {
        room.name for room in rooms()
    }


def test_our_own_catalogues_are_complete() -> None:
    own = [line for line in problems() if line.startswith("ui/")]
    assert [line for line in own if "translates it differently" not in line] == []


def test_command_fails_when_something_is_wrong(translated: Path) -> None:
    change(translated, "Hello", msgstr="")
    program = (
        "import sys, ui.messages.catalogues as c; from pathlib import Path\n"
        f"c.project = lambda: Path({str(translated)!r})\n"
        "from ui.messages.__main__ import main\n"
        "sys.exit(main(['check']))"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=project(), capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "garden/sk: not translated in all its forms: 'Hello'\n")


@pytest.mark.parametrize("call", ['_("Away")', 'gettext.gettext("Away")', 'ngettext("A", "B", n)'])
def test_message_inside_an_fstring_is_refused(translated: Path, call: str) -> None:
    (translated / "garden" / "more.py").write_text(f"def more(n):\n    return f'{{n}} ({{{call}}})'\n")
    assert "garden: a message inside an f-string is never collected: more.py:2" in problems(translated)


def test_fstring_without_messages_is_welcome(translated: Path) -> None:
    (translated / "garden" / "more.py").write_text("def more(n):\n    return f'{n} {len(n)}'\n")
    assert problems(translated) == []
