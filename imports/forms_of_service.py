"""Forms of service in the words of both registers."""

import re
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
WEEKLY = re.compile(r"\btyzd")


def form_words(written: Any) -> str:
    """The forms as a key spells them: codes, and whether people stay for the week only; the rest is wording."""
    codes = sorted(forms_of(written))
    weekly = codes and WEEKLY.search(fold(cleaning.text(written)))
    return " ".join([*codes, "WEEKLY"] if weekly else codes)


def forms_of(written: Any) -> list[str]:
    """The forms a cell lists, none when one of them is unknown; what stands in brackets explains, it does not list."""
    words = fold(re.sub(r"\([^)]*\)", "", cleaning.text(written))).strip()
    forms: list[str] = []
    for part in re.split(r"\s*[;,/+]\s*|\s+a\s+", words):
        form = next((form for start, form in STARTS if part.startswith(start)), "")
        if not form:
            return []
        forms.append(form)
    return list(dict.fromkeys(forms))
