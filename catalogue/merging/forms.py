"""The form of merging: which entry is kept, and for each field in which they differ whose value stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from catalogue.merging.choosing import BOTH, GONE, KEPT, Difference


class MergeForm(forms.Form):
    """Radios alone, so that it works on a phone and without scripts."""

    hide_optional = True

    def __init__(self, data: Any = None, *, differences: list[Difference]) -> None:
        super().__init__(data)
        self.differences = differences
        for each in differences:
            self.fields[f"take_{each.field}"] = forms.ChoiceField(
                label=each.label,
                choices=_choices(each),
                initial=_likely(each),
                widget=forms.RadioSelect,
            )

    def chosen(self) -> dict[str, str]:
        """What the command takes."""
        return {each.field: self.cleaned_data[f"take_{each.field}"] for each in self.differences}


def _choices(each: Difference) -> list[tuple[str, str]]:
    nothing = _("nothing is said")
    choices = [(KEPT, each.kept_words or nothing), (GONE, each.gone_words or nothing)]
    return [*choices, (BOTH, _("both of them"))] if each.can_be_both else choices


def _likely(each: Difference) -> str:
    """The kept entry's value, unless it says nothing."""
    return KEPT if each.kept_words else GONE
