"""A form that anybody may send without an account, closed to machines; people notice none of it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature
from django.utils.translation import gettext_lazy as _

from kernel.clock import now
from kernel.signing import sign, unsign

SOONEST, LATEST = timedelta(seconds=3), timedelta(hours=12)


class OpenForm(forms.Form):
    """`subject_line` is a trap that machines fill in; `stamp` says when the page was given out, for one `purpose`."""

    purpose = ""

    subject_line = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        """A stamp that is not ours or too old is replaced by a new one: the second sending succeeds."""
        self.age = None if data is None else _age_of(data.get("stamp", ""), self.purpose)
        if data is not None and self.age is None:
            data = data.copy()
            data["stamp"] = stamp(self.purpose)
        super().__init__(data, **options)
        self.fields["stamp"].initial = stamp(self.purpose)

    @property
    def is_machine(self) -> bool:
        """Somebody who sees the page cannot have filled this in."""
        return bool(self.data.get("subject_line"))

    @property
    def is_too_quick(self) -> bool:
        """Nobody reads and writes in two seconds; a page of yesterday is asked to be sent once more."""
        return self.age is None or self.age < SOONEST

    def said(self) -> dict[str, Any]:
        """What the person wrote, without our own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"subject_line", "stamp"}}


def stamp(purpose: str) -> str:
    return sign(now().isoformat(), purpose)


def _age_of(given: str, purpose: str) -> timedelta | None:
    """How long ago the page was given out; nothing for a stamp that is not ours or too old."""
    try:
        return now() - datetime.fromisoformat(unsign(given, purpose, max_age=LATEST))
    except (BadSignature, ValueError, TypeError):
        return None
