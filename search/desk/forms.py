"""Saying what a phrase means and trying what that does to a question; adding a first step to a life situation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.feed import Names
from search import naming
from search.desk.own_words import MOST_KINDS
from ui.forms import Autocomplete, DateField


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
    nowhere = forms.BooleanField(
        label=_("It means no kind of service"),
        required=False,
        help_text=_("Then the common list's word does not count either."),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        choices = [("", ""), *naming.kinds().items()]
        for number in range(1, MOST_KINDS + 1):
            label = _("The likeliest kind of service") if number == 1 else _("Then")
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, widget=Autocomplete
            )
        self.order_fields(["phrase", *(f"kind_{number}" for number in range(1, MOST_KINDS + 1)), "nowhere", "question"])

    def clean(self) -> dict[str, Any]:
        """A kind that was typed but not chosen must not switch the word off unseen."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(self.kinds()) == bool(found.get("nowhere")):
            self.add_error("kind_1", _("Choose a kind of service from the list, or say that the phrase means none."))
        return found

    def kinds(self) -> list[str]:
        """In their order, each once; none: the phrase leads nowhere."""
        said = [self.cleaned_data.get(f"kind_{number}") for number in range(1, MOST_KINDS + 1)]
        return [code for code in dict.fromkeys(said) if code]


class StepForm(forms.Form):
    """A first step of the region's own, with its source."""

    text_sk = forms.CharField(label=_("In Slovak"), max_length=400, required=False, widget=forms.Textarea({"rows": 3}))
    text_cs = forms.CharField(label=_("In Czech"), max_length=400, required=False, widget=forms.Textarea({"rows": 3}))
    text_en = forms.CharField(label=_("In English"), max_length=400, required=False, widget=forms.Textarea({"rows": 3}))
    source = forms.CharField(label=_("Who says so"), max_length=200, help_text=_("For example the name of an office."))
    address = forms.URLField(
        label=_("Where it can be read"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("A web page, if there is one."),
    )
    said_on = DateField(label=_("Date of the source"))

    def words(self) -> Names:
        return Names(self.cleaned_data["text_sk"], self.cleaned_data["text_cs"], self.cleaned_data["text_en"])
