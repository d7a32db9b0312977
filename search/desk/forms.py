"""Saying what a phrase means, and trying what that does to a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from search import naming
from search.desk.own_words import MOST_KINDS
from ui.forms import Autocomplete


class PhraseForm(forms.Form):
    """A phrase, the kinds it means in their order, and a question to try it on."""

    phrase = forms.CharField(
        label=_("Phrase, as people say it"), max_length=120, help_text=_("One form is enough: all others are known.")
    )
    question = forms.CharField(
        label=_("A question to try it on"),
        max_length=300,
        required=False,
        help_text=_("Empty: the phrase itself."),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        choices = [("", ""), *naming.kinds().items()]
        for number in range(1, MOST_KINDS + 1):
            label = _("The likeliest kind of service") if number == 1 else _("Then")
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, widget=Autocomplete
            )
        self.order_fields(["phrase", *(f"kind_{number}" for number in range(1, MOST_KINDS + 1)), "question"])

    def kinds(self) -> list[str]:
        """In their order, each once; none: the phrase leads nowhere."""
        said = [self.cleaned_data.get(f"kind_{number}") for number in range(1, MOST_KINDS + 1)]
        return [code for code in dict.fromkeys(said) if code]
