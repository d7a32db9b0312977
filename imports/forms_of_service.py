"""Forms of service in the words of both registers."""

import re
from functools import lru_cache
from typing import Any

from imports import cleaning
from kernel.text import fold

STARTS = (
    ("ambulant", "AMBULATORY"),
    ("teren", "OUTREACH"),
    ("pobyt", "RESIDENTIAL"),
    ("ina forma", "REMOTE"),
    ("jina forma", "REMOTE"),
)
IN_BRACKETS = re.compile(r"\([^)]*\)")
BETWEEN = re.compile(r"\s*[;,/+]\s*|\s+a\s+")
WEEKLY = re.compile(r"\btyzd")


def form_words(written: Any) -> str:
    """The forms as a key spells them: codes, and whether people stay for the week only; the rest is wording."""
    codes = sorted(forms_of(written))
    weekly = codes and WEEKLY.search(fold(cleaning.text(written)))
    return " ".join([*codes, "WEEKLY"] if weekly else codes)


def forms_of(written: Any) -> list[str]:
    """The forms a cell lists, none when one of them is unknown; what stands in brackets explains, it does not list."""
    return list(_listed(cleaning.text(written)))


@lru_cache(maxsize=1024)
def _listed(written: str) -> tuple[str, ...]:
    words = fold(IN_BRACKETS.sub("", written)).strip()
    forms = [next((form for start, form in STARTS if part.startswith(start)), "") for part in BETWEEN.split(words)]
    return tuple(dict.fromkeys(forms)) if all(forms) else ()
