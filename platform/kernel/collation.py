"""Slovak and Czech order: the same key in Python and, as `sk_key()` and `cs_key()`, in PostgreSQL.

No library of the system is asked, so the order is the same on every machine: „ch“ stands after „h“; č, š, ž (ä, ô in
Slovak, ř in both) are letters of their own; every other mark only decides between words that are otherwise equal.
"""

import string
import unicodedata
from collections.abc import Iterable

from django.db.models import CharField, Func

# "{" is the first character after "z": what carries it stands behind its whole letter and before the next one.
_OWN_LETTERS = {
    "sk": {"ch": "h{", "č": "c{", "š": "s{", "ž": "z{", "ř": "r{", "ä": "a{", "ô": "o{"},
    "cs": {"ch": "h{", "č": "c{", "š": "s{", "ž": "z{", "ř": "r{"},
}
_MARKED = {
    "a": "áàâãåāăąä",
    "c": "ćçĉċ",
    "d": "ďđ",
    "e": "éèêëēĕėęě",
    "g": "ĝğġģ",
    "h": "ĥħ",
    "i": "íìîïĩīĭįı",
    "j": "ĵ",
    "k": "ķ",
    "l": "ĺľļłŀ",
    "n": "ňńñņ",
    "o": "óòôõöøōŏő",
    "r": "ŕŗ",
    "s": "śŝşșß",
    "t": "ťţțŧ",
    "u": "úùûüũūŭůűų",
    "w": "ŵ",
    "y": "ýÿŷ",
    "z": "źż",
}
_SIGNS = {"\N{NO-BREAK SPACE}": " ", "–": "-", "—": "-", "„": '"', "“": '"', "”": '"', "‚": "'", "‘": "'", "’": "'"}
_ONE_CASE_ONLY = "ßı"

_all_marked = sorted({letter for letters in _MARKED.values() for letter in letters} | set("čšžř"))
_lower = [*string.ascii_lowercase, *(letter for letter in _all_marked if letter not in _ONE_CASE_ONLY)]
_to_lower = str.maketrans({letter.upper(): letter for letter in _lower})
_to_plain = str.maketrans({letter: plain for plain, letters in _MARKED.items() for letter in letters} | _SIGNS)


def sort_key(text: str, language: str) -> str:
    """The key to sort by; languages other than Slovak and Czech are sorted as Slovak."""
    lowered = unicodedata.normalize("NFC", text).translate(_to_lower)
    plain = lowered
    for letter, place in _OWN_LETTERS.get(language, _OWN_LETTERS["sk"]).items():
        plain = plain.replace(letter, place)
    return plain.translate(_to_plain) + "\x01" + lowered


class SortKey(Func):
    """The same key asked of the database: `order_by(SortKey("name", language="sk"), "id")`."""

    output_field = CharField(db_collation="C")

    def __init__(self, expression: object, *, language: str) -> None:
        function = "cs_key" if language == "cs" else "sk_key"
        super().__init__(expression, function=function, template='%(function)s(%(expressions)s) COLLATE "C"')


def _quoted(letters: Iterable[str]) -> str:
    return "'" + "".join(letters).replace("'", "''") + "'"


def function_sql(language: str) -> str:
    """The SQL function for a language, written from the tables above; migrations carry its text."""
    lowered = f"translate(normalize(text, NFC), {_quoted(letter.upper() for letter in _lower)}, {_quoted(_lower)})"
    plain = lowered
    for letter, place in _OWN_LETTERS[language].items():
        plain = f"replace({plain}, {_quoted(letter)}, {_quoted(place)})"
    pairs = [(letter, base) for base, letters in _MARKED.items() for letter in letters] + list(_SIGNS.items())
    marked, bases = _quoted(letter for letter, _base in pairs), _quoted(base for _letter, base in pairs)
    body = f"translate({plain}, {marked}, {bases}) || chr(1) || {lowered}"
    head = f"CREATE OR REPLACE FUNCTION public.{language}_key(text text) RETURNS text LANGUAGE sql"
    return f"{head} IMMUTABLE STRICT PARALLEL SAFE RETURN {body}"
