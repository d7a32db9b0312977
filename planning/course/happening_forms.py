"""Forms of what happens to a plan in force."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.files import LARGEST_PAPER, WRITTEN
from ui.forms import CheckedFile, DateField


class ResolutionForm(forms.Form):
    """The resolution behind it; further councils of a joint plan are added afterwards."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    on = DateField(label=_("Day of the resolution"))
    number = forms.CharField(label=_("Number of the resolution"), max_length=80)
    note = forms.CharField(
        label=_("Which council, or another note"),
        max_length=400,
        required=False,
        help_text=_("The resolutions of other councils of a joint plan can be added afterwards, each with its file."),
    )
    file = CheckedFile(
        kinds=WRITTEN,
        largest=LARGEST_PAPER,
        label=_("File"),
        required=False,
        help_text=_("PDF, picture, DOCX or ODT; at most 20 MB. It may be left out."),
    )


class ExtendForm(ResolutionForm):
    """Until when."""

    field_order = ("until",)
    until = DateField(label=_("New last day of the plan"))

    def __init__(self, *args: Any, ends_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ends_on = ends_on

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.ends_on:
            raise forms.ValidationError(_("The new last day must come after the present one."))
        return until


class AmendForm(ResolutionForm):
    """What changes."""

    field_order = ("what", "is_outside")
    what = forms.CharField(
        label=_("What changes, in two or three sentences"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Everybody reads it beside the plan."),
    )
    is_outside = forms.BooleanField(
        label=_("It was made outside Opora, and what is public contains it already"), required=False
    )
